"""The clocks of a pack set going on the facts of a case."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from cases.deadlines import CLOCKS, Calendar, CalendarMissing, Deadline, end_of_day, next_workday
from cases.facts import Sheet
from cases.pack import Clock


def run(clock: Clock, sheet: Sheet, zone: tzinfo, calendar: Calendar) -> tuple[Deadline, str]:
    """The deadline, and a flag about its due day or an empty string.

    Without a start event the clock waits for it; a clock that needs the calendar of a year nobody has yet
    waits for `calendar-missing:YEAR`.
    """
    start = _start(clock, sheet)
    plain = Deadline(clock.rule, clock.what, clock.kind, soft=clock.soft, starts_at=start)
    if start is None:
        return _waiting(plain, clock.starts[0]), ""
    reckon = CLOCKS[clock.kind]
    try:
        due = reckon(start, clock.due, calendar, zone)
        target = None if clock.target is None else reckon(start, clock.target, calendar, zone)
    except CalendarMissing as missing:
        return _waiting(plain, f"calendar-missing:{missing.year}"), ""
    due, flag = _look_at_day(clock, due, zone, calendar)
    return Deadline(clock.rule, clock.what, clock.kind, due, target, clock.soft, "", start), flag


def _start(clock: Clock, sheet: Sheet) -> datetime | None:
    start = next((moment for fact in clock.starts if (moment := _moment(sheet, fact))), None)
    anew = _moment(sheet, clock.not_before)
    return max(start, anew) if start and anew else start


def _moment(sheet: Sheet, fact: str) -> datetime | None:
    value: Any = sheet.values.get(fact)
    return value if isinstance(value, datetime) else None


def _waiting(plain: Deadline, event: str) -> Deadline:
    return Deadline(plain.rule, plain.what, plain.kind, soft=plain.soft, waiting_for=event, starts_at=plain.starts_at)


def _look_at_day(clock: Clock, due: datetime, zone: tzinfo, calendar: Calendar) -> tuple[datetime, str]:
    """A natural-day clock may fall due on a day off: said by a flag, moved only where the pack says so."""
    if clock.kind != "natural":
        return due, ""
    try:
        if calendar.is_workday(due.date()):
            return due, ""
        if clock.on_holiday == "next-workday":
            return end_of_day(next_workday(due.date(), calendar), zone), ""
    except CalendarMissing as missing:
        return due, f"calendar-missing:{missing.year}"
    return due, "due-on-holiday"
