"""Rows of tables as lines of text."""

from __future__ import annotations

from collections.abc import Callable

Row = tuple[str, ...]
IsLabel = Callable[[str], bool]
MAX_ITEMS = 50
"""Rows of one table that are read as items."""


def table_lines(rows: tuple[Row, ...], is_label: IsLabel) -> list[str]:
    """A table as lines: labels above their values or beside them become `label: value`."""
    filled = [row for row in rows if any(row)]
    above = len(filled) > 1 and len(filled[0]) > 1 and all(is_label(cell) for cell in filled[0])
    if above and not any(is_label(row[0]) for row in filled[1:]):
        return [line for row in filled[1 : MAX_ITEMS + 1] for line in _under(filled[0], row)]
    return [line for row in filled for line in row_lines(row, is_label)]


def row_lines(row: Row, is_label: IsLabel) -> list[str]:
    """A row as lines: `label: value` where cells alternate so, else the cells with bars between.

    A cell with several lines is layout, not data: its lines stand for themselves."""
    cells = [cell for cell in row if cell]
    if len(cells) <= 1 or any("\n" in cell and not is_label(row[0]) for cell in cells):
        return cells
    if labelled := _pairs(row, is_label):
        return labelled
    return [" | ".join(cell.replace("\n", " ") for cell in cells)]


def _under(head: Row, row: Row) -> list[str]:
    return [f"{label}: {value}" for label, value in zip(head, row, strict=False) if value]


def _pairs(row: Row, is_label: IsLabel) -> list[str]:
    """`label: value` for each label cell followed by cells that are no labels (merged cells leave gaps)."""
    if not is_label(row[0]):
        return []
    pairs: list[tuple[str, list[str]]] = []
    for cell in row:
        if is_label(cell):
            pairs.append((cell.rstrip(":： "), []))
        elif cell:
            pairs[-1][1].append(cell)
    if any(len(values) > 1 for _, values in pairs):
        return []
    return [f"{label}: {values[0] if values else ''}" for label, values in pairs]
