"""Columns of a sign-off block that nobody needs: the others share their room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn

from generator.docx_finish import BODY
from generator.docx_package import pack, parse, serialise, unpack
from generator.docx_release import styles_of
from generator.docx_release_gaps import Styles, content

HEAD = "kesu Sign Role"
"""The paragraph style over each column; the rows below with as many cells are its block."""


def without_unused_columns(docx: bytes) -> bytes:
    """The document without the empty columns of its sign-off blocks; those that are left are equally wide."""
    parts = unpack(docx)
    root, styles = parse(parts[BODY]), styles_of(parse(parts["word/styles.xml"]))
    for table in root.iter(qn("w:tbl")):
        grid = [int(each.get(qn("w:w"), 0)) for each in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        for rows in _blocks(table, styles):
            used = [at for at in range(1, len(rows[0])) if any(content(cells[at]) for cells in rows)]
            if used and len(used) < len(rows[0]) - 1:
                for cells in rows:
                    _share(cells, used, grid)
    parts[BODY] = serialise(root)
    return pack(parts)


def _blocks(table: Any, styles: Styles) -> Iterator[list[list[Any]]]:
    """The cells of each block, row by row; the first of each row says what stands in it."""
    block: list[list[Any]] = []
    for cells in [row.findall(qn("w:tc")) for row in table.iterfind(qn("w:tr"))]:
        heads = any(HEAD in styles(each) for cell in cells for each in cell.iter(qn("w:p")))
        if block and (heads or len(cells) != len(block[0])):
            yield block
            block = []
        if heads or block:
            block.append(cells)
    if block:
        yield block


def _share(cells: Sequence[Any], used: Sequence[int], grid: Sequence[int]) -> None:
    """Drop the cells of a row that are not `used`; the others get equal parts of the table's columns."""
    first, room = _span(cells[0]), sum(map(_span, cells[1:]))
    for at, cell in enumerate(cells[1:], 1):
        if at not in used:
            cell.getparent().remove(cell)
    for place, at in enumerate(used):
        start, end = room * place // len(used), room * (place + 1) // len(used)
        _widen(cells[at].find(qn("w:tcPr")), end - start, sum(grid[first + start : first + end]))


def _span(cell: Any) -> int:
    known = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if known is None else int(known.get(qn("w:val")))


def _widen(properties: Any, span: int, width: int) -> None:
    known = properties.find(qn("w:gridSpan"))
    if known is None:
        known = properties.makeelement(qn("w:gridSpan"))
        properties.find(qn("w:tcW")).addnext(known)
    known.set(qn("w:val"), str(span))
    properties.find(qn("w:tcW")).set(qn("w:w"), str(width))
