"""服务反馈管理规定 with the 24-hour answer, clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "service-feedback"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-05T11:20:00+08:00", "kind": "complaint"}
"""A Thursday; five working days later is the next Thursday."""
ACCEPT, FIVE_DAYS = "2026-03-06T11:20:00+08:00", "2026-03-12T23:59:59+08:00"


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize("site", [True, False])
def test_only_a_complaint_has_clocks_for_site_and_completion(grade: Grading, site: bool) -> None:
    facts = {**CASE, "site_visit_needed": site, "customer_deadline": "2026-03-10"}
    visit = {"R12-D2": "2026-03-07T11:20:00+08:00"} if site else {}
    found = {kind: dates(grade(PACK, {**facts, "kind": kind})) for kind in ("complaint", "grievance", "visit")}
    assert found == {
        "complaint": {"R12-D1": ACCEPT, **visit, "R12-D3": "2026-03-10T23:59:59+08:00"},
        "grievance": {"R10-D1": ACCEPT},
        "visit": {},
    }


def test_a_visit_is_registered_and_nobody_above_is_told(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "kind": "visit"})
    assert (verdict.grade, verdict.rules, verdict.documents) == ("T3", ("R12-T3",), ("F12d",))
    assert (verdict.notify, verdict.owner, verdict.closing, verdict.provisional) == ((), "sales-unit", (), False)


@pytest.mark.parametrize(("remedy", "form"), [(["return", "exchange"], "F12b"), (["exchange"], "F12a"), ([], "F12a")])
def test_a_grievance_is_on_a_return_slip_if_goods_come_back(grade: Grading, remedy: list[str], form: str) -> None:
    assert grade(PACK, {**CASE, "kind": "grievance", "remedy": remedy}).documents == (form,)
    assert grade(PACK, {**CASE, "remedy": remedy}).documents == ("F12c",)


def test_while_it_is_unclear_whether_it_is_a_complaint_sales_is_asked(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "kind": None})
    assert (verdict.grade, verdict.rules) == ("T2", ("R12-T2", "R12-X1"))
    assert (verdict.provisional, verdict.ceiling) == (True, None)
    assert verdict.missing == (Missing("kind", "sales-unit"),)
    assert grade(PACK, CASE).rules == ("R12-T2",)


@pytest.mark.parametrize("kind", ["demand", "repair"])
def test_what_the_regulation_does_not_speak_of_is_a_named_gap(grade: Grading, kind: str) -> None:
    verdict = grade(PACK, {**CASE, "kind": kind})
    assert (verdict.grade, verdict.flags, verdict.rules, verdict.provisional) == (None, ("gap:kind",), (), False)
    assert (verdict.owner, verdict.documents, verdict.deadlines) == ("sales-unit", (), ())


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("2026-03-06", "2026-03-06T23:59:59+08:00"),
        ("2026-03-06T15:30:00+00:00", "2026-03-06T23:30:00+08:00"),
        ("2026-05-04", "2026-05-04T23:59:59+08:00"),
    ],
)
def test_the_customers_date_replaces_the_five_days_earlier_or_later(grade: Grading, wanted: str, due: str) -> None:
    assert dates(grade(PACK, {**CASE, "customer_deadline": wanted})) == {"R12-D1": ACCEPT, "R12-D3": due}


def test_a_customers_date_before_the_complaint_is_a_contradiction(grade: Grading) -> None:
    assert grade(PACK, {**CASE, "customer_deadline": "2026-03-04"}).flags == ("contradiction:customer_deadline",)
    assert grade(PACK, {**CASE, "customer_deadline": "2026-03-05"}).flags == ()


def test_closing_wants_the_effect_followed_up(grade: Grading) -> None:
    for kind in ("complaint", "grievance"):
        facts = {**CASE, "kind": kind, "action": "close"}
        assert grade(PACK, facts).flags == ("close-blocked:R12-O3",)
        assert grade(PACK, {**facts, "close_check": {"effect_confirmed": True}}).flags == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "praise"}, "kind must be grievance, complaint, visit, demand or repair, not 'praise'"),
        (
            {"channel": "fax"},
            "channel must be email, phone, letter, visit, online_form, verbal, formal_report, hotline, opinion_box, "
            "bank_forward or staff_forward, not 'fax'",
        ),
        (
            {"customer_deadline": "2026-02-30"},
            "customer_deadline must be a date or time such as 2026-03-02T10:00:00+08:00, not '2026-02-30'",
        ),
        (
            {"remedy": ["apology"]},
            "remedy must be return, exchange, price_cut, free_repair, compensation, substitute, improvement, refund, "
            "resupply or rework, not 'apology'",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


# ---------------------------------------------------------------- the other readings


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("2026-03-12", {"R12-D3": FIVE_DAYS, "R12-D4": FIVE_DAYS}),
        ("2026-03-12T23:59:58+08:00", {"R12-D3": "2026-03-12T23:59:58+08:00"}),
        ("2026-03-13", {"R12-D4": FIVE_DAYS}),
        (None, {"R12-D4": FIVE_DAYS}),
    ],
)
def test_the_customers_date_may_count_only_if_it_is_earlier(
    grade: Grading, wanted: str | None, due: dict[str, str]
) -> None:
    verdict = grade(PACK, {**CASE, "customer_deadline": wanted}, customer_date="if-earlier")
    assert dates(verdict) == {"R12-D1": ACCEPT, **due}


def test_while_no_calendar_says_when_five_days_are_over_both_clocks_stay(grade: Grading) -> None:
    facts = {**CASE, "received_at": "2027-01-04T09:00:00+08:00", "customer_deadline": "2027-01-05"}
    found = dates(grade(PACK, facts, customer_date="if-earlier"))
    assert (found["R12-D3"], found["R12-D4"]) == ("2027-01-05T23:59:59+08:00", "calendar-missing:2027")


def test_unclear_feedback_may_be_taken_for_a_grievance(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "kind": None}, unclear="grievance")
    assert (verdict.grade, verdict.rules, verdict.missing) == (
        "T1",
        ("R12-T1", "R12-X1"),
        (Missing("kind", "sales-unit"),),
    )
    found = {
        kind: grade(PACK, {**CASE, "kind": kind}, unclear="grievance").grade
        for kind in ("complaint", "grievance", "visit")
    }
    assert found == {"complaint": "T2", "grievance": "T1", "visit": "T3"}


def test_mail_at_night_counts_from_its_arrival_or_from_the_next_morning(grade: Grading) -> None:
    late = {**CASE, "received_at": "2026-03-05T22:00:00+08:00"}
    assert dates(grade(PACK, late))["R12-D1"] == "2026-03-06T22:00:00+08:00"
    assert dates(grade(PACK, late, night_mail="next-business-hour"))["R12-D1"] == "2026-03-07T09:00:00+08:00"


def test_reports_go_out_every_month_or_every_quarter() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R12-K1 month: F12e > quality-mgmt
        R12-K2 month: F12f > gm
        R14-K1 month: - > sales-vp-or-head
    """)
    quarterly = load_pack(PACK, settings={"report_period": "quarter"})
    assert {report.period for report in quarterly.reports} == {"quarter"}


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("T1", "T2", "T3")] == ["抱怨", "投诉", "来访"]


def test_every_rule_of_the_three_regulations_has_its_place() -> None:
    pack = load_pack(PACK)
    assert places(pack) == lines("""
        grade.rule (stated): R12-T2 R12-T1 R12-T3
        grade.residual (proposal): R12-X1
        clock (stated): R12-D1 R12-D2 R12-D3 R12-D4 R10-D1
        documents (stated): R12-T1 R12-T1 R12-T2 R12-T3
        notify (stated): R12-T2
        also (proposal): R12-X1
        asks (proposal): R12-X1
        owner (stated): R12-O1
        close (stated): R12-O3
        duties (stated): R12-O2 R12-O3
        steps (stated): R10-S1 R10-S2 R10-S3 R10-S4 R10-S5
        reports (stated): R12-K1 R12-K2 R14-K1
        comm-lint (stated): R10-L1
        mail, facts.channel (stated): R14-S1
        engine, facts.problem_key (stated): R14-S2
    """)
    assert [left.rule for left in pack.left_out] == ["R14-O1"]


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        sales-unit: received_at kind channel
        customer: customer_deadline remedy
        quality-mgmt: site_visit_needed problem_key close_check
        keeps the case: sales-unit
        finds the cause: quality-mgmt
    """)
