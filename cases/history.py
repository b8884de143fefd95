"""Earlier cases of the same problem, as far as a regulation looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from cases.facts import FactTable, FactType, Sheet, Unknown, read_value
from cases.values import FactError

CASE_DATE = "received_at"
DATE, MOMENT = FactType("date", "datetime"), FactType("at", "datetime")
GRADE = "grade"


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
    """The facts that the pack looks at, typed, and the grade; the row itself if it looks at none."""
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
    readers = _Readers(repetition, types, zone)
    found: list[Earlier] = []
    for number, row in enumerate(rows, 1):
        said = row.get
        if tuple(map(said, same)) == wanted and not said(followup):
            earlier = readers.earlier(number, row)
            if today is None or repetition.timed or earlier.day <= today:
                found.append(earlier)
    return History(sheet.values, sheet.presumed, sheet.flags, tuple(found), today)


def count_cases(sheet: Sheet, types: FactTable, rows: Sequence[Mapping[str, Any]]) -> None:
    """Fill in the facts that count cases, this one included, where nobody states them."""
    for kind in types.counting:
        if sheet.values[kind.id] is None:
            wanted = tuple([sheet.values.get(fact) for fact in kind.counted])
            others = 0 if None in wanted else sum(tuple(map(row.get, kind.counted)) == wanted for row in rows)
            sheet.values[kind.id] = 1 + others


class _Readers:
    """Reads the rows of one history, only as far as the pack looks at them."""

    def __init__(self, repetition: Repetition, types: FactTable, zone: tzinfo) -> None:
        self._zone = zone
        self._kinds = [types[fact] for fact in repetition.reads]
        self._facts = [(kind.id, types.reader(kind, zone)) for kind in self._kinds]
        self._first, self._second = (MOMENT, DATE) if repetition.timed else (DATE, MOMENT)
        self._read_first, self._read_second = (types.reader(kind, zone) for kind in (self._first, self._second))

    def earlier(self, number: int, row: Mapping[str, Any]) -> Earlier:
        """Raises FactError, naming the row."""
        said = row.get
        values = row
        try:
            if self._facts:
                values = {fact: read(raw) for fact, read in self._facts if (raw := said(fact)) is not None}
                values[GRADE] = said(GRADE)
            raw = said(self._first.id)
            at = self._read_first(raw) if raw else self._read_second(said(self._second.id) or "")
        except FactError as fault:
            raise FactError(f"history row {number}: {fault}") from None
        except TypeError:
            raise FactError(f"history row {number}: {self._unreadable(row)}") from None
        if at is None:
            raise FactError(f"history row {number}: it has no date")
        return Earlier(at.date(), values, at)

    def _unreadable(self, row: Mapping[str, Any]) -> str:
        """What is wrong with a row that holds lists or tables where words should be."""
        for kind in (*self._kinds, self._first, self._second):
            try:
                read_value(kind, row.get(kind.id, ""), self._zone)
            except FactError as fault:
                return str(fault)
        return "it cannot be read"
