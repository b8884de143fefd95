"""A case under its regulation: grade with reasons, clocks, and what changes when facts do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.deadlines import CalendarMissing, Deadline, working_days
from cases.model import Case, Clock, Event, Grading, State
from cases.policy import evaluate
from cases.reminders import next_rung
from cases.values import FactError
from cases.verdict import Verdict
from kesu.desk import Desk

FIRST_ANSWER = "desk.first_answer"
APPROVAL = "desk.approval"
TRIAGE = "desk.triage"
OURS = (FIRST_ANSWER, APPROVAL, TRIAGE)
"""Clocks of the desk itself, which no regulation knows."""
NO_CALENDAR = "calendar-missing:"
"""What a clock waits for where nobody knows yet which days of a year are worked."""


def graded(desk: Desk, case: Case, now: datetime, *, may_improve: bool = False) -> Case:
    """The case with today's verdict on its facts and its clocks running.

    Upwards a grade changes by itself; downwards only if `may_improve`, which takes a person with a reason. Facts
    that contradict each other change nothing and are told in the timeline.
    """
    pack = desk.packs[case.pack]
    try:
        verdict = evaluate(pack, raw_facts(case), history_of(desk, case), zone=desk.config.zone, calendar=desk.calendar)
    except FactError as fault:
        told = case.noting(Event(now, "contradiction", str(fault)))
        return with_next_due(desk, replace(told, clocks=_with_first_answer(desk, case, list(case.clocks))), now)
    old = case.grading
    if old is not None and old.grade is not None and not may_improve and pack.milder(verdict.grade, old.grade):
        kept = f"grade {old.grade} kept: the facts now say {verdict.grade}, which takes a person to confirm"
        return with_next_due(desk, case.noting(Event(now, "grade kept", kept)), now)
    case = replace(case, grading=verdict.grading(now), clocks=_clocks(desk, case, verdict), pack_version=pack.version)
    if old is None or old.grade != verdict.grade:
        case = case.noting(Event(now, "graded", _sentence(verdict, old)))
    return with_next_due(desk, case, now)


def raw_facts(case: Case) -> dict[str, object]:
    """The case's facts as the engine takes them."""
    stated: dict[str, object] = {
        name: list(fact.value) if isinstance(fact.value, tuple) else fact.value for name, fact in case.facts.items()
    }
    return {
        "received_at": case.received_at.isoformat(),
        "channel": "email",
        **stated,
        "customer_name": case.customer.key,
    }


def history_of(desk: Desk, case: Case) -> list[dict[str, object]]:
    """Earlier cases of the same problem, as rows of history; dismissed ones never happened."""
    if not case.problem_key:
        return []
    return [
        {**raw_facts(other), "case": other.id, "date": desk.local(other.received_at).date().isoformat()}
        | {"problem_key": other.problem_key, "grade": other.grading.grade if other.grading else None}
        for other in desk.store.cases_about(case.problem_key)
        if other.id != case.id and other.state is not State.DISMISSED and other.received_at <= case.received_at
    ]


def with_next_due(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with the moment at which the clock must look at it again."""
    if not case.state.open:
        return replace(case, next_due=None)
    moments = [next_rung(clock, desk.local(case.received_at), now, desk.calendar) for clock in case.clocks]
    return replace(case, next_due=min((moment for moment in moments if moment is not None), default=None))


def answer_by(case: Case) -> datetime | None:
    """The date that the customer is told: the first firm one we must answer by."""
    return min(
        (clock.deadline.due for clock in case.clocks if _firm(clock) and clock.deadline.due is not None), default=None
    )


def desk_clock(desk: Desk, rule: str, what: str, start: datetime, days: int) -> Clock:
    """A clock of the desk's own, in working days; it waits where no calendar is known for the year."""
    try:
        due = working_days(start, days, desk.calendar, desk.config.zone)
    except CalendarMissing as missing:
        waiting = f"{NO_CALENDAR}{missing.year}"
        return Clock(Deadline(rule, what, "working", waiting_for=waiting, starts_at=start))
    return Clock(Deadline(rule, what, "working", due=due, starts_at=start))


def meet(case: Case, at: datetime, *whats: str) -> Case:
    """The case with these clocks stopped at `at`."""
    return replace(
        case,
        clocks=tuple(
            replace(clock, met_at=at) if clock.met_at is None and clock.deadline.what in whats else clock
            for clock in case.clocks
        ),
    )


def _firm(clock: Clock) -> bool:
    return clock.met_at is None and not clock.deadline.soft and clock.deadline.rule != APPROVAL


def _binding(clock: Clock) -> bool:
    """Whether the clock has bound us to a date, or would have and its work is done."""
    deadline = clock.deadline
    known = deadline.due is not None or clock.met_at is not None
    return known and not deadline.soft and deadline.rule not in (APPROVAL, TRIAGE)


def _clocks(desk: Desk, case: Case, verdict: Verdict) -> tuple[Clock, ...]:
    """The regulation's clocks with what already happened to them, then the desk's own."""
    known = {clock.key: clock for clock in case.clocks}
    clocks = [_carried(known, deadline) for deadline in verdict.deadlines]
    clocks += [_with_calendar(desk, clock) for clock in case.clocks if clock.deadline.rule in OURS]
    return _with_first_answer(desk, case, clocks)


def _with_first_answer(desk: Desk, case: Case, clocks: list[Clock]) -> tuple[Clock, ...]:
    """Where no clock binds us to a date, our own does."""
    bound = any(_binding(clock) or clock.deadline.rule == FIRST_ANSWER for clock in clocks)
    return tuple(clocks) if bound else (*clocks, first_answer(desk, case.received_at))


def first_answer(desk: Desk, start: datetime) -> Clock:
    """The clock for an answer of any kind to the customer."""
    return desk_clock(desk, FIRST_ANSWER, "first_answer", start, desk.config.desk.first_answer)


def _with_calendar(desk: Desk, clock: Clock) -> Clock:
    """A clock of ours that waited for a calendar, reckoned again."""
    start = clock.deadline.starts_at
    if start is None or not clock.deadline.waiting_for.startswith(NO_CALENDAR):
        return clock
    days = {FIRST_ANSWER: desk.config.desk.first_answer, APPROVAL: desk.config.approval.within_working_days}
    fresh = desk_clock(desk, clock.deadline.rule, clock.deadline.what, start, days[clock.deadline.rule])
    return replace(clock, deadline=fresh.deadline)


def _carried(known: Mapping[str, Clock], deadline: Deadline) -> Clock:
    """A clock keeps its reminders while its due date stays; a new date starts the ladder anew."""
    old = known.get(f"{deadline.rule}.{deadline.what}")
    if old is None:
        return Clock(deadline)
    same = old.deadline.due == deadline.due
    return Clock(deadline, old.met_at, old.reminded if same else ())


def _sentence(verdict: Verdict, old: Grading | None) -> str:
    was = f" (was {old.grade})" if old is not None else ""
    why = ", ".join(verdict.rules) or "no clause decides yet"
    return f"grade {verdict.grade}{was}: {why}"
