"""How large a picture is, by what its header says; nothing is decoded."""

from __future__ import annotations

import re
import struct

MOST_PIXELS = 40_000_000
"""A page shows no more, and a decoder would take 160 MB for it."""
_FRAME = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..(?=.)", re.S)
_SEGMENTS = 500


def too_many_pixels(detected: str, content: bytes) -> bool:
    """Whether it is larger than anybody should open; False for what says nothing about itself."""
    reader = _READERS.get(detected)
    try:
        width, height = reader(content) if reader else (0, 0)
    except (struct.error, IndexError):
        return False
    return width * height > MOST_PIXELS


def _png(content: bytes) -> tuple[int, int]:
    return struct.unpack_from(">II", content, 16)


def _gif(content: bytes) -> tuple[int, int]:
    return struct.unpack_from("<HH", content, 6)


def _bmp(content: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<ii", content, 18)
    return abs(width), abs(height)


def _jpeg(content: bytes) -> tuple[int, int]:
    """Segment by segment to the frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    for _ in range(_SEGMENTS):
        marker, length = struct.unpack_from(">HH", content, at)
        if _FRAME.match(content, at):
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        if marker < 0xFF00 or length < 2:
            break
        at += 2 + length
    return 0, 0


def _tiff(content: bytes) -> tuple[int, int]:
    """Tags 256 and 257 of the first directory (TIFF 6.0)."""
    order = "<" if content.startswith(b"II") else ">"
    (start,) = struct.unpack_from(order + "I", content, 4)
    (count,) = struct.unpack_from(order + "H", content, start)
    sizes = {256: 0, 257: 0}
    for number in range(min(count, _SEGMENTS)):
        tag, kind, _, value = struct.unpack_from(order + "HHI4s", content, start + 2 + 12 * number)
        if tag in sizes:
            sizes[tag] = struct.unpack_from(order + ("H" if kind == 3 else "I"), value)[0]
    return sizes[256], sizes[257]


def _webp(content: bytes) -> tuple[int, int]:
    """The canvas of the extended form, else that of the lossy one (RFC 9649)."""
    if content[12:16] == b"VP8X":
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    if content[12:16] == b"VP8 ":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    (bits,) = struct.unpack_from("<I", content, 21)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


_READERS = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/gif": _gif,
    "image/bmp": _bmp,
    "image/tiff": _tiff,
    "image/webp": _webp,
}
