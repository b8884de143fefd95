"""What is in a zip archive by its list of contents. Nothing is unpacked: sizes it states may be lies."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from parsers.charsets import decode
from parsers.limits import Limits
from parsers.magic import DANGEROUS_ENDINGS

_END, _END_SIZE = b"PK\x05\x06", 22
_UTF8, _ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True, slots=True)
class Listing:
    """Names in order, and what a person should know: `too-many-entries`, `encrypted`, `encrypted-archive`,
    `holds-dangerous`, `damaged`,
    `unpacks-too-large`."""

    names: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def list_zip(data: bytes, limits: Limits) -> Listing:
    """At most `limits.archive_entries` names; one with more is only counted by what it says of itself."""
    count = _count(data)
    if count > limits.archive_entries * 10:
        return Listing((), ("too-many-entries",))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError):
        return Listing((), ("damaged",))
    stated = sum(entry.file_size for entry in entries)
    findings = {
        "too-many-entries": len(entries) > limits.archive_entries,
        "encrypted": any(entry.flag_bits & _ENCRYPTED for entry in entries),
        "encrypted-archive": any(entry.flag_bits & _ENCRYPTED for entry in entries),
        "holds-dangerous": any(PurePath(entry.filename.lower()).suffix in DANGEROUS_ENDINGS for entry in entries),
        "unpacks-too-large": stated > limits.archive_unpacked or stated > limits.archive_ratio * max(len(data), 1000),
    }
    names = tuple(_name(entry) for entry in entries[: limits.archive_entries])
    return Listing(names, tuple(flag for flag, found in findings.items() if found))


def _count(data: bytes) -> int:
    """How many entries the archive says it has (APPNOTE 4.3.16); 0 if it does not say."""
    at = data.rfind(_END, -65_557 - _END_SIZE)
    return int.from_bytes(data[at + 10 : at + 12], "little") if at >= 0 else 0


def _name(entry: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 mark are in the sender's own charset, whatever the standard says."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return decode(entry.filename.encode("cp437"))[0]
    except UnicodeEncodeError:
        return entry.filename
