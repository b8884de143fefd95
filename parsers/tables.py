"""Rows of tables as lines of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import takewhile

Row = tuple[str, ...]
IsLabel = Callable[[str], bool]
MAX_ITEMS = 50
"""Rows of one table that are read as items."""


def table_lines(rows: tuple[Row, ...], is_label: IsLabel) -> list[str]:
    """A table as lines: labels above their values or beside them become `label: value`."""
    filled = [row for row in rows if any(row)]
    items = list(takewhile(lambda row: not is_label(row[0]), filled[1:]))
    if not items or not names_columns(filled[0], is_label):
        return [line for row in filled for line in row_lines(row, is_label)]
    under = [line for row in items[:MAX_ITEMS] if not _is_total(row) for line in _under(filled[0], row)]
    return [*under, *(line for row in filled[1 + len(items) :] for line in row_lines(row, is_label))]


def tabbed_tables(lines: list[str], is_label: IsLabel) -> list[str]:
    """A text with the tables that were pasted with tabs between their cells written as lines."""
    result: list[str] = []
    rows: list[Row] = []
    for line in [*lines, ""]:
        row = tuple(cell.strip() for cell in line.split("\t"))
        if len(row) > 2 and (not rows or abs(len(row) - len(rows[0])) < 2):
            rows.append(row)
            continue
        if len(rows) > 1 and names_columns(rows[0], is_label):
            result += table_lines(tuple(rows), is_label)
        else:
            result += ["\t".join(row) for row in rows]
        rows = []
        result.append(line)
    return result[:-1]


def names_columns(row: Row, is_label: IsLabel) -> bool:
    """Whether a row is a head: at least two known names, at least half of its cells, and no figures."""
    known = sum(map(is_label, row))
    return known > 1 and 2 * known >= len(row) and not any(_FIGURES.search(cell) for cell in row)


_FIGURES = re.compile(r"\d{2}")
_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|(?:sub|grand )?total|sum)\s*[:：]?\s*", re.I)


def _is_total(row: Row) -> bool:
    """The sum of a column is no item."""
    return any(_TOTAL.fullmatch(cell) for cell in row)


def row_lines(row: Row, is_label: IsLabel) -> list[str]:
    """A row as lines: `label: value` where cells alternate so, else the cells with bars between.

    A cell with several lines is layout, not data: its lines stand for themselves."""
    cells = [_one_line(cell, is_label) for cell in row if cell]
    if len(cells) <= 1 or any("\n" in cell and not is_label(row[0]) for cell in cells):
        return cells
    if labelled := _pairs(row, is_label):
        return labelled
    return [" | ".join(cell.replace("\n", " ") for cell in cells)]


def _one_line(cell: str, is_label: IsLabel) -> str:
    """`label: value` where a cell holds both, the value below its label."""
    label, below, value = cell.partition("\n")
    return f"{label.rstrip(':： ')}: {value.strip()}" if below and is_label(label) and not is_label(value) else cell


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
