"""The rows of a form's lists, known by the styles of their cells and by the heads of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.forms import Form, Table
from cases.forms import style as style_of
from parsers.form_labels import Labels, keys_of
from parsers.form_page import Cell, Page
from parsers.form_page import Table as WordTable


@dataclass(frozen=True, slots=True)
class Lists:
    """`rows`: table -> its rows; `split`: cells about which style and head disagree, `table.column row n` -> texts."""

    rows: dict[str, tuple[dict[str, str], ...]]
    split: dict[str, tuple[str, ...]]
    taken: set[int]
    """Ids of the Word rows that belong to lists."""


def read_lists(form: Form, page: Page, labels: Labels) -> Lists:
    """Every list of the form. `labels`: of its single fields, whose rows are none of a list's."""
    columns = {style_of(f"{table.id}.{each.id}"): (table, each.id) for table in form.tables for each in table.columns}
    found = Lists({}, {}, set())
    rows: dict[str, list[dict[str, str]]] = {}
    for word in page.tables:
        for table, row, head in _rows_of(form, word, columns, labels):
            found.taken.add(id(row))
            if row is not head:
                listed = rows.setdefault(table.id, [])
                heads = labels.columns[table.id] if head else {}
                places = {name: _under(names, row, head or []) for name, names in heads.items()}
                read = _row(table, row, places, columns, found.split, len(listed) + 1)
                if _written(table, read):
                    listed.append(read)
    found.rows.update((name, tuple(listed)) for name, listed in rows.items())
    return found


def _rows_of(
    form: Form, word: WordTable, columns: dict[str, tuple[Table, str]], labels: Labels
) -> Iterator[tuple[Table, list[Cell], list[Cell] | None]]:
    """The rows of a Word table that belong to a list, each with the list and the row of heads above it."""
    head: list[Cell] | None = None
    headed: Table | None = None
    for row in word.rows:
        said = frozenset[str]().union(*map(keys_of, row)) & labels.heads
        titled = next((each for each in form.tables if said and _is_head(labels.columns[each.id], said)), None)
        if titled is not None:
            head, headed = row, titled
            yield titled, row, row
            continue
        styled = Counter(columns[line.style][0].id for cell in row for line in cell.lines if line.style in columns)
        best = next(iter(styled.most_common(1)), ("", 0))
        table = next((each for each in form.tables if each.id == best[0]), None)
        if table is not None and (headed is None or headed is table or 2 * best[1] >= len(row)):
            yield table, row, head if headed is table else None
        elif headed is not None and head is not None and _fits(labels, head, row):
            yield headed, row, head


def _is_head(columns: Mapping[str, frozenset[str]], said: frozenset[str]) -> bool:
    """Whether more than half of the columns are named by a row that says this."""
    return 2 * sum(not said.isdisjoint(names) for names in columns.values()) > len(columns)


def _fits(labels: Labels, head: list[Cell], row: list[Cell]) -> bool:
    """A row without our styles under heads: one that an editor added; a row of labels is none."""
    return bool(row) and len(row) == len(head) and not keys_of(row[0]) & labels.all


def _row(
    table: Table,
    row: list[Cell],
    places: Mapping[str, list[Cell]],
    columns: dict[str, tuple[Table, str]],
    split: dict[str, tuple[str, ...]],
    number: int,
) -> dict[str, str]:
    read = {}
    for each in table.columns:
        wanted = style_of(f"{table.id}.{each.id}")
        styled = [cell for cell in row if any(line.style == wanted for line in cell.lines)]
        headed = places.get(each.id, [])
        both = [cell for cell in styled if cell in headed]
        texts = tuple(dict.fromkeys(_text(cell, wanted, columns) for cell in both or (*styled, *headed)))
        read[each.id] = texts[0] if len(texts) == 1 else ""
        if len(texts) > 1:
            split[f"{table.id}.{each.id} {number}"] = texts
    return read


def _under(names: frozenset[str], row: list[Cell], head: list[Cell]) -> list[Cell]:
    """The cells of a row under the head of a column."""
    at = next((number for number, cell in enumerate(head) if names & keys_of(cell)), None)
    if at is None:
        return []
    if len(row) == len(head):
        return [row[at]]
    start, end = head[at].column, head[at].column + head[at].span
    return [cell for cell in row if start <= cell.column < end]


def _text(cell: Cell, wanted: str, columns: dict[str, tuple[Table, str]]) -> str:
    """What a cell says for one column: in a cell merged of several, only the paragraphs of that column's style."""
    cell = cell.above if cell.above is not None and not cell.text else cell
    styles = {line.style for line in cell.lines if line.style in columns}
    if len(styles) > 1 and wanted in styles:
        return "\n".join(line.text for line in cell.lines if line.style == wanted).strip()
    return cell.text


def _written(table: Table, row: dict[str, str]) -> bool:
    return any(row[each.id] for each in table.columns if each.fill.by_hand)
