"""What may happen to a case when: the kernel's state machine as one table, the same for every regulation."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from cases.model import Case, Event, State


class Step(StrEnum):
    """Something that happens to a case."""

    REGISTER = "register"
    DOUBT = "doubt"
    ASK = "ask"
    GRADE = "grade"
    DECLINE = "decline"
    TAKE_AS_DEMAND = "take as a demand"
    ASSIGN = "assign"
    CONTAIN = "contain"
    ANALYSE = "analyse"
    DRAFT = "draft"
    REFUSE = "refuse the draft"
    ASK_APPROVAL = "ask for approval"
    APPROVE = "approve"
    REJECT = "reject"
    UNDO = "undo"
    ANSWER = "answer"
    ACCEPT = "accept"
    OBJECT = "object"
    DONE = "report measures done"
    EFFECTIVE = "confirm the effect"
    NOT_EFFECTIVE = "report no effect"
    CLOSE = "close"
    DISMISS = "dismiss"


_WORKING = (State.TRIAGED, State.ASSIGNED, State.CONTAINED, State.ANALYSING, State.REOPENED)
_OPEN = tuple(state for state in State if state.open)

NEXT: dict[tuple[State, Step], State] = {
    (State.RECEIVED, Step.REGISTER): State.REGISTERED,
    (State.RECEIVED, Step.DOUBT): State.TRIAGE,
    (State.TRIAGE, Step.REGISTER): State.REGISTERED,
    (State.REGISTERED, Step.ASK): State.WAITING_CUSTOMER,
    (State.REGISTERED, Step.GRADE): State.TRIAGED,
    (State.WAITING_CUSTOMER, Step.ASK): State.WAITING_CUSTOMER,
    (State.WAITING_CUSTOMER, Step.GRADE): State.TRIAGED,
    (State.TRIAGED, Step.DECLINE): State.DECLINED,
    (State.TRIAGED, Step.TAKE_AS_DEMAND): State.DEMAND,
    (State.TRIAGED, Step.ASSIGN): State.ASSIGNED,
    (State.REOPENED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.ASSIGN): State.ASSIGNED,
    (State.ASSIGNED, Step.CONTAIN): State.CONTAINED,
    (State.ASSIGNED, Step.ANALYSE): State.ANALYSING,
    (State.CONTAINED, Step.ANALYSE): State.ANALYSING,
    **{(state, Step.DRAFT): State.DRAFTED for state in _WORKING},
    (State.WAITING_CUSTOMER, Step.DRAFT): State.DRAFTED,
    (State.DEMAND, Step.DRAFT): State.DRAFTED,
    (State.DRAFTED, Step.DRAFT): State.DRAFTED,
    (State.APPROVAL_PENDING, Step.DRAFT): State.DRAFTED,
    (State.DRAFTED, Step.REFUSE): State.ANALYSING,
    (State.DRAFTED, Step.ASK_APPROVAL): State.APPROVAL_PENDING,
    (State.APPROVAL_PENDING, Step.APPROVE): State.APPROVED,
    (State.APPROVAL_PENDING, Step.REJECT): State.DRAFTED,
    (State.APPROVED, Step.UNDO): State.DRAFTED,
    (State.DRAFTED, Step.APPROVE): State.APPROVED,
    (State.APPROVED, Step.ANSWER): State.REPLIED,
    (State.REPLIED, Step.DRAFT): State.DRAFTED,
    (State.REPLIED, Step.ACCEPT): State.IMPLEMENTING,
    (State.REPLIED, Step.OBJECT): State.REOPENED,
    (State.IMPLEMENTING, Step.DONE): State.VERIFYING,
    (State.VERIFYING, Step.EFFECTIVE): State.CLOSED,
    (State.VERIFYING, Step.NOT_EFFECTIVE): State.ANALYSING,
    **{(state, Step.CLOSE): State.CLOSED for state in _OPEN},
    **{(state, Step.DISMISS): State.DISMISSED for state in _OPEN},
}


class StepNotAllowed(Exception):
    """The case is not where this can happen; the text says so."""


def may(case: Case, step: Step) -> bool:
    """Whether `step` can happen to the case as it stands."""
    return (case.state, step) in NEXT


def take(case: Case, step: Step, *events: Event) -> Case:
    """The case after `step`, with `events` in its timeline; raises StepNotAllowed."""
    if not may(case, step):
        raise StepNotAllowed(f"case {case.number} is {case.state}: cannot {step}")
    return replace(case, state=NEXT[case.state, step]).noting(*events)
