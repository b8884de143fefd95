"""Corrections and steps by hand, the same from the command line and by mail; each keeps who and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, StepNotAllowed, take
from cases.mail import FieldValue
from cases.model import Case, Event, Fact
from cases.values import FactError
from kesu.desk import Desk
from kesu.facts import check_fact
from kesu.followups import ask_customer_again, regrade
from kesu.grading import meet, with_next_due
from kesu.letters import to_person
from kesu.opening import papers_job
from kesu.posting import post

ARRIVALS = {"onsite_arrival_at": "onsite_verification", "reply_sent_at": "final_report"}
"""Facts that say that a clock's work is done."""


class CommandRefused(Exception):
    """The command has no effect; the text says why, in one sentence."""


def set_facts(desk: Desk, case: Case, facts: Mapping[str, FieldValue], by: str, why: str, now: datetime) -> Case:
    """State or correct facts; the case is graded again, downwards too, since a person answers for it."""
    pack = desk.packs[case.pack]
    for name, value in facts.items():
        if name not in pack.facts and not desk.words.knows(name):
            raise CommandRefused(f"there is no fact {name!r}; the names are those of the questions you were sent")
        try:
            check_fact(desk, pack, name, value)
        except FactError as fault:
            raise CommandRefused(str(fault)) from fault
    news = {name: Fact(value, f"person:{by}", now, reason=why) for name, value in facts.items()}
    told = ", ".join(f"{name} = {_shown(value)}" for name, value in facts.items())
    changed = replace(case, facts={**case.facts, **news})
    changed = changed.noting(Event(now, "facts set", f"{told} ({why})" if why else told, by=by))
    for name in facts:
        if name in ARRIVALS:
            changed = meet(changed, now, ARRIVALS[name])
    changed = regrade(desk, changed, now, may_improve=bool(why))
    changed = ask_customer_again(desk, changed, case, now)
    desk.store.put_case(changed)
    return changed


def event(desk: Desk, case: Case, name: str, at: datetime, by: str, now: datetime) -> Case:
    """Something has happened at `at`: a start event such as sample_received_at, or the work of a clock is done."""
    if any(clock.deadline.what == name for clock in case.clocks):
        case = meet(case, at, name).noting(Event(now, "done", f"{name} at {at.isoformat()}", by=by))
        case = with_next_due(desk, case, now)
        desk.store.put_case(case)
        return case
    return set_facts(desk, case, {name: at.isoformat()}, by, f"happened at {at.isoformat()}", now)


def assign(desk: Desk, case: Case, to: str, by: str, now: datetime) -> Case:
    """Give the case to a person (role, address or name); they get the papers."""
    person = desk.people.find(to)
    if person is None:
        raise CommandRefused(f"[people] knows nobody called {to!r}")
    case = replace(case, owner=person.address).noting(Event(now, "assigned", f"owner {person.name}", by=by))
    number = 2 + sum(line.what == "papers ordered" for line in case.timeline)
    case = case.noting(Event(now, "papers ordered", f"for the new owner {person.name}"))
    desk.store.put_job(papers_job(desk, case, "assigned", number, now))
    desk.store.put_case(case)
    return case


def close(desk: Desk, case: Case, by: str, why: str, now: datetime) -> Case:
    """End the case, with the reason."""
    if not why.strip():
        raise CommandRefused("closing needs a reason")
    case = _take(case, Step.CLOSE, Event(now, "closed", why, by=by))
    desk.store.put_case(with_next_due(desk, case, now))
    return case


def dismiss(desk: Desk, case: Case, by: str, why: str, now: datetime, into: str = "") -> Case:
    """Not a complaint, or the same as another case."""
    case = replace(_take(case, Step.DISMISS, Event(now, "dismissed", why, by=by)), duplicate_of=into)
    desk.store.put_case(with_next_due(desk, case, now))
    return case


def again(desk: Desk, case: Case, by: str, why: str, now: datetime) -> Case:
    """Grade the case on today's facts and pack, downwards too if there is a reason."""
    case = regrade(desk, case.noting(Event(now, "regrade asked", why, by=by)), now, may_improve=bool(why))
    desk.store.put_case(case)
    return case


def merge(desk: Desk, case: Case, other_number: str, by: str, now: datetime) -> Case:
    """Take the case as a part of another one; its sender becomes a party there."""
    other = desk.store.case_by_number(other_number)
    if other is None or other.id == case.id:
        raise CommandRefused(f"there is no other case {other_number!r}")
    if not other.state.open:
        raise CommandRefused(f"case {other.number} is {other.state}")
    facts = {**case.facts, **other.facts}
    joined = replace(
        other,
        facts=facts,
        parties=tuple(dict.fromkeys([*other.parties, *case.parties])),
        thread=(*other.thread, *case.thread),
    ).noting(Event(now, "merged", f"{case.id} joined this case", by=by))
    desk.store.put_case(regrade(desk, joined, now))
    return dismiss(desk, case, by, f"merged into {other.id}", now, into=other.id)


def report_done(desk: Desk, case: Case, address: str, done: str, effect: str, now: datetime) -> None:
    """Tell whoever gave the command by mail what it did."""
    person = desk.people.by_address(address)
    if person is not None:
        post(desk, case, to_person(desk, person, "staff/done", effect, {"done": [done]}, case), now)


def _take(case: Case, step: Step, line: Event) -> Case:
    try:
        return take(case, step, line)
    except StepNotAllowed as fault:
        raise CommandRefused(str(fault)) from fault


def _shown(value: FieldValue) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else ", ".join(value)
