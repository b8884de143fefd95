"""What must be true of every verdict of every regulation, whatever the facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.calendar_cn import ChinaCalendar
from kesu.evaluate import Evaluator
from tests.policies.boundaries import GROUNDS
from tests.policies.edges.moments import Facts
from tests.policies.scales import AGAIN, LADDERS, OPEN, WORDS, WORSE, height
from tests.policies.verdicts import comparable

EVALUATOR = Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar())
PARTS = ("cost_module_value", "cost_rectification", "cost_commercial")
ROUTE = ("grade", "reasons", "deadlines", "approvers", "documents", "owner", "emergency_by", "case_no")
NONSENSE = [-1, "-0.01", "soon", "2026-02-30", "", [], {}, True, 1.5, "NaN", "∞", "9" * 400]
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def verdict(pack: str, facts: Facts, history: list[Facts]) -> Facts:
    return EVALUATOR.one({"id": "x", "pack": pack, "facts": facts, "history": history})


def known(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if value is not None}


def drawn(pack: str, data: st.DataObject) -> tuple[Facts, list[Facts]]:
    return known(data.draw(GROUNDS[pack].facts)), data.draw(GROUNDS[pack].history)


def completions(pack: str, facts: Facts, *, partly: bool = False) -> Iterator[Facts]:
    """The open facts that are unknown, filled in every telling way; with `partly`, some of them left open."""
    gaps = {fact: [*values, *([None] if partly else [])] for fact, values in OPEN[pack].items() if fact not in facts}
    if facts.keys() >= set(PARTS):
        gaps.pop("total_cost_cny", None)
    spent = sum(Decimal(facts.get(part, 0)) for part in PARTS)
    for chosen in product(*gaps.values()):
        full = known({**facts, **dict(zip(gaps, chosen, strict=True))})
        if Decimal(full.get("total_cost_cny", spent)) >= spent:
            yield full


def route(found: Facts) -> Any:
    return comparable({key: found.get(key) for key in ROUTE})


@pytest.mark.parametrize("pack", GROUNDS)
@FEW
@given(data=st.data())
def test_the_order_of_facts_and_of_history_does_not_matter(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    shuffled = {name: facts[name] for name in data.draw(st.permutations(sorted(facts)))}
    again = verdict(pack, shuffled, data.draw(st.permutations(history)))
    assert comparable(again) == comparable(verdict(pack, facts, history))


@pytest.mark.parametrize("pack", GROUNDS)
@FEW
@given(data=st.data())
def test_a_fact_that_is_null_is_a_fact_nobody_stated(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    nulls = dict.fromkeys([*OPEN.get(pack, {}), *(fact for step in WORSE.get(pack, []) for fact in step)])
    assert verdict(pack, {**nulls, **facts}, history) == verdict(pack, facts, history)


@pytest.mark.parametrize("pack", LADDERS)
@FEW
@given(data=st.data())
def test_a_worse_fact_never_gives_a_better_grade(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    before = height(pack, verdict(pack, facts, history)["grade"])
    for worse in WORSE[pack]:
        assert height(pack, verdict(pack, {**facts, **worse}, history)["grade"]) >= before
    if pack in AGAIN and "followup_of" not in facts:
        assert height(pack, verdict(pack, facts, [*history, AGAIN[pack]])["grade"]) >= before


@pytest.mark.parametrize("pack", OPEN)
@FEW
@given(data=st.data())
def test_a_verdict_that_is_not_provisional_holds_whatever_the_open_facts_turn_out_to_be(
    pack: str, data: st.DataObject
) -> None:
    facts, history = drawn(pack, data)
    now = verdict(pack, facts, history)
    if now["provisional"]:
        assert now["missing"], "provisional for the sake of named facts"
        assert not set(now["missing"]) & facts.keys(), "and none of them is known already"
        return
    assert now["missing"] == []
    for full in completions(pack, facts):
        later = verdict(pack, full, history)
        if pack in LADDERS:
            assert height(pack, later["grade"]) == height(pack, now["grade"])
        else:
            assert route(later) == route(now)


@pytest.mark.parametrize("pack", [pack for pack in LADDERS if pack != "bank-collections"])
@FEW
@given(data=st.data())
def test_the_ceiling_is_worse_than_the_grade_and_is_the_worst_that_can_come(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    now = verdict(pack, facts, history)
    if not now["provisional"]:
        assert "ceiling" not in now
        return
    assert height(pack, now["ceiling"]) > height(pack, now["grade"])
    fuller = [*completions(pack, facts), *({**facts, **worse} for worse in WORSE[pack] if pack == "memory-device")]
    assert max(height(pack, verdict(pack, full, history)["grade"]) for full in fuller) == height(pack, now["ceiling"])


@pytest.mark.parametrize("pack", [pack for pack in OPEN if pack not in LADDERS])
@FEW
@given(data=st.data())
def test_each_missing_fact_can_change_the_route_and_no_other_can(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    now = verdict(pack, facts, history)
    matters = set()
    for some in completions(pack, facts, partly=True):
        for fact in some.keys() - facts.keys():
            without = {name: value for name, value in some.items() if name != fact}
            if route(verdict(pack, some, history)) != route(verdict(pack, without, history)):
                matters.add(fact)
    assert set(now["missing"]) == matters


@pytest.mark.parametrize("pack", WORDS)
@FEW
@given(data=st.data())
def test_any_words_of_the_vocabulary_give_a_verdict_or_a_named_gap_or_are_refused_by_name(
    pack: str, data: st.DataObject
) -> None:
    facts, history = drawn(pack, data)
    for fact, words in WORDS[pack].items():
        facts[fact] = data.draw(st.sampled_from([*words, None]))
    found = verdict(pack, facts, history)
    if "error" in found:
        assert any(fact in found["error"] for fact in WORDS[pack])
    elif found["grade"] is None:
        assert found["missing"] or found["flags"], "no grade, so it is said what is lacking"


@pytest.mark.parametrize("pack", GROUNDS)
def test_no_facts_at_all_give_a_verdict_that_asks_or_a_sentence(pack: str) -> None:
    found = verdict(pack, {}, [])
    assert found.get("missing") or found.get("flags") or found.get("reasons") or found["error"].strip()


@pytest.mark.parametrize("pack", GROUNDS)
@settings(FEW, max_examples=4)
@given(data=st.data())
def test_a_fact_that_cannot_be_is_refused_or_taken_but_never_stops_the_program(pack: str, data: st.DataObject) -> None:
    facts, history = drawn(pack, data)
    for fact, bad in product({*facts, *OPEN.get(pack, {})}, NONSENSE):
        found = verdict(pack, {**facts, fact: bad}, history)
        assert found["id"] == "x"
        if "error" in found:
            assert found.keys() == {"id", "error"}
            assert fact in found["error"]


@pytest.mark.parametrize("pack", GROUNDS)
@pytest.mark.parametrize("row", [*NONSENSE, {"date": "soon"}, {"at": []}, {"last_serial": 7}, {"qty_mw": "-1"}])
def test_a_row_of_history_that_cannot_be_never_stops_the_program(pack: str, row: Any) -> None:
    found = verdict(pack, {"received_at": "2026-03-02T09:00:00+08:00"}, [row])
    assert found["id"] == "x"
