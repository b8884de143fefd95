"""Files that hold other files or a whole mail: what is inside is shown beside them, one level deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from cases.mail import QUARANTINE
from parsers import mapi
from parsers.archives import list_zip
from parsers.filenames import file_name, safe_name
from parsers.limits import CannotBeRead, Limits
from parsers.magic import detect, flags_of
from parsers.msg import read_msg
from parsers.parts import Outline, leaves
from parsers.tnef import read_tnef
from parsers.transfer import decoded

ENCLOSED_MAILS = ("message/rfc822", "message/global")
NESTED = 4
"""Mails inside mails that are looked into for something harmful."""
TNEF, OLE, ZIP = "application/ms-tnef", "application/x-ole-storage", "application/zip"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a container shows: flags of the container, names in an archive, the mail inside and its files."""

    flags: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    mail: mapi.Inside | None = field(default=None, repr=False)
    from_tnef: bool = False


NOTHING = Opened()
Opener = Callable[[bytes, Limits], Opened]


def opened(detected: str, filename: str, content: bytes, limits: Limits) -> Opened:
    """What is inside a file of this type; nothing for any other type."""
    opener = OPENERS.get(detected)
    if opener is None or (opener is _saved_mail and not filename.lower().endswith((".msg", ".oft"))):
        return NOTHING
    return opener(content, limits)


def _tnef(content: bytes, limits: Limits) -> Opened:
    mail = read_tnef(content, limits)
    return Opened(() if mail is not None and mail.whole else ("damaged",), mail=mail, from_tnef=True)


def _saved_mail(content: bytes, limits: Limits) -> Opened:
    mail = read_msg(content, limits)
    return Opened(("saved-mail",) if mail is not None else ("damaged",), mail=mail)


def _zip(content: bytes, limits: Limits) -> Opened:
    listing = list_zip(content, limits)
    return Opened(listing.flags, listing.names)


def _mail(content: bytes, limits: Limits) -> Opened:
    try:
        files = tuple(islice(_files(content, limits, NESTED), limits.attachments))
    except CannotBeRead:
        files = ()
    flags = ("holds-dangerous",) if _holds_dangerous(content, limits, NESTED) else ()
    return Opened(flags, mail=mapi.Inside(files=files) if files else None)


def _files(raw: bytes, limits: Limits, nested: int) -> Iterator[mapi.File]:
    """The files of an enclosed mail, and those of the mails that it encloses in its turn."""
    for part in leaves(raw, limits, Outline()):
        name = file_name(part.disposition, part.declared, part.declared_with)
        attached = part.disposition[:10].lower() == b"attachment"
        if part.kind.startswith(("text/", "message/", "multipart/")) and not name and not attached:
            if part.kind not in ENCLOSED_MAILS:
                continue
            name = "mail.eml"
        data, _ = decoded(part.body, part.headers.raw("content-transfer-encoding"))
        inline = not attached and (part.disposition[:6].lower() == b"inline" or part.headers.has("content-id"))
        yield mapi.File(name, data, part.kind, inline)
        if part.kind in ENCLOSED_MAILS and nested:
            yield from _files(data, limits, nested - 1)


def _holds_dangerous(raw: bytes, limits: Limits, nested: int) -> bool:
    """Whether an enclosed mail brings a file that must not be passed on; one too wild to look into does."""
    try:
        parts = list(leaves(raw, limits, Outline()))
    except CannotBeRead:
        return True
    for part in parts:
        name = file_name(part.disposition, part.declared, part.declared_with)
        data, _ = decoded(part.body, part.headers.raw("content-transfer-encoding"))
        if part.kind in ENCLOSED_MAILS:
            if not nested or _holds_dangerous(data, limits, nested - 1):
                return True
        elif name and not QUARANTINE.isdisjoint(flags_of(safe_name(name, 1)[0], detect(data), data)):
            return True
    return False


OPENERS: dict[str, Opener] = {TNEF: _tnef, OLE: _saved_mail, ZIP: _zip, **dict.fromkeys(ENCLOSED_MAILS, _mail)}
