"""xx有限公司客户投诉管理办法, clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing, Reason
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack

PACK = "service-utility"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-06-03T09:00:00+08:00", "customer_name": "李某", "person": "p5", "issue_key": "I1"}
CONDUCT = {
    "safety_accident_by_service": "R15-M1",
    "property_loss_by_service": "R15-M1",
    "staff_abuse": "R15-M2",
    "coercion": "R15-M3",
    "demand_help": "R15-M4",
    "unauthorised_fee": "R15-M5",
    "bribe": "R15-M6",
}
THIRD = {**CASE, "complaint_count_same_customer": 3}


def calls(*persons: str | None, at: str = "2026-06-02T09:00:00+08:00", **more: Any) -> list[dict[str, Any]]:
    return [{"at": at, "person": person, "issue_key": "I1", **more} for person in persons]


def outcome(verdict: Verdict) -> tuple[Any, set[str]]:
    return verdict.grade, set(verdict.rules)


@pytest.mark.parametrize(("fact", "rule"), CONDUCT.items())
def test_conduct_of_staff_is_major_until_the_allegation_is_disproved(grade: Grading, fact: str, rule: str) -> None:
    assert outcome(grade(PACK, {**CASE, fact: True})) == ("major+responsible", {rule, "R15-RDEF"})
    excused = grade(PACK, {**CASE, fact: True, "nonresp_reason": "force_majeure"})
    assert outcome(excused) == ("major+nonresponsible", {rule, "R15-N2"})
    disproved = grade(PACK, {**CASE, fact: True, "nonresp_reason": "customer_or_false"})
    assert outcome(disproved) == ("minor+nonresponsible", {"R15-N3", "R15-MDEF"})


@pytest.mark.parametrize("fact", ["regulator_criticised", "media_exposed"])
def test_criticism_and_exposure_weigh_only_on_a_responsible_complaint(grade: Grading, fact: str) -> None:
    assert outcome(grade(PACK, {**CASE, fact: True})) == ("major+responsible", {"R15-M7", "R15-RDEF"})
    excused = grade(PACK, {**CASE, fact: True, "nonresp_reason": "law_or_safety_line"})
    assert outcome(excused) == ("minor+nonresponsible", {"R15-N1", "R15-MDEF"})


def test_every_condition_that_holds_is_a_reason(grade: Grading) -> None:
    verdict = grade(PACK, {**THIRD, "handling_untimely_or_improper": True, "bribe": True, "media_exposed": True})
    assert outcome(verdict) == ("major+responsible", {"R15-M6", "R15-M7", "R15-M8", "R15-RDEF"})


def test_the_third_complaint_asks_the_director_whether_it_was_handled_late(grade: Grading) -> None:
    verdict = grade(PACK, THIRD)
    assert (verdict.grade, verdict.ceiling) == ("minor+responsible", "major")
    assert verdict.missing == (Missing("handling_untimely_or_improper", "service-office-director"),)


def test_a_third_complaint_that_is_not_ours_asks_nothing(grade: Grading) -> None:
    verdict = grade(PACK, {**THIRD, "nonresp_reason": "over_expectation"})
    assert (verdict.grade, verdict.provisional, verdict.missing) == ("minor+nonresponsible", False, ())


def test_what_was_handled_well_is_minor_however_often_it_comes(grade: Grading) -> None:
    verdict = grade(PACK, {**THIRD, "handling_untimely_or_improper": False})
    assert (verdict.grade, verdict.provisional) == ("minor+responsible", False)


def test_complaints_nobody_counted_are_counted_per_customer_and_matter(grade: Grading) -> None:
    late = {**CASE, "handling_untimely_or_improper": True}
    earlier = calls("p5", "p5", customer_name="李某")
    assert "R15-M8" in grade(PACK, late, earlier).rules
    assert "R15-M8" not in grade(PACK, late, [*earlier[:1], *calls("p5", customer_name="王某")]).rules
    assert "R15-M8" not in grade(PACK, late, [*earlier[:1], {**earlier[1], "issue_key": "I2"}]).rules
    assert "R15-M8" not in grade(PACK, {**late, "complaint_count_same_customer": 2}, earlier).rules


def test_five_persons_are_an_alarm_for_director_and_chair(grade: Grading) -> None:
    crowd = calls("p1", "p2", "p3", "p4")
    verdict = grade(PACK, CASE, crowd)
    assert verdict.notify == ("service-office-director", "service-committee-director")
    assert verdict.reasons[1] == Reason(
        "R15-M9",
        "同一责任投诉 48 小时内有 5 人及以上反映（48 小时内 5 人）",
        "The same responsible complaint from 5 persons or more within 48 hours (5 persons within 48 h)",
    )
    assert grade(PACK, {**CASE, "nonresp_reason": "force_majeure"}, crowd).notify == ()
    assert grade(PACK, CASE, crowd[:3]).notify == ()


def test_major_complaints_need_the_chair_as_well(grade: Grading) -> None:
    assert grade(PACK, CASE).approvers == ("service-office-director",)
    major = grade(PACK, {**CASE, "bribe": True})
    assert major.approvers == ("service-office-director", "service-committee-director")
    assert (major.owner, major.documents) == ("service-office", ("F15a", "F15b", "F15c"))


ALL = ["cause_found", "responsible_dealt_with", "staff_educated", "measures_effective"]


@pytest.mark.parametrize("open_point", ALL)
def test_a_responsible_complaint_closes_on_all_four_points(grade: Grading, open_point: str) -> None:
    done = {**dict.fromkeys(ALL, True), open_point: False}
    verdict = grade(PACK, {**CASE, "action": "close", "close_check": done})
    assert (verdict.flags, verdict.closing) == (("close-blocked:R15-S6",), (("R15-S6", (open_point,)),))
    closed = grade(PACK, {**CASE, "action": "close", "close_check": dict.fromkeys(ALL, True)})
    assert (closed.flags, closed.closing) == ((), ())


def test_a_complaint_that_is_not_ours_closes_on_cause_and_explanation(grade: Grading) -> None:
    excused = {**CASE, "nonresp_reason": "force_majeure", "action": "close"}
    verdict = grade(PACK, {**excused, "close_check": {"cause_found": True}})
    assert (verdict.flags, verdict.closing) == ((), (("R15-S6", ("explained",)),))
    assert grade(PACK, {**excused, "close_check": ["cause_found", "explained"]}).closing == ()


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert pack.grade_name("major+responsible", "zh") == "重大投诉 · 责任投诉"
    assert pack.grade_name("minor+nonresponsible", "en") == "minor · not our responsibility"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"complaint_count_same_customer": 0}, "complaint_count_same_customer must be at least 1, not 0"),
        (
            {"nonresp_reason": "weather"},
            "nonresp_reason must be law_or_safety_line, force_majeure, customer_or_false or over_expectation, "
            "not 'weather'",
        ),
        ({"bribe": "perhaps"}, "bribe must be true or false, not 'perhaps'"),
        (
            {"close_check": {"cause": True}},
            "close_check must be cause_found, responsible_dealt_with, staff_educated, measures_effective or "
            "explained, not 'cause'",
        ),
        (
            {"close_check": {"staff_trained": False}},
            "close_check must be cause_found, responsible_dealt_with, staff_educated, measures_effective or "
            "explained, not 'staff_trained'",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


READINGS: dict[str, tuple[dict[str, Any], list[dict[str, Any]], dict[Any, tuple[str, ...]]]] = {
    "third_complaint": (
        {**THIRD, "handling_untimely_or_improper": True},
        [],
        {"total": ("R15-RDEF", "R15-M8"), "repeats": ("R15-RDEF", "R15-MDEF")},
    ),
    "before_investigation": (
        {**CASE, "media_exposed": True},
        [],
        {"presumed": ("R15-RDEF", "R15-M7"), "wait": ("R15-RDEF", "R15-MDEF")},
    ),
    "crowd": (
        CASE,
        calls("p1", "p2", "p3", "p3"),
        {"persons": ("R15-RDEF", "R15-MDEF"), "messages": ("R15-RDEF", "R15-M9")},
    ),
}


@pytest.mark.parametrize("setting", READINGS)
def test_every_other_reading_changes_a_verdict(grade: Grading, setting: str) -> None:
    facts, history, expected = READINGS[setting]
    assert {value: grade(PACK, facts, history, **{setting: value}).rules for value in expected} == expected
    assert grade(PACK, facts, history).rules == next(iter(expected.values()))


def test_the_fourth_complaint_is_the_third_repetition(grade: Grading) -> None:
    fourth = {**CASE, "complaint_count_same_customer": 4, "handling_untimely_or_improper": True}
    assert "R15-M8" in grade(PACK, fourth, third_complaint="repeats").rules


@pytest.mark.parametrize(
    ("facts", "history"),
    [
        ({"regulator_criticised": True}, []),
        ({**THIRD, "handling_untimely_or_improper": True}, []),
        ({}, calls("p1", "p2", "p3", "p4")),
    ],
)
def test_conditions_that_wait_for_the_cause_hold_once_it_is_confirmed(
    grade: Grading, facts: dict[str, Any], history: list[dict[str, Any]]
) -> None:
    waiting = grade(PACK, {**CASE, **facts}, history, before_investigation="wait")
    confirmed = grade(PACK, {**CASE, **facts, "cause_confirmed": True}, history, before_investigation="wait")
    assert (waiting.grade, waiting.notify, confirmed.grade) == ("minor+responsible", (), "major+responsible")


@pytest.mark.parametrize(("step", "what"), [("ack", "acknowledge"), ("investigate", "investigate"), ("reply", "reply")])
@pytest.mark.parametrize(("facts", "side"), [({"bribe": True}, "major"), ({}, "minor")])
def test_limits_run_only_where_a_company_has_set_its_own(
    grade: Grading, facts: dict[str, Any], side: str, step: str, what: str
) -> None:
    case = {**CASE, **facts}
    (clock,) = grade(PACK, case, **{f"d_{step}_{side}": 3}).deadlines
    assert clock.due is not None
    assert (clock.rule, clock.what, clock.due.isoformat()) == ("R15-P3", what, "2026-06-08T23:59:59+08:00")
    other = {"major": "minor", "minor": "major"}[side]
    assert grade(PACK, case, **{f"d_{step}_{other}": 3}).deadlines == ()
    assert grade(PACK, case).deadlines == ()


def test_mail_on_a_saturday_counts_from_its_arrival_or_from_monday(grade: Grading) -> None:
    saturday = {**CASE, "received_at": "2026-06-06T22:00:00+08:00"}
    due = {
        value: grade(PACK, saturday, d_ack_minor=1, night_mail=value).deadlines[0].due
        for value in ("arrival", "next-business-hour")
    }
    assert {value: moment.isoformat() for value, moment in due.items() if moment} == {
        "arrival": "2026-06-08T23:59:59+08:00",
        "next-business-hour": "2026-06-09T23:59:59+08:00",
    }


def test_every_rule_of_the_regulation_has_its_place() -> None:
    pack = load_pack(PACK)
    assert {each.rule for each in pack.left_out} == {"R15-O6", "R15-O7", "R15-Z1"}
    assert pack.left_out[2].en.startswith("Sanctions, education, campaigns")
    assert (pack.owner_role, pack.engineer_role) == ("service-office", "service-specialist")
    found = {(each.rule, each.status, each.where) for each in pack.carried}
    assert found >= {
        ("R15-O1", "stated", "duties"),
        ("R15-O2", "stated", "duties"),
        ("R15-O2", "proposal", "approvers"),
        ("R15-O3", "stated", "owner"),
        ("R15-O4", "stated", "duties"),
        ("R15-O4", "proposal", "approvers"),
        ("R15-O5", "stated", "duties"),
        ("R15-P1", "stated", "duties"),
        ("R15-P1", "proposal", "documents"),
        ("R15-P2", "proposal", "documents"),
        ("R15-P2", "stated", "axis.responsibility"),
        ("R15-P3", "stated", "mail, deadlines"),
        ("R15-S6", "stated", "close"),
        ("R15-S6", "reading", "close"),
        ("R15-M9", "proposal", "notify"),
        ("R15-X1", "stated", "settings.before_investigation, axis.responsibility"),
        ("R15-X2", "reading", "axis.severity"),
        ("R15-X3", "reading", "settings.third_complaint, facts.complaint_count_same_customer"),
        ("R15-X4", "reading", "settings.crowd, repetition"),
    }
    assert [(each.rule, each.status, each.period, each.to) for each in pack.reports] == [
        ("R15-K1", "stated", "month", ("service-office-director",)),
        ("R15-K1", "stated", "year", ("service-committee-director",)),
        ("R15-K2", "proposal", "month", ("service-office-director",)),
    ]
