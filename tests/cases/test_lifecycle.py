"""What may happen to a case when: every state with every step."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest

from cases.lifecycle import NEXT, Step, StepNotAllowed, may, take
from cases.model import Case, Customer, Event
from cases.state import State
from tests.office import at

NOON = at("2026-03-02 12:00")

ALLOWED = """
register               received -> registered; triage -> registered
doubt                  received -> triage
ask                    registered -> waiting_customer; waiting_customer -> waiting_customer
grade                  registered -> triaged; waiting_customer -> triaged
restrict its readers   triaged -> restricted; waiting_customer -> restricted; assigned -> restricted
                       contained -> restricted; analysing -> restricted; reopened -> restricted
                       awaiting-pre-report -> restricted
wait for the pre-report  triaged -> awaiting-pre-report; waiting_customer -> awaiting-pre-report
                       assigned -> awaiting-pre-report; contained -> awaiting-pre-report
                       analysing -> awaiting-pre-report; reopened -> awaiting-pre-report
                       drafted -> awaiting-pre-report
go the ordinary way    restricted -> assigned; awaiting-pre-report -> assigned; demand -> assigned
decline                triaged -> declined; approved -> declined
take as a demand       triaged -> demand; waiting_customer -> demand; assigned -> demand; contained -> demand
                       analysing -> demand; reopened -> demand
assign                 triaged -> assigned; assigned -> assigned; reopened -> assigned
contain                triaged -> contained; waiting_customer -> contained; assigned -> contained
                       reopened -> contained; contained -> contained; analysing -> analysing
analyse                triaged -> analysing; waiting_customer -> analysing; assigned -> analysing
                       reopened -> analysing; contained -> analysing
draft                  triaged -> drafted; waiting_customer -> drafted; assigned -> drafted; contained -> drafted
                       analysing -> drafted; reopened -> drafted; restricted -> drafted; demand -> drafted
                       drafted -> drafted; approval_pending -> drafted; replied -> drafted
send the countermeasure back  assigned -> analysing; contained -> analysing; analysing -> analysing
                       drafted -> analysing; approval_pending -> analysing
dispute the countermeasure  assigned -> analysing; contained -> analysing; analysing -> analysing
                       drafted -> analysing; approval_pending -> analysing
ask for approval       drafted -> approval_pending
approve                drafted -> approved; approval_pending -> approved
reject                 approval_pending -> drafted
undo                   approved -> drafted
answer                 approved -> replied
accept                 replied -> implementing
object                 replied -> reopened; implementing -> reopened; verifying -> reopened; declined -> reopened
report measures done   implementing -> verifying
confirm the effect     verifying -> closed
report no effect       verifying -> analysing
split                  waiting_customer -> waiting_customer; triaged -> triaged; demand -> demand
                       restricted -> restricted; awaiting-pre-report -> awaiting-pre-report; assigned -> assigned
                       contained -> contained; analysing -> analysing; drafted -> drafted
                       approval_pending -> approval_pending; approved -> approved; replied -> replied
                       implementing -> implementing; verifying -> verifying; reopened -> reopened
open again             closed -> reopened; declined -> reopened; withdrawn -> reopened
"""
"""The kernel's table as a person reads it; what ends any open case stands in `ENDS`."""

ENDS = {"withdraw": "withdrawn", "close": "closed", "dismiss": "dismissed"}
OVER = {"closed", "declined", "withdrawn", "dismissed"}


@cache
def allowed() -> dict[tuple[str, str], str]:
    """(state, step) → the state after it."""
    table: dict[tuple[str, str], str] = {}
    step = ""
    for line in filter(None, ALLOWED.splitlines()):
        name, _, moves = line.partition("  ") if not line.startswith(" ") else ("", "", line)
        step = name or step
        for move in moves.split(";"):
            start, _, end = move.strip().partition(" -> ")
            table[start, step] = end
    table |= {(str(state), name): end for state in State if state not in OVER for name, end in ENDS.items()}
    return table


def a_case(state: State) -> Case:
    return Case("K2026-00001", "memory-device", "1", state, Customer("", ""), "", NOON)


@pytest.mark.parametrize(("state", "step"), list(product(State, Step)), ids=str)
def test_each_step_leads_from_each_state_where_the_table_says_or_nowhere(state: State, step: Step) -> None:
    end = allowed().get((state, step))
    case = a_case(state)
    assert may(case, step) is (end is not None)
    if end is not None:
        line = Event(NOON, "x", "y")
        taken = take(case, step, line)
        assert (taken.state, taken.timeline) == (end, (line,))
    else:
        with pytest.raises(StepNotAllowed, match=f"^case K2026-00001 is {state}: cannot {step}$"):
            take(case, step)


def test_the_table_names_no_state_or_step_that_there_is_not() -> None:
    assert {state for state, _ in allowed()} | set(allowed().values()) <= set(State)
    assert {step for _, step in allowed()} == set(Step)


def reached(first: State) -> set[State]:
    """Every state that a case in `first` can come to, itself included."""
    found, before = {first}, set[State]()
    while found != before:
        before = set(found)
        found |= {end for (start, _), end in NEXT.items() if start in before}
    return found


def test_every_state_can_be_reached_from_the_first() -> None:
    assert reached(State.RECEIVED) == set(State)


@pytest.mark.parametrize("state", [state for state in State if state.open], ids=str)
def test_every_open_case_can_end_in_every_way(state: State) -> None:
    assert reached(state) >= OVER


def test_what_is_over_begins_again_only_by_a_person_or_an_objection_to_our_refusal() -> None:
    steps = {step for start, step in NEXT if start in OVER}
    assert steps == {Step.REOPEN, Step.OBJECT}
    assert [step for start, step in NEXT if start is State.DISMISSED] == []
