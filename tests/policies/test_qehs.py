"""客户及相关方抱怨处理程序 (quality, environment, safety), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "manufacturer-generic/qehs"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-03T09:00:00+08:00", "party": "customer"}
RELATED = ["environment_bureau", "labour_bureau", "residents_committee", "public", "group", "employee"]


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize("party", [None, "customer", "dealer"])
def test_a_customer_a_dealer_and_whoever_does_not_say_go_to_quality_control(grade: Grading, party: str | None) -> None:
    verdict = grade(PACK, {**CASE, "party": party})
    assert (verdict.grade, verdict.rules, verdict.provisional) == ("T1", ("R07-T1",), False)
    assert (verdict.owner, verdict.approvers, verdict.documents) == ("qc-dept", ("gm",), ("F07a",))
    assert dates(verdict) == {"R07-D1": "2026-03-10T23:59:59+08:00"}


@pytest.mark.parametrize("party", RELATED)
def test_related_parties_go_to_administration_without_clock_or_approval(grade: Grading, party: str) -> None:
    verdict = grade(PACK, {**CASE, "party": party})
    assert (verdict.grade, verdict.rules, verdict.owner) == ("T2", ("R07-T2",), "admin-dept")
    assert (verdict.approvers, verdict.documents, verdict.deadlines, verdict.closing) == ((), (), (), ())


def test_closing_wants_the_effect_confirmed_and_no_recurrence(grade: Grading) -> None:
    assert grade(PACK, CASE).closing == (("R07-S5", ("effect_confirmed", "no_recurrence")),)
    early = grade(PACK, {**CASE, "action": "close", "close_check": ["effect_confirmed"]})
    assert early.flags == ("close-blocked:R07-S5",)
    assert grade(PACK, {**CASE, "action": "close", "close_check": ["effect_confirmed", "no_recurrence"]}).flags == ()


def test_an_unknown_party_is_refused(grade: Grading) -> None:
    with pytest.raises(FactError, match="party must be customer, dealer, environment_bureau"):
        grade(PACK, {**CASE, "party": "neighbour"})


READINGS: dict[str, tuple[dict[str, Any], Callable[[Verdict], Any], Any, dict[str, Any]]] = {
    "week": (
        CASE,
        dates,
        {"R07-D1": "2026-03-10T23:59:59+08:00"},
        {
            "working": {"R07-D1": "2026-03-12T23:59:59+08:00"},
            "natural-inclusive": {"R07-D1": "2026-03-09T23:59:59+08:00"},
        },
    ),
    "natural_due": (
        {**CASE, "received_at": "2026-09-28T09:00:00+08:00"},
        lambda v: (dates(v)["R07-D1"], v.flags),
        ("2026-10-05T23:59:59+08:00", ("due-on-holiday",)),
        {"next-workday": ("2026-10-08T23:59:59+08:00", ())},
    ),
    "night_mail": (
        {**CASE, "received_at": "2026-03-06T18:00:00+08:00"},
        dates,
        {"R07-D1": "2026-03-13T23:59:59+08:00"},
        {"next-business-hour": {"R07-D1": "2026-03-16T23:59:59+08:00"}},
    ),
}


@pytest.mark.parametrize("setting", READINGS)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, look, by_default, otherwise = READINGS[setting]
    assert look(grade(PACK, facts)) == by_default
    assert {value: look(grade(PACK, facts, **{setting: value})) for value in otherwise} == otherwise


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("T1", "T2")] == ["客户抱怨", "相关方抱怨"]


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        grade.rule (stated): R07-T1 R07-T2
        clock (stated): R07-D1
        documents (stated): R07-S4
        approvers (stated): R07-A1
        owner (stated): R07-T1 R07-T2
        close (stated): R07-S5 R07-S7
        steps (stated): R07-S1 R07-S2 R07-S3 R07-S4 R07-S5 R07-S6 R07-S7
        reports (stated): R07-K1 R07-K2 R07-K3 R07-K4
        reports.R07-K3 (reading): R07-U1
        mail (reading): R07-U2
    """)


def test_reports_are_yearly_or_made_when_wanted() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R07-K1 year: F07b > gm
        R07-K2 event: - > qc-dept
        R07-K3 year: F07c > qc-manager
        R07-K4 year: F07d > admin-dept
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        sales-unit: received_at
        qc-dept: party close_check
        keeps the case: qc-dept
        finds the cause: -
    """)
