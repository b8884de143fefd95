"""售后服务 under marketing planning (planning), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "after-sales-instruments/planning"
Grading = Callable[..., Verdict]
PHONE = {"received_at": "2026-03-10T08:30:00+08:00", "phone_solvable": True}
SITE = {**PHONE, "phone_solvable": False}


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.rule: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


def test_a_service_on_site_waits_for_the_time_the_customer_sets_and_asks_for_it(grade: Grading) -> None:
    verdict = grade(PACK, SITE)
    assert (verdict.grade, verdict.rules, verdict.documents) == ("onsite", ("R04-D2",), ("F04e", "F04a", "F04b"))
    assert dates(verdict) == {"R04-D2": "customer_deadline"}
    assert (verdict.provisional, verdict.missing) == (True, (Missing("customer_deadline", "customer"),))


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("2026-03-14", "2026-03-14T23:59:59+08:00"),
        ("2026-03-12T14:00:00+08:00", "2026-03-12T14:00:00+08:00"),
        ("2026-03-12T06:00:00+00:00", "2026-03-12T14:00:00+08:00"),
    ],
)
def test_the_customers_time_is_the_due_time(grade: Grading, wanted: str, due: str) -> None:
    verdict = grade(PACK, {**SITE, "customer_deadline": wanted})
    assert (dates(verdict), verdict.provisional, verdict.flags) == ({"R04-D2": due}, False, ())


def test_by_phone_the_customers_time_does_not_matter(grade: Grading) -> None:
    verdict = grade(PACK, {**PHONE, "customer_deadline": "2026-03-14"})
    assert (dates(verdict), verdict.documents) == ({"R04-D1": "2026-03-10T09:30:00+08:00"}, ("F04e",))


def test_until_somebody_says_whether_the_phone_will_do_only_the_record_is_opened(grade: Grading) -> None:
    verdict = grade(PACK, {**PHONE, "phone_solvable": None})
    assert (verdict.grade, verdict.rules, verdict.deadlines, verdict.documents) == (None, (), (), ("F04e",))
    assert (verdict.owner, verdict.missing) == ("marketing-planning", (Missing("phone_solvable", "after-sales-dept"),))


@pytest.mark.parametrize(
    ("installed", "rule", "flag"),
    [
        ("2025-03-10", "R04-W1", "in-warranty"),
        ("2025-03-09", "R04-W2", "chargeable"),
        ("2026-03-10", "R04-W1", "in-warranty"),
        ("2020-01-01", "R04-W2", "chargeable"),
    ],
)
def test_the_free_year_ends_with_the_corresponding_day(grade: Grading, installed: str, rule: str, flag: str) -> None:
    for facts in (PHONE, {**PHONE, "phone_solvable": None}):
        verdict = grade(PACK, {**facts, "installed_at": installed})
        assert (verdict.rules[-1], verdict.flags) == (rule, (flag,))


def test_a_leap_days_year_ends_on_the_last_of_february(grade: Grading) -> None:
    found = {
        day: grade(PACK, {**PHONE, "received_at": f"{day}T08:00:00+08:00", "installed_at": "2024-02-29"}).flags
        for day in ("2025-02-28", "2025-03-01")
    }
    assert found == {"2025-02-28": ("in-warranty",), "2025-03-01": ("chargeable",)}


def test_without_a_day_of_commissioning_nothing_is_said_of_the_warranty(grade: Grading) -> None:
    verdict = grade(PACK, {**PHONE, "ship_date": "2025-12-01"})
    assert (verdict.rules, verdict.flags) == (("R04-D1",), ())


def test_closing_a_service_on_site_wants_the_signed_sheet_back_and_the_result_verified(grade: Grading) -> None:
    points = ("customer_signed", "sheet_returned", "result_verified")
    assert grade(PACK, SITE).closing == (("R04-S7", points),)
    assert grade(PACK, {**SITE, "action": "close"}).flags == ("close-blocked:R04-S7",)
    assert grade(PACK, {**SITE, "action": "close", "close_check": list(points)}).flags == ()
    assert grade(PACK, PHONE).closing == ()


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"customer_deadline": "2026-03-09"}, ("contradiction:customer_deadline",)),
        ({"ship_date": "2026-03-11"}, ("contradiction:ship_date",)),
        ({"installed_at": "2026-03-11"}, ("contradiction:installed_at", "in-warranty")),
    ],
)
def test_dates_out_of_order_are_named(grade: Grading, facts: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert grade(PACK, {**PHONE, **facts}).flags == flags


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"phone_solvable": "maybe"}, "phone_solvable must be true or false, not 'maybe'"),
        (
            {"installed_at": "2025-02-29"},
            "installed_at must be a date or time such as 2026-03-02T10:00:00+08:00, not '2025-02-29'",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**PHONE, **facts})
    assert str(refusal.value) == sentence


# ---------------------------------------------------------------- the other readings


def test_the_free_year_may_start_with_delivery(grade: Grading) -> None:
    facts = {**PHONE, "ship_date": "2025-03-01", "installed_at": "2025-03-10"}
    assert grade(PACK, facts).flags == ("in-warranty",)
    assert grade(PACK, facts, warranty_from="ship_date").flags == ("chargeable",)
    assert grade(PACK, {**PHONE, "installed_at": "2025-03-10"}, warranty_from="ship_date").flags == ()


def test_mail_at_night_counts_from_its_arrival_or_from_the_next_morning(grade: Grading) -> None:
    late = {**PHONE, "received_at": "2026-03-10T21:00:00+08:00"}
    assert dates(grade(PACK, late)) == {"R04-D1": "2026-03-10T22:00:00+08:00"}
    assert dates(grade(PACK, late, night_mail="next-business-hour")) == {"R04-D1": "2026-03-11T10:00:00+08:00"}


def test_reports_have_their_own_periods_and_two_go_out_every_month_or_every_quarter() -> None:
    assert reports(load_pack(PACK)) == lines("""
        R04-K1 quarter: F04e > marketing-planning
        R04-K2 quarter: - > quality-safety
        R04-K3 week: F04f > superior
        R04-K4 year: F04g > gm
        R04-K5 year: F04i F04j > quality-safety gm
        R04-K6 month: - > gm quality-safety after-sales-dept
        R04-K7 month: F04h > marketing-planning
    """)
    quarterly = load_pack(PACK, settings={"report_period": "quarter"})
    assert [report.rule for report in quarterly.reports if report.period == "quarter"] == [
        "R04-K1",
        "R04-K2",
        "R04-K6",
        "R04-K7",
    ]


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("phone", "onsite")] == ["电话解决", "上门服务"]


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        grade.rule (stated): R04-D2 R04-D1
        clock (stated): R04-D1 R04-D2
        flags (stated): R04-W1 R04-W2
        documents (stated): R04-S1 R04-S3
        owner (stated): R04-O1
        close (stated): R04-S7 R04-S5 R04-S6
        duties (stated): R04-T1 R04-T2 R04-T3 R04-D3 R04-O1 R04-O2 R04-O3 R04-O4
        steps (stated): R04-S1 R04-S2 R04-S3 R04-S4 R04-S5 R04-S6 R04-S7
        reports (stated): R04-K1 R04-K2 R04-K3 R04-K4 R04-K5 R04-K6 R04-K7
    """)


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        owner: received_at channel
        after-sales-dept: phone_solvable
        customer: customer_deadline installed_at ship_date
        marketing-planning: close_check
        keeps the case: marketing-planning
        finds the cause: after-sales-dept
    """)
