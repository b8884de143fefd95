"""Where a regulation puts a case beside its grade: before the leaders, before few readers, or at its end already."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, may, take
from cases.model import Case, Event
from cases.state import State
from kesu.desk import Desk
from kesu.ending import end
from kesu.grading import with_next_due
from kesu.orders import Order
from kesu.pre_report import hold

SETTLED = "closed"
"""The intake state of a case that was settled on the spot (R06-S2)."""


def placed(desk: Desk, case: Case, now: datetime) -> Case:
    """The case in the state that its verdict asks for, and back on the ordinary way where it no longer does."""
    return with_next_due(desk, _placed(desk, case, now), now)


def _placed(desk: Desk, case: Case, now: datetime) -> Case:
    if case.restricted:
        return _restricted(case, now)
    wanted = case.grading.state if case.grading else None
    if wanted == State.AWAITING_PRE_REPORT:
        return hold(desk, case, Order("", "desk", now))
    if case.state in (State.AWAITING_PRE_REPORT, State.RESTRICTED):
        return take(case, Step.RELEASE, Event(now, "released", "the facts no longer ask for it"))
    if wanted == SETTLED and case.grading is not None and not case.grading.closing and may(case, Step.CLOSE):
        return end(desk, case, Step.CLOSE, Event(now, "closed", "settled on the spot"), now)
    return case


def _restricted(case: Case, now: datetime) -> Case:
    """Only the owner works on it: there is no engineer."""
    case = replace(case, engineer=case.owner)
    if not may(case, Step.RESTRICT):
        return case
    return take(case, Step.RESTRICT, Event(now, "restricted", "an accusation against our own people"))
