"""客户抱怨处理办法 (contact sheet), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "manufacturer-generic/contact-sheet"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-02T09:00:00+08:00", "issue_category": "product_quality"}
"""A Monday; a week later is a Monday."""
WEEK = "2026-03-09T23:59:59+08:00"


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize(
    ("facts", "grade_", "owner", "approvers", "documents"),
    [
        ({"issue_category": "specification"}, "T1", "qc-dept", ("sales-head",), ("F11a", "F11b")),
        ({"issue_category": "contract"}, "T2", "sales-unit", ("sales-head",), ("F11a", "F11b")),
        ({"issue_category": "business_procedure"}, "T3", "sales-unit", ("sales-head",), ("F11a", "F11b")),
        ({"third_party": "XX电子"}, "T4", "gm", ("sales-head", "gm"), ("F11a", "F11b")),
        ({"third_party": True}, "T4", "gm", ("sales-head", "gm"), ("F11a", "F11b")),
        ({"third_party": False}, "T1", "qc-dept", ("sales-head",), ("F11a", "F11b")),
        ({"customer_misunderstanding": True}, "C0", "sales-unit", (), ("F11h",)),
        ({"our_fault": False}, "C0", "sales-unit", (), ("F11h",)),
        ({"our_fault": True}, "T1", "qc-dept", ("sales-head",), ("F11a", "F11b")),
    ],
)
def test_the_route_decides_who_owns_who_approves_and_which_papers_are_opened(
    grade: Grading,
    facts: dict[str, Any],
    grade_: str,
    owner: str,
    approvers: tuple[str, ...],
    documents: tuple[str, ...],
) -> None:
    verdict = grade(PACK, {**CASE, **facts})
    assert (verdict.grade, verdict.rules) == (grade_, (f"R11-{grade_}",))
    assert (verdict.owner, verdict.approvers, verdict.documents) == (owner, approvers, documents)
    assert dates(verdict) == ({} if grade_ == "C0" else {"R11-D1": WEEK})


def test_what_is_not_ours_comes_before_third_parties_and_these_before_the_kind_of_problem(grade: Grading) -> None:
    everything = {**CASE, "issue_category": None, "third_party": "XX电子", "customer_misunderstanding": True}
    assert grade(PACK, everything).grade == "C0"
    supplier = grade(PACK, {**everything, "customer_misunderstanding": False})
    assert (supplier.grade, supplier.provisional, supplier.missing) == ("T4", False, ())


def test_without_a_kind_of_problem_the_customer_is_asked_the_clock_runs_and_only_the_sheet_is_opened(
    grade: Grading,
) -> None:
    verdict = grade(PACK, {**CASE, "issue_category": None})
    assert (verdict.grade, verdict.rules, verdict.ceiling) == (None, (), None)
    assert (verdict.provisional, verdict.missing) == (True, (Missing("issue_category", "customer"),))
    assert (verdict.owner, verdict.approvers, verdict.documents) == ("sales-unit", (), ("F11a",))
    assert dates(verdict) == {"R11-D1": WEEK}


@pytest.mark.parametrize("category", ["power_quality", "service_attitude", "price", "delivery", "other"])
def test_a_kind_of_problem_that_the_regulation_does_not_route_is_a_named_gap(grade: Grading, category: str) -> None:
    verdict = grade(PACK, {**CASE, "issue_category": category})
    assert (verdict.grade, verdict.flags, verdict.provisional) == (None, ("gap:issue_category",), False)
    assert (verdict.owner, verdict.documents, dates(verdict)) == ("sales-unit", ("F11a",), {"R11-D1": WEEK})


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"issue_category": "packaging"}, ("reading:R11-X1",)),
        ({"issue_category": "packaging", "third_party": True}, ()),
        ({"issue_category": "business_procedure", "remedy": ["return"]}, ("internal-sales-rules",)),
        ({"remedy": ["return"]}, ("internal-sales-rules",)),
        ({"remedy": ["improvement", "exchange"]}, ("internal-sales-rules",)),
        ({"remedy": ["price_cut"]}, ("internal-sales-rules",)),
        ({"remedy": ["free_repair"]}, ("internal-sales-rules",)),
        ({"remedy": ["compensation", "substitute", "refund", "rework"]}, ()),
        ({"remedy": ["return"], "customer_misunderstanding": True}, ()),
        ({"disputed": True, "countermeasure_rejected": 2}, ("mediation:gm-office",)),
        ({"customer_misunderstanding": True, "our_fault": True}, ("contradiction:our_fault",)),
        ({"countermeasure_rejected": 2}, ()),
        ({"accepted_at": "2026-03-01T09:00:00+08:00"}, ("contradiction:accepted_at", "due-on-holiday")),
        ({"decided_at": "2026-03-01"}, ("contradiction:decided_at",)),
        ({"sheet_received_at": "2026-03-01"}, ("contradiction:sheet_received_at",)),
        ({"improvement_due": "2026-03-01"}, ("contradiction:improvement_due",)),
        ({"qty_shipped": "100", "qty_defect": "101"}, ("contradiction:qty_defect",)),
        ({"qty_shipped": "100", "qty_defect": "100"}, ()),
    ],
)
def test_flags_name_what_a_person_must_mind(grade: Grading, facts: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert grade(PACK, {**CASE, **facts}).flags == flags


def test_an_improvement_measure_has_its_own_date_and_a_dispute_moves_none(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "disputed": True, "countermeasure_rejected": 1, "improvement_due": "2026-04-30"})
    assert dates(verdict) == {"R11-D1": WEEK, "R11-D2": "2026-04-30T23:59:59+08:00"}


def test_closing_wants_the_countermeasure_implemented_and_reviewed(grade: Grading) -> None:
    assert grade(PACK, CASE).closing == (("R11-S10", ("implemented", "reviewed")),)
    half = grade(PACK, {**CASE, "close_check": ["implemented"], "action": "close"})
    assert (half.closing, half.flags) == ((("R11-S10", ("reviewed",)),), ("close-blocked:R11-S10",))
    done = grade(PACK, {**CASE, "close_check": {"implemented": True, "reviewed": True}, "action": "close"})
    assert (done.closing, done.flags) == ((), ())
    assert grade(PACK, {**CASE, "customer_misunderstanding": True}).closing == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"issue_category": "colour"},
            "issue_category must be product_quality, power_quality, quantity, specification, transport, packaging, "
            "contract, business_procedure, service_attitude, price, delivery or other, not 'colour'",
        ),
        ({"qty_defect": "-1"}, "qty_defect must be at least 0, not '-1'"),
        ({"qty_shipped": "-1"}, "qty_shipped must be at least 0, not '-1'"),
        ({"countermeasure_rejected": -1}, "countermeasure_rejected must be at least 0, not -1"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


def test_an_unknown_remedy_is_refused(grade: Grading) -> None:
    with pytest.raises(FactError, match="remedy must be return, exchange"):
        grade(PACK, {**CASE, "remedy": ["apology"]})


LATE = {**CASE, "received_at": "2026-02-27T20:00:00+08:00"}
"""A Friday evening; the Saturday after it is a make-up workday."""
STARTS = {**CASE, "sheet_received_at": "2026-03-03T10:00:00+08:00", "decided_at": "2026-03-05T10:00:00+08:00"}
READINGS: dict[str, tuple[dict[str, Any], Callable[[Verdict], Any], Any, dict[str, Any]]] = {
    "week": (
        CASE,
        dates,
        {"R11-D1": WEEK},
        {
            "working": {"R11-D1": "2026-03-11T23:59:59+08:00"},
            "natural-inclusive": {"R11-D1": "2026-03-08T23:59:59+08:00"},
        },
    ),
    "answer_starts": (
        STARTS,
        dates,
        {"R11-D1": WEEK},
        {
            "sheet_received_at": {"R11-D1": "2026-03-10T23:59:59+08:00"},
            "decided_at": {"R11-D1": "2026-03-12T23:59:59+08:00"},
        },
    ),
    "transport_damage": (
        {**CASE, "issue_category": "transport"},
        lambda v: (v.grade, v.owner, v.flags),
        ("T1", "qc-dept", ("reading:R11-X1",)),
        {"to_sales": ("T2", "sales-unit", ("reading:R11-X1",))},
    ),
    "natural_due": (
        {**CASE, "received_at": "2026-02-12T16:00:00+08:00"},
        lambda v: (dates(v)["R11-D1"], v.flags),
        ("2026-02-19T23:59:59+08:00", ("due-on-holiday",)),
        {"next-workday": ("2026-02-24T23:59:59+08:00", ())},
    ),
    "night_mail": (
        LATE,
        dates,
        {"R11-D1": "2026-03-06T23:59:59+08:00"},
        {"next-business-hour": {"R11-D1": "2026-03-07T23:59:59+08:00"}},
    ),
}


@pytest.mark.parametrize("setting", READINGS)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, look, by_default, otherwise = READINGS[setting]
    assert look(grade(PACK, facts)) == by_default
    found = {value: look(grade(PACK, facts, **{setting: value})) for value in otherwise}
    assert found == otherwise


@pytest.mark.parametrize("starts", ["sheet_received_at", "decided_at"])
def test_a_clock_whose_start_is_not_there_waits_for_it(grade: Grading, starts: str) -> None:
    assert dates(grade(PACK, CASE, answer_starts=starts)) == {"R11-D1": starts}


def test_packaging_goes_where_transport_damage_goes_and_contracts_stay(grade: Grading) -> None:
    found = {
        category: grade(PACK, {**CASE, "issue_category": category}, transport_damage="to_sales").grade
        for category in ("packaging", "contract", "quantity")
    }
    assert found == {"packaging": "T2", "contract": "T2", "quantity": "T1"}


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert {grade_: pack.grade_name(grade_, "en") for grade_ in pack.axes[0].order} == {
        "C0": "not accepted",
        "T4": "other companies involved",
        "T1": "quality complaint",
        "T2": "contract matter",
        "T3": "business procedure",
    }
    assert pack.grade_name("C0", "zh") == "不予受理"


def test_it_is_the_profile_that_the_pack_means_by_default() -> None:
    assert load_pack("manufacturer-generic").id == PACK


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        grade.rule (stated): R11-C0 R11-T4 R11-T1 R11-T2 R11-T3
        grade.residual (reading): R11-X1
        clock (reading): R11-D1
        clock (stated): R11-D2
        flags (reading): R11-X1
        flags (stated): R11-T3 R11-A2 R11-A4
        flags (proposal): R11-C0
        documents (stated): R11-S3 R11-S8 R11-C0
        approvers (stated): R11-A1 R11-T4
        owner (stated): R11-O2 R11-T4 R11-O1
        close (stated): R11-S10
        duties (stated): R11-O1 R11-O2 R11-O3 R11-O4 R11-O5 R11-A5
        steps (stated): R11-S1 R11-S2 R11-S3 R11-S4 R11-S5 R11-S6 R11-S7 R11-S8 R11-S9 R11-S10
        reports (stated): R11-K1 R11-K2 R11-K3 R11-K4 R11-K5 R11-K6
        facts.issue_category, facts.remedy (stated): R11-C1 R11-C2 R11-C3 R11-C4 R11-C5 R11-C6
        mail, facts.channel (stated): R11-S0
        comm-lint.L-11 (stated): R11-A3
    """)


def test_reports_go_out_every_month_or_every_quarter() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R11-K1 month: F11d > gm-office
        R11-K2 month: F11e > gm-office
        R11-K3 month: F11f F11g > gm sales-unit qc-dept
        R11-K4 month: F11d > gm-office
        R11-K5 month: F11c > gm-office
        R11-K6 month: - > gm
    """)
    quarterly = load_pack(PACK, settings={"report_period": "quarter"})
    assert {report.rule for report in quarterly.reports if report.period == "month"} == {"R11-K5"}


def test_the_registered_ambiguities_are_settings() -> None:
    assert {setting.register for setting in load_pack(PACK).settings} == {
        "A-10",
        "A-11",
        "A-15",
        "A-27",
        "A-28",
        "A-33",
    }


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        sales-unit: received_at accepted_at customer_misunderstanding countermeasure_rejected disputed
        countermeasure-unit: sheet_received_at
        sales-head: decided_at
        gm-office: improvement_due
        customer: issue_category remedy qty_shipped qty_defect
        qc-dept: our_fault third_party countermeasure_unit problem_key close_check
        keeps the case: sales-unit
        finds the cause: qc-dept
    """)
