"""The reminder ladder of a clock: which step is due, once each, only the latest after an outage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from cases.deadlines import Calendar, CalendarMissing
from cases.model import Clock

MORNING = time(9)
NAG_DAYS = 3
"""A clock that waits for its start event asks for it every so many days."""
LONGEST = 3660
"""Days after which a ladder ends, so that no clock can remind for ever."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: its name within the clock, when, and whether the deadline has passed by then."""

    name: str
    at: datetime
    overdue: bool = False


def ladder(clock: Clock, since: datetime, calendar: Calendar) -> Iterator[Rung]:
    """The clock's rungs after its start, in order of time, in the zone of its due date.

    Day clocks: the target of a range, the day before and the day itself at 09:00 (moved to the workday before, if
    the day is a day off), then every workday overdue. Hour clocks: at 50 % and 90 % of the time, then every day.
    A clock that waits for its start event: every third day. `since` is when it began to wait.
    """
    start = clock.deadline.starts_at or since
    return (rung for rung in _rungs(clock, start, calendar) if rung.at > start)


def _rungs(clock: Clock, start: datetime, calendar: Calendar) -> Iterator[Rung]:
    deadline = clock.deadline
    if clock.met_at is not None:
        return
    if deadline.due is None:
        yield from _nagging(start)
        return
    in_hours = "hours" in deadline.kind
    if in_hours:
        yield from _shares(start, deadline.due)
    else:
        if deadline.target is not None:
            yield Rung("target", datetime.combine(deadline.target.date(), MORNING, deadline.target.tzinfo))
        yield from _mornings(deadline.due, calendar)
    if not deadline.soft:
        yield from (rung for rung in _overdue(deadline.due) if in_hours or is_workday(rung.at.date(), calendar))


def rungs_due(clock: Clock, since: datetime, now: datetime, calendar: Calendar) -> list[Rung]:
    """Rungs reached by `now` and not climbed yet, the latest last."""
    reached = takewhile(lambda rung: rung.at <= now, ladder(clock, since, calendar))
    return [rung for rung in reached if rung.name not in clock.reminded]


def next_rung(clock: Clock, since: datetime, now: datetime, calendar: Calendar) -> datetime | None:
    """When the clock must be looked at again after `now`."""
    for rung in ladder(clock, since, calendar):
        if rung.at > now:
            return rung.at
        if rung.name not in clock.reminded:
            return rung.at
    return None


def is_workday(day: date, calendar: Calendar) -> bool:
    """As the calendar says; Monday to Friday where it has no data, which matters here only for the hour of a mail."""
    try:
        return calendar.is_workday(day)
    except CalendarMissing:
        return day.weekday() < 5


def office_time(moment: datetime, office: tuple[time, time], calendar: Calendar) -> datetime:
    """`moment` itself if it is in office hours, else the next opening."""
    opening, closing = office
    day = moment.date()
    if is_workday(day, calendar) and moment.timetz().replace(tzinfo=None) < closing:
        return max(moment, datetime.combine(day, opening, moment.tzinfo))
    day += timedelta(days=1)
    while not is_workday(day, calendar):
        day += timedelta(days=1)
    return datetime.combine(day, opening, moment.tzinfo)


def _nagging(since: datetime) -> Iterator[Rung]:
    for count in range(1, LONGEST // NAG_DAYS):
        day = since.date() + timedelta(days=NAG_DAYS * count)
        yield Rung(f"waiting-{day}", datetime.combine(day, MORNING, since.tzinfo))


def _shares(start: datetime, due: datetime) -> Iterator[Rung]:
    for share in (50, 90):
        yield Rung(f"{share}%", start + (due - start) * share / 100)


def _mornings(due: datetime, calendar: Calendar) -> Iterator[Rung]:
    day_before = _morning(due.date() - timedelta(days=1), due, calendar)
    on_the_day = _morning(due.date(), due, calendar)
    if day_before < on_the_day:
        yield Rung("day-before", day_before)
    yield Rung("on-the-day", on_the_day)


def _morning(day: date, due: datetime, calendar: Calendar) -> datetime:
    """The morning of the day, or of the last workday before it."""
    while not is_workday(day, calendar):
        day -= timedelta(days=1)
    return datetime.combine(day, MORNING, due.tzinfo)


def _overdue(due: datetime) -> Iterator[Rung]:
    for count in range(1, LONGEST):
        day = due.date() + timedelta(days=count)
        at = datetime.combine(day, MORNING, due.tzinfo)
        yield Rung(f"overdue-{day}", at, overdue=True)
