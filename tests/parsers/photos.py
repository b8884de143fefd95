"""Pictures as cameras, phones and screens make them, for tests: made up, pixel by pixel."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
LATITUDE = 2
QUARTERS = {"red": (0, 0), "green": (1, 0), "blue": (0, 1), "white": (1, 1)}
"""Colours of the four quarters of the test picture, by column and row."""


def quarters(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Red, green over blue, white: which way up it stands can be seen."""
    image = Image.new("RGB", (width, height))
    for colour, (column, row) in QUARTERS.items():
        image.paste(
            colour, (column * width // 2, row * height // 2, (column + 1) * width // 2, (row + 1) * height // 2)
        )
    return image.convert(mode)


def grain(width: int, height: int) -> Image.Image:
    """As much detail as a sensor can see: what compresses worst."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A grey picture that says it is of this size, whatever its body holds."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone writes: which way it was held, its maker, where it was."""
    found = Image.Exif()
    found[ORIENTATION] = orientation
    found[MAKE] = "Ulefone Secret"
    found.get_ifd(GPS)[LATITUDE] = (31.0, 18.0, 7.0)
    return found


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def corners(content: bytes) -> list[str]:
    """The colours of the quarters, row by row, by name."""
    image = opened(content).convert("RGB")
    names = {(255, 0, 0): "red", (0, 128, 0): "green", (0, 0, 255): "blue", (255, 255, 255): "white"}

    def at(column: int, row: int) -> str:
        pixel = image.getpixel((image.width * (2 * column + 1) // 4, image.height * (2 * row + 1) // 4))
        assert isinstance(pixel, tuple)
        return min(names.items(), key=lambda named: sum(abs(a - b) for a, b in zip(named[0], pixel, strict=True)))[1]

    return [at(column, row) for row in (0, 1) for column in (0, 1)]
