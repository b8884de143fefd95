"""A case under its regulation: grade with reasons, clocks, and what changes when facts do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.approval import waiting_for
from cases.deadlines import Deadline
from cases.grading import Grading
from cases.model import Case, Clock, Event
from cases.outgoing import MailClass
from cases.policy import evaluate
from cases.reminders import MORNING, next_rung
from cases.state import State
from cases.values import FactError
from cases.verdict import Verdict
from kesu import standing
from kesu.demands import clocks_of_demand, unregulated
from kesu.desk import Desk
from kesu.desk_clocks import FIRST_ANSWER, INNER, OURS, RECEIPT, first_answer, ours_anew
from kesu.dossier import facts_of, history_of
from kesu.numbers import numbered
from kesu.roles import holder


def graded(desk: Desk, case: Case, now: datetime, *, may_improve: bool = False) -> Case:
    """The case with today's verdict on its facts and its clocks running.

    Upwards a grade changes by itself; downwards only if `may_improve`, which takes a person with a reason. Facts
    that contradict each other change nothing and are told in the timeline.
    """
    pack, case = desk.packs[case.pack], with_pauses(case, now)
    try:
        verdict = _verdict(desk, case, now)
    except FactError as fault:
        told = case.noting(Event(now, "contradiction", str(fault)))
        return with_next_due(desk, replace(told, clocks=_with_first_answer(desk, case, list(case.clocks))), now)
    old = case.grading
    if old is not None and old.grade is not None and not may_improve and pack.milder(verdict.grade, old.grade):
        kept = f"grade {old.grade} kept: the facts now say {verdict.grade}, which takes a person to confirm"
        return with_next_due(desk, case.noting(Event(now, "grade kept", kept)), now)
    if case.pack_version != pack.version:
        case = case.noting(Event(now, "pack version", f"{pack.id} {case.pack_version} → {pack.version}"))
    case = replace(case, grading=verdict.grading(now), clocks=_clocks(desk, case, verdict), pack_version=pack.version)
    if old is None or old.grade != verdict.grade:
        case = case.noting(Event(now, "graded", _sentence(verdict, old)))
    case = numbered(desk, case, verdict, now)
    return with_next_due(desk, case, now)


def would_fall(desk: Desk, case: Case, now: datetime) -> bool:
    """Whether the facts now say a milder grade than the case has."""
    old = case.grading
    if old is None or old.grade is None:
        return False
    try:
        return desk.packs[case.pack].milder(_verdict(desk, case, now).grade, old.grade)
    except FactError:
        return False


def clocks_again(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with its clocks reckoned anew, the grade untouched. A version of the regulation that came after the
    case was graded counts only with new facts, or when somebody asks for it."""
    if case.pack_version != desk.packs[case.pack].version:
        return with_next_due(desk, replace(case, clocks=ours_anew(desk, case.clocks)), now)
    return graded(desk, case, now)


def answer_again(desk: Desk, case: Case, start: datetime) -> Case:
    """The case with a date for another answer to the customer."""
    others = [clock for clock in case.clocks if clock.deadline.rule != FIRST_ANSWER]
    return replace(case, clocks=(*others, first_answer(desk, start)))


def _verdict(desk: Desk, case: Case, now: datetime) -> Verdict:
    """What the regulation says today. Raises FactError for facts that contradict each other."""
    return evaluate(
        desk.packs[case.pack],
        facts_of(desk, case, now),
        history_of(desk, case),
        zone=desk.config.zone,
        calendar=desk.calendar,
        pauses=case.pauses,
    )


def with_pauses(case: Case, now: datetime) -> Case:
    """The case with the time in which it waits for the customer begun or ended, as its state says."""
    waits, began = case.state is State.WAITING_CUSTOMER, case.pauses[-1][0] if _paused(case) else None
    if waits == (began is not None):
        return case
    if began is None:
        return replace(case, pauses=(*case.pauses, (now, None)))
    return replace(case, pauses=(*case.pauses[:-1], (began, now)))


def _paused(case: Case) -> bool:
    return bool(case.pauses) and case.pauses[-1][1] is None


def with_next_due(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with the moment at which the clock must look at it again."""
    case = with_pauses(case, now)
    if not case.state.open:
        return replace(case, next_due=None)
    moments = [next_rung(clock, desk.local(case.received_at), now, desk.calendar) for clock in case.clocks]
    moments += [*_leaves(desk, case, now), standing.looked_at_again(desk, case)]
    return replace(case, next_due=min((moment for moment in moments if moment is not None), default=None))


def _leaves(desk: Desk, case: Case, now: datetime) -> list[datetime]:
    """When people go on leave who have been asked and have not answered."""
    today = desk.local(now).date()
    roles = {item.asked_of for item in case.grading.missing} if case.grading else set()
    asked = {person.address for role in roles if (person := holder(desk, case, role)) is not None}
    asked |= {request.address for request in (waiting_for(case.round) if case.round else ())}
    days = (desk.people.next_absence(address, today) for address in asked)
    return [datetime.combine(day, MORNING, desk.config.zone) for day in days if day is not None]


def answer_by(case: Case) -> datetime | None:
    """The date that the customer is told: the first firm one we must answer by."""
    return min(
        (clock.deadline.due for clock in case.clocks if _firm(clock) and clock.deadline.due is not None), default=None
    )


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
    return clock.met_at is None and _promises(clock)


def _binding(clock: Clock) -> bool:
    """Whether the clock has bound us to a date, or would have and its work is done."""
    return (clock.deadline.due is not None or clock.met_at is not None) and _promises(clock)


def _promises(clock: Clock) -> bool:
    """Whether the customer can count on the clock's work."""
    deadline = clock.deadline
    return not deadline.soft and deadline.rule not in INNER and deadline.what not in RECEIPT


def _clocks(desk: Desk, case: Case, verdict: Verdict) -> tuple[Clock, ...]:
    """The regulation's clocks with what already happened to them, then the desk's own."""
    if unregulated(desk, case):
        return ours_anew(desk, clocks_of_demand(desk, case))
    known = {clock.key: clock for clock in case.clocks}
    clocks = [_carried(known, deadline) for deadline in verdict.deadlines]
    clocks += ours_anew(desk, (clock for clock in case.clocks if clock.deadline.rule in OURS))
    return _with_first_answer(desk, case, [_acknowledged(desk, case, clock) for clock in clocks])


def _acknowledged(desk: Desk, case: Case, clock: Clock) -> Clock:
    """A clock for the receipt, stopped if the customer has had ours."""
    if clock.met_at is not None or clock.deadline.what not in RECEIPT:
        return clock
    receipts = (mail for mail in desk.store.outgoing_of(case.id) if mail.mail_class is MailClass.ACK and mail.sent_at)
    return replace(clock, met_at=next((mail.sent_at for mail in receipts), None))


def _with_first_answer(desk: Desk, case: Case, clocks: list[Clock]) -> tuple[Clock, ...]:
    """Where no clock binds us to a date, our own does."""
    bound = any(_binding(clock) or clock.deadline.rule == FIRST_ANSWER for clock in clocks)
    return tuple(clocks) if bound else (*clocks, first_answer(desk, case.received_at))


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
