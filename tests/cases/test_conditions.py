"""Three-valued conditions: unknown is not false, and never decides."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.conditions import ALWAYS, NEVER, Condition, FactTest, all_of, any_of, possible
from cases.fact_types import Unknown
from cases.facts import Sheet

OPEN_FLAG = Unknown(choices=(True, False))


def one(fact: str, op: str, value: Any) -> Condition:
    return Condition(((FactTest(fact, op, value),),))


def is_true(fact: str) -> Condition:
    return one(fact, "eq", True)


TRUTHS = {True: True, False: False, None: OPEN_FLAG}


@pytest.mark.parametrize(("left", "right"), list(product(TRUTHS, repeat=2)))
def test_and_or_and_not_follow_kleene(left: bool | None, right: bool | None) -> None:
    sheet = Sheet({"a": TRUTHS[left], "b": TRUTHS[right]})
    both = False if left is False or right is False else True if left and right else None
    either = True if left or right else False if left is False and right is False else None
    assert all_of([is_true("a"), is_true("b")]).weigh(sheet)[0] is both
    assert any_of([is_true("a"), is_true("b")]).weigh(sheet)[0] is either
    assert is_true("a").opposite().weigh(sheet)[0] is (None if left is None else not left)
    assert all_of([is_true("a"), is_true("b")]).opposite().weigh(sheet)[0] is (None if both is None else not both)


def test_nothing_is_always_true_and_no_alternative_never() -> None:
    assert (ALWAYS.holds(Sheet({})), NEVER.holds(Sheet({}))) == (True, False)


@pytest.mark.parametrize(
    ("op", "bound", "truth"),
    [("gt", 9, True), ("gt", 10, None), ("ge", 10, True), ("lt", 10, False), ("le", 10, None), ("lt", 99, None)],
)
def test_a_lower_bound_counts_at_once_but_only_upwards(op: str, bound: int, truth: bool | None) -> None:
    sheet = Sheet({"cost": Unknown(low=Decimal(10))})
    assert one("cost", op, Decimal(bound)).weigh(sheet)[0] is truth


def test_only_what_could_still_make_it_hold_is_asked_for() -> None:
    big, bad, small = one("mw", "gt", Decimal(1)), one("degree", "in", (1, 2)), one("mw", "lt", Decimal(1))
    degrees = Unknown(choices=(1, 2, 3))
    assert all_of([big, bad]).weigh(Sheet({"mw": Decimal(2), "degree": degrees})) == (None, frozenset({"degree"}))
    assert all_of([big, bad]).weigh(Sheet({"mw": Decimal(1), "degree": degrees})) == (False, frozenset())
    assert all_of([big, bad]).weigh(Sheet({"mw": Unknown(), "degree": degrees})) == (None, frozenset({"mw", "degree"}))
    assert all_of([big, small]).weigh(Sheet({"mw": Unknown()})) == (False, frozenset())


def test_a_fact_that_is_not_stated_fails_and_its_opposite_holds() -> None:
    sheet = Sheet({"a": None})
    assert (is_true("a").holds(sheet), is_true("a").opposite().holds(sheet)) == (False, True)
    assert (one("a", "known", False).holds(sheet), one("a", "known", True).holds(sheet)) == (True, False)
    assert one("a", "known", False).weigh(Sheet({"a": OPEN_FLAG}))[0] is True


BOUNDS = st.integers(0, 6).map(Decimal)
DEMANDS = st.lists(st.tuples(st.sampled_from(["gt", "ge", "lt", "le", "eq"]), BOUNDS, st.just(False)), max_size=4)


@given(st.none() | BOUNDS, st.none() | BOUNDS, DEMANDS)
def test_whether_a_number_can_exist_agrees_with_trying_them(
    low: Decimal | None, high: Decimal | None, demands: list[tuple[str, Any, bool]]
) -> None:
    tries = [Decimal(step) / 2 for step in range(-4, 20)]
    ops = {"gt": "__gt__", "ge": "__ge__", "lt": "__lt__", "le": "__le__", "eq": "__eq__"}
    found = any(
        (low is None or number >= low)
        and (high is None or number <= high)
        and all(getattr(number, ops[op])(bound) for op, bound, _ in demands)
        for number in tries
    )
    assert possible(Unknown(low=low, high=high), demands) == found
