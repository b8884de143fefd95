"""Corrections and steps by hand, the same from the command line and by mail; each keeps who and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from cases.fact_types import FactType, read_value
from cases.lifecycle import Step, may, take
from cases.mail import FieldValue
from cases.model import Case, Event, Fact
from cases.pack import Pack
from cases.values import FactError
from kesu import misfits, rights, triage
from kesu.asking import ask_customer_again
from kesu.closing import CLOSE_CHECK, refuse_while_open, ticked
from kesu.desk import Desk
from kesu.ending import end
from kesu.facts import check_fact
from kesu.grading import meet, with_next_due, would_fall
from kesu.letters import to_person
from kesu.notices import hand_over
from kesu.ordering import papers_job, stage_papers
from kesu.orders import CommandRefused, Order
from kesu.posting import post
from kesu.present import shown
from kesu.regrading import regrade

ARRIVALS = {"onsite_arrival_at": "onsite_verification", "reply_sent_at": "final_report"}
"""Facts that say that a clock's work is done."""
PACK = "pack"
"""Not a fact but the regulation itself, chosen by a person."""
SAMPLE = "sample_received_at"
"""With the sample the analysis starts."""


def set_facts(desk: Desk, case: Case, facts: Mapping[str, FieldValue], by: str, why: str, now: datetime) -> Case:
    """State or correct facts; the case is graded again, downwards too by who may do so and says why."""
    case, facts = _under_named_pack(desk, case, facts, by, why, now)
    lowers = bool(why.strip()) and rights.may_lower(desk, case, by, now)
    return _state(desk, case, facts, by, why, now, may_improve=lowers) if facts else case


def _under_named_pack(
    desk: Desk, case: Case, facts: Mapping[str, FieldValue], by: str, why: str, now: datetime
) -> tuple[Case, Mapping[str, FieldValue]]:
    """The case under the regulation that the facts name, and the other facts, which are checked against it first."""
    if PACK not in facts:
        return case, facts
    pack = triage.pack_named(desk, str(facts[PACK]))
    others = {name: value for name, value in facts.items() if name != PACK}
    _check(desk, pack, others)
    if pack.id == case.pack:
        return case, others
    return triage.other_pack(desk, case, Order(f"{pack.id} {why}".strip(), by, now)).case, others


def _state(
    desk: Desk, case: Case, facts: Mapping[str, FieldValue], by: str, why: str, now: datetime, *, may_improve: bool
) -> Case:
    if CLOSE_CHECK in facts:
        facts = {**facts, CLOSE_CHECK: ticked(desk, case, facts[CLOSE_CHECK])}
    _check(desk, desk.packs[case.pack], facts)
    news = {name: Fact(value, f"person:{by}", now, reason=why) for name, value in facts.items()}
    told = ", ".join(f"{name} = {shown(value)}" for name, value in facts.items())
    changed = replace(case, facts={**case.facts, **news})
    changed = changed.noting(Event(now, "facts set", f"{told} ({why})" if why else told, by=by))
    for name, value in facts.items():
        if name in ARRIVALS:
            changed = meet(changed, _moment(desk, name, value, now), ARRIVALS[name])
    if SAMPLE in facts and may(changed, Step.ANALYSE):
        changed = take(changed, Step.ANALYSE, Event(now, "analysing", "the sample is here", by=by))
    changed = regrade(desk, changed, now, may_improve=may_improve)
    changed = stage_papers(desk, ask_customer_again(desk, changed, case, now), now)
    desk.store.put_case(changed)
    return changed


def _check(desk: Desk, pack: Pack, facts: Mapping[str, FieldValue]) -> None:
    """Raises CommandRefused for a fact that there is not, or a value that it cannot have."""
    for name, value in facts.items():
        if name not in pack.facts and not desk.words.knows(name):
            raise CommandRefused(f"没有名为 {name} 的事实 / there is no fact {name!r}; see the questions you were sent")
        try:
            check_fact(desk, pack, name, value)
        except FactError as fault:
            raise CommandRefused(misfits.sentence(desk, fault)) from fault


def _moment(desk: Desk, name: str, value: FieldValue, now: datetime) -> datetime:
    """When it happened, as far as the value says so. Raises CommandRefused for what is no time."""
    try:
        stated = read_value(FactType(name, "datetime"), value, desk.config.zone)
    except FactError as fault:
        raise CommandRefused(misfits.sentence(desk, fault)) from fault
    return min(stated, now) if stated else now


def event(desk: Desk, case: Case, name: str, at: datetime, by: str, now: datetime) -> Case:
    """Something has happened at `at`: a start event such as sample_received_at, or the work of a clock is done."""
    if at > now:
        raise CommandRefused(f"{desk.local(at):%Y-%m-%d %H:%M} 还没有到 / has not come yet: an event is over")
    if any(clock.deadline.what == name for clock in case.clocks):
        case = meet(case, at, name).noting(Event(now, "done", f"{name} at {at.isoformat()}", by=by))
        case = with_next_due(desk, case, now)
        desk.store.put_case(case)
        return case
    told = f"happened at {desk.local(at).isoformat()}"
    return _state(desk, case, {name: desk.local(at).isoformat()}, by, told, now, may_improve=False)


def assign(desk: Desk, case: Case, to: str, by: str, now: datetime) -> Case:
    """Give the case to a person (role, address or name); they get the papers."""
    person = desk.people.find(to)
    if person is None:
        raise CommandRefused(f"人员表中没有 {to} / [people] knows nobody called {to!r}")
    if not case.state.open:
        raise CommandRefused(f"投诉 {case.number} 已结束 / case {case.number} is {case.state}")
    case = hand_over(desk, case, person, by, now)
    case = take(case, Step.ASSIGN) if may(case, Step.ASSIGN) else case
    number = 2 + sum(line.what == "papers ordered" for line in case.timeline)
    case = case.noting(Event(now, "papers ordered", f"for the new owner {person.name}"))
    desk.store.put_job(papers_job(desk, case, "assigned", number, now))
    desk.store.put_case(case)
    return case


def close(desk: Desk, case: Case, by: str, why: str, now: datetime) -> Case:
    """End the case, with the reason; not while points are open that its regulation wants done first."""
    if not why.strip():
        raise CommandRefused("关闭须写明原因 / closing needs a reason")
    refuse_while_open(desk, case)
    case = end(desk, case, Step.CLOSE, Event(now, "closed", why, by=by), now)
    case = with_next_due(desk, case, now)
    desk.store.put_case(case)
    return case


def dismiss(desk: Desk, case: Case, by: str, why: str, now: datetime, into: str = "") -> Case:
    """Not a complaint, or the same as another case."""
    case = replace(end(desk, case, Step.DISMISS, Event(now, "dismissed", why, by=by), now), duplicate_of=into)
    case = with_next_due(desk, case, now)
    desk.store.put_case(case)
    return case


def again(desk: Desk, case: Case, by: str, why: str, now: datetime) -> Case:
    """Grade the case on today's facts and today's version of its regulation; downwards only by who may, saying why."""
    if would_fall(desk, case, now):
        if not rights.may_lower(desk, case, by, now):
            raise rights.refusal(desk, case, now)
        if not why.strip():
            raise CommandRefused(
                "降低等级须写明原因：重新定级 原因 / to lower the grade, give a reason: regrade REASON"
            )
    case = regrade(desk, case.noting(Event(now, "regrade asked", why, by=by)), now, may_improve=True)
    desk.store.put_case(case)
    return case


def merge(desk: Desk, case: Case, other_number: str, by: str, now: datetime) -> Case:
    """Take the case as a part of another one; its sender becomes a party there."""
    other = desk.store.case_by_number(other_number)
    if other is None or other.id == case.id:
        raise CommandRefused(f"没有编号为 {other_number} 的其他投诉 / there is no other case {other_number!r}")
    if not other.state.open:
        raise CommandRefused(f"投诉 {other.number} 已结束 / case {other.number} is {other.state}")
    facts = {**case.facts, **other.facts}
    joined = replace(
        other,
        facts=facts,
        parties=tuple(dict.fromkeys([*other.parties, *case.parties])),
        thread=(*other.thread, *case.thread),
    ).noting(Event(now, "merged", f"{case.id} joined this case", by=by))
    dismissed = dismiss(desk, case, by, f"merged into {other.id}", now, into=other.id)
    desk.store.put_case(regrade(desk, joined, now))
    return dismissed


def report_done(desk: Desk, case: Case, address: str, done: Sequence[str], effect: str, now: datetime) -> None:
    """Tell whoever gave the command by mail what it did, in lines of their language."""
    person = desk.people.by_address(address)
    if person is not None:
        post(desk, case, to_person(desk, person, "staff/done", effect, {"done": done}, case), now)
