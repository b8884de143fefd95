"""What must be true of every verdict, whatever the facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.verdict import Verdict

Grading = Callable[..., Verdict]

COSTS = [str(bound + step) for bound in (10000, 100000, 1000000, 5000000) for step in (-1, 0, 1)] + ["0"]
POWERS = ["0", "0.01", "0.02", "0.021", "0.2", "0.21", "0.5", "0.51", "1", "1.1"]
DEGREES = [1, 2, 3]
FLAGS = ["legal_action", "major_impact", "safety_hazard", "mass_complaint_risk", "image_risk", "media_exposed"]
EARLIER = st.fixed_dictionaries(
    {
        "date": st.sampled_from(["2025-03-02", "2025-12-02", "2026-03-02"]),
        "problem_key": st.just("k"),
        "customer_name": st.just("A"),
        "total_cost_cny": st.sampled_from(COSTS),
        "qty_mw": st.sampled_from(POWERS),
        "defect_degree": st.sampled_from(DEGREES),
        "grade": st.sampled_from([1, 2, 3, None]),
    }
)
HISTORY = st.lists(EARLIER, max_size=3)
BASE = {"received_at": "2026-03-02T09:00:00+08:00", "problem_key": "k", "customer_name": "A"}
OPEN: dict[str, list[Any]] = {
    "total_cost_cny": ["0", "10000", "10001", "100001", "1000001", "5000001"],
    "qty_mw": ["0", "0.02", "0.021", "0.21", "0.51", "1.1"],
    "defect_degree": DEGREES,
}
"""The open facts, each with a value for every clause it can meet."""
PV = st.fixed_dictionaries(
    {},
    optional={
        "total_cost_cny": st.sampled_from(COSTS),
        "qty_mw": st.sampled_from(POWERS),
        "defect_degree": st.sampled_from(DEGREES),
        "cost_module_value": st.sampled_from(COSTS),
        **{flag: st.booleans() for flag in FLAGS},
        "panel_grade": st.sampled_from([1, 2, 3]),
        "panel_signoffs": st.sampled_from([["technical"], ["sales-hq", "technical", "quality-mgmt"]]),
        "internal_resolvable": st.booleans(),
        "followup_of": st.just("a"),
    },
)
MEMORY_FLAGS = ["formal_written", "line_stop", "launch_or_test_freeze", "batch_recall", "sample_or_pilot_fail"]
MEMORY = st.fixed_dictionaries(
    {},
    optional={
        **{flag: st.booleans() for flag in MEMORY_FLAGS},
        "production_affected": st.booleans(),
        "channel": st.sampled_from(["email", "phone", "formal_report"]),
        "sample_received_at": st.just("2026-03-04"),
        "upgraded_at": st.just("2026-03-05T08:00:00"),
    },
)
NONE = 99
"""Milder than any grade: nothing decided."""


def level(grade: int | str | None) -> int:
    return grade if isinstance(grade, int) else NONE


def consistent(facts: Mapping[str, Any]) -> bool:
    return Decimal(facts.get("total_cost_cny", "9e9")) >= Decimal(facts.get("cost_module_value", "0"))


def completions(facts: Mapping[str, Any], *, partly: bool = False) -> list[dict[str, Any]]:
    """The facts with every open one filled in (or some), in every way that could matter."""
    gaps = {fact: [*values, *([None] if partly else [])] for fact, values in OPEN.items() if fact not in facts}
    choices: list[tuple[Any, ...]] = list(product(*gaps.values()))
    filled = [
        {**facts, **{fact: value for fact, value in zip(gaps, values, strict=True) if value is not None}}
        for values in choices
    ]
    return [facts for facts in filled if consistent(facts)]


@settings(max_examples=80, deadline=None)
@given(facts=PV, history=HISTORY)
def test_filling_in_open_facts_stays_within_what_was_foretold(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    assume(consistent(facts))
    verdict = grade("pv-module", {**BASE, **facts}, history)
    reached = {level(grade("pv-module", {**BASE, **full}, history).grade) for full in completions(facts)}
    assert max(reached) <= level(verdict.grade), "what held on part of the facts holds on all of them"
    assert NONE not in reached, "all facts known: a verdict or the residual rule"
    if verdict.provisional:
        assert min(reached) == level(verdict.ceiling), "the ceiling is the worst grade that can still come"
    else:
        assert reached == {level(verdict.grade)}


@settings(max_examples=30, deadline=None)
@given(facts=PV, history=HISTORY)
def test_missing_names_exactly_the_facts_that_can_make_it_worse(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    assume(consistent(facts))
    verdict = grade("pv-module", {**BASE, **facts}, history)
    now = level(verdict.grade)
    matters: set[str] = set()
    for some in completions(facts, partly=True):
        filled = some.keys() - facts.keys() - matters
        if not filled or level(grade("pv-module", {**BASE, **some}, history).grade) >= now:
            continue
        for fact in filled:
            without = {key: value for key, value in some.items() if key != fact}
            if level(grade("pv-module", {**BASE, **without}, history).grade) >= now:
                matters.add(fact)
    assert {missing.fact for missing in verdict.missing} == matters


@settings(max_examples=200, deadline=None)
@given(facts=PV, history=HISTORY, flag=st.sampled_from(FLAGS), more=st.sampled_from(COSTS))
def test_a_worse_fact_never_gives_a_better_grade(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]], flag: str, more: str
) -> None:
    assume(consistent(facts))
    known = {"total_cost_cny": "10", "qty_mw": "0.2", "defect_degree": 2, **BASE, **facts}
    before = level(grade("pv-module", known, history).grade)
    assert level(grade("pv-module", {**known, flag: True}, history).grade) <= before
    dearer = str(Decimal(known["total_cost_cny"]) + Decimal(more))
    assert level(grade("pv-module", {**known, "total_cost_cny": dearer}, history).grade) <= before
    if "followup_of" not in known:
        again = [*history, {**BASE, **known, "date": "2026-01-01"}]
        assert level(grade("pv-module", known, again).grade) <= before


@settings(max_examples=200, deadline=None)
@given(facts=MEMORY, history=HISTORY)
def test_every_memory_case_has_a_level_and_no_open_fact_decides_it(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    verdict = grade("memory-device", {**BASE, **facts}, history)
    assert verdict.grade in (1, 2, 3)
    assert verdict.rules
    assert (verdict.ceiling is not None) == verdict.provisional == bool(verdict.missing)
    if verdict.ceiling is not None:
        assert level(verdict.ceiling) < level(verdict.grade)
    for affected in (True, False):
        full = {**BASE, "production_affected": affected, **facts}
        assert level(grade("memory-device", full, history).grade) <= level(verdict.grade)
        assert not grade("memory-device", full, history).provisional


@settings(max_examples=100, deadline=None)
@given(facts=MEMORY, history=HISTORY)
def test_the_order_of_history_does_not_matter(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    assert grade("memory-device", {**BASE, **facts}, history).rules == (
        grade("memory-device", {**BASE, **facts}, history[::-1]).rules
    )
