"""A demand under a regulation that says nothing of demands: the clocks of a complaint stop, the desk's own runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.model import Case, Clock, Event
from cases.outgoing import Sending
from kesu.desk import Desk
from kesu.desk_clocks import FIRST_ANSWER, OURS, first_answer

VALID = "valid_complaint"
"""The fact by which a regulation tells complaints from demands; one that has it has clocks for both."""


def unregulated(desk: Desk, case: Case) -> bool:
    """Whether the case is a demand of which its regulation says nothing, neither grade nor clock."""
    return case.demand and VALID not in desk.packs[case.pack].facts


def clocks_of_demand(desk: Desk, case: Case) -> tuple[Clock, ...]:
    """What has been met, what is the desk's own, and the first answer to whoever has a wish."""
    left = tuple(clock for clock in case.clocks if not _of_the_complaint(clock))
    if any(clock.deadline.rule == FIRST_ANSWER for clock in left):
        return left
    return (*left, first_answer(desk, case.received_at))


def stopped(desk: Desk, case: Case, by: str, now: datetime) -> Case:
    """The demand without the clocks of a complaint; the timeline keeps which they were, and when they were due."""
    gone = [clock for clock in case.clocks if _of_the_complaint(clock)]
    for mail in desk.store.outgoing_of(case.id):
        reminds = any(mail.effect_key.startswith(f"{case.id}/remind-{clock.key}-") for clock in gone)
        if reminds and mail.state is Sending.PENDING:
            desk.store.update_outgoing(replace(mail, state=Sending.CANCELLED, last_error="the case is a demand"))
    case = replace(case, clocks=clocks_of_demand(desk, case))
    if not gone:
        return case
    return case.noting(Event(now, "clocks stopped", ", ".join(_line(desk, clock) for clock in gone), by=by))


def resumed(case: Case) -> Case:
    """The complaint it is after all, without the first answer that stood in for its regulation's clocks."""
    return replace(case, clocks=tuple(clock for clock in case.clocks if not _stood_in(case, clock)))


def _of_the_complaint(clock: Clock) -> bool:
    return clock.met_at is None and clock.deadline.rule not in OURS


def _stood_in(case: Case, clock: Clock) -> bool:
    """Not the answer to an objection, which is due from then."""
    first = clock.deadline.rule == FIRST_ANSWER and clock.deadline.starts_at == case.received_at
    return first and clock.met_at is None


def _line(desk: Desk, clock: Clock) -> str:
    due = clock.deadline.due
    return f"{clock.deadline.what} ({desk.local(due):%Y-%m-%d %H:%M})" if due else clock.deadline.what
