"""Clocks: natural days, working days, hours, and the corresponding day N months later.

Days begin and end in the zone that is passed in; every result is aware and in that zone.
"""

from __future__ import annotations

import calendar as months_of
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Protocol

LAST_SECOND = time(23, 59, 59)
OPENING, CLOSING = time(9), time(18)
SHORTEST_MONTH = 28


class CalendarMissing(LookupError):
    """Nobody has told us yet which days of `year` are worked (the State Council's notice comes in autumn)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"there is no working-day calendar for {year}")
        self.year = year


class Calendar(Protocol):
    """Which days are worked, make-up workdays included."""

    def is_workday(self, day: date) -> bool:
        """Raises CalendarMissing if the year has no data; never falls back to Monday to Friday."""
        ...


@dataclass(frozen=True, slots=True)
class Deadline:
    """One running clock of a case. Without `due` it waits for the fact (or calendar) in `waiting_for`."""

    rule: str
    what: str
    kind: str
    """A key of CLOCKS."""
    due: datetime | None = None
    target: datetime | None = None
    """The earlier end of a range such as 3 to 5 days: remind then, overdue after `due`."""
    soft: bool = False
    """In principle only: reminds, is never counted as overdue."""
    waiting_for: str = ""
    starts_at: datetime | None = None


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """The last second of the day."""
    return datetime.combine(day, LAST_SECOND, zone)


def natural_days(start: datetime, days: int, zone: tzinfo) -> datetime:
    """The end of the Nth day after `start`, start day not counted (Civil Code art. 201); nothing is moved."""
    return end_of_day(start.astimezone(zone).date() + timedelta(days=days), zone)


def same_day(start: datetime, zone: tzinfo) -> datetime:
    """Not left to the next day: the end of the day of `start`."""
    return natural_days(start, 0, zone)


def working_days(start: datetime, days: int, calendar: Calendar, zone: tzinfo) -> datetime:
    """The end of the Nth worked day after `start`, start day not counted. Raises CalendarMissing."""
    day = start.astimezone(zone).date()
    for _ in range(days):
        day = next_workday(day, calendar)
    return end_of_day(day, zone)


def elapsed_hours(start: datetime, hours: int, zone: tzinfo) -> datetime:
    """So many hours of elapsed time later, nights and holidays included."""
    return (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)


def business_hours(start: datetime, hours: int, calendar: Calendar, zone: tzinfo) -> datetime:
    """So many hours later when only 9:00 to 18:00 of worked days count. Raises CalendarMissing."""
    now, left = start.astimezone(zone), timedelta(hours=hours)
    if not calendar.is_workday(now.date()) or now.timetz().replace(tzinfo=None) >= CLOSING:
        now = datetime.combine(next_workday(now.date(), calendar), OPENING, zone)
    now = max(now, datetime.combine(now.date(), OPENING, zone))
    while left > (today := datetime.combine(now.date(), CLOSING, zone) - now):
        left -= today
        now = datetime.combine(next_workday(now.date(), calendar), OPENING, zone)
    return now + left


def next_business_hour(moment: datetime, calendar: Calendar, zone: tzinfo) -> datetime:
    """`moment` itself while people work, else the next opening. Raises CalendarMissing."""
    return business_hours(moment, 0, calendar, zone)


def next_workday(day: date, calendar: Calendar) -> date:
    """The first worked day after `day`. Raises CalendarMissing."""
    day += timedelta(days=1)
    while not calendar.is_workday(day):
        day += timedelta(days=1)
    return day


def preceding_workday(day: date, calendar: Calendar) -> date:
    """The last worked day before `day`, for the last reminder of a due day off. Raises CalendarMissing."""
    day -= timedelta(days=1)
    while not calendar.is_workday(day):
        day -= timedelta(days=1)
    return day


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` later, or the last day of that month (30 Nov + 3 = 28 Feb)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month0 + 1, day.day)
    last = months_of.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


@lru_cache(maxsize=4096)
def _rolling(today: date, months: int) -> date:
    """The first day whose corresponding day is today or later; a month without that day starts with the next one."""
    year, month0 = divmod(today.year * 12 + today.month - 1 - months, 12)
    if today.day <= months_of.monthrange(year, month0 + 1)[1]:
        return date(year, month0 + 1, today.day)
    return add_months(date(year, month0 + 1, 1), 1)


def _rolling_exclusive(today: date, months: int) -> date:
    return _rolling(today + timedelta(days=1), months)


def _calendar_months(today: date, months: int) -> date:
    year, month0 = divmod(today.year * 12 + today.month - months, 12)
    return date(year, month0 + 1, 1)


WINDOWS: Mapping[str, Callable[[date, int], date]] = {
    "rolling": _rolling,
    "rolling-exclusive": _rolling_exclusive,
    "calendar-months": _calendar_months,
}
"""The first day of "within N consecutive months" of a day: corresponding day included, excluded, or whole months."""

CLOCKS: Mapping[str, Callable[[datetime, int, Calendar, tzinfo], datetime]] = {
    "natural": lambda start, days, _, zone: natural_days(start, days, zone),
    "natural-inclusive": lambda start, days, _, zone: natural_days(start, days - 1, zone),
    "months": lambda start, months, _, zone: end_of_day(add_months(start.astimezone(zone).date(), months), zone),
    "date": lambda start, _, __, zone: start.astimezone(zone),
    "working": working_days,
    "hours": lambda start, hours, _, zone: elapsed_hours(start, hours, zone),
    "business-hours": business_hours,
    "same-day": lambda start, _, __, zone: same_day(start, zone),
}
"""The kinds of clock a pack may name."""
