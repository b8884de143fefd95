"""A case is graded again: papers, people and place follow what has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, may, take
from cases.model import Case, Event, Fact
from cases.state import State
from kesu.asking import customer_missing
from kesu.demands import unregulated
from kesu.desk import Desk
from kesu.grading import graded, with_next_due
from kesu.notices import ask_emergency_measure, ask_inside, hand_over, tell_those_who_must_know
from kesu.ordering import papers_job
from kesu.outgrown import restart_if_outgrown
from kesu.paperwork import has_papers
from kesu.placing import placed
from kesu.responsible import engineer_of, owner_of


def regrade(desk: Desk, case: Case, now: datetime, *, may_improve: bool = False) -> Case:
    """The case graded again; a changed grade brings new papers, told to the owner with what changed and why."""
    if case.state is State.TRIAGE or not case.state.open:
        return case
    if unregulated(desk, case):
        return with_next_due(desk, case, now)
    before = case.grading.grade if case.grading else None
    asked = {item.fact for item in case.grading.missing} if case.grading else set()
    case = graded(desk, case, now, may_improve=may_improve)
    after = case.grading.grade if case.grading else None
    told: set[str] = set()
    if before != after:
        case = _handed_on(desk, _upgraded(desk, case, before, now), now)
        told = _new_to_it(desk, case)
        why = f"the grade changed from {before} to {after}"
        case = _papers_ordered(desk, case, f"regrade:{_shown(before)}", why, now)
    return _told(desk, case, now, asked=asked, told=told)


def _told(desk: Desk, case: Case, now: datetime, *, asked: Collection[str], told: Collection[str]) -> Case:
    """Approvers decide on what a new verdict takes, the case stands where it puts it, and then whoever must know of
    it does. People in `told` read our questions with the papers that are on their way to them."""
    case = restart_if_outgrown(desk, case, now)
    if case.state is State.WAITING_CUSTOMER and not customer_missing(case) and may(case, Step.GRADE):
        case = take(case, Step.GRADE)
        case = take(case, Step.ASSIGN, Event(now, "assigned", f"owner {case.owner}"))
        case = graded(desk, case, now)  # clocks that stood still run again
    case = placed(desk, case, now)
    if case.state.open:
        ask_inside(desk, case, now, asked=asked, told=told)
        ask_emergency_measure(desk, case, now)
    tell_those_who_must_know(desk, case, now)
    return case


def under_another_pack(desk: Desk, case: Case, now: datetime) -> Case:
    """The case as the regulation sees it that it has been put under: grade, number, owner, engineer, papers."""
    case = graded(desk, replace(case, grading=None, case_no=""), now, may_improve=True)
    owner = owner_of(desk, case, now)
    if owner.address != case.owner:
        case = hand_over(desk, case, owner, "desk", now)
    case = replace(case, engineer=engineer_of(desk, case, now).address)
    case = _papers_ordered(desk, case, "regrade:", f"under {case.pack}", now)
    return _told(desk, case, now, asked=(), told=_new_to_it(desk, case))


def _new_to_it(desk: Desk, case: Case) -> set[str]:
    """Who gets the papers as a new case, with our questions."""
    return {address for address in (case.owner, case.engineer) if not has_papers(desk, case, address)}


def _papers_ordered(desk: Desk, case: Case, purpose: str, why: str, now: datetime) -> Case:
    number = 2 + sum(event.what == "papers ordered" for event in case.timeline)
    desk.store.put_job(papers_job(desk, case, purpose, number, now))
    return case.noting(Event(now, "papers ordered", why))


def _upgraded(desk: Desk, case: Case, before: int | str | None, now: datetime) -> Case:
    """A grade that rises during handling dates the upgrade, where the regulation has clocks that start with it."""
    pack, after = desk.packs[case.pack], case.grading.grade if case.grading else None
    if "upgraded_at" not in pack.facts or before is None or after is None or pack.milder(after, before):
        return case
    upgrade = Fact(desk.local(now).isoformat(), "desk", now)
    return graded(desk, replace(case, facts={**case.facts, "upgraded_at": upgrade}), now)


def _handed_on(desk: Desk, case: Case, now: datetime) -> Case:
    """The new grade's owner takes over, unless a person has assigned the case to somebody."""
    owner = owner_of(desk, case, now)
    by_hand = any(event.what == "assigned" and event.by != "desk" for event in case.timeline)
    if by_hand or owner.address == case.owner:
        return case
    return hand_over(desk, case, owner, "desk", now)


def _shown(grade: int | str | None) -> str:
    return "" if grade is None else str(grade)
