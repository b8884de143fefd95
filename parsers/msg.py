"""A mail that Outlook saved as a file, .msg (MS-OXMSG): properties as streams of an OLE compound file."""

from __future__ import annotations

import io
import struct

import olefile

from parsers import mapi
from parsers.limits import Limits

_STREAM = "__substg1.0_"
_FILE = "__attach_version1.0_#"
_FIXED = "__properties_version1.0"
_EMBEDDED = "3701000D"
NAMES = frozenset(
    [
        mapi.SUBJECT, mapi.RICH_TEXT, mapi.BODY, mapi.HTML, mapi.SENDER_NAME, mapi.SENDER_ADDRESS,
        mapi.SENDER_SMTP, mapi.DISPLAY_NAME, mapi.ATTACH_DATA, mapi.SHORT_NAME, mapi.LONG_NAME, mapi.MIME_TAG,
        mapi.CONTENT_ID,
    ]
)  # fmt: skip


def read_msg(data: bytes, limits: Limits) -> mapi.Inside | None:
    """The mail and its files; None if the file cannot be read or is no mail."""
    try:
        with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_FATAL) as ole:
            folders = {entry[0] for entry in ole.listdir() if len(entry) > 1 and entry[0].startswith(_FILE)}
            message = _properties(ole, [], 32)
            if not message:
                return None
            files = [_properties(ole, [folder], 8) for folder in sorted(folders)[: limits.attachments]]
    except (OSError, ValueError, IndexError, KeyError, struct.error, AttributeError, RecursionError, TypeError):
        return None  # whatever olefile makes of a damaged file
    return mapi.inside(message, tuple(mapi.file_of(each) for each in files), whole=True)


def _properties(ole: olefile.OleFileIO, folder: list[str], head: int) -> dict[int, mapi.Value]:
    """The properties of a message or an attachment that we know; `head` bytes precede the fixed ones."""
    found: dict[int, mapi.Value] = {}
    if ole.exists([*folder, _FIXED]):
        fixed = ole.openstream([*folder, _FIXED]).read()
        for kind, id_, _, value in struct.iter_unpack("<HHI8s", fixed[head : head + (len(fixed) - head) // 16 * 16]):
            if kind == 0x0003:
                found[id_] = int.from_bytes(value[:4], "little")
    charset = mapi.codepage(found)
    for entry in ole.listdir():
        if entry[:-1] != folder or not entry[-1].startswith(_STREAM) or entry[-1].endswith(_EMBEDDED):
            continue
        tag = entry[-1].removeprefix(_STREAM)
        id_, kind = int(tag[:4], 16), int(tag[4:8], 16)
        if id_ in NAMES:
            found[id_] = mapi.value_of(kind, ole.openstream(entry).read(), charset)
    return found
