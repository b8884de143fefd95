"""What may happen to a case when: every state with every step."""

from __future__ import annotations

from itertools import product

import pytest

from cases.lifecycle import NEXT, Step, StepNotAllowed, may, take
from cases.model import Case, Customer, Event, State
from tests.office import at

NOON = at("2026-03-02 12:00")
WORKING = {State.TRIAGED, State.ASSIGNED, State.CONTAINED, State.ANALYSING, State.REOPENED}
OPEN: set[State] = {state for state in State if state not in (State.CLOSED, State.DECLINED, State.DISMISSED)}

ALLOWED: dict[Step, tuple[set[State], State]] = {
    Step.REGISTER: ({State.RECEIVED, State.TRIAGE}, State.REGISTERED),
    Step.DOUBT: ({State.RECEIVED}, State.TRIAGE),
    Step.ASK: ({State.REGISTERED, State.WAITING_CUSTOMER}, State.WAITING_CUSTOMER),
    Step.GRADE: ({State.REGISTERED, State.WAITING_CUSTOMER}, State.TRIAGED),
    Step.DECLINE: ({State.TRIAGED}, State.DECLINED),
    Step.TAKE_AS_DEMAND: ({State.TRIAGED}, State.DEMAND),
    Step.ASSIGN: ({State.TRIAGED, State.ASSIGNED, State.REOPENED}, State.ASSIGNED),
    Step.CONTAIN: ({State.ASSIGNED}, State.CONTAINED),
    Step.ANALYSE: ({State.ASSIGNED, State.CONTAINED}, State.ANALYSING),
    Step.DRAFT: (
        WORKING | {State.WAITING_CUSTOMER, State.DEMAND, State.DRAFTED, State.APPROVAL_PENDING, State.REPLIED},
        State.DRAFTED,
    ),
    Step.REFUSE: ({State.DRAFTED}, State.ANALYSING),
    Step.ASK_APPROVAL: ({State.DRAFTED}, State.APPROVAL_PENDING),
    Step.APPROVE: ({State.APPROVAL_PENDING, State.DRAFTED}, State.APPROVED),
    Step.REJECT: ({State.APPROVAL_PENDING}, State.DRAFTED),
    Step.UNDO: ({State.APPROVED}, State.DRAFTED),
    Step.ANSWER: ({State.APPROVED}, State.REPLIED),
    Step.ACCEPT: ({State.REPLIED}, State.IMPLEMENTING),
    Step.OBJECT: ({State.REPLIED}, State.REOPENED),
    Step.DONE: ({State.IMPLEMENTING}, State.VERIFYING),
    Step.EFFECTIVE: ({State.VERIFYING}, State.CLOSED),
    Step.NOT_EFFECTIVE: ({State.VERIFYING}, State.ANALYSING),
    Step.CLOSE: (OPEN, State.CLOSED),
    Step.DISMISS: (OPEN, State.DISMISSED),
}


def a_case(state: State) -> Case:
    return Case("K2026-00001", "memory-device", "1", state, Customer("", ""), "", NOON)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)), ids=str)
def test_each_step_leads_from_each_state_where_the_table_says_or_nowhere(state: State, step: Step) -> None:
    starts, end = ALLOWED[step]
    case = a_case(state)
    assert may(case, step) is (state in starts)
    if state in starts:
        line = Event(NOON, "x", "y")
        taken = take(case, step, line)
        assert (taken.state, taken.timeline) == (end, (line,))
    else:
        with pytest.raises(StepNotAllowed, match=f"case K2026-00001 is {state}: cannot {step}"):
            take(case, step)


def test_every_state_can_be_reached_from_the_first() -> None:
    reached, before = {State.RECEIVED}, set[State]()
    while reached != before:
        before = set(reached)
        reached |= {end for (start, _), end in NEXT.items() if start in before}
    assert reached == set(State)


def test_what_is_over_stays_over() -> None:
    assert {start for start, _ in NEXT} & {State.CLOSED, State.DECLINED, State.DISMISSED} == set()
