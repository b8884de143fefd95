"""客户投诉分级管理办法, clause by clause where the worked cases leave off."""

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
SMALL = {"total_cost_cny": "3000", "qty_mw": "0.002", "defect_degree": 3}
SIGNED = ["sales-hq", "technical", "quality-mgmt"]
AGAIN = {"received_at": "2026-03-02T09:00:00+08:00", "problem_key": "PV-240P/snail-trail"}


def earlier(date: str, cost: str, mw: str, degree: int, **more: Any) -> dict[str, Any]:
    return {
        "date": date,
        "problem_key": AGAIN["problem_key"],
        "total_cost_cny": cost,
        "qty_mw": mw,
        "defect_degree": degree,
        **more,
    }


def outcome(verdict: Verdict) -> tuple[Any, set[str]]:
    return verdict.grade, set(verdict.rules)


def test_a_case_of_unclear_class_is_treated_as_a_complaint_and_says_so(grade: Grading) -> None:
    verdict = grade("pv-module", SMALL)
    assert (outcome(verdict), verdict.provisional) == ((5, {"R01-G5a", "R01-G5b"}), False)
    assert verdict.presumed == ("valid_complaint",)


@pytest.mark.parametrize(
    ("capability", "expected", "papers"),
    [
        ("salesperson", "N1", {"F01a"}),
        ("tech-marketing", "N2", {"F01a", "F01e"}),
        ("joint", "N3", {"F01a", "F01e"}),
    ],
)
def test_a_demand_goes_to_whoever_can_explain(grade: Grading, capability: str, expected: str, papers: set[str]) -> None:
    verdict = grade("pv-module", {**SMALL, "valid_complaint": False, "demand_capability": capability})
    assert outcome(verdict) == (expected, {f"R01-{expected}"})
    assert (verdict.participants, set(verdict.documents)) == (f"R01-{expected}", papers)
    assert (verdict.approvers, verdict.provisional) == ((), False)


def test_a_demand_nobody_has_looked_at_is_pending_and_never_climbs_the_ladder(grade: Grading) -> None:
    verdict = grade("pv-module", {"valid_complaint": False, "total_cost_cny": "9000000"})
    assert (verdict.grade, verdict.provisional, verdict.ceiling) == (None, True, None)
    assert verdict.missing == (Missing("demand_capability", "sales-hq"),)
    assert (verdict.documents, verdict.participants) == ((), None)


def test_what_triage_said_of_a_complaint_beats_a_named_kind_of_demand(grade: Grading) -> None:
    verdict = grade("pv-module", {**SMALL, "valid_complaint": True, "demand_capability": "joint"})
    assert verdict.grade == 5


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"legal_action": True}, (1, {"R01-G1c"})),
        ({"major_impact": True, "safety_hazard": True}, (1, {"R01-G1c", "R01-G1e"})),
        ({"mass_complaint_risk": True, "media_exposed": True}, (2, {"R01-G2e", "R01-G2f"})),
        ({"image_risk": True}, (2, {"R01-G2f"})),
        ({"panel_grade": 1, "panel_signoffs": SIGNED}, (1, {"R01-G1f"})),
        ({"panel_grade": 2, "panel_signoffs": [*SIGNED, "legal"]}, (2, {"R01-G2j"})),
        ({"panel_grade": 3, "panel_signoffs": SIGNED}, (3, {"R01-G3e"})),
        ({"panel_grade": 3, "panel_signoffs": SIGNED, "image_risk": True}, (2, {"R01-G2f"})),
        ({"total_cost_cny": "2000000"}, (2, {"R01-G2a"})),
        ({"total_cost_cny": "2000000", "qty_mw": "2", "defect_degree": 1}, (1, {"R01-G1b"})),
    ],
)
def test_any_one_condition_suffices_and_the_worst_wins(
    grade: Grading, facts: dict[str, Any], expected: tuple[int, set[str]]
) -> None:
    assert outcome(grade("pv-module", {**SMALL, **facts})) == expected


@pytest.mark.parametrize("panel", [{"panel_grade": 1}, {"panel_signoffs": SIGNED}, {"panel_signoffs": ["technical"]}])
def test_an_incomplete_panel_changes_nothing_and_is_flagged(grade: Grading, panel: dict[str, Any]) -> None:
    verdict = grade("pv-module", {**SMALL, **panel})
    assert (verdict.grade, verdict.flags) == (5, ("panel-incomplete",))


@pytest.mark.parametrize(
    ("cost", "degree", "expected"),
    [("50000", 2, (("F01a",), None)), ("200000", 2, (("F01b", "F01d", "F01c"), "R01-P3"))],
)
def test_the_sales_company_may_solve_grades_4_and_5_alone(
    grade: Grading, cost: str, degree: int, expected: tuple[tuple[str, ...], str | None]
) -> None:
    facts = {"total_cost_cny": cost, "qty_mw": "0.01", "defect_degree": degree, "internal_resolvable": True}
    verdict = grade("pv-module", facts)
    assert (verdict.documents, verdict.participants) == expected


def test_three_known_parts_are_the_total_and_two_are_its_lower_bound(grade: Grading) -> None:
    parts = {"cost_module_value": "90000", "cost_rectification": "8000"}
    rest = {"qty_mw": "0.01", "defect_degree": 3}
    open_total = grade("pv-module", {**parts, **rest})
    assert (open_total.grade, open_total.ceiling) == (4, 1)
    assert open_total.missing == (Missing("total_cost_cny", "sales-hq"),)
    known = grade("pv-module", {**parts, **rest, "cost_commercial": "2000.01"})
    assert (known.grade, known.provisional) == (3, False)


def test_a_lower_bound_never_decides_that_the_total_is_small(grade: Grading) -> None:
    verdict = grade("pv-module", {"cost_commercial": "100", "qty_mw": "0.5", "defect_degree": 3})
    assert (verdict.grade, verdict.rules, verdict.missing) == (None, (), (Missing("total_cost_cny", "sales-hq"),))


def test_stated_power_against_module_count_is_named_and_neither_is_believed(grade: Grading) -> None:
    facts = {"qty_mw": "0.1", "module_count": 500, "module_wp": "500", "defect_degree": 1, "total_cost_cny": "1"}
    verdict = grade("pv-module", facts)
    assert verdict.flags == ("contradiction:qty_mw",)
    assert (verdict.grade, verdict.ceiling, verdict.missing) == (4, 3, (Missing("qty_mw", "customer"),))


def test_a_total_below_the_sum_of_its_parts_is_named_and_the_sum_counts(grade: Grading) -> None:
    facts = {**SMALL, "total_cost_cny": "9000", "cost_module_value": "120000"}
    verdict = grade("pv-module", facts)
    assert (verdict.flags, verdict.grade) == (("contradiction:total_cost_cny",), 3)


def test_only_earlier_cases_of_the_same_problem_add_up(grade: Grading) -> None:
    facts = {**AGAIN, "total_cost_cny": "40000", "qty_mw": "0.01", "defect_degree": 2}
    others = [
        earlier("2026-03-03", "40000", "0.01", 2),
        earlier("2026-02-01", "40000", "0.01", 2, problem_key="PV-240P/glass"),
        earlier("2026-02-01", "40000", "0.01", 2, followup_of="a"),
    ]
    assert outcome(grade("pv-module", facts, others)) == (4, {"R01-G4a"})
    two = [earlier("2024-02-01", "40000", "0.01", 2), earlier("2026-03-02", "40000", "0.01", 2)]
    assert outcome(grade("pv-module", facts, others + two)) == (3, {"R01-G3c"})


def test_a_case_that_reaches_the_grade_by_itself_is_not_also_a_repetition(grade: Grading) -> None:
    facts = {**AGAIN, "total_cost_cny": "140000", "qty_mw": "0.01", "defect_degree": 2}
    assert outcome(grade("pv-module", facts, [earlier("2026-02-01", "140000", "0.01", 2)])) == (3, {"R01-G3a"})


def test_a_sum_of_exactly_the_threshold_is_not_over_it(grade: Grading) -> None:
    facts = {**AGAIN, "total_cost_cny": "60000", "qty_mw": "0.01", "defect_degree": 3}
    assert grade("pv-module", facts, [earlier("2026-02-01", "40000", "0.01", 3)]).grade == 4
    assert grade("pv-module", facts, [earlier("2026-02-01", "40000.01", "0.01", 3)]).grade == 3


def test_an_open_degree_may_still_add_this_case_to_the_sum(grade: Grading) -> None:
    facts = {**AGAIN, "total_cost_cny": "20", "qty_mw": "0.15"}
    verdict = grade("pv-module", facts, [earlier("2026-02-01", "10", "0.9", 1)])
    assert (outcome(verdict), verdict.ceiling) == ((2, {"R01-G2c"}), 1)
    assert verdict.missing == (Missing("defect_degree", "quality-owner"),)


def test_a_followup_adds_nothing_up(grade: Grading) -> None:
    facts = {**AGAIN, "total_cost_cny": "60000", "qty_mw": "0.01", "defect_degree": 3, "followup_of": "a"}
    verdict = grade("pv-module", facts, [earlier("2026-02-01", "90000", "0.01", 3, case="a")])
    assert (verdict.grade, verdict.flags) == (4, ("followup-not-counted",))


def test_a_reason_names_the_facts_it_used(grade: Grading) -> None:
    facts = {**AGAIN, "cost_module_value": "40000", "qty_mw": "0.15", "defect_degree": 1}
    verdict = grade("pv-module", facts, [earlier("2026-02-05", "70000", "0.4", 1)])
    assert verdict.reasons == (
        Reason(
            "R01-G2c",
            "同一问题重复投诉，累计费用或数量达到二级（涉及组件数量累计 0.55 MW，此前 1 起）",
            "The same problem again: cost or quantity adds up to grade 2 "
            "(modules concerned adds up to 0.55 MW, 1 earlier)",
        ),
    )
    lower_bound = grade("pv-module", {**facts, "defect_degree": 3})
    assert [reason.en for reason in lower_bound.reasons] == [
        "Total handling cost over RMB 10,000 (total handling cost: at least 40,000 RMB)"
    ]


CLAUSES: dict[str, tuple[dict[str, Any], list[dict[str, Any]], int, dict[Any, int]]] = {
    "threshold": ({"total_cost_cny": "5000000", "qty_mw": "0", "defect_degree": 3}, [], 2, {"ge": 1}),
    "boundary_gap": ({"total_cost_cny": "10000", "qty_mw": "5", "defect_degree": 3}, [], 5, {"upper": 4}),
    "repetition_months": (
        {**AGAIN, **SMALL, "total_cost_cny": "60000"},
        [earlier("2025-03-01", "60000", "0", 3)],
        3,
        {6: 4, 24: 3},
    ),
    "repetition_scope": (
        {**AGAIN, **SMALL, "total_cost_cny": "60000", "customer_name": "A"},
        [earlier("2026-01-01", "60000", "0", 3, customer_name="B")],
        3,
        {"customer": 4},
    ),
    "repetition_filtered": (
        {**AGAIN, **SMALL, "qty_mw": "0.3"},
        [earlier("2026-01-01", "10", "0.9", 3)],
        5,
        {False: 1},
    ),
    "media": ({**SMALL, "media_exposed": True}, [], 2, {"major": 1}),
}


@pytest.mark.parametrize("setting", CLAUSES)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, history, by_default, otherwise = CLAUSES[setting]
    assert grade("pv-module", facts, history).grade == by_default
    assert {value: grade("pv-module", facts, history, **{setting: value}).grade for value in otherwise} == otherwise


def test_every_participant_signs_where_the_pack_is_set_so(grade: Grading) -> None:
    verdict = grade("pv-module", SMALL, sign_off="every")
    assert verdict.approvers == verdict.participant_roles
    assert verdict.approvers == tuple(
        f"staff.{unit}" for unit in ("production-company", "operations", "technical", "sales", "quality")
    )


@pytest.mark.parametrize(
    ("setting", "clock"), [("d_notify", "R01-S4 inform"), ("d_plan", "R01-S5 plan"), ("d_close", "R01-S6 close")]
)
def test_limits_run_only_where_a_company_has_set_its_own(grade: Grading, setting: str, clock: str) -> None:
    case = {**SMALL, "received_at": "2026-03-06T09:00:00+08:00"}
    (running,) = grade("pv-module", case, **{setting: 3}).deadlines
    assert running.due is not None
    assert (f"{running.rule} {running.what}", running.due.isoformat()) == (clock, "2026-03-11T23:59:59+08:00")
    assert grade("pv-module", case).deadlines == ()
    solved = grade("pv-module", {**case, "internal_resolvable": True}, **{setting: 3})
    assert [each.what for each in solved.deadlines] == ["close"] * (setting == "d_close")


def test_the_sales_company_may_solve_every_grade_where_the_pack_is_set_so(grade: Grading) -> None:
    facts = {**SMALL, "total_cost_cny": "200000", "internal_resolvable": True}
    assert grade("pv-module", facts, internal_solution="graded").documents == ("F01a",)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"total_cost_cny": "-1"}, "total_cost_cny must be at least 0, not '-1'"),
        ({"defect_degree": 9}, "defect_degree must be 1, 2 or 3, not 9"),
        ({"defect_degree": "1.5"}, "defect_degree must be a whole number, not '1.5'"),
        ({"demand_type": "anger"}, "demand_type must be help, consult or vent, not 'anger'"),
        ({"legal_action": 1}, "legal_action must be true or false, not 1"),
        ({"qty_mw": "1e99"}, "qty_mw must be a plain number, not '1e99'"),
        ({"qty_mw": float("inf")}, "qty_mw must be a plain number, not inf"),
        (
            {"received_at": "2026-02-30"},
            "received_at must be a date or time such as 2026-03-02T10:00:00+08:00, not '2026-02-30'",
        ),
        ({"panel_signoffs": [1]}, "panel_signoffs must be a list of words, not [1]"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade("pv-module", facts)
    assert str(refusal.value) == sentence


def test_a_reason_from_the_case_alone_gives_its_numbers(grade: Grading) -> None:
    verdict = grade(
        "pv-module", {"total_cost_cny": "80000.50", "module_count": 401, "module_wp": "500", "defect_degree": 2}
    )
    assert verdict.reasons == (
        Reason(
            "R01-G3b",
            "涉及组件超过 0.2 MW 且缺陷程度为一级或二级（涉及组件数量：0.2005 MW；缺陷程度：2）",
            "More than 0.2 MW of modules with defect degree 1 or 2 (modules concerned: 0.2005 MW; defect degree: 2)",
        ),
    )


# ---------------------------------------------------------------- what the pack keeps where


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack("pv-module")
    assert places(pack) == lines("""
        grade.rule (stated): R01-N1 R01-N2 R01-N3 R01-G1a R01-G1c R01-G1e R01-G1f R01-G2a R01-G2e R01-G2f R01-G2j\
            R01-G3a R01-G3e R01-G4a R01-G5a R01-G5b
        grade.rule (reading): R01-G1b R01-G1d R01-G2b R01-G2c R01-G3b R01-G3c R01-G4b R01-G4c R01-X3 R01-U1 R01-U2
        grade.residual (reading): R01-G5r
        flags (stated): R01-A2
        documents (stated): R01-S4 R01-S5 R01-S3 R01-N2
        approvers (proposal): R01-A1 R01-A1 R01-A1 R01-A1
        participants (reading): R01-P1 R01-P2 R01-P3 R01-P4 R01-P5 R01-U4 R01-U5
        participants (stated): R01-N1 R01-N2 R01-N3
        owner (reading): R01-O2 R01-O1
        duties (stated): R01-O1 R01-O2
        steps (stated): R01-S1 R01-S2 R01-S3 R01-S4 R01-S5 R01-S6
        reports (stated): R01-K1
        facts.valid_complaint, grade.guard (stated): R01-C1 R01-C1v R01-C1a R01-C1b
        facts.demand_type, facts.demand_capability (stated): R01-C2 R01-C2a R01-C2b R01-C2c
        facts.valid_complaint (proposal): R01-C3
        facts.total_cost_cny (reading): R01-COST
        facts.qty_mw (stated): R01-QTY
        facts.defect_degree (stated): R01-DD1 R01-DD2 R01-DD3
        engine (stated): R01-X1
        grade.order (reading): R01-X2
        repetition, settings.repetition_months, settings.repetition_scope, settings.repetition_filtered (reading):\
            R01-X4
        grade.residual, settings.boundary_gap (reading): R01-X5
        settings.media (reading): R01-U3
    """)
    assert [left.rule for left in pack.left_out] == ["R01-Z1"]


def test_reports_go_to_whom_the_regulation_names() -> None:
    assert reports(load_pack("pv-module")) == lines("""
        R01-K1 month: - > quality-mgmt
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack("pv-module")) == lines("""
        sales-hq: received_at valid_complaint demand_type demand_capability total_cost_cny cost_module_value\
            cost_rectification cost_commercial internal_resolvable followup_of
        customer: qty_mw module_count module_wp legal_action safety_hazard media_exposed customer_name
        quality-owner: defect_degree problem_key
        quality-mgmt: major_impact mass_complaint_risk image_risk panel_grade panel_signoffs
        keeps the case: quality-mgmt
        finds the cause: quality-mgmt
    """)
