"""The rows of a form's lists, known by the styles of their cells and by the heads of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.form_fields import Table
from cases.forms import Form
from cases.forms import style as style_of
from parsers.form_labels import NO_KEYS, Labels, keys_of
from parsers.form_page import Cell, Page
from parsers.form_page import Table as WordTable


@dataclass(frozen=True, slots=True)
class Lists:
    """`rows`: table -> its rows; `split`: cells about which style and head disagree, `table.column row n` -> texts."""

    rows: dict[str, tuple[dict[str, str], ...]]
    split: dict[str, tuple[str, ...]]
    taken: set[int]
    """Ids of the Word rows that belong to lists."""


@dataclass(frozen=True, slots=True)
class Head:
    """A row of heads in a Word table, the list it belongs to, and which of its cells heads which column."""

    table: Table
    row: list[Cell]
    columns: dict[str, int]


def read_lists(form: Form, page: Page, labels: Labels) -> Lists:
    """Every list of the form. `labels`: of its single fields, whose rows are none of a list's."""
    columns = {style_of(f"{table.id}.{each.id}"): (table, each.id) for table in form.tables for each in table.columns}
    found = Lists({}, {}, set())
    rows: dict[str, list[dict[str, str]]] = {}
    for word in page.tables:
        for table, row, head in _rows_of(form, word, columns, labels):
            found.taken.add(id(row))
            if head is None or row is not head.row:
                listed = rows.setdefault(table.id, [])
                read = _row(table, row, _places(row, head), columns, found.split, len(listed) + 1)
                if _written(table, read):
                    listed.append(read)
    found.rows.update((name, tuple(listed)) for name, listed in rows.items())
    return found


def _rows_of(
    form: Form, word: WordTable, columns: dict[str, tuple[Table, str]], labels: Labels
) -> Iterator[tuple[Table, list[Cell], Head | None]]:
    """The rows of a Word table that belong to a list, each with the list and the row of heads above it."""
    head: Head | None = None
    for row in word.rows:
        said = NO_KEYS.union(*map(keys_of, row)) & labels.heads
        titled = next((each for each in form.tables if said and _is_head(labels.columns[each.id], said)), None)
        if titled is not None:
            head = Head(titled, row, _columns_of(labels.columns[titled.id], row))
            yield titled, row, head
            continue
        styled = Counter(columns[line.style][0].id for cell in row for line in cell.lines if line.style in columns)
        best = next(iter(styled.most_common(1)), ("", 0))
        table = next((each for each in form.tables if each.id == best[0]), None)
        ours = head is not None and head.table is table
        if table is not None and (head is None or ours or 2 * best[1] >= len(row)):
            yield table, row, head if ours else None
        elif head is not None and _fits(labels, head.row, row):
            yield head.table, row, head


def _is_head(columns: Mapping[str, frozenset[str]], said: frozenset[str]) -> bool:
    """Whether more than half of the columns are named by a row that says this."""
    return 2 * sum(not said.isdisjoint(names) for names in columns.values()) > len(columns)


def _fits(labels: Labels, head: list[Cell], row: list[Cell]) -> bool:
    """A row without our styles under heads: one that an editor added; a row of labels is none."""
    return bool(row) and not any(keys_of(cell) & labels.all for cell in (row if len(row) != len(head) else row[:1]))


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
        pointed = [_text(cell, wanted, columns) for cell in both or styled]
        if not both and headed:  # of a row split into smaller cells all that are under the head
            pointed.append("\n".join(filter(None, (_text(cell, wanted, columns) for cell in headed))))
        texts = tuple(dict.fromkeys(pointed))
        read[each.id] = texts[0] if len(texts) == 1 else ""
        if len(texts) > 1:
            split[f"{table.id}.{each.id} {number}"] = texts
    return read


def _columns_of(columns: Mapping[str, frozenset[str]], row: list[Cell]) -> dict[str, int]:
    """Column -> which cell of a row of heads names it."""
    found = {}
    for name, names in columns.items():
        at = next((number for number, cell in enumerate(row) if names & keys_of(cell)), None)
        if at is not None:
            found[name] = at
    return found


def _places(row: list[Cell], head: Head | None) -> dict[str, list[Cell]]:
    """By column the cells of a row under its head: by number where the rows are alike, else by place in the grid."""
    if head is None:
        return {}
    if len(row) == 1:  # all cells merged into one, or a remark across the table
        hands = [each.id for each in head.table.columns if each.fill.by_hand]
        return dict.fromkeys(hands[:1], row)  # a list that only the desk fills has no cell for it
    if len(row) == len(head.row):
        return {name: [row[at]] for name, at in head.columns.items()}
    ends = {name: (head.row[at].column, head.row[at].column + head.row[at].span) for name, at in head.columns.items()}
    return {name: [cell for cell in row if start <= cell.column < end] for name, (start, end) in ends.items()}


def _text(cell: Cell, wanted: str, columns: dict[str, tuple[Table, str]]) -> str:
    """What a cell says for one column: in a cell merged of several, only the paragraphs of that column's style."""
    cell = cell.above if cell.above is not None and not cell.text else cell
    styles = {line.style for line in cell.lines if line.style in columns}
    if len(styles) > 1 and wanted in styles:
        return "\n".join(line.text for line in cell.lines if line.style == wanted).strip()
    return cell.text


def _written(table: Table, row: dict[str, str]) -> bool:
    return any(row[each.id] for each in table.columns if each.fill.by_hand)
