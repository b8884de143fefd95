"""Earlier cases of the same problem, as far as a regulation looks at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple

from cases.facts import FactTable, FactType, Sheet, Unknown
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
    values: dict[str, Any]
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
    found: list[Earlier] = []
    for number, row in enumerate(rows, 1):
        said = row.get
        if tuple(map(said, same)) == wanted and not said(followup):
            earlier = _earlier(number, row, repetition, types, zone)
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


def _earlier(number: int, row: Mapping[str, Any], repetition: Repetition, types: FactTable, zone: tzinfo) -> Earlier:
    values = {GRADE: row.get(GRADE)}
    try:
        for fact in repetition.reads:
            if (raw := row.get(fact)) is not None:
                values[fact] = types.value(fact, raw, zone)
        kind = MOMENT if row.get("at") and (repetition.timed or not row.get("date")) else DATE
        at = types.remembered(kind, row.get(kind.id, ""), zone)
    except FactError as fault:
        raise FactError(f"history row {number}: {fault}") from None
    if at is None:
        raise FactError(f"history row {number}: it has no date")
    return Earlier(at.date(), values, at)
