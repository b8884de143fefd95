"""Clocks of the desk itself, which no regulation knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from cases.deadlines import CalendarMissing, Deadline, working_days
from cases.model import Clock
from kesu.desk import Desk

FIRST_ANSWER = "desk.first_answer"
APPROVAL = "desk.approval"
TRIAGE = "desk.triage"
PRE_REPORT = "desk.pre_report"
OURS = (FIRST_ANSWER, APPROVAL, TRIAGE, PRE_REPORT)
INNER = (APPROVAL, TRIAGE, PRE_REPORT)
"""Those of which the customer notices nothing."""
RECEIPT = ("accept", "acknowledge")
"""What our acknowledgement itself does: no date by which the customer has an answer."""
NO_CALENDAR = "calendar-missing:"
"""What a clock waits for where nobody knows yet which days of a year are worked."""


def desk_clock(desk: Desk, rule: str, what: str, start: datetime, days: int) -> Clock:
    """A clock of the desk's own, in working days; it waits where no calendar is known for the year."""
    try:
        due = working_days(start, days, desk.calendar, desk.config.zone)
    except CalendarMissing as missing:
        waiting = f"{NO_CALENDAR}{missing.year}"
        return Clock(Deadline(rule, what, "working", waiting_for=waiting, starts_at=start))
    return Clock(Deadline(rule, what, "working", due=due, starts_at=start))


def first_answer(desk: Desk, start: datetime) -> Clock:
    """The clock for an answer of any kind to the customer."""
    return desk_clock(desk, FIRST_ANSWER, "first_answer", start, desk.config.desk.first_answer)


def ours_anew(desk: Desk, clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """The clocks, those of ours that waited for a calendar reckoned again."""
    return tuple(_with_calendar(desk, clock) if clock.deadline.rule in OURS else clock for clock in clocks)


def _with_calendar(desk: Desk, clock: Clock) -> Clock:
    """A clock of ours that waited for a calendar, reckoned again."""
    start = clock.deadline.starts_at
    if start is None or not clock.deadline.waiting_for.startswith(NO_CALENDAR):
        return clock
    within = desk.config.approval.within_working_days
    days = desk.config.desk.first_answer if clock.deadline.rule == FIRST_ANSWER else within
    fresh = desk_clock(desk, clock.deadline.rule, clock.deadline.what, start, days)
    return replace(clock, deadline=fresh.deadline)
