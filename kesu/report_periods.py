"""Which stretch of time a report is about: the one asked for, else the last that is over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cases.deadlines import add_months
from cases.periods import Period, PeriodUnreadable, read_period

MONTHS = 12
"""Columns of the table by month."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report: its form, how often it is due, and how its period is written."""

    name: str
    form: str
    every: str
    """As a regulation says it: week, month, quarter, year."""
    written: str
    """A pattern that its period's text matches."""
    example: str
    months: int = 0
    """Length of what is told by month; 0 for a table of cases."""


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("weekly", "F16d", "week", r"\d{4}-W\d\d", "2026-W10"),
        Kind("monthly", "report-monthly", "month", r"\d{4}-\d\d", "2026-03", 1),
        Kind("quarterly", "report-quarterly", "quarter", r"\d{4}-Q\d", "2026-Q1", 3),
        Kind("annual", "report-annual", "year", r"\d{4}", "2026", 12),
        Kind("follow-up", "F16e", "year", r"\d{4}", "2026"),
    )
}


def period_of(kind: Kind, text: str, now: datetime, zone: tzinfo) -> Period:
    """The period asked for, else the last complete one. Raises PeriodUnreadable, also for one that has not begun."""
    if not text:
        return before(kind, containing(kind, now.astimezone(zone).date(), zone), zone)
    period = read_period(text, zone)
    if not re.fullmatch(kind.written, text, re.ASCII):
        raise PeriodUnreadable(f"{text!r} is no {kind.every}: a {kind.name} report is of one like {kind.example}")
    if period.start > now:
        raise PeriodUnreadable(f"{text!r} has not begun: there is nothing to report of it yet")
    return period


def before(kind: Kind, period: Period, zone: tzinfo) -> Period:
    """The one before it, of the same kind."""
    return containing(kind, (period.start - timedelta(days=1)).date(), zone)


def containing(kind: Kind, day: date, zone: tzinfo) -> Period:
    """The period of this kind that a day lies in."""
    week = day.isocalendar()
    text = {
        "week": f"{week.year}-W{week.week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
        "year": f"{day.year}",
    }[kind.every]
    return read_period(text, zone)


def months_to(period: Period, zone: tzinfo) -> tuple[Period, ...]:
    """The twelve months that end with the period."""
    last = period.last.astimezone(zone).date().replace(day=1)
    return tuple(read_period(f"{add_months(last, -back):%Y-%m}", zone) for back in range(MONTHS - 1, -1, -1))
