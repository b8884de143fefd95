"""Earlier cases of the same problem, as far as a regulation looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from cases.fact_types import FactType, Unknown, read_value
from cases.facts import REMEMBERED, FactTable, Sheet
from cases.values import FactError

CASE_DATE = "received_at"
DATE, MOMENT = FactType("date", "datetime"), FactType("at", "datetime")
GRADE = "grade"
Row = Mapping[str, Any]
"""An earlier case as JSON gives it."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """What a pack means by the same problem again.

    An earlier case counts if it agrees on all facts of `same`, is not dated after this one (unless hours are counted,
    in which complaints gather on either side) and is not itself a follow-up; a case with the fact `followup` is no
    new occurrence, so nothing is counted for it.
    """

    same: tuple[str, ...]
    window: str = "rolling"
    months: int = 0
    """For conditions that name no window; 0 is all time."""
    followup: str = "followup_of"
    followup_flag: str = "followup-not-counted"
    filtered: bool = True
    """Whether sums look at the conditions in their `where`."""
    reads: frozenset[str] = frozenset()
    """The facts of earlier cases that sums look at; nothing else of them is read."""
    timed: bool = False
    """Whether hours are counted, so that the moment of an earlier case matters and not its day alone."""


class Earlier(NamedTuple):
    """One earlier case of the same problem."""

    day: date
    values: Mapping[str, Any]
    """The facts that the pack looks at, typed, and the grade; a level that came as text is a number."""
    at: datetime
    """The end of its day, where no hour is known or none is counted."""


@dataclass(frozen=True, slots=True)
class History(Sheet):
    """A sheet with the earlier cases of the same problem; `today` is None while the case has no date."""

    earlier: tuple[Earlier, ...] = ()
    today: date | None = None
    known: dict[object, Any] = field(default_factory=dict)
    """What has been reckoned over the earlier cases already: several rules ask the same."""


def with_history(
    sheet: Sheet,
    repetition: Repetition,
    types: FactTable,
    rows: Sequence[Mapping[str, Any]],
    zone: tzinfo,
) -> History:
    """The sheet with those rows that are earlier cases of the same problem. Raises FactError for a bad row."""
    received = sheet.values.get(CASE_DATE)
    today = received.date() if isinstance(received, datetime) else None
    plain = History(sheet.values, sheet.presumed, sheet.flags, (), today)
    if sheet.values.get(repetition.followup):
        return History(sheet.values, sheet.presumed, (*sheet.flags, repetition.followup_flag), (), today)
    wanted = tuple([sheet.values.get(fact) for fact in repetition.same])
    if any(value is None or type(value) is Unknown for value in wanted):
        return plain
    same, followup = repetition.same, repetition.followup
    reader = types.remember((repetition, zone), lambda: RowReader(repetition, types, zone))
    found = reader.earlier([row for row in rows if tuple(map(row.get, same)) == wanted and not row.get(followup)], rows)
    if today is not None and not repetition.timed:
        found = [earlier for earlier in found if earlier.day <= today]
    return History(sheet.values, sheet.presumed, sheet.flags, tuple(found), today)


def count_cases(sheet: Sheet, types: FactTable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Fill in the facts that count cases, this one included, where nobody states them."""
    for kind in types.counting:
        if sheet.values[kind.id] is None:
            wanted = tuple([sheet.values.get(fact) for fact in kind.counted])
            others = 0 if None in wanted else sum(tuple(map(row.get, kind.counted)) == wanted for row in rows)
            sheet.values[kind.id] = 1 + others


class RowReader:
    """Reads the rows of histories, only as far as the pack looks at them.

    Every grading of a problem reads the same earlier cases again, so that what a row came to is remembered.
    """

    def __init__(self, repetition: Repetition, types: FactTable, zone: tzinfo) -> None:
        self._zone = zone
        self._kinds = [types[fact] for fact in repetition.reads]
        self._dates = (MOMENT, DATE) if repetition.timed else (DATE, MOMENT)
        self._names = (GRADE, *(kind.id for kind in self._dates), *repetition.reads)
        self._remembered = lru_cache(maxsize=REMEMBERED, typed=True)(self._read)

    def earlier(self, wanted: Sequence[Row], rows: Sequence[Row]) -> list[Earlier]:
        """The wanted ones among the rows. Raises FactError, naming the row by its place."""
        remembered, names = self._remembered, self._names
        try:
            return [remembered(*map(row.get, names)) for row in wanted]
        except (FactError, TypeError):  # TypeError: a list or a table, which cannot be remembered
            return [self._one(next(n for n, each in enumerate(rows, 1) if each is row), row) for row in wanted]

    def _read(self, grade: Any, first: Any, second: Any, *facts: Any) -> Earlier:
        kind, raw = (self._dates[0], first) if first else (self._dates[1], second or "")
        at = read_value(kind, raw, self._zone)
        if at is None:
            raise FactError("it has no date")
        values = {
            kind.id: read_value(kind, stated, self._zone)
            for kind, stated in zip(self._kinds, facts, strict=True)
            if stated is not None
        }
        level = int(grade) if isinstance(grade, str) and grade.isdecimal() else grade
        return Earlier(at.date(), {**values, GRADE: level}, at)

    def _one(self, number: int, row: Row) -> Earlier:
        try:
            return self._read(*map(row.get, self._names))
        except FactError as fault:
            raise FactError(f"history row {number}: {fault}") from None
