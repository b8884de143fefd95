"""The clocks of a pack set going on the facts of a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from cases.clauses import Clock
from cases.deadlines import (
    CLOCKS,
    Calendar,
    CalendarMissing,
    Deadline,
    end_of_day,
    next_business_hour,
    next_workday,
    working_days,
)
from cases.facts import Sheet
from cases.history import CASE_DATE

Pause = tuple[datetime, datetime | None]
"""From when to when a case waited for the customer; None while it still does."""
WAITING_FOR_CUSTOMER = "customer"
MOVING = ("natural", "natural-inclusive", "months")
"""Kinds that may fall due on a day off."""


def run(
    clock: Clock, sheet: Sheet, zone: tzinfo, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> tuple[Deadline, str]:
    """The deadline, and a flag about its due day or an empty string.

    Without a start event the clock waits for it; a clock that needs the calendar of a year nobody has yet
    waits for `calendar-missing:YEAR`; a pausable one waits for the customer while the case does.
    """
    start = _start(clock, sheet)
    if start is None:
        return _waiting(clock, clock.starts[0], None), ""
    paused = [pause for pause in pauses if clock.pausable and (pause[1] is None or pause[1] > start)]
    if any(end is None for _, end in paused):
        return _waiting(clock, WAITING_FOR_CUSTOMER, start), ""
    try:
        start = _from_opening(clock, start, sheet, zone, calendar)
        due = _reckon(clock, start, clock.due, paused, calendar, zone)
        target = None if clock.target is None else _reckon(clock, start, clock.target, paused, calendar, zone)
    except CalendarMissing as missing:
        return _waiting(clock, f"calendar-missing:{missing.year}", start), ""
    due, flag = _look_at_day(clock, due, zone, calendar)
    begun = _moment(sheet, CASE_DATE) if clock.kind == "date" else start
    return Deadline(clock.rule, clock.what, clock.kind, due, target, clock.soft, "", begun), flag


def _waiting(clock: Clock, event: str, start: datetime | None) -> Deadline:
    return Deadline(clock.rule, clock.what, clock.kind, soft=clock.soft, waiting_for=event, starts_at=start)


def _start(clock: Clock, sheet: Sheet) -> datetime | None:
    start = next((moment for fact in clock.starts if (moment := _moment(sheet, fact))), None)
    anew = _moment(sheet, clock.not_before)
    return max(start, anew) if start and anew else start


def _moment(sheet: Sheet, fact: str) -> datetime | None:
    value: Any = sheet.values.get(fact)
    return value if isinstance(value, datetime) else None


def _from_opening(clock: Clock, start: datetime, sheet: Sheet, zone: tzinfo, calendar: Calendar) -> datetime:
    """The start, or the next opening for a clock that starts with mail that came in when nobody works."""
    if clock.at_night == "arrival" or start != sheet.values.get(CASE_DATE):
        return start
    return next_business_hour(start, calendar, zone)


def _reckon(
    clock: Clock, start: datetime, units: int, pauses: Sequence[Pause], calendar: Calendar, zone: tzinfo
) -> datetime:
    """So many units after `start`, later by as many as the clock stood still."""
    due = CLOCKS[clock.kind](start, units, calendar, zone)
    for begin, end in pauses:
        if end is not None:
            due = _later(clock.kind, due, max(begin, start), end, calendar, zone)
    return due


def _later(kind: str, due: datetime, begin: datetime, end: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """`due`, put off by the time from `begin` to `end` in the clock's own units."""
    if "hours" in kind:
        return due + (end - begin)
    first, last = begin.astimezone(zone).date(), end.astimezone(zone).date()
    days = (last - first).days
    if kind != "working":
        return due + timedelta(days=days)
    worked = sum(calendar.is_workday(first + timedelta(days=number)) for number in range(1, days + 1))
    return working_days(due, worked, calendar, zone)


def _look_at_day(clock: Clock, due: datetime, zone: tzinfo, calendar: Calendar) -> tuple[datetime, str]:
    """A natural-day clock may fall due on a day off: said by a flag, moved only where the pack says so."""
    if clock.kind not in MOVING:
        return due, ""
    try:
        if calendar.is_workday(due.date()):
            return due, ""
        if clock.on_holiday == "next-workday":
            return end_of_day(next_workday(due.date(), calendar), zone), ""
    except CalendarMissing as missing:
        return due, f"calendar-missing:{missing.year}"
    return due, "due-on-holiday"
