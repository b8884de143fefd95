"""售后服务管理细则 and 客户投诉处理管理 (registry), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "after-sales-instruments/registry"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-05T08:30:00+08:00", "cause_type": "quality", "severity": "minor"}
CAUSE, SEVERITY = Missing("cause_type", "engineering"), Missing("severity", "general-affairs")
THREE = ("engineering", "general-affairs", "marketing")


@pytest.mark.parametrize(
    ("facts", "grade_", "rules", "missing"),
    [
        ({"cause_type": "human"}, "T2/minor", ("R03-T2", "R03-G1"), ()),
        ({"cause_type": "other", "severity": "severe"}, "T3/severe", ("R03-T3", "R03-G2"), ()),
        ({"severity": None}, "T1/pending", ("R03-T1",), (SEVERITY,)),
        ({"cause_type": None}, "pending/minor", ("R03-G1",), (CAUSE,)),
        ({"cause_type": None, "severity": None}, None, (), (CAUSE, SEVERITY)),
        ({"our_fault": False, "severity": None}, "T1/rejected", ("R03-T1", "R03-S3"), ()),
        ({"our_fault": False, "severity": "severe"}, "T1/rejected", ("R03-T1", "R03-S3"), ()),
        ({"our_fault": False, "cause_type": None}, "pending/rejected", ("R03-S3",), (CAUSE,)),
        ({"our_fault": True}, "T1/minor", ("R03-T1", "R03-G1"), ()),
    ],
)
def test_cause_and_severity_are_decided_apart_and_a_fault_that_is_not_ours_wins(
    grade: Grading, facts: dict[str, Any], grade_: str | None, rules: tuple[str, ...], missing: tuple[Missing, ...]
) -> None:
    verdict = grade(PACK, {**CASE, **facts})
    assert (verdict.grade, verdict.rules) == (grade_, rules)
    assert (verdict.provisional, verdict.missing, verdict.ceiling) == (bool(missing), missing, None)
    assert verdict.owner == "general-affairs"


@pytest.mark.parametrize(
    ("facts", "approvers", "documents"),
    [
        ({}, (), ("F03a",)),
        ({"severity": "severe"}, THREE, ("F03a", "F03b")),
        ({"severity": "severe", "cause_type": None}, THREE, ("F03a", "F03b")),
        ({"severity": "severe", "our_fault": False}, (), ("F03a", "F03c")),
        ({"severity": None}, (), ("F03a",)),
        ({"severity": None, "cause_type": None}, (), ("F03a",)),
    ],
)
def test_the_three_departments_approve_only_what_is_severe(
    grade: Grading, facts: dict[str, Any], approvers: tuple[str, ...], documents: tuple[str, ...]
) -> None:
    verdict = grade(PACK, {**CASE, **facts})
    assert (verdict.approvers, verdict.documents, verdict.deadlines) == (approvers, documents, ())


def test_closing_wants_the_effect_confirmed_or_the_evidence_shown(grade: Grading) -> None:
    ours, theirs = CASE, {**CASE, "our_fault": False}
    assert grade(PACK, ours).closing == (("R03-S7", ("effect_confirmed",)),)
    assert grade(PACK, theirs).closing == (("R03-S3", ("evidence_shown",)),)
    assert grade(PACK, {**theirs, "action": "close"}).flags == ("close-blocked:R03-S3",)
    assert grade(PACK, {**theirs, "action": "close", "close_check": ["evidence_shown"]}).flags == ()
    assert grade(PACK, {**ours, "action": "close", "close_check": ["evidence_shown"]}).flags == (
        "close-blocked:R03-S7",
    )


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"qty_shipped": "5", "qty_defect": "6"}, ("contradiction:qty_defect",)),
        ({"ship_date": "2026-03-06"}, ("contradiction:ship_date",)),
        ({"ship_date": "2026-03-05", "qty_shipped": "5", "qty_defect": "5"}, ()),
    ],
)
def test_contradictions_are_named(grade: Grading, facts: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert grade(PACK, {**CASE, **facts}).flags == flags


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"severity": "awful"}, "severity must be minor or severe, not 'awful'"),
        ({"cause_type": "age"}, "cause_type must be quality, human or other, not 'age'"),
        ({"our_fault": "perhaps"}, "our_fault must be true or false, not 'perhaps'"),
        ({"qty_shipped": "-1"}, "qty_shipped must be at least 0, not '-1'"),
        ({"qty_defect": "-1"}, "qty_defect must be at least 0, not '-1'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


# ---------------------------------------------------------------- the other readings


@pytest.mark.parametrize(
    ("facts", "grade_"),
    [
        ({"severity": None}, "T1/minor"),
        ({"severity": "severe"}, "T1/severe"),
        ({"severity": "minor", "safety_hazard": True}, "T1/severe"),
        ({"severity": None, "legal_action": True}, "T1/severe"),
        ({"severity": None, "media_exposed": True}, "T1/severe"),
        ({"severity": None, "line_stop": True}, "T1/severe"),
        ({"severity": None, "batch_recall": True}, "T1/severe"),
        ({"severity": None, "remedy": ["return"]}, "T1/severe"),
        ({"severity": None, "remedy": ["exchange", "compensation"]}, "T1/severe"),
        ({"severity": None, "remedy": ["exchange"]}, "T1/minor"),
        ({"severity": None, "line_stop": True, "our_fault": False}, "T1/rejected"),
    ],
)
def test_a_list_may_say_what_is_severe_so_that_nobody_is_asked(
    grade: Grading, facts: dict[str, Any], grade_: str
) -> None:
    verdict = grade(PACK, {**CASE, **facts}, severe_by="list")
    assert (verdict.grade, verdict.provisional) == (grade_, False)
    assert verdict.approvers == (THREE if grade_ == "T1/severe" else ())


def test_by_a_person_the_list_says_nothing(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "severity": None, "safety_hazard": True})
    assert (verdict.grade, verdict.missing) == ("T1/pending", (SEVERITY,))


def test_reports_go_out_every_month_or_every_quarter() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R03-K1 month: - > engineering
        R03-K2 month: - > marketing
        R03-K3 month: - > marketing
        R03-K4 month: - > general-affairs
    """)
    quarterly = load_pack(PACK, settings={"report_period": "quarter"})
    assert {report.period for report in quarterly.reports} == {"quarter"}


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert pack.grade_name("T1/severe", "zh") == "质量异常 · 情节严重"
    assert pack.grade_name("T2/pending", "en") == "human factor · severity open"
    assert pack.grade_name("pending/rejected", "zh") == "原因待定 · 非我方原因"
    assert pack.grade_name("T3/minor", "en") == "other cause · minor"


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        axis.route.rule (stated): R03-T1 R03-T2 R03-T3
        axis.weight.rule (stated): R03-S3 R03-G2 R03-G1
        documents (stated): R03-S1 R03-G2 R03-S3
        approvers (reading): R03-G2
        owner (stated): R03-O1
        close (stated): R03-S7 R03-S3
        duties (stated): R03-O2 R03-O3
        steps (stated): R03-S1 R03-S2 R03-S3 R03-S4 R03-S5 R03-S6 R03-S7
        reports (stated): R03-K1 R03-K2 R03-K3 R03-K4
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        owner: received_at channel
        engineering: cause_type our_fault
        general-affairs: severity close_check
        customer: safety_hazard legal_action media_exposed line_stop batch_recall remedy order_no \
            ship_date qty_shipped qty_defect
        keeps the case: general-affairs
        finds the cause: engineering
    """)
