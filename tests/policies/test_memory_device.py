"""客户投诉处理流程及管理办法, clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing, Reason
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

Grading = Callable[..., Verdict]
CASE = {
    "received_at": "2026-03-02T10:00:00+08:00",
    "channel": "email",
    "customer_name": "ACME",
    "problem_key": "DDR4-16G/boot-fail",
    "production_affected": False,
}


def earlier(date: str, grade: int | None = 3, **more: Any) -> dict[str, Any]:
    return {"date": date, "customer_name": "ACME", "problem_key": CASE["problem_key"], "grade": grade, **more}


def outcome(verdict: Verdict) -> tuple[Any, set[str]]:
    return verdict.grade, set(verdict.rules)


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


def test_an_unknown_impact_on_production_is_level_3_for_now_and_may_be_a_line_stop(grade: Grading) -> None:
    verdict = grade("memory-device", {**CASE, "production_affected": "unknown"})
    assert outcome(verdict) == (3, {"R16-G3r"})
    assert (verdict.provisional, verdict.ceiling) == (True, 1)
    assert verdict.missing == (Missing("production_affected", "customer"),)


def test_a_line_stop_that_was_denied_leaves_level_2_to_fear(grade: Grading) -> None:
    verdict = grade("memory-device", {**CASE, "production_affected": None, "line_stop": False})
    assert (verdict.grade, verdict.ceiling) == (3, 2)


def test_a_line_stop_without_effect_on_production_is_named_and_graded_as_the_worse(grade: Grading) -> None:
    verdict = grade("memory-device", {**CASE, "line_stop": True})
    assert (outcome(verdict), verdict.flags) == ((1, {"R16-G1c"}), ("contradiction:production_affected",))


@pytest.mark.parametrize(("level", "rule"), [("2", "R16-G1d"), (None, "R16-G2c"), ("open", "R16-G2c")])
def test_a_final_level_written_as_text_counts_and_an_unknown_one_is_not_serious(
    grade: Grading, level: str | None, rule: str
) -> None:
    again = [{**earlier("2025-08-01"), "grade": level}]
    assert grade("memory-device", CASE, again).rules == (rule,)


def test_level_2_stays_provisional_while_the_impact_is_unknown(grade: Grading) -> None:
    verdict = grade("memory-device", {**CASE, "production_affected": None, "sample_or_pilot_fail": True})
    assert (outcome(verdict), verdict.ceiling) == ((2, {"R16-G2b"}), 1)


def test_level_1_leaves_nothing_worse_to_ask_for(grade: Grading) -> None:
    verdict = grade("memory-device", {**CASE, "production_affected": None, "formal_written": True})
    assert (outcome(verdict), verdict.provisional, verdict.missing) == ((1, {"R16-G1a"}), False, ())


def test_a_formal_report_is_written_feedback_and_an_email_is_not(grade: Grading) -> None:
    assert grade("memory-device", {**CASE, "channel": "formal_report"}).rules == ("R16-G1a",)
    assert grade("memory-device", CASE).rules == ("R16-G3a",)


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ([earlier("2025-12-02")], (1, {"R16-G1b"})),
        ([earlier("2025-12-01")], (2, {"R16-G2c"})),
        ([earlier("2025-12-01", 2)], (1, {"R16-G1d"})),
        ([earlier("2025-12-03", 1)], (1, {"R16-G1b", "R16-G1d"})),
        ([earlier("2025-03-02"), earlier("2025-04-02")], (1, {"R16-G1e"})),
        ([earlier("2025-03-01"), earlier("2025-04-02")], (2, {"R16-G2c"})),
        ([earlier("2025-03-02", 2), earlier("2025-04-02")], (1, {"R16-G1d", "R16-G1e"})),
        ([earlier("2025-06-02", None)], (2, {"R16-G2c"})),
        ([earlier("2026-03-03")], (3, {"R16-G3a"})),
        ([earlier("2026-03-01", followup_of="x")], (3, {"R16-G3a"})),
        ([earlier("2026-03-01", customer_name="OTHER")], (3, {"R16-G3a"})),
        ([earlier("2026-03-01", problem_key="DDR4-16G/ecc")], (3, {"R16-G3a"})),
    ],
)
def test_repetition_escalates_within_its_window(
    grade: Grading, history: list[dict[str, Any]], expected: tuple[int, set[str]]
) -> None:
    assert outcome(grade("memory-device", CASE, history)) == expected


def test_repetition_of_a_case_without_a_date_is_a_named_gap(grade: Grading) -> None:
    facts = {key: value for key, value in CASE.items() if key != "received_at"}
    verdict = grade("memory-device", facts, [earlier("2026-03-01")])
    assert (verdict.grade, verdict.ceiling, verdict.missing) == (3, 1, (Missing("received_at", "fae"),))


def test_an_upgrade_keeps_the_clocks_and_starts_only_the_visit(grade: Grading) -> None:
    facts = {
        **CASE,
        "production_affected": True,
        "sample_received_at": "2026-03-04",
        "upgraded_at": "2026-03-11T08:00:00+08:00",
    }
    assert dates(grade("memory-device", facts)) == {
        "R16-D3": "2026-03-11T12:00:00+08:00",
        "R16-D2": "2026-03-09T23:59:59+08:00",
        "R16-D1": "2026-03-12T23:59:59+08:00",
    }
    assert dates(grade("memory-device", facts, restart_from="upgraded_at")) == {
        "R16-D3": "2026-03-11T12:00:00+08:00",
        "R16-D2": "2026-03-16T23:59:59+08:00",
        "R16-D1": "2026-03-21T23:59:59+08:00",
    }


def test_a_year_without_calendar_leaves_natural_days_and_says_what_cannot_be_told(grade: Grading) -> None:
    facts = {**CASE, "received_at": "2026-12-28T10:00:00+08:00", "production_affected": True}
    verdict = grade("memory-device", facts)
    assert dates(verdict)["R16-D1"] == "2027-01-07T23:59:59+08:00"
    assert verdict.flags == ("calendar-missing:2027",)


SERIOUS = {**CASE, "production_affected": True, "sample_received_at": "2026-03-04T09:00:00+08:00"}
READINGS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], Callable[[Verdict], Any], Any, dict[Any, Any]]] = {
    "written": (CASE, [], lambda v: v.grade, 3, {"formal_or_email": 1}),
    "scope": (CASE, [earlier("2026-03-01", customer_name="OTHER")], lambda v: v.grade, 3, {"any": 1}),
    "preliminary_target": (
        SERIOUS,
        [],
        lambda v: dates(v)["R16-D2"],
        "2026-03-09T23:59:59+08:00",
        {"3": "2026-03-07T23:59:59+08:00"},
    ),
    "level3_without_sample": (
        CASE,
        [],
        lambda v: dates(v)["R16-D1"],
        "sample_received_at",
        {"acceptance": "2026-03-12T23:59:59+08:00"},
    ),
    "copy_quality": (
        SERIOUS,
        [],
        lambda v: v.notify,
        ("account-manager",),
        {"all-levels": ("account-manager", "quality-mgmt")},
    ),
    "visit_soft": (SERIOUS, [], lambda v: v.deadlines[0].soft, True, {False: False}),
    "visit_hours": (
        {**SERIOUS, "received_at": "2026-03-02T16:30:00+08:00"},
        [],
        lambda v: dates(v)["R16-D3"],
        "2026-03-02T20:30:00+08:00",
        {"business-hours": "2026-03-03T11:30:00+08:00"},
    ),
    "natural_due": (
        {**SERIOUS, "received_at": "2026-03-04T10:00:00+08:00"},
        [],
        lambda v: (dates(v)["R16-D1"], v.flags),
        ("2026-03-14T23:59:59+08:00", ("due-on-holiday",)),
        {"next-workday": ("2026-03-16T23:59:59+08:00", ())},
    ),
    "windows": (
        CASE,
        [earlier("2025-12-02")],
        lambda v: v.rules,
        ("R16-G1b",),
        {"rolling-exclusive": ("R16-G2c",), "calendar-months": ("R16-G2c",)},
    ),
}


@pytest.mark.parametrize("setting", READINGS)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, history, look, by_default, otherwise = READINGS[setting]
    assert look(grade("memory-device", facts, history)) == by_default
    found = {value: look(grade("memory-device", facts, history, **{setting: value})) for value in otherwise}
    assert found == otherwise


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            {"date": "soon"},
            "history row 1: date must be a date or time such as 2026-03-02T10:00:00+08:00, not 'soon'",
        ),
        ({}, "history row 1: it has no date"),
    ],
)
def test_an_unreadable_earlier_case_is_refused_with_its_place(
    grade: Grading, row: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(FactError) as refusal:
        grade("memory-device", CASE, [{"customer_name": "ACME", "problem_key": CASE["problem_key"], **row}])
    assert str(refusal.value) == sentence


def test_a_repetition_names_the_earlier_days(grade: Grading) -> None:
    verdict = grade("memory-device", CASE, [earlier("2025-12-02"), earlier("2026-02-01")])
    assert verdict.reasons[0] == Reason(
        "R16-G1b",
        "连续 3 个月内同一问题发生 2 次（此前：2025-12-02、2026-02-01）",
        "The same problem twice within any 3 consecutive months (earlier: 2025-12-02, 2026-02-01)",
    )


# ---------------------------------------------------------------- what the pack keeps where


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack("memory-device")
    assert places(pack) == lines("""
        grade.rule (stated): R16-G1a R16-G1b R16-G1c R16-G1e R16-G2a R16-G2b R16-G2c R16-G3a
        grade.rule (reading): R16-G1d R16-X3
        grade.rule (proposal): R16-G3r
        clock (stated): R16-D3 R16-D2 R16-D1 R16-D1
        flags (proposal): R16-G2a
        documents (stated): R16-O2 R16-D2 R16-D1
        documents (proposal): R16-G1a
        notify (reading): R16-A2
        notify (stated): R16-A3
        approvers (stated): R16-A1
        owner (reading): R16-O3
        duties (stated): R16-O1 R16-D4 R16-O3 R16-O4 R16-O5 R16-O6
        steps (stated): R16-S1 R16-S2 R16-S3 R16-S4 R16-S5 R16-S6 R16-S7 R16-S8
        reports (stated): R16-K1 R16-K2 R16-K3
        reports (proposal): R16-K4
        terms.formal_only, settings.written (reading): R16-X1
        repetition, settings.scope, settings.windows (reading): R16-X2
        grade.order (reading): R16-X4
        clock, settings.restart_from (reading): R16-X5
    """)
    assert [left.rule for left in pack.left_out] == []


def test_reports_go_to_whom_the_regulation_names() -> None:
    assert reports(load_pack("memory-device")) == lines("""
        R16-K1 week: - > resp-dept-manager account-manager
        R16-K2 week: F16d > resp-dept-manager
        R16-K3 year: F16e > resp-dept-manager
        R16-K4 month: - > quality-mgmt
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack("memory-device")) == lines("""
        fae: received_at accepted_at upgraded_at channel followup_of
        pqc-engineer: sample_received_at problem_key
        customer: formal_written production_affected line_stop launch_or_test_freeze batch_recall\
            sample_or_pilot_fail customer_format customer_name
        keeps the case: pqc-engineer
        finds the cause: pqc-engineer
    """)
