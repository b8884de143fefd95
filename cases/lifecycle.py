"""What may happen to a case when: the kernel's state machine as one table, the same for every regulation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from cases.model import Case, Event
from cases.state import State


class Step(StrEnum):
    """Something that happens to a case."""

    REGISTER = "register"
    DOUBT = "doubt"
    ASK = "ask"
    GRADE = "grade"
    RESTRICT = "restrict its readers"
    HOLD = "wait for the pre-report"
    RELEASE = "go the ordinary way"
    DECLINE = "decline"
    TAKE_AS_DEMAND = "take as a demand"
    ASSIGN = "assign"
    CONTAIN = "contain"
    ANALYSE = "analyse"
    DRAFT = "draft"
    REFUSE = "send the countermeasure back"
    DISPUTE = "dispute the countermeasure"
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
    SPLIT = "split"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    DISMISS = "dismiss"
    REOPEN = "open again"


_OPEN = tuple(state for state in State if state.open)
_UNSTARTED = (State.TRIAGED, State.WAITING_CUSTOMER, State.ASSIGNED, State.REOPENED)
"""Nothing is reported about the lot or the cause yet. Whoever waits for the customer may begin all the same."""
_UNANSWERED = (*_UNSTARTED, State.CONTAINED, State.ANALYSING)
_PROPOSED = (State.ASSIGNED, State.CONTAINED, State.ANALYSING, State.DRAFTED, State.APPROVAL_PENDING)
"""A unit's countermeasure may be on the table: it comes back as an internal form or as a draft of the answer."""
_AFTER_THE_ANSWER = (State.REPLIED, State.IMPLEMENTING, State.VERIFYING)
_JUDGED = tuple(state for state in _OPEN if state not in (State.RECEIVED, State.TRIAGE, State.REGISTERED))


def _all(sources: Iterable[State], step: Step, end: State) -> dict[tuple[State, Step], State]:
    return {(state, step): end for state in sources}


NEXT: dict[tuple[State, Step], State] = {
    (State.RECEIVED, Step.REGISTER): State.REGISTERED,
    (State.RECEIVED, Step.DOUBT): State.TRIAGE,
    (State.TRIAGE, Step.REGISTER): State.REGISTERED,
    (State.REGISTERED, Step.ASK): State.WAITING_CUSTOMER,
    (State.REGISTERED, Step.GRADE): State.TRIAGED,
    (State.WAITING_CUSTOMER, Step.ASK): State.WAITING_CUSTOMER,
    (State.WAITING_CUSTOMER, Step.GRADE): State.TRIAGED,
    **_all((*_UNANSWERED, State.AWAITING_PRE_REPORT), Step.RESTRICT, State.RESTRICTED),
    **_all((*_UNANSWERED, State.DRAFTED), Step.HOLD, State.AWAITING_PRE_REPORT),
    **_all((State.RESTRICTED, State.AWAITING_PRE_REPORT, State.DEMAND), Step.RELEASE, State.ASSIGNED),
    **_all((State.TRIAGED, State.APPROVED), Step.DECLINE, State.DECLINED),
    **_all(_UNANSWERED, Step.TAKE_AS_DEMAND, State.DEMAND),
    **_all((State.TRIAGED, State.REOPENED, State.ASSIGNED), Step.ASSIGN, State.ASSIGNED),
    **_all((*_UNSTARTED, State.CONTAINED), Step.CONTAIN, State.CONTAINED),
    (State.ANALYSING, Step.CONTAIN): State.ANALYSING,
    **_all((*_UNSTARTED, State.CONTAINED), Step.ANALYSE, State.ANALYSING),
    **_all((*_UNANSWERED, State.RESTRICTED, State.DEMAND, State.DRAFTED), Step.DRAFT, State.DRAFTED),
    **_all((State.APPROVAL_PENDING, State.REPLIED), Step.DRAFT, State.DRAFTED),
    **_all(_PROPOSED, Step.REFUSE, State.ANALYSING),
    **_all(_PROPOSED, Step.DISPUTE, State.ANALYSING),
    (State.DRAFTED, Step.ASK_APPROVAL): State.APPROVAL_PENDING,
    (State.DRAFTED, Step.APPROVE): State.APPROVED,
    (State.APPROVAL_PENDING, Step.APPROVE): State.APPROVED,
    (State.APPROVAL_PENDING, Step.REJECT): State.DRAFTED,
    (State.APPROVED, Step.UNDO): State.DRAFTED,
    (State.APPROVED, Step.ANSWER): State.REPLIED,
    (State.REPLIED, Step.ACCEPT): State.IMPLEMENTING,
    **_all((*_AFTER_THE_ANSWER, State.DECLINED), Step.OBJECT, State.REOPENED),
    (State.IMPLEMENTING, Step.DONE): State.VERIFYING,
    (State.VERIFYING, Step.EFFECTIVE): State.CLOSED,
    (State.VERIFYING, Step.NOT_EFFECTIVE): State.ANALYSING,
    **{(state, Step.SPLIT): state for state in _JUDGED},
    **_all(_OPEN, Step.WITHDRAW, State.WITHDRAWN),
    **_all(_OPEN, Step.CLOSE, State.CLOSED),
    **_all(_OPEN, Step.DISMISS, State.DISMISSED),
    **_all((State.CLOSED, State.DECLINED, State.WITHDRAWN), Step.REOPEN, State.REOPENED),
}
"""Where each step leads from each state; a pair that is not here cannot happen. A new fact and a clock change no
state: they grade again and remind."""


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
