"""Stretches of time that figures are told of: a week, a month, a quarter, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from cases.deadlines import add_months
from cases.values import YEARS

INSTANT = timedelta(microseconds=1)
_TEXT = re.compile(r"([0-9]{4})(?:-(?:(W)([0-9]{2})|(Q)([1-4])|([0-9]{2})))?")


class PeriodUnreadable(ValueError):
    """Not a period; the text is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` (included) to `end` (not included), both midnight in the zone of the desk."""

    text: str
    """As it is written: 2026-W10, 2026-03, 2026-Q1, 2026."""
    start: datetime
    end: datetime

    def __contains__(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end

    @property
    def last(self) -> datetime:
        """Its last instant."""
        return self.end - INSTANT


def read_period(text: str, zone: tzinfo) -> Period:
    """2026-W10 (ISO 8601 week), 2026-03, 2026-Q1 or 2026. Raises PeriodUnreadable."""
    match = _TEXT.fullmatch(text)
    try:
        if match is None or int(match[1]) not in YEARS:
            raise ValueError
        first, last = _days(int(match[1]), match)
    except ValueError:
        wanted = "a week (2026-W10), a month (2026-03), a quarter (2026-Q1) or a year (2026)"
        raise PeriodUnreadable(f"{text!r} is no period: write {wanted}") from None
    return Period(text, datetime.combine(first, time(), zone), datetime.combine(last, time(), zone))


def month_of(now: datetime, zone: tzinfo) -> Period:
    """The month that `now` lies in."""
    return read_period(f"{now.astimezone(zone):%Y-%m}", zone)


def _days(year: int, match: re.Match[str]) -> tuple[date, date]:
    """The first day, and the first day after it."""
    if match[2]:
        monday = date.fromisocalendar(year, int(match[3]), 1)
        return monday, monday + timedelta(days=7)
    if match[4]:
        return _months(date(year, 3 * int(match[5]) - 2, 1), 3)
    return _months(date(year, int(match[6]), 1), 1) if match[6] else _months(date(year, 1, 1), 12)


def _months(first: date, months: int) -> tuple[date, date]:
    return first, add_months(first, months)
