"""What is wrong with a form as LibreOffice prints it: for the tests, and for the gallery, which prints every form.

A document is called FORM.LANGUAGE.KIND; the kinds are `filled` (a real complaint), `empty`, `wild` (text like a
program's own), `brim` (3,000 characters, 50 rows), and the customer's copies, `customer` and `customer.brim`.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path

from docx.oxml.ns import qn

from tests.generator.docx_reading import FIXTURES, parts, root, text_of
from tests.generator.pdf_marks import Marks, Piece, marks
from tests.generator.pdf_reading import plain, read

DESIGNED: Mapping[str, Mapping[str, int]] = tomllib.loads((FIXTURES / "pages.toml").read_text(encoding="utf-8"))
"""Form -> kind -> pages, in either language."""
LEAST = 20
"""Characters on a page beside its header and footer."""
ODD, UNKNOWN = ("{{", "{%", "\ufffd"), ("None", "Undefined", "[]")
"""What no page shows, except the text of a program's own kind; and what a page without facts does not show."""
TORN = frozenset("①②③④⑤⑥")
"""Signs after which a reader of the PDF finds the next ones in another order."""
SLACK = 1.0
"""Points by which a sign may reach out of its place: the hook of an f, the rounding of a border."""
EDGE = 14.0
"""Points along the paper's edge on which no office printer prints."""
PAGE = re.compile(r"第(\d+)页/共(\d+)页|Page(\d+)of(\d+)")


def faults(name: str, docx: bytes, pdf: Path) -> list[str]:
    """Each fault in a line: the page, and what is the matter."""
    texts, drawn = [plain(page) for page in read(pdf)], marks(pdf)
    form, _, kind = name.split(".", 2)
    found = [*_pages(texts, DESIGNED.get(form, {}).get(kind)), *_lost(docx, texts), *_empty(docx, texts)]
    odd = {"wild": (), "empty": ODD + UNKNOWN}.get(kind, ODD)
    found += [f"page {number}: shows {each}" for number, text in enumerate(texts, 1) for each in odd if each in text]
    left, right = _margins(docx)
    for number, page in enumerate(drawn, 1):
        found += [f"page {number}: {fault}" for fault in (*_glyphs(page), *_outside(page, left, right))]
        found += [f"page {number}: {fault}" for fault in (*_over_lines(page), *_over_text(page))]
    return [f"{name}: {fault}" for fault in found]


def _pages(texts: Sequence[str], designed: int | None) -> Iterator[str]:
    if designed not in (None, len(texts)):
        yield f"{len(texts)} pages, {designed} designed"
    for number, text in enumerate(texts, 1):
        counted = [tuple(filter(None, found)) for found in PAGE.findall(text)]
        if (str(number), str(len(texts))) not in counted:
            yield f"page {number}: is not called page {number} of {len(texts)}"


def _lost(docx: bytes, texts: Sequence[str]) -> Iterator[str]:
    """No sign is printed less often than it stands in the document, and each line is printed as it stands there."""
    whole, body = "".join(texts), text_of(root(docx))
    wanted, printed = Counter(plain(body)), Counter(whole)
    if lost := {sign: f"{printed[sign]} of {times}" for sign, times in wanted.items() if printed[sign] < times}:
        yield f"not all of it is printed: {lost}"
    for line in filter(_one_way, dict.fromkeys(body.split("\n"))):
        if not _printed(plain(line), whole, len(texts)):
            yield f"not printed as it stands: {line[:60]}"


def _one_way(line: str) -> bool:
    """Whether a reader of PDFs finds the signs in the order in which they are typed."""
    return TORN.isdisjoint(line) and all(char < "\u0590" or "\u0900" <= char < "\U00010000" for char in line)


def _printed(line: str, text: str, pages: int) -> bool:
    """Whether the line is there in no more parts than there are pages."""
    for _ in range(pages):
        if line in text:
            return True
        length = _found(line, text)
        if not length:
            return False
        line = line[length:]
    return False


def _found(line: str, text: str) -> int:
    """How long the longest beginning of the line is that is in the text."""
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if line[:middle] in text else (low, middle - 1)
    return low


def _empty(docx: bytes, texts: Sequence[str]) -> Iterator[str]:
    around = {
        name: len(plain(text_of(root(docx, name)))) for name in parts(docx) if "/header" in name or "/foot" in name
    }
    least = LEAST + sum(
        max((n for each, n in around.items() if kind in each), default=0) for kind in ("header", "footer")
    )
    yield from (f"page {number}: is empty" for number, text in enumerate(texts, 1) if len(text) < least)


def _margins(docx: bytes) -> tuple[float, float]:
    """Left and right, in points."""
    margins = root(docx).find(f".//{qn('w:pgMar')}")
    return int(margins.get(qn("w:left"))) / 20, int(margins.get(qn("w:right"))) / 20


def _glyphs(page: Marks) -> Iterator[str]:
    yield from (f"no font has a sign of {piece.text!r}" for piece in page.pieces if piece.missing)


def _outside(page: Marks, left: float, right: float) -> Iterator[str]:
    for piece in page.pieces:
        beside = piece.left < left - SLACK or piece.right > page.width - right + SLACK
        if beside or piece.base < EDGE or piece.base + piece.size > page.height - EDGE:
            yield f"reaches out of the margins: {piece.text!r}"


def _over_lines(page: Marks) -> Iterator[str]:
    """Text through which a border goes: it is wider or higher than its cell."""
    for piece in page.pieces:
        left, right, low, high = _core(piece)
        if any(left < line.left < right and line.low < low and high < line.high for line in page.uprights):
            yield f"runs over the side of its cell: {piece.text!r}"
        if any(low < line.low < high and line.left < right and left < line.right for line in page.levels):
            yield f"runs over the edge of its row: {piece.text!r}"


def _over_text(page: Marks) -> Iterator[str]:
    pieces = sorted(page.pieces, key=lambda piece: piece.base)
    for at, piece in enumerate(pieces):
        left, right, _, high = _core(piece)
        above = takewhile(lambda other, high=high: _core(other)[2] < high, pieces[at + 1 :])  # type: ignore[misc]
        for other in above:
            if left < _core(other)[1] and _core(other)[0] < right:
                yield f"is printed over other text: {piece.text!r}, {other.text!r}"


def _core(piece: Piece) -> tuple[float, float, float, float]:
    """Left, right, low, high of what nothing may touch: the height of small letters, without the outmost hooks."""
    return piece.left + SLACK, piece.right - SLACK, piece.base + 0.05 * piece.size, piece.base + 0.5 * piece.size
