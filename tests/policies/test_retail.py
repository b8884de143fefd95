"""产品售后服务及投诉处理制度 (retail), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places

PACK = "after-sales-instruments/retail"
Grading = Callable[..., Verdict]
GOODS = {
    "received_at": "2026-03-05T08:30:00+08:00",
    "issue_category": "product_quality",
    "answerable_now": False,
}
SERVICE = {**GOODS, "issue_category": "service_attitude"}
TODAY, WEEK = "2026-03-05T23:59:59+08:00", "2026-03-12T23:59:59+08:00"
NOW, CATEGORY = Missing("answerable_now", "owner"), Missing("issue_category", "customer")


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize(
    ("facts", "now", "expected", "missing"),
    [
        (GOODS, True, {"R05-D1": TODAY}, ()),
        (GOODS, False, {"R05-D2": WEEK}, ()),
        (GOODS, None, {"R05-D2": WEEK}, (NOW,)),
        (SERVICE, True, {"R05-D1": TODAY}, ()),
        (SERVICE, False, {}, ()),
        (SERVICE, None, {}, (NOW,)),
    ],
)
def test_what_can_be_answered_is_answered_today_and_goods_within_a_week(
    grade: Grading,
    facts: dict[str, Any],
    now: bool | None,
    expected: dict[str, str],
    missing: tuple[Missing, ...],
) -> None:
    verdict = grade(PACK, {**facts, "answerable_now": now})
    route = ("R05-T2",) if facts is GOODS else ("R05-T1",)
    assert (dates(verdict), verdict.rules) == (expected, (*route, *expected))
    assert (verdict.provisional, verdict.missing) == (bool(missing), missing)
    assert verdict.owner == ("quality-mgmt" if facts is GOODS else "hr")
    assert (verdict.documents, verdict.approvers) == (("F05c",), ())


def test_without_a_kind_of_problem_the_customer_is_asked(grade: Grading) -> None:
    verdict = grade(PACK, {**GOODS, "issue_category": None, "answerable_now": None})
    assert (verdict.grade, verdict.owner, verdict.documents) == (None, None, ("F05c",))
    assert (verdict.deadlines, verdict.missing) == ((), (CATEGORY, NOW))


@pytest.mark.parametrize(
    "category",
    [
        "power_quality",
        "quantity",
        "specification",
        "transport",
        "packaging",
        "contract",
        "business_procedure",
        "price",
        "delivery",
        "other",
    ],
)
def test_a_kind_of_problem_that_the_regulation_does_not_route_is_a_named_gap(grade: Grading, category: str) -> None:
    verdict = grade(PACK, {**GOODS, "issue_category": category, "answerable_now": True})
    assert (verdict.grade, verdict.flags, verdict.owner) == (None, ("gap:issue_category",), None)
    assert dates(verdict) == {"R05-D1": TODAY}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"issue_category": "smell"},
            "issue_category must be product_quality, power_quality, quantity, specification, transport, packaging, "
            "contract, business_procedure, service_attitude, price, delivery or other, not 'smell'",
        ),
        ({"answerable_now": "later"}, "answerable_now must be true or false, not 'later'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**GOODS, **facts})
    assert str(refusal.value) == sentence


READINGS: dict[str, tuple[dict[str, Any], Callable[[Verdict], Any], Any, dict[str, Any]]] = {
    "week": (
        GOODS,
        dates,
        {"R05-D2": WEEK},
        {
            "working": {"R05-D2": "2026-03-16T23:59:59+08:00"},
            "natural-inclusive": {"R05-D2": "2026-03-11T23:59:59+08:00"},
        },
    ),
    "natural_due": (
        {**GOODS, "received_at": "2026-04-28T09:00:00+08:00"},
        lambda v: (dates(v)["R05-D2"], v.flags),
        ("2026-05-05T23:59:59+08:00", ("due-on-holiday",)),
        {"next-workday": ("2026-05-06T23:59:59+08:00", ())},
    ),
    "night_mail": (
        {**GOODS, "received_at": "2026-03-06T22:00:00+08:00", "answerable_now": True},
        dates,
        {"R05-D1": "2026-03-06T23:59:59+08:00"},
        {"next-business-hour": {"R05-D1": "2026-03-09T23:59:59+08:00"}},
    ),
}


@pytest.mark.parametrize("setting", READINGS)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, look, by_default, otherwise = READINGS[setting]
    assert look(grade(PACK, facts)) == by_default
    assert {value: look(grade(PACK, facts, **{setting: value})) for value in otherwise} == otherwise


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("product", "service")] == ["商品质量", "服务质量"]


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        grade.rule (stated): R05-T2 R05-T1
        grade.residual (proposal): R05-T2
        clock (stated): R05-D1 R05-D2
        documents (stated): R05-S1
        owner (stated): R05-T1 R05-T2
        duties (stated): R05-S2 R05-S4
        steps (stated): R05-S1
        facts.channel (stated): R05-S3
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        owner: received_at channel answerable_now
        customer: issue_category
        keeps the case: quality-mgmt
        finds the cause: -
    """)
