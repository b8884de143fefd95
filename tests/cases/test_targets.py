"""A rate is compared with its target exactly, and is n/a where nothing was counted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.targets import Target, shown_rate


@pytest.mark.parametrize(
    ("op", "bound", "num", "den", "grade"),
    [
        ("ge", "90", 18, 20, "met"),
        ("ge", "90", 17, 19, "missed"),
        ("ge", "90", 89_999, 100_000, "missed"),
        ("ge", "85", 85, 100, "met"),
        ("ge", "85", 84, 100, "missed"),
        ("lt", "3", 3, 100, "missed"),
        ("lt", "3", 2, 100, "met"),
        ("lt", "3", 0, 100, "met"),
        ("ge", "10", 20, 200, "met"),
        ("ge", "10", 19, 200, "missed"),
        ("gt", "10", 20, 200, "missed"),
        ("le", "3", 3, 100, "met"),
        ("ge", "33.33", 1, 3, "met"),
        ("ge", "33.34", 1, 3, "missed"),
        ("ge", "90", 0, 0, "n/a"),
        ("lt", "3", 0, 0, "n/a"),
        ("lt", "3", 5, 0, "n/a"),
    ],
)
def test_the_boundary_belongs_to_the_side_the_target_names(op: str, bound: str, num: int, den: int, grade: str) -> None:
    assert Target(op, Decimal(bound)).grade(Decimal(num), Decimal(den), "percent") == grade


def test_parts_per_million_are_compared_per_million() -> None:
    assert Target("lt", Decimal(154)).grade(Decimal(23), Decimal(150_000), "ppm") == "met"
    assert Target("lt", Decimal(153)).grade(Decimal(23), Decimal(150_000), "ppm") == "missed"


@pytest.mark.parametrize(
    ("num", "den", "unit", "target", "shown"),
    [
        (18, 20, "percent", None, "90.00"),
        (2, 3, "percent", None, "66.67"),
        (1, 3, "percent", None, "33.33"),
        (0, 7, "percent", None, "0.00"),
        (23, 150_000, "ppm", None, "153.33"),
        (89_999, 100_000, "percent", None, "90.00"),
        (89_999, 100_000, "percent", Target("ge", Decimal(90)), "89.99"),
        (2_999, 100_000, "percent", Target("lt", Decimal(3)), "2.99"),
        (3_001, 100_000, "percent", Target("le", Decimal(3)), "3.01"),
        (90_001, 100_000, "percent", Target("gt", Decimal(90)), "90.01"),
        (2, 3, "percent", Target("ge", Decimal(60)), "66.67"),
    ],
)
def test_a_rate_is_shown_rounded_but_never_across_its_target(
    num: int, den: int, unit: str, target: Target | None, shown: str
) -> None:
    assert shown_rate(Decimal(num), Decimal(den), unit, target) == Decimal(shown)


def test_nothing_over_nothing_is_no_number() -> None:
    assert shown_rate(Decimal(0), Decimal(0), "percent") is None


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(0, 10_000), st.sampled_from(["ge", "gt", "le", "lt"]))
def test_a_target_agrees_with_whole_number_arithmetic(num: int, den: int, cents: int, op: str) -> None:
    """num/den × 100 against cents/100, multiplied out."""
    left, right = num * 100 * 100, cents * den
    holds = {"ge": left >= right, "gt": left > right, "le": left <= right, "lt": left < right}[op]
    target = Target(op, Decimal(cents) / 100)
    assert target.grade(Decimal(num), Decimal(den), "percent") == ("met" if holds else "missed")


@given(
    st.integers(0, 10**9),
    st.integers(1, 10**9),
    st.integers(0, 100_000),
    st.sampled_from(["ge", "gt", "le", "lt"]),
)
def test_what_is_shown_is_near_what_is_and_on_the_same_side_of_the_target(
    num: int, den: int, mils: int, op: str
) -> None:
    target = Target(op, Decimal(mils) / 1000)
    shown = shown_rate(Decimal(num), Decimal(den), "percent", target)
    assert shown is not None
    assert abs(Fraction(shown) - Fraction(num * 100, den)) < Fraction(1, 100)
    assert target.grade(shown, Decimal(100), "percent") == target.grade(Decimal(num), Decimal(den), "percent")
