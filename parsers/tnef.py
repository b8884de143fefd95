"""winmail.dat: what Outlook wraps a mail in that it thinks another Outlook will read (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parsers import mapi
from parsers.charset_labels import charset_of
from parsers.charsets import decode
from parsers.limits import Limits

SIGNATURE = b"\x78\x9f\x3e\x22"
MESSAGE, ATTACHMENT = 1, 2
_SUBJECT, _CLASS, _BODY, _DATA, _TITLE, _RENDDATA = 0x8004, 0x8008, 0x800C, 0x800F, 0x8010, 0x9002
_MAPI_MESSAGE, _MAPI_ATTACHMENT, _CODEPAGE = 0x9003, 0x9005, 0x9007
_WIDTHS = {0x0002: 4, 0x0003: 4, 0x0004: 4, 0x000A: 4, 0x000B: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8}
_WIDTHS |= {0x0040: 8, 0x0048: 16}
"""Bytes of a property by its type; types that are not here say their length themselves."""
_MANY = 0x1000
MAX_PROPERTIES = 4_000
ENCLOSED = 16
"""Bytes of the interface id before an enclosed object."""


def read_tnef(data: bytes, limits: Limits) -> mapi.Inside | None:
    """The mail and the files inside; as much of it as is there; None for what is no TNEF at all."""
    if not data.startswith(SIGNATURE) or len(data) < 6:
        return None
    message: dict[int, mapi.Value] = {}
    files: list[dict[int, mapi.Value]] = []
    charset, whole = "", True
    try:
        for level, id_, value in _attributes(data):
            if id_ == _CODEPAGE:
                charset = charset_of(int.from_bytes(value[:4], "little"))
            if id_ == _RENDDATA and len(files) < limits.attachments:
                files.append({})
            target = message if level == MESSAGE else (files[-1] if files else {})
            for property_, content in _read(id_, value, charset):
                target[property_] = content
    except (struct.error, IndexError, ValueError):
        whole = False
    found = tuple(mapi.file_of(each) for each in files)
    return mapi.inside(message, found, whole)


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(level, id, value) of each attribute; raises struct.error where the stream breaks off."""
    at = 6
    while at < len(data):
        level, id_, _, length = struct.unpack_from("<BHHI", data, at)
        at += 9
        if level not in (MESSAGE, ATTACHMENT) or at + length > len(data):
            raise struct.error("the stream breaks off")
        yield level, id_, data[at : at + length]
        at += length + 2


def _read(id_: int, value: bytes, charset: str) -> Iterator[tuple[int, mapi.Value]]:
    """What an attribute says, as properties."""
    if id_ in (_MAPI_MESSAGE, _MAPI_ATTACHMENT):
        yield from _properties(value, charset)
    elif id_ == _DATA:
        yield mapi.ATTACH_DATA, value
    elif id_ in _OLD:
        yield _OLD[id_], decode(value.rstrip(b"\0"), charset)[0]


_OLD = {_SUBJECT: mapi.SUBJECT, _CLASS: mapi.MESSAGE_CLASS, _BODY: mapi.BODY, _TITLE: mapi.DISPLAY_NAME}


def _properties(block: bytes, charset: str) -> Iterator[tuple[int, mapi.Value]]:
    """A list of MAPI properties; raises struct.error where it breaks off."""
    (count,) = struct.unpack_from("<I", block)
    at = 4
    for _ in range(min(count, MAX_PROPERTIES)):
        kind, id_ = struct.unpack_from("<HH", block, at)
        at += 4
        if id_ >= 0x8000:
            at = _after_name(block, at)
        width = _WIDTHS.get(kind)
        if width is not None:
            value = block[at : at + width]
            at += width
        else:
            value, at = _lengthy(block, at, kind)
            value = value[ENCLOSED:] if kind == mapi.OBJECT else value
        if not kind & _MANY:
            yield id_, mapi.value_of(kind, value, charset)


def _after_name(block: bytes, at: int) -> int:
    """A named property has a GUID and a number or a name before its value."""
    (by_name,) = struct.unpack_from("<I", block, at + 16)
    if not by_name:
        return at + 24
    (length,) = struct.unpack_from("<I", block, at + 20)
    return at + 24 + _padded(length)


def _lengthy(block: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """The first value and where the next property begins."""
    (count,) = struct.unpack_from("<I", block, at)
    at += 4
    width = _WIDTHS.get(kind & ~_MANY)
    if kind & _MANY and width is not None:
        return b"", at + count * width
    first = b""
    for number in range(min(count, MAX_PROPERTIES)):
        (length,) = struct.unpack_from("<I", block, at)
        at += 4
        if not number:
            first = block[at : at + length]
        at += _padded(length)
        if at > len(block) + 3:
            raise struct.error("the value breaks off")
    return first, at


def _padded(length: int) -> int:
    return (length + 3) & ~3
