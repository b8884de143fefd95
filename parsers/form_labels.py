"""The third anchor: the cell beside a known label or below one that has a row to itself, or where a labelled row and
a labelled column meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from cases.form_fields import Field
from cases.forms import Form
from parsers.form_page import Cell, Page, Table

_NOISE = re.compile(r"[\s.:：·、_*#'’\"“”/\\()（）-]+")
_HALVES = re.compile(r"^(.+?)[：:]\s*(.+)$")
_NUMBER = re.compile(r"^\s*(?:[一二三四五六七八九十]+、|\d+(?:[.、)）]|\s))\s*")
_SALUTATION = re.compile(r"[：:,，]\s*$")
MAX_LABEL = 120
NO_KEYS: frozenset[str] = frozenset()
HEADS = ("kesu Column Head", "kesu Column Head En", "kesu Bar", "kesu Step", "kesu Step Head", "kesu Sign Role")
"""Titles of columns, of sections, of the stations of a case: they name no cell beside them."""
LABELS = ("kesu Label", "kesu Label Top", "kesu Label En")
Places = dict[str, list[Cell]]


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """A label as it is compared: without blanks, punctuation and letter case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def keys_of(cell: Cell) -> frozenset[str]:
    """Everything that a cell may be called: as a whole, and each of its lines. A long text is no label."""
    if cell.keys is None:
        texts = [line.text for line in cell.lines if line.text]
        short = len(texts) > 0 and sum(map(len, texts)) <= MAX_LABEL
        cell.keys = frozenset(filter(None, map(key, {*texts, "\n".join(texts)}))) if short else NO_KEYS
    return cell.keys


def names_of(field: Field) -> frozenset[str]:
    """The keys of all names of a field, the two languages side by side included."""
    zh, en = field.label_zh, field.label_en
    return frozenset(key(name) for name in (zh, en, zh + en, en + zh, *field.aliases))


class Labels:
    """What the labels of a form mean."""

    def __init__(self, form: Form) -> None:
        self._names: dict[str, str] = {}
        self._own: dict[str, frozenset[str]] = {}
        self._grid: list[tuple[frozenset[str], tuple[str, str], str]] = []
        """Names of the row, names of the column in both languages, field."""
        self.columns = {table.id: {column.id: names_of(column) for column in table.columns} for table in form.tables}
        """By table and column the names that its head may have."""
        self.heads = frozenset(name for heads in self.columns.values() for names in heads.values() for name in names)
        self._single(form.fields)
        self._crossed(form.fields)
        self._all = frozenset(self._names)

    def places(self, page: Page, lists: set[int]) -> Places:
        """Field id -> cells that its labels point at; `lists`: ids of the rows that belong to lists."""
        found: Places = {}
        for table in page.tables:
            for number, row in enumerate(table.rows):
                if id(row) not in lists:
                    below = table.rows[number + 1] if number + 1 < len(table.rows) else []
                    lone = () if id(below) in lists else self._above(row, below)
                    for field, cell in (*self._beside(row), *lone, *self._across(table, number)):
                        if cell not in found.setdefault(field, []):
                            found[field].append(cell)
        return found

    def names(self, cell: Cell) -> str:
        """The field that a cell names, or ""; of several, one below the other, the first."""
        whole = (key(cell.text), *(key(line.text) for line in cell.lines))
        return next((self._names[each] for each in whole if each in keys_of(cell) and self._names.get(each)), "")

    @property
    def all(self) -> frozenset[str]:
        """Every name of every single field."""
        return self._all

    def _single(self, fields: Iterable[Field]) -> None:
        """A name that two fields share names neither."""
        for field in fields:
            self._own[field.id] = names_of(field)
            for name in names_of(field):
                self._names[name] = "" if self._names.get(name, field.id) != field.id else field.id

    def _crossed(self, fields: Iterable[Field]) -> None:
        rows: dict[str, set[str]] = {}
        for field in fields:
            rows.setdefault(field.label_zh, set()).update(names_of(field))
        for field in fields:
            zh, en = _HALVES.match(field.label_zh), _HALVES.match(field.label_en)
            if zh and en:
                row = frozenset(rows.get(zh[1], set()) | {key(zh[1]), key(en[1])})
                self._grid.append((row, (key(zh[2]), key(en[2])), field.id))

    def _beside(self, row: list[Cell]) -> Iterator[tuple[str, Cell]]:
        valued: Cell | None = None
        for cell, following in zip(row, [*row[1:], None], strict=False):
            field = "" if cell is valued or _in_style(cell, HEADS) else self.names(cell)
            if field and len(cell.lines) > 1 and key(cell.lines[-1].text) and not self._is_name(cell, field):
                yield field, cell  # the label's cell was merged with the one beside it
            elif field and following is not None and not _in_style(following, LABELS):
                valued = following
                yield field, following

    def _above(self, row: list[Cell], below: list[Cell]) -> Iterator[tuple[str, Cell]]:
        """Prose has its heading in a row of its own, numbered or not; a letter begins below its salutation."""
        if len(row) != 1 or len(below) != 1 or _in_style(row[0], HEADS) or self.names(below[0]):
            return
        title = _NUMBER.sub("", row[0].text)
        field = self._names.get(key(title), "") or (_SALUTATION.search(title) and self._begun(key(title)))
        if field and len(title) <= MAX_LABEL:
            yield field, below[0]

    def _begun(self, title: str) -> str:
        return next((field for name, field in self._names.items() if name and title.startswith(name)), "")

    def _is_name(self, cell: Cell, field: str) -> bool:
        """Whether a cell holds names of fields and nothing else."""
        lines = [key(line.text) for line in cell.lines if key(line.text)]
        return key(cell.text) in self._own[field] or all(line in self._names for line in lines)

    def _across(self, table: Table, number: int) -> Iterator[tuple[str, Cell]]:
        row = table.rows[number]
        rows = keys_of(row[0]) if row else frozenset()
        wanted = [(column, field) for names, column, field in self._grid if rows & names]
        for column, field in wanted:
            for above in reversed(table.rows[:number]):
                head = _head(above, column)
                if head is not None:
                    cell = _under(above, head, row)
                    if cell is not None:
                        yield field, cell
                    break


def _in_style(cell: Cell, styles: tuple[str, ...]) -> bool:
    return any(line.style in styles for line in cell.lines)


def _head(row: list[Cell], column: tuple[str, str]) -> int | None:
    """Which cell of a row is headed by a name of the column: wholly if there is such a cell, else at its start."""
    for number, cell in enumerate(row):
        if set(column) & keys_of(cell):
            return number
    for number, cell in enumerate(row):
        if any(each.startswith(name) for each in keys_of(cell) for name in column):
            return number
    return None


def _under(above: list[Cell], head: int, row: list[Cell]) -> Cell | None:
    """The cell of a row below a head: by number where the rows are alike, else by its place in the grid."""
    if len(above) == len(row):
        return row[head]
    at = above[head].column
    return next((cell for cell in row if cell.column <= at < cell.column + cell.span), None)
