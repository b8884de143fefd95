"""Several people fill copies of one form: their answers are joined field by field, and nothing is lost on the way.

Whoever had an answer before their eyes may change it; whoever did not may add to it. What both wrote differently is
a clash: the earlier answer stays until a person decides. Of two copies in one mail neither is the later word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cases.form_fields import Field, Table
from cases.form_marks import mark, plain
from cases.forms import Form
from cases.given import Clash, Given, Giver
from cases.returned import Answer, Returned, Row

Answers = Mapping[str, Given]


@dataclass
class Merged:
    """All answers after a return, and what could not be joined."""

    answers: dict[str, Given]
    beside: Collection[str] = ()
    clashes: list[Clash] = field(default_factory=list)

    def replaces(self, old: Giver, new: Giver) -> bool:
        """Whether it is the same person's later word."""
        return old.by == new.by and old.sha256 not in self.beside


def merge(form: Form, known: Answers, returned: Returned, giver: Giver, beside: Collection[str] = ()) -> Merged:
    """`known`: field or list id -> answer, as taken so far; `beside`: SHA-256 of the copies in the same mail."""
    merged = Merged(dict(known), beside)
    for each in form.fields:
        answer = returned.fields.get(each.id)
        if each.fill.by_hand and answer is not None and answer.agreed:
            _field(merged, each, answer.value, returned.handed.get(each.id, ""), giver)
    for table in form.tables:
        if any(column.fill.by_hand for column in table.columns):
            _table(merged, table, returned.rows.get(table.id, ()), giver)
    return merged


def _field(merged: Merged, each: Field, value: str | tuple[str, ...], handed: str, giver: Giver) -> None:
    old, new = merged.answers.get(each.id), Given(giver, value)
    if old is None:
        if value:
            merged.answers[each.id] = new
        return
    if _same(old.text, new.text):
        return
    saw = handed == mark(old.text)
    if not value:
        if saw:  # what was there when it was handed out, and is no more, was struck out
            del merged.answers[each.id]
    elif saw or merged.replaces(old.giver, giver) or (each.kind == "photo" and set(old.value) <= set(value)):
        merged.answers[each.id] = new
    elif handed != mark(new.text):
        merged.clashes.append(Clash(each.id, old.text, old.giver.by, new.text, giver.by))


def _table(merged: Merged, table: Table, rows: Sequence[Row], giver: Giver) -> None:
    old = merged.answers.get(table.id)
    if not rows:
        return
    if old is None or merged.replaces(old.giver, giver) or _within(old.rows, rows):
        merged.answers[table.id] = Given(giver, rows=tuple(rows))
    elif not _within(rows, old.rows):
        joined = tuple(_joined(merged, table, old, rows, giver))
        merged.answers[table.id] = Given(giver, rows=joined)


def _joined(merged: Merged, table: Table, old: Given, rows: Sequence[Row], giver: Giver) -> Iterator[Row]:
    """Row by row where rows have names of their own (a place, a number), else those of both."""
    name = key_of(table)
    theirs = {row.get(name, ""): row for row in rows}
    if not name or len(theirs) < len(rows):
        yield from old.rows
        yield from (row for row in rows if not _within([row], old.rows))
        return
    for row in old.rows:
        yield _cells(merged, table, row, theirs.pop(row.get(name, ""), {}), old.giver, giver)
    yield from theirs.values()


def _cells(merged: Merged, table: Table, ours: Row, theirs: Row, first: Giver, second: Giver) -> Row:
    both = dict(ours)
    for column in table.columns:
        mine, new = ours.get(column.id, ""), theirs.get(column.id, "")
        if not mine:
            both[column.id] = new
        elif new and not _same(mine, new):
            where = f"{table.id}.{column.id} {ours.get(key_of(table), '')}".strip()
            merged.clashes.append(Clash(where, mine, first.by, new, second.by))
    return both


def key_of(table: Table) -> str:
    """The column that names a row: printed by us, and different in every row; "" if there is none."""
    printed = _printed(table)
    return printed if all(_different(rows, printed) for rows in table.preset.values()) else ""


def _printed(table: Table) -> str:
    """The first column that we print ourselves; "" where people fill all of them."""
    return next((column.id for column in table.columns if not column.fill.by_hand), "")


def _different(rows: Sequence[Row], column: str) -> bool:
    named = [row.get(column, "") for row in rows]
    return len(set(named)) == len(named)


def _within(rows: Sequence[Row], others: Sequence[Row]) -> bool:
    """Whether every row stands among the others, whatever they add to it."""
    return all(any(_part_of(row, other) for other in others) for row in rows)


def _part_of(row: Row, other: Row) -> bool:
    return all(_same(text, other.get(name, "")) for name, text in row.items() if text)


def _same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def as_report(returned: Returned, answers: Answers, form: Form) -> Returned:
    """The form as it reads with everybody's answers: what a review of the whole looks at."""
    hands = {each.id for each in form.fields if each.fill.by_hand}
    lists = {table.id for table in form.tables}
    fields = {name: said for name, said in returned.fields.items() if name not in hands or not said.agreed}
    said = {name: Answer(given.value) for name, given in answers.items() if name in hands and name not in fields}
    rows = {name: given.rows for name, given in answers.items() if name in lists}
    return replace(returned, fields={**fields, **said}, rows={**returned.rows, **rows})


def to_print(form: Form, lang: str, answers: Answers) -> dict[str, object]:
    """The answers as facts of the form: field id -> value, list id -> rows, those of an empty form among them."""
    values: dict[str, object] = {
        each.id: answers[each.id].value for each in form.fields if each.id in answers and each.kind != "photo"
    }
    lists = {table.id: list(_with_presets(table, lang, answers[table.id].rows)) for table in form.tables
             if table.id in answers}  # fmt: skip
    return {**values, **lists}


def _with_presets(table: Table, lang: str, rows: Sequence[Row]) -> Iterator[Row]:
    """Rows that nobody has filled yet keep their place and name; names are in the language of the page."""
    left, printed = list(rows), _printed(table)
    for number, empty in enumerate(table.preset[lang]):
        names = {plain(table.preset[each][number].get(printed, "")) for each in table.preset}
        given = next((row for row in left if printed and plain(row.get(printed, "")) in names), None)
        if given is None:
            yield empty
        else:
            left.remove(given)
            yield {**given, printed: empty[printed]}
    yield from left
