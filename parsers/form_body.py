"""The body of a Word file, read into a page: merged and deleted cells, rows and paragraphs seen to."""

from __future__ import annotations

from typing import Any

from parsers.form_lines import WRAPPERS, Line, Writer, opened
from parsers.form_package import Package
from parsers.form_page import Cell, Page, Table
from parsers.form_refusals import FormRefused
from parsers.form_styles import child, style_names, value_of
from parsers.wordml import (
    BODY,
    BOOKMARK_START,
    CELL_DEL,
    DEL,
    GRID_BEFORE,
    GRID_SPAN,
    MOVE_FROM,
    NAME,
    P_PR,
    P_STYLE,
    R_PR,
    TBL,
    TC,
    TC_PR,
    TR,
    TR_PR,
    V_MERGE,
    VAL,
    P,
)

MAX_TEXT = 100_000
"""Characters of one cell."""
_BLOCKS = frozenset((P, TBL, BOOKMARK_START))
_ROWS = frozenset((TR, BOOKMARK_START))
_CELLS = frozenset((TC, BOOKMARK_START))
_AROUND = WRAPPERS | {TBL, TR, TC}
GONE = (DEL, MOVE_FROM)


def page_of(package: Package) -> Page:
    """The body of the document. Raises FormRefused: not-a-form, too-long."""
    body = child(package.document, BODY)
    if body is None:
        raise FormRefused("not-a-form")
    return _Reader(style_names(package.styles)).page(body)


def _count(node: Any | None, least: int) -> int:
    """A number of grid columns, whatever stands there; Word itself has 63 at most."""
    text = value_of(node)
    return max(least, min(int(text), 63)) if text.isdecimal() else least


class _Reader:
    def __init__(self, styles: dict[str, str]) -> None:
        self._styles = styles
        self._flags: set[str] = set()
        self._tracked = False
        """Whether anything was deleted under tracking; where nothing was, nobody need look for it."""
        self._writer = Writer(self._flags)

    def page(self, body: Any) -> Page:
        self._tracked = next(body.iter(*GONE, CELL_DEL), None) is not None
        tables: list[Table] = []
        loose: list[Cell] = []
        for block in opened(body, _BLOCKS):
            if block.tag == TBL:
                tables.append(self._table(block))
            elif block.tag == P:
                loose.append(Cell(self._lines([block])))
            else:
                self._mark(block)
        return Page(tables, loose, self._flags)

    def _mark(self, bookmark: Any) -> None:
        """A bookmark between cells or paragraphs belongs to the next paragraph."""
        self._writer.waiting.append(bookmark.get(NAME, ""))

    def _table(self, node: Any) -> Table:
        table = Table()
        last: dict[int, Cell] = {}
        for each in opened(node, _ROWS):
            if each.tag != TR:
                self._mark(each)
            elif not self._deleted(each, TR_PR, GONE):
                table.rows.append(self._row(each, last))
        return table

    def _row(self, node: Any, last: dict[int, Cell]) -> list[Cell]:
        column = _count(node.find(GRID_BEFORE), 0)
        row: list[Cell] = []
        for each in opened(node, _CELLS):
            if each.tag != TC:
                self._mark(each)
                continue
            if self._deleted(each, TC_PR, (CELL_DEL,)):
                continue
            cell = self._cell(each, column, last)
            row.append(cell)
            column += cell.span
        return row

    def _cell(self, node: Any, column: int, last: dict[int, Cell]) -> Cell:
        own = child(node, TC_PR)
        properties = {} if own is None else {each.tag: each for each in own}
        cell = Cell(self._lines(self._paragraphs(node)), column, _count(properties.get(GRID_SPAN), 1))
        merge = properties.get(V_MERGE)
        if merge is not None and merge.get(VAL, "continue") == "continue":
            cell.above = last.get(column)
        last[column] = cell.above or cell
        return cell

    def _paragraphs(self, node: Any) -> list[Any]:
        """All paragraphs of a cell, those of tables inside it too."""
        found: list[Any] = []
        for block in node:
            tag = block.tag
            if tag == P:
                found.append(block)
            elif tag in _AROUND:
                found += self._paragraphs(block)
            elif tag == BOOKMARK_START:
                self._mark(block)
        return found

    def _lines(self, paragraphs: list[Any]) -> list[Line]:
        """One line each; a paragraph whose end was deleted under tracking continues in the next one."""
        lines: list[Line] = []
        joining = False
        for paragraph in paragraphs:
            properties = child(paragraph, P_PR)
            style = "" if properties is None else value_of(child(properties, P_STYLE))
            line = self._writer.line(paragraph, self._styles.get(style, style))
            if joining:
                _join(lines[-1], line)
            else:
                lines.append(line)
            joining = properties is not None and self._deleted(properties, R_PR, GONE)
        if sum([len(line.text) for line in lines]) > MAX_TEXT:
            raise FormRefused("too-long")
        return lines

    def _deleted(self, node: Any, properties: str, marks: tuple[str, ...]) -> bool:
        """Whether the properties of a row, a cell or a paragraph's end bear one of the marks."""
        found = child(node, properties) if self._tracked else None
        gone = found is not None and any(each.tag in marks for each in found)
        if gone:
            self._flags.add("tracked-changes")
        return gone


def _join(line: Line, more: Line) -> None:
    shift = len(line.text)
    line.style = line.style if line.style.startswith("kesu ") else more.style
    line.bookmarks += [(name, start + shift, end + shift) for name, start, end in more.bookmarks]
    line.pictures += more.pictures
    line.text += more.text
