"""A Word file as tables of cells with paragraphs in them, and paragraphs outside of tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.form_lines import Line


@dataclass(eq=False, slots=True)
class Cell:
    """A cell, or a paragraph outside of tables as a cell of its own."""

    lines: list[Line]
    column: int = 0
    """Where it begins in the table's grid."""
    span: int = 1
    above: Cell | None = None
    """The cell it is merged with, when it continues one."""
    keys: frozenset[str] | None = None
    """What it may be called as a label (parsers.form_labels); worked out when first asked for."""

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines).strip()


@dataclass(eq=False, slots=True)
class Table:
    rows: list[list[Cell]] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Page:
    tables: list[Table]
    loose: list[Cell]
    flags: set[str]

    def cells(self) -> Iterator[Cell]:
        yield from self.loose
        for table in self.tables:
            for row in table.rows:
                yield from row
