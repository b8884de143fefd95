"""A .docx written from members that are already deflated and from fresh ones: most of a document never changes.

The standard library's writer deflates every member again, which costs more than filling the form.
ZIP File Format Specification 6.3.3: local headers, central directory, end record; no ZIP64, a form is small.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_LOCAL, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _DEFLATED = 20, 0x800, 8
_TIME, _DAY = 0, 1 << 5 | 1
"""1980-01-01 00:00, the earliest a zip can hold: the time of writing must not change the bytes."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its raw deflated bytes, and CRC-32 and size of what they hold."""

    name: str
    deflated: bytes
    crc: int
    size: int


def member(name: str, content: bytes, level: int = 6) -> Member:
    """`content` deflated; `level` as in zlib, 1 (fast) to 9 (small)."""
    press = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, press.compress(content) + press.flush(), zlib.crc32(content), len(content))


def archive(members: Iterable[Member]) -> bytes:
    """The zip file. The same members in the same order give the same bytes."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for each in members:
        name = each.name.encode()
        common = (_UTF8, _DEFLATED, _TIME, _DAY, each.crc, len(each.deflated), each.size, len(name), 0)
        header = _LOCAL.pack(b"PK\3\4", _VERSION, *common) + name
        directory.append(_ENTRY.pack(b"PK\1\2", _VERSION, _VERSION, *common, 0, 0, 0, 0, offset) + name)
        files += (header, each.deflated)
        offset += len(header) + len(each.deflated)
    index = b"".join(directory)
    count = len(directory)
    return b"".join((*files, index, _END.pack(b"PK\5\6", 0, 0, count, count, len(index), offset, 0)))
