"""售后服务和质量投诉处理制度 of measuring instruments, clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "after-sales-instruments/metrology"
Grading = Callable[..., Verdict]
CASE = {
    "received_at": "2026-03-05T08:30:00+08:00",
    "channel": "phone",
    "cause_type": "quality",
    "distance_km": "60",
}
VISIT, ANSWER = "2026-03-06T08:30:00+08:00", "2026-03-05T20:30:00+08:00"


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize(
    ("distance", "vendor", "expected"),
    [
        ("100", False, {"R02-D1": VISIT}),
        ("100.01", False, {"R02-D2": ANSWER}),
        ("0", True, {"R02-D2": ANSWER}),
        ("300", True, {"R02-D2": ANSWER}),
        (None, True, {"R02-D2": ANSWER}),
        (None, False, {"R02-D1": VISIT, "R02-D2": ANSWER}),
    ],
)
def test_the_distance_and_the_manufacturer_decide_whether_to_visit_or_to_answer(
    grade: Grading, distance: str | None, vendor: bool, expected: dict[str, str]
) -> None:
    verdict = grade(PACK, {**CASE, "distance_km": distance, "vendor_needed": vendor})
    assert dates(verdict) == expected
    assert verdict.rules == ("R02-T1", *expected)
    asked = (Missing("distance_km", "after-sales-dept"),) if len(expected) == 2 else ()
    assert (verdict.provisional, verdict.missing) == (bool(asked), asked)


def test_what_marketing_hears_is_answered_in_writing_beside_the_visit(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "reported_to": "marketing"})
    assert dates(verdict) == {"R02-D1": VISIT, "R02-D3": ANSWER}
    assert verdict.rules == ("R02-T1", "R02-D1", "R02-D3")
    assert dates(grade(PACK, {**CASE, "reported_to": "after_sales"})) == {"R02-D1": VISIT}


def test_while_the_cause_is_open_the_clocks_run_and_only_the_record_is_opened(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "cause_type": None, "chargeable": True, "spare_part_needed": True})
    assert (verdict.grade, verdict.rules, verdict.approvers) == (None, ("R02-D1",), ())
    assert (verdict.documents, dates(verdict)) == (("F02a",), {"R02-D1": VISIT})
    assert (verdict.provisional, verdict.missing) == (True, (Missing("cause_type", "after-sales-dept"),))


@pytest.mark.parametrize("cause", ["human", "other"])
def test_any_cause_but_quality_is_handled_alike_and_the_business_department_recovers_the_cost(
    grade: Grading, cause: str
) -> None:
    verdict = grade(PACK, {**CASE, "cause_type": cause})
    assert (verdict.grade, verdict.rules) == ("T2", ("R02-T2", "R02-D1"))
    assert (verdict.flags, verdict.owner) == (("cost-recovery:business-dept",), "after-sales-dept")


@pytest.mark.parametrize(
    ("channel", "logged"),
    [("phone", True), ("letter", True), ("email", True), ("visit", False), ("online_form", False), (None, False)],
)
def test_calls_letters_and_mails_are_logged(grade: Grading, channel: str | None, logged: bool) -> None:
    assert ("F02e" in grade(PACK, {**CASE, "channel": channel}).documents) == logged


@pytest.mark.parametrize(
    ("facts", "approvers", "form", "flags"),
    [
        ({}, (), False, ()),
        ({"chargeable": True}, ("service-leader",), False, ("paid-service",)),
        ({"spare_part_needed": True}, ("service-leader",), True, ()),
        ({"spare_part_needed": "主板×1"}, ("service-leader",), True, ()),
        ({"spare_part_needed": True, "chargeable": True}, ("service-leader",), True, ("paid-service",)),
        ({"spare_part_needed": False, "in_warranty": True}, (), False, ()),
    ],
)
def test_paid_service_and_spare_parts_need_the_leader_once(
    grade: Grading, facts: dict[str, Any], approvers: tuple[str, ...], form: bool, flags: tuple[str, ...]
) -> None:
    verdict = grade(PACK, {**CASE, **facts})
    assert (verdict.approvers, "F02f" in verdict.documents, verdict.flags) == (approvers, form, flags)


def test_report_and_survey_go_along_only_where_somebody_goes(grade: Grading) -> None:
    assert grade(PACK, {**CASE, "channel": "visit"}).documents == ("F02a", "F02d", "F02b", "F02c")
    assert grade(PACK, {**CASE, "channel": "visit", "distance_km": "101"}).documents == ("F02a", "F02d")


def test_the_administrator_numbers_every_complaint(grade: Grading) -> None:
    assert grade(PACK, CASE, [{"last_serial": "202603-004"}]).case_no == "202603-005"
    assert grade(PACK, {**CASE, "cause_type": None}).case_no == "202603-001"


def test_closing_wants_the_solution_recorded(grade: Grading) -> None:
    assert grade(PACK, CASE).closing == (("R02-S8", ("solution_recorded",)),)
    assert grade(PACK, {**CASE, "action": "close"}).flags == ("close-blocked:R02-S8",)
    assert grade(PACK, {**CASE, "action": "close", "close_check": ["solution_recorded"]}).flags == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"distance_km": "-0.1"}, "distance_km must be at least 0, not '-0.1'"),
        ({"distance_km": "near"}, "distance_km must be a plain number, not 'near'"),
        ({"reported_to": "gm"}, "reported_to must be after_sales or marketing, not 'gm'"),
        ({"cause_type": "age"}, "cause_type must be quality, human or other, not 'age'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


# ---------------------------------------------------------------- the other readings


@pytest.mark.parametrize(
    ("distance", "vendor", "expected"),
    [
        ("60", True, {"R02-D1": VISIT, "R02-D2": ANSWER}),
        ("60", False, {"R02-D1": VISIT}),
        ("101", True, {"R02-D2": ANSWER}),
        (None, True, {"R02-D1": VISIT, "R02-D2": ANSWER}),
    ],
)
def test_a_near_site_may_be_visited_although_the_manufacturer_is_needed(
    grade: Grading, distance: str | None, vendor: bool, expected: dict[str, str]
) -> None:
    facts = {**CASE, "distance_km": distance, "vendor_needed": vendor}
    verdict = grade(PACK, facts, near_with_vendor="visit_as_well")
    assert dates(verdict) == expected
    assert [missing.fact for missing in verdict.missing] == ([] if distance else ["distance_km"])


def test_mail_at_night_counts_from_its_arrival_or_from_the_next_morning(grade: Grading) -> None:
    late = {**CASE, "received_at": "2026-03-06T19:00:00+08:00"}
    assert dates(grade(PACK, late)) == {"R02-D1": "2026-03-07T19:00:00+08:00"}
    assert dates(grade(PACK, late, night_mail="next-business-hour")) == {"R02-D1": "2026-03-10T09:00:00+08:00"}


def test_reports_go_out_every_month_or_every_quarter_and_every_year() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R02-K1 month: - > service-leader
        R02-K2 month: - > service-leader
        R02-K3 month: - > service-leader
        R02-K1 year: - > gm
        R02-K4 month: - > service-leader
    """)
    quarterly = load_pack(PACK, settings={"report_period": "quarter"})
    assert [report.rule for report in quarterly.reports if report.period == "quarter"] == ["R02-K1", "R02-K2", "R02-K3"]


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("T1", "T2")] == ["质量投诉", "非质量投诉"]


def test_it_is_the_profile_that_the_pack_means_by_default() -> None:
    assert load_pack("after-sales-instruments").id == PACK


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack(PACK)
    assert places(pack) == lines("""
        grade.rule (stated): R02-T1 R02-T2
        clock (stated): R02-D1 R02-D2 R02-D3
        flags (stated): R02-T2 R02-A2
        documents (stated): R02-O1 R02-S3 R02-S1 R02-S0 R02-A3
        asks (proposal): R02-D2
        approvers (stated): R02-A2 R02-A3
        owner (stated): R02-O1
        close (stated): R02-S8
        duties (stated): R02-A1 R02-A4 R02-A5 R02-A6 R02-A7 R02-A8 R02-O2 R02-O3 R02-O4 R02-O5
        steps (stated): R02-S1 R02-S2 R02-S3 R02-S4 R02-S5 R02-S0 R02-S6 R02-S7 R02-S8 R02-S9 R02-S10
        reports (stated): R02-K1 R02-K2 R02-K3 R02-K4
        reports (proposal): R02-K1 R02-K2 R02-K3
        comm-lint.L-12, comm-lint.L-20 (stated): R02-L1
        comm-lint.L-18 (stated): R02-L2
        comm-lint.L-17 (stated): R02-L3
        numbering (proposal): R02-O1
    """)
    assert [left.rule for left in pack.left_out] == ["R02-Z1"]


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        owner: received_at channel
        after-sales-dept: cause_type distance_km vendor_needed reported_to spare_part_needed chargeable \
            in_warranty close_check
        keeps the case: after-sales-dept
        finds the cause: -
    """)
