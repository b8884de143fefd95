"""The text of a Word file as its reader sees it, tables as rows of cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from parsers.attached_zip import NotRead, office_parts, tree
from parsers.tables import Row

BODY, CORE = "word/document.xml", "docProps/core.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _T, _TBL, _TR, _TC = (f"{_W}{name}" for name in ("p", "t", "tbl", "tr", "tc"))
_SKIPPED = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "instrText"))
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t"}
_SYMBOL = f"{_W}sym"
_BOXES = {"F0FE": "☑", "F052": "☑", "F0FD": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□", "F02A": "□"}
"""Boxes of Wingdings and Wingdings 2."""
_OURS = re.compile(rb"<dc:identifier>K\d{4}-\d{5,9}/")
MAX_ROWS = 2_000
MAX_TEXT = 200_000

Block = str | tuple[Row, ...]
"""A paragraph, or a table as rows of cells."""


def docx_blocks(content: bytes) -> list[Block]:
    """Paragraphs and tables in order; none for a form of our own. Raises NotRead."""
    with office_parts(content) as archive:
        if CORE in archive.namelist() and _OURS.search(archive.read(CORE)):
            return []
        return list(_blocks(tree(archive, BODY)))


def _blocks(root: Any) -> Iterator[Block]:
    """Down to tables and paragraphs wherever they stand: bodies, content controls, text boxes."""
    rows, size = 0, 0
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.tag == _TBL:
            table = tuple(tuple(_text(cell) for cell in row.iter(_TC)) for row in node.iter(_TR))
            rows += len(table)
            yield table
        elif node.tag == _P:
            text = _text(node)
            size += len(text)
            yield text
        elif node.tag not in _SKIPPED:
            waiting.extend(reversed(list(node)))
        if rows > MAX_ROWS or size > MAX_TEXT:
            raise NotRead("too-large")


def _text(node: Any) -> str:
    """What stands in a paragraph or a cell; deleted text is not there any more."""
    pieces: list[str] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.tag == _T:
            pieces.append(each.text or "")
        elif each.tag in _BREAKS:
            pieces.append(_BREAKS[each.tag])
        elif each.tag == _SYMBOL:
            pieces.append(_BOXES.get(str(each.get(f"{_W}char")).upper(), ""))
        elif each.tag not in _SKIPPED:
            if each.tag == _P and pieces:
                pieces.append("\n")
            waiting.extend(reversed(list(each)))
    return "".join(pieces).strip()
