"""Clocks of the naive evaluator: rulebook conventions CAL-01 to CAL-11, China's calendar from `chinese_calendar`."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

import chinese_calendar

SHANGHAI = timezone(timedelta(hours=8))
LAST_SECOND = time(23, 59, 59)


def instant(text: str) -> datetime:
    """A moment in Shanghai's time; a text without offset is meant there, a bare date is its midnight."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


def day(text: str) -> date:
    return instant(text).date()


def is_workday(when: date) -> bool:
    """Raises NotImplementedError for a year whose calendar nobody has published."""
    return bool(chinese_calendar.is_workday(when))


def end_of(when: date) -> str:
    return datetime.combine(when, LAST_SECOND, SHANGHAI).isoformat()


def natural_days(start: str, days: int) -> str:
    return end_of(day(start) + timedelta(days=days))


def working_days(start: str, days: int) -> str:
    when = day(start)
    while days:
        when += timedelta(days=1)
        if is_workday(when):
            days -= 1
    return end_of(when)


def hours(start: str, count: int) -> str:
    return (instant(start) + timedelta(hours=count)).isoformat()


def wish(text: str) -> str:
    """A date the customer named: a bare date means its last second, a time means that time."""
    return end_of(date.fromisoformat(text)) if len(text) == len("2026-01-01") else instant(text).isoformat()


def months_after(start: date, months: int) -> date:
    """The corresponding day, or the last day of a month that has no such day."""
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def holiday_flag(*due: str | None) -> list[str]:
    """Flag of CAL-02, for the due dates of natural-day clocks."""
    off = [moment for moment in due if moment and not is_workday(day(moment))]
    return ["due-on-holiday"] if off else []


def too_early(facts: dict[str, Any], name: str) -> list[str]:
    """A flag when something that can only follow the receipt is dated on a day before it."""
    if "received_at" in facts and name in facts and day(facts[name]) < day(facts["received_at"]):
        return [f"contradiction:{name}"]
    return []


def clock(rule: str, what: str, due: str, **more: Any) -> dict[str, Any]:
    return {"rule": rule, "what": what, "due": due, **more}


def waiting(rule: str, what: str, start: str) -> dict[str, Any]:
    return {"rule": rule, "what": what, "due": None, "waiting_for": start}
