"""What LibreOffice drew on the pages of a PDF: pieces of text with their places, borders, glyphs that a font has not.

Read from the drawing commands themselves, in which a text that runs over a cell's border or is printed as an empty box
is as real as on paper. Only what LibreOffice writes is understood: codes of one byte, hexadecimal; absolute places.
Lengths are in points, from the lower left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from pypdf import PdfReader

SHOWN = re.compile(rb"(?:(\S+) (\S+) Td )?/(F\d+) (\S+) Tf(.*)T[jJ]")
STEP = re.compile(rb"<([\dA-F]*)>|(-?[\d.]+)")
CODED = re.compile(rb"<([\dA-F]{2})> <([\dA-F]{4,})>")
NAMED = re.compile(rb"dup (\d+) /(\S+) put")
GAP = 300
"""Thousandths of the font's size: a step so wide leaves room for a sign of another font."""
EIGHTH = 0.125
"""Borders of Word's tables are eighths of a point thick; the lines of a chart, hundredths of a millimetre."""


@dataclass(frozen=True)
class Font:
    """One of a document's fonts, by code."""

    widths: Sequence[float]
    texts: Mapping[int, str]
    missing: frozenset[int]
    """Codes of the sign that stands for a missing glyph."""

    @cached_property
    def blanks(self) -> bytes:
        return bytes(code for code, text in self.texts.items() if not text.strip())


@dataclass(frozen=True)
class Piece:
    """Text drawn in one go."""

    font: Font
    codes: bytes
    left: float
    right: float
    base: float
    size: float

    @property
    def text(self) -> str:
        return "".join(self.font.texts.get(code, "") for code in self.codes)

    @property
    def missing(self) -> bool:
        """Whether one of its glyphs is that of a missing one."""
        return not self.font.missing.isdisjoint(self.codes)


@dataclass(frozen=True)
class Line:
    """A border of a table, level or upright."""

    left: float
    low: float
    right: float
    high: float


@dataclass(frozen=True)
class Marks:
    """A page."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    lines: tuple[Line, ...]

    @cached_property
    def uprights(self) -> list[Line]:
        return [line for line in self.lines if line.left == line.right]

    @cached_property
    def levels(self) -> list[Line]:
        return [line for line in self.lines if line.low == line.high]


def marks(pdf: Path) -> list[Marks]:
    """By page what is drawn."""
    known: dict[int, Font] = {}
    return [_page(page, known) for page in PdfReader(pdf).pages]


def _page(page: Any, known: dict[int, Font]) -> Marks:
    fonts = {}
    for name, given in page["/Resources"].get("/Font", {}).items():
        number = given.idnum
        known[number] = known[number] if number in known else _font(given.get_object())
        fonts[name.removeprefix("/").encode()] = known[number]
    drawn = list(_drawn(page.get_contents().get_data(), fonts))
    return Marks(
        float(page.mediabox.width),
        float(page.mediabox.height),
        tuple(each for each in drawn if isinstance(each, Piece)),
        tuple(each for each in drawn if isinstance(each, Line)),
    )


def _drawn(commands: bytes, fonts: Mapping[bytes, Font]) -> Iterator[Piece | Line]:
    at, thick, begun = (0.0, 0.0), 0.0, b""
    for command in commands.split(b"\n"):
        if command.endswith((b"Tj", b"TJ")):
            yield from _pieces(command, fonts, at)
        elif command.endswith(b" Tm"):
            *_, left, base, _ = command.split()
            at = (float(left), float(base))
        elif command.endswith(b" j"):
            thick = float(command.split()[1])
        elif command.endswith(b" l S") and thick % EIGHTH == 0:
            yield _line(*map(float, [*begun.split()[:2], *command.split()[:2]]))
        begun = command


def _pieces(command: bytes, fonts: Mapping[bytes, Font], at: tuple[float, float]) -> Iterator[Piece]:
    found = SHOWN.fullmatch(command)
    assert found, f"text is shown in a way that is not known: {command!r}"
    left, base = map(float, found.group(1, 2)) if found[1] else at
    font, size = fonts[found[3]], float(found[4])
    codes, right = b"", left
    for text, step in STEP.findall(found[5]):
        if text:
            added = bytes.fromhex(text.decode())
            codes, right = codes + added, right + sum(map(font.widths.__getitem__, added)) * size / 1000
            continue
        if float(step) < -GAP:
            yield from _trimmed(Piece(font, codes, left, right, base, size))
            codes, left = b"", right - float(step) * size / 1000
        right -= float(step) * size / 1000
    yield from _trimmed(Piece(font, codes, left, right, base, size))


def _trimmed(piece: Piece) -> Iterator[Piece]:
    """Without blanks at its ends, which nobody sees; none if there is nothing else."""
    font, size = piece.font, piece.size
    kept = piece.codes.strip(font.blanks)
    if kept:
        lead = len(piece.codes) - len(piece.codes.lstrip(font.blanks))
        left = piece.left + sum(map(font.widths.__getitem__, piece.codes[:lead])) * size / 1000
        tail = piece.codes[lead + len(kept) :]
        right = piece.right - sum(map(font.widths.__getitem__, tail)) * size / 1000
        yield Piece(font, kept, left, right, piece.base, size)


def _line(left: float, low: float, right: float, high: float) -> Line:
    return Line(min(left, right), min(low, high), max(left, right), max(low, high))


def _font(font: Any) -> Font:
    widths = [float(width) for width in font["/Widths"]]
    assert font["/FirstChar"] == 0
    texts = font["/ToUnicode"].get_data() if "/ToUnicode" in font else b""
    coded = {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in CODED.findall(texts)}
    return Font(widths, coded, frozenset(_missing(font["/FontDescriptor"])))


def _missing(described: Any) -> Iterator[int]:
    """Codes of the glyphs that are drawn like the one for what is missing, or are called so."""
    if "/FontFile2" in described:
        nothing, *glyphs = _outlines(described["/FontFile2"].get_data())
        yield from (code for code, outline in enumerate(glyphs, 1) if outline and outline == nothing)
    elif "/FontFile" in described:
        named = NAMED.findall(described["/FontFile"].get_data())
        yield from (int(code) for code, name in named if name == b".notdef")


def _outlines(font: bytes) -> list[bytes]:
    """The glyphs of a TrueType font (OpenType: tables head, loca, glyf), whose numbers are their codes."""
    rows = (font[at : at + 16] for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16))
    tables = {row[:4]: font[int.from_bytes(row[8:12]) :][: int.from_bytes(row[12:])] for row in rows}
    size = 4 if tables[b"head"][51] else 2
    places = [int.from_bytes(tables[b"loca"][at : at + size]) for at in range(0, len(tables[b"loca"]), size)]
    scale = 1 if size == 4 else 2
    return [tables[b"glyf"][scale * start : scale * end] for start, end in pairwise(places)]
