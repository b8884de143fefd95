"""winmail.dat and .msg written byte by byte, for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Properties = Sequence[tuple[int, int, bytes]]
"""(type, id, value) of each MAPI property; text with its closing zero."""


def unicode(id_: int, text: str) -> tuple[int, int, bytes]:
    return 0x001F, id_, text.encode("utf-16-le") + b"\0\0"


def string8(id_: int, text: bytes) -> tuple[int, int, bytes]:
    return 0x001E, id_, text + b"\0"


def number(id_: int, value: int) -> tuple[int, int, bytes]:
    return 0x0003, id_, struct.pack("<I", value)


def binary(id_: int, content: bytes) -> tuple[int, int, bytes]:
    return 0x0102, id_, content


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def mapi_block(properties: Properties) -> bytes:
    written = [struct.pack("<I", len(properties))]
    for kind, id_, value in properties:
        head = struct.pack("<HH", kind, id_)
        lengthy = kind in (0x001E, 0x001F, 0x0102, 0x000D)
        written.append(head + (struct.pack("<II", 1, len(value)) if lengthy else b"") + _padded(value))
    return b"".join(written)


def _attribute(level: int, id_: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, id_, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def tnef(message: Properties, files: Sequence[Properties] = (), title: bytes = b"") -> bytes:
    """A winmail.dat; each file may begin with a short 8-bit `title`, as old Outlook writes it."""
    written = [b"\x78\x9f\x3e\x22\x01\x00", _attribute(1, 0x9007, struct.pack("<II", 936, 0))]
    written.append(_attribute(1, 0x9003, mapi_block(message)))
    for each in files:
        written.append(_attribute(2, 0x9002, bytes(14)))
        if title:
            written.append(_attribute(2, 0x8010, title + b"\0"))
        written.append(_attribute(2, 0x9005, mapi_block(each)))
    return b"".join(written)


def msg(message: Properties, files: Sequence[Properties] = ()) -> bytes:
    """An OLE compound file (MS-CFB) with the storages and streams of a saved mail."""
    tree: dict[str, object] = _storage(message, 32)
    for number_, each in enumerate(files):
        tree[f"__attach_version1.0_#{number_:08X}"] = _storage(each, 8)
    return _compound(tree)


def _storage(properties: Properties, head: int) -> dict[str, object]:
    fixed = bytes(head)
    found: dict[str, object] = {}
    for kind, id_, value in properties:
        fixed += struct.pack("<HHI8s", kind, id_, 6, value[:8] if kind == 0x0003 else bytes(8))
        if kind != 0x0003:
            text = value[:-2] if kind == 0x001F else value[:-1] if kind == 0x001E else value
            found[f"__substg1.0_{id_:04X}{kind:04X}"] = text
    found["__properties_version1.0"] = fixed
    return found


SECTOR, SHORT, CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@dataclass
class _Sectors:
    """Sectors of one size, with the table of which follows which."""

    size: int
    content: bytes = b""
    follows: list[int] = field(default_factory=list)

    def add(self, stream: bytes) -> int:
        """Where the stream begins; streams of no bytes begin nowhere."""
        first, count = len(self.follows), -(-len(stream) // self.size)
        self.content += stream.ljust(count * self.size, b"\0")
        self.follows += [first + i + 1 for i in range(count - 1)] + [_END] * bool(count)
        return first if count else _END


def _compound(tree: dict[str, object]) -> bytes:
    """Version 3 of the format; siblings hang as a chain to the right, which every reader takes."""
    entries: list[tuple[str, int, int, bytes]] = []
    """(name, type, first child, content) in order."""
    next_to: dict[int, int] = {}

    def add(name: str, node: object) -> int:
        index = len(entries)
        entries.append((name, 2, _FREE, node if isinstance(node, bytes) else b""))
        if isinstance(node, dict):
            children = [add(each, node[each]) for each in sorted(node, key=lambda n: (len(n), n.upper()))]
            next_to.update(pairwise(children))
            entries[index] = (name, 1 if index else 5, children[0] if children else _FREE, b"")
        return index

    add("Root Entry", tree)
    sectors, short = _Sectors(SECTOR), _Sectors(SHORT)
    starts = [(short if len(content) < CUTOFF else sectors).add(content) for _, _, _, content in entries]
    starts[0], size = sectors.add(short.content), len(short.content)
    directory = b""
    for index, (name, kind, child, content) in enumerate(entries):
        written = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<HBBIII", len(written), kind, 1, _FREE, next_to.get(index, _FREE), child)
        length = len(content) if index else size
        directory += written.ljust(64, b"\0") + links + struct.pack("<16x4x16xIQ", starts[index], length)
    first = sectors.add(directory)
    first_short = sectors.add(struct.pack(f"<{len(short.follows)}I", *short.follows).ljust(SECTOR, b"\xff"))
    tables = -(-(len(sectors.follows) + 8) // 128)
    at = len(sectors.follows)
    fat = [*sectors.follows, *[_FAT] * tables]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * SECTOR, b"\xff")
    head = struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, first, 0, CUTOFF, first_short, 1, _END, 0)
    head += struct.pack(f"<{tables}I", *range(at, at + tables))
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + head).ljust(SECTOR, b"\xff") + sectors.content + table
