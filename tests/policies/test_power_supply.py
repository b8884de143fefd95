"""C-CR-005 客户抱怨处理流程, clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack

PACK = "power-supply-ccr005"
Grading = Callable[..., Verdict]
CASE = {
    "received_at": "2026-03-05T09:00:00+08:00",
    "notice_issued_at": "2026-03-06T16:00:00+08:00",
    "cost_involved": False,
}
ROUTES = {
    "product_quality": ({"R08-T1", "R08-A1"}, "qc-dept", "after-sales-dept", ("qc-manager",)),
    "power_quality": ({"R08-T2", "R08-A3"}, "power-dept", "power-dept", ("deputy-gm|gm",)),
    "quantity": ({"R08-T3", "R08-A4"}, "after-sales-dept", "after-sales-dept", ("after-sales-manager",)),
    "transport": ({"R08-T3", "R08-A4"}, "after-sales-dept", "after-sales-dept", ("after-sales-manager",)),
    "other": ({"R08-T4", "R08-A4"}, "after-sales-dept", "after-sales-dept", ("after-sales-manager",)),
}


def of(category: str, **more: Any) -> dict[str, Any]:
    return {**CASE, "issue_category": category, **more}


def due(verdict: Verdict) -> str:
    (clock,) = verdict.deadlines
    return clock.due.isoformat() if clock.due else clock.waiting_for


@pytest.mark.parametrize("category", ROUTES)
def test_the_category_decides_who_leads_acts_and_decides(grade: Grading, category: str) -> None:
    verdict = grade(PACK, of(category))
    assert (verdict.grade, verdict.provisional) == (category, False)
    found = (set(verdict.rules), verdict.owner, verdict.emergency_by, verdict.approvers)
    assert found == ROUTES[category]


@pytest.mark.parametrize("category", ROUTES)
def test_any_cost_brings_the_deputy_but_power_supplies_have_him_always(grade: Grading, category: str) -> None:
    rules, *_, approvers = ROUTES[category]
    verdict = grade(PACK, of(category, cost_involved=True))
    more = () if category == "power_quality" else ("deputy-gm",)
    assert verdict.approvers == (*approvers, *more)
    assert set(verdict.rules) == rules | ({"R08-A2"} if category == "product_quality" else set())


@pytest.mark.parametrize("category", ROUTES)
def test_unknown_cost_is_asked_for_where_it_brings_an_approver(grade: Grading, category: str) -> None:
    verdict = grade(PACK, of(category, cost_involved=None))
    asked = () if category == "power_quality" else (Missing("cost_involved", "after-sales-dept"),)
    assert (verdict.missing, verdict.provisional, verdict.ceiling) == (asked, bool(asked), None)
    assert verdict.approvers == ROUTES[category][3]


def test_without_a_category_the_clock_runs_and_only_the_notice_is_opened(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "supplier_caused": "XX电子"})
    assert (verdict.grade, verdict.rules, verdict.approvers, verdict.owner) == (None, (), (), None)
    assert (due(verdict), verdict.documents) == ("2026-03-11T23:59:59+08:00", ("F08a",))
    assert verdict.missing == (Missing("issue_category", "customer"),)


def test_a_named_supplier_gets_a_notice_once_the_lead_unit_is_known(grade: Grading) -> None:
    assert grade(PACK, of("product_quality", supplier_caused="XX电子")).documents == ("F08a", "F08b")
    assert grade(PACK, of("product_quality", supplier_caused=False)).documents == ("F08a",)


def test_a_notice_before_the_complaint_is_a_contradiction(grade: Grading) -> None:
    verdict = grade(PACK, of("other", notice_issued_at="2026-03-04T16:00:00+08:00"))
    assert verdict.flags == ("contradiction:notice_issued_at",)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"issue_category": "packaging"},
            "issue_category must be product_quality, power_quality, quantity, transport or other, not 'packaging'",
        ),
        ({"cost_involved": -5}, "cost_involved must be true or false, not -5"),
        ({"notice_issued_at": "yesterday"}, "notice_issued_at must be a date or time such as "),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value).startswith(sentence)


def test_the_clock_starts_with_the_notice_or_with_the_complaint(grade: Grading) -> None:
    case = of("other")
    assert due(grade(PACK, case)) == "2026-03-11T23:59:59+08:00"
    assert due(grade(PACK, case, clock_start="received_at")) == "2026-03-10T23:59:59+08:00"
    del case["notice_issued_at"], case["received_at"]
    for start in ("notice_issued_at", "received_at"):
        verdict = grade(PACK, case, clock_start=start)
        assert (due(verdict), verdict.missing) == (start, (Missing(start, "after-sales-dept"),))


def test_mail_at_night_counts_from_its_arrival_or_from_the_next_morning(grade: Grading) -> None:
    night = of("other", received_at="2026-03-05T22:00:00+08:00")
    found = {
        reading: due(grade(PACK, night, clock_start="received_at", night_mail=reading))
        for reading in ("arrival", "next-business-hour")
    }
    assert found == {"arrival": "2026-03-10T23:59:59+08:00", "next-business-hour": "2026-03-11T23:59:59+08:00"}


def test_the_damaged_list_names_three_categories_or_two(grade: Grading) -> None:
    found = {
        reading: {each: grade(PACK, of(each), emergency_list=reading).emergency_by for each in ROUTES}
        for reading in ("three-categories", "quantity-and-other")
    }
    by_default = {each: route[2] for each, route in ROUTES.items()}
    assert found == {
        "three-categories": by_default,
        "quantity-and-other": by_default | {"product_quality": "qc-dept"},
    }


def test_the_lost_approver_is_the_after_sales_manager_or_the_general_manager(grade: Grading) -> None:
    for category in ("quantity", "transport", "other"):
        verdict = grade(PACK, of(category, cost_involved=None), lost_approver="gm")
        assert (verdict.approvers, verdict.missing) == (("gm",), ())
        assert "R08-A4" in verdict.rules
    assert grade(PACK, of("product_quality"), lost_approver="gm").approvers == ("qc-manager",)


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert pack.grade_name("power_quality", "zh") == "电源质量类"
    assert [pack.grade_name(grade, "en") for grade in pack.axes[0].order] == [
        "product quality",
        "power-supply quality",
        "quantity",
        "transport",
        "other",
    ]


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack(PACK)
    assert (pack.owner_role, pack.engineer_role, pack.left_out) == ("after-sales-dept", "", ())
    found = {(each.rule, each.status, each.where) for each in pack.carried}
    assert found == {
        ("R08-T1", "reading", "grade.rule"),
        ("R08-T2", "reading", "grade.rule"),
        ("R08-T3", "reading", "grade.rule"),
        ("R08-T4", "reading", "grade.rule"),
        ("R08-T1", "reading", "owner"),
        ("R08-T2", "reading", "owner"),
        ("R08-T3", "reading", "owner"),
        ("R08-T4", "reading", "owner"),
        ("R08-D1", "stated", "clock"),
        ("R08-D1", "reading", "settings.clock_start"),
        ("R08-D1", "stated", "documents"),
        ("R08-E1", "stated", "emergency_by"),
        ("R08-E1", "reading", "settings.emergency_list"),
        ("R08-E1", "proposal", "emergency_by"),
        ("R08-E2", "reading", "emergency_by"),
        ("R08-A1", "stated", "approvers"),
        ("R08-A2", "stated", "approvers"),
        ("R08-A3", "stated", "approvers"),
        ("R08-A4", "proposal", "approvers"),
        ("R08-S8", "stated", "steps"),
        ("R08-S9", "stated", "steps"),
        ("R08-S10", "reading", "steps"),
        ("R08-S11", "stated", "steps"),
        ("R08-S12", "stated", "steps"),
        ("R08-S12", "stated", "documents"),
    }
