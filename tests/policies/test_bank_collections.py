"""投诉处理制度 (催收), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack

PACK = "bank-collections"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-05T09:00:00+08:00", "channel": "phone", "dept_notified_at": "2026-03-05T10:00:00+08:00"}
SETTLED = {"satisfied_on_spot": True, "no_further_complaint": True}
ACCUSATION = {**CASE, "channel": "letter", "letter_type": "whistleblow"}


def handled(verdict: Verdict) -> tuple[Any, set[str], str | None, str | None]:
    return verdict.grade, set(verdict.rules), verdict.owner, verdict.state


def test_the_bank_s_reputation_waits_for_two_leaders_and_stays_with_the_head(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "bank_reputation": True})
    assert handled(verdict) == ("major-reputation", {"R06-G1"}, "collection-supervisor", "awaiting-pre-report")
    assert (verdict.approvers, verdict.approval_mode, verdict.notify) == (("vp-in-charge", "gm"), "all", ())
    assert [clock.rule for clock in verdict.deadlines] == ["R06-D1"], "the gate does not stop the clock"


@pytest.mark.parametrize("fact", ["violation", "litigation"])
def test_reputation_and_breach_together_both_apply_and_the_general_manager_handles(grade: Grading, fact: str) -> None:
    verdict = grade(PACK, {**CASE, "bank_reputation": True, fact: True})
    assert handled(verdict) == ("major-reputation", {"R06-G1", "R06-G2"}, "gm", "awaiting-pre-report")


def test_an_accusation_goes_past_the_accused_department(grade: Grading) -> None:
    everything = {
        **ACCUSATION,
        **SETTLED,
        "channel": "bank_forward",
        "content_type": "attitude",
        "bank_reputation": True,
        "violation": True,
    }
    for facts in (ACCUSATION, everything):
        verdict = grade(PACK, facts)
        assert handled(verdict) == ("whistleblow", {"R06-L2"}, "vp-in-charge", "processing")
        assert (verdict.notify, verdict.approvers, verdict.deadlines) == (("gm",), (), ())
        assert (verdict.missing, verdict.documents) == ((), ("F06a",))


@pytest.mark.parametrize(
    ("content", "rule"),
    [("attitude", "R06-T1"), ("staff_error", "R06-T2"), ("not_ours", "R06-T3"), ("coordination", "R06-T4")],
)
def test_the_kind_of_content_and_of_letter_are_reasons(grade: Grading, content: str, rule: str) -> None:
    verdict = grade(PACK, {**CASE, "content_type": content, "letter_type": "complaint"})
    assert handled(verdict) == ("general", {"R06-G3", "R06-L1", rule}, "collection-supervisor", "processing")


@pytest.mark.parametrize("half", SETTLED)
def test_only_both_words_of_the_customer_settle_the_matter(grade: Grading, half: str) -> None:
    assert grade(PACK, {**CASE, half: True}).state == "processing"
    verdict = grade(PACK, {**CASE, **SETTLED})
    assert handled(verdict) == ("general", {"R06-G3", "R06-S2"}, "collection-supervisor", "closed")
    assert (verdict.deadlines, verdict.missing) == ((), ())


def test_the_clock_waits_for_the_notice_and_asks_for_it(grade: Grading) -> None:
    verdict = grade(PACK, {"channel": "phone"})
    assert [(clock.due, clock.waiting_for) for clock in verdict.deadlines] == [(None, "dept_notified_at")]
    assert verdict.missing == (Missing("dept_notified_at", "collection-supervisor"),)
    assert (verdict.grade, verdict.provisional, verdict.ceiling) == ("general", True, None)


def test_the_superior_hears_of_a_violation_and_of_a_threat_once(grade: Grading) -> None:
    threat = grade(PACK, {**CASE, "threat_of_extreme_act": True})
    assert (threat.grade, threat.flags, threat.notify) == ("general", ("threat-alert",), ("superior",))
    assert grade(PACK, {**CASE, "litigation": True}).notify == ()
    both = grade(PACK, {**CASE, "violation": True, "threat_of_extreme_act": True})
    assert both.notify == ("superior",)
    accused = grade(PACK, {**ACCUSATION, "threat_of_extreme_act": True})
    assert (accused.notify, accused.flags) == (("gm", "superior"), ("threat-alert",))


def test_a_bank_that_forwards_a_complaint_is_owed_the_result(grade: Grading) -> None:
    assert grade(PACK, {**CASE, "channel": "bank_forward"}).notify == ("direct-leader", "bank")


def test_a_notice_before_the_complaint_is_a_contradiction(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "dept_notified_at": "2026-03-04T23:00:00+08:00"})
    assert verdict.flags == ("contradiction:dept_notified_at",)
    assert grade(PACK, {**CASE, "dept_notified_at": "2026-03-05T08:00:00+08:00"}).flags == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"letter_type": "anonymous"}, "letter_type must be complaint or whistleblow, not 'anonymous'"),
        ({"channel": "fax"}, "channel must be email, phone, letter, visit, online_form, verbal, "),
        (
            {"content_type": "noise"},
            "content_type must be attitude, staff_error, not_ours or coordination, not 'noise'",
        ),
        ({"dept_notified_at": "2026-02-30"}, "dept_notified_at must be a date or time such as "),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value).startswith(sentence)


def test_three_working_days_are_the_outer_limit_or_for_special_cases_only(grade: Grading) -> None:
    special = {**CASE, "special_circumstances": True}
    found = {
        (facts is special, reading): [clock.rule for clock in grade(PACK, facts, three_days=reading).deadlines]
        for facts in (CASE, special)
        for reading in ("outer_limit", "special_cases")
    }
    assert found == {
        (False, "outer_limit"): ["R06-D1"],
        (True, "outer_limit"): ["R06-D1"],
        (False, "special_cases"): [],
        (True, "special_cases"): ["R06-D1"],
    }


def test_the_pre_report_is_acknowledged_or_reporting_suffices(grade: Grading) -> None:
    major = {**CASE, "bank_reputation": True}
    told = grade(PACK, major, pre_report="report")
    assert (told.state, told.approvers, told.notify) == ("processing", (), ("vp-in-charge", "gm"))
    assert grade(PACK, major).rules == told.rules


def test_an_accusation_is_taken_back_only_by_a_person() -> None:
    pack = load_pack(PACK)
    assert pack.milder("general", "major-reputation")
    assert pack.milder("general", "whistleblow")
    assert not pack.milder("whistleblow", "general")
    assert not pack.milder("major-reputation", "violation-or-litigation")


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade, "zh") for grade in pack.axes[0].order] == [
        "检举信件",
        "重大投诉（影响银行声誉）",
        "违规或诉讼",
        "一般投诉",
    ]
    assert pack.grade_name("violation-or-litigation", "en") == "violation or litigation"


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack(PACK)
    assert (pack.owner_role, pack.engineer_role) == ("collection-supervisor", "")
    assert [left.rule for left in pack.left_out] == ["R06-Z1"]
    found = {(each.rule, each.status, each.where) for each in pack.carried}
    assert found >= {
        ("R06-G1", "stated", "grade.rule"),
        ("R06-G1", "reading", "facts.bank_reputation"),
        ("R06-G1", "reading", "approvers"),
        ("R06-G1", "reading", "owner"),
        ("R06-G2", "reading", "also"),
        ("R06-G3", "stated", "owner"),
        ("R06-L2", "stated", "owner"),
        ("R06-L2", "proposal", "owner, desk"),
        ("R06-D1", "stated", "clock"),
        ("R06-D1", "reading", "settings.three_days"),
        ("R06-D2", "stated", "duties"),
        ("R06-S1", "stated", "steps"),
        ("R06-S2", "stated", "steps"),
        ("R06-S3", "stated", "steps"),
        ("R06-S3", "stated", "state"),
        ("R06-S4", "stated", "steps"),
        ("R06-S4", "stated", "documents"),
        ("R06-S5", "stated", "steps"),
        ("R06-S5", "reading", "notify"),
        ("R06-X1", "stated", "duties"),
        ("R06-X1", "stated", "comm-lint"),
        ("R06-Z1", "proposal", "flags"),
        ("R06-Z1", "proposal", "notify"),
    }
    counted = {f"R06-T{number}" for number in (1, 2, 3, 4)}
    assert {each.rule for each in pack.carried if each.where == "reports"} == counted
    assert [(each.rule, each.period, each.to) for each in pack.reports] == [("R06-T1", "month", ("vp-in-charge",))]
