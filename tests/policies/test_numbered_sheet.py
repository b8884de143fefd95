"""客户投诉管理制度 (numbered sheet), clause by clause where the worked cases leave off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cases.grading import Missing
from cases.values import FactError
from cases.verdict import Verdict
from kesu.packs import load_pack
from tests.policies.carried import asked, lines, places, reports

PACK = "manufacturer-generic/numbered-sheet"
Grading = Callable[..., Verdict]
CASE = {"received_at": "2026-03-02T09:00:00+08:00", "loss": True, "cause_type": "quality"}
ASKED = {"loss": Missing("loss", "sales-unit"), "cause_type": Missing("cause_type", "quality-mgmt")}


def dates(verdict: Verdict) -> dict[str, str]:
    return {clock.what: clock.due.isoformat() if clock.due else clock.waiting_for for clock in verdict.deadlines}


@pytest.mark.parametrize(
    ("loss", "cause", "missing"),
    [
        (None, None, ["loss", "cause_type"]),
        (None, "human", ["loss"]),
        (None, "quality", ["loss"]),
        (True, None, ["cause_type"]),
    ],
)
def test_an_open_loss_or_cause_leaves_the_grade_open_and_is_asked_of_whoever_can_say(
    grade: Grading, loss: bool | None, cause: str | None, missing: list[str]
) -> None:
    verdict = grade(PACK, {**CASE, "loss": loss, "cause_type": cause})
    assert (verdict.grade, verdict.rules, verdict.approvers, verdict.provisional) == (None, (), (), True)
    assert verdict.missing == tuple(ASKED[fact] for fact in missing)


def test_a_loss_brings_the_sheet_and_the_number_before_its_cause_is_known(grade: Grading) -> None:
    known = grade(PACK, {**CASE, "cause_type": None})
    assert (known.documents, known.case_no) == (("F09a",), "202603-001")
    unknown = grade(PACK, {**CASE, "loss": None})
    assert (unknown.documents, unknown.case_no) == ((), None)


def test_without_a_loss_the_cause_does_not_matter(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "loss": False, "cause_type": None})
    assert (verdict.grade, verdict.rules, verdict.provisional) == ("G0", ("R09-G0",), False)
    assert (verdict.documents, verdict.case_no, verdict.closing) == (("F09b",), None, ())


def test_any_cause_but_quality_counts_as_human(grade: Grading) -> None:
    verdict = grade(PACK, {**CASE, "cause_type": "other"})
    assert (verdict.grade, verdict.rules, verdict.approvers) == ("G1", ("R09-G1",), ("gm-office",))


@pytest.mark.parametrize(
    ("received_at", "last", "number"),
    [
        ("2026-03-31T23:59:59+08:00", "202603-999", "202603-1000"),
        ("2026-04-01T00:00:00+08:00", "202603-999", "202604-001"),
        ("2026-03-31T16:00:00+00:00", "202603-001", "202604-001"),
        ("2027-03-01T00:00:00+08:00", "202603-012", "202703-001"),
    ],
)
def test_serials_start_anew_with_the_month_in_shanghai(
    grade: Grading, received_at: str, last: str, number: str
) -> None:
    assert grade(PACK, {**CASE, "received_at": received_at}, [{"last_serial": last}]).case_no == number


def test_the_highest_serial_of_the_month_counts_wherever_it_stands(grade: Grading) -> None:
    rows = [{"last_serial": text} for text in ("202603-007", "202603-012", "202602-040", "202603-009")]
    assert grade(PACK, CASE, rows).case_no == "202603-013"


@pytest.mark.parametrize("last", ["K2026-00007", "202613-001"])
def test_a_number_of_another_kind_is_refused_rather_than_counted(grade: Grading, last: str) -> None:
    with pytest.raises(FactError, match=f"history row 1: '{last}' is no number of this regulation"):
        grade(PACK, CASE, [{"last_serial": last}])


def test_closing_wants_the_effect_followed_up(grade: Grading) -> None:
    assert grade(PACK, CASE).closing == (("R09-O3", ("effect_confirmed",)),)
    assert grade(PACK, {**CASE, "action": "close"}).flags == ("close-blocked:R09-O3",)
    assert grade(PACK, {**CASE, "action": "close", "close_check": ["effect_confirmed"]}).flags == ()


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"qty_shipped": "10", "qty_defect": "11"}, ("contradiction:qty_defect",)),
        ({"ship_date": "2026-03-03"}, ("contradiction:ship_date",)),
        ({"ship_date": "2026-03-02", "qty_shipped": "10", "qty_defect": "10"}, ()),
    ],
)
def test_contradictions_are_named(grade: Grading, facts: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert grade(PACK, {**CASE, **facts}).flags == flags


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"qty_defect": -1}, "qty_defect must be at least 0, not -1"),
        ({"qty_shipped": -1}, "qty_shipped must be at least 0, not -1"),
        ({"cause_type": "weather"}, "cause_type must be quality, human or other, not 'weather'"),
        ({"loss": "some"}, "loss must be true or false, not 'some'"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(grade: Grading, facts: dict[str, Any], sentence: str) -> None:
    with pytest.raises(FactError) as refusal:
        grade(PACK, {**CASE, **facts})
    assert str(refusal.value) == sentence


# ---------------------------------------------------------------- what the source announces, but has lost


def test_the_source_gives_no_limit_but_a_company_may_set_one(grade: Grading) -> None:
    assert dates(grade(PACK, CASE)) == {}
    both = {"limit_domestic": "13-days", "limit_foreign": "17-days"}
    assert dates(grade(PACK, CASE, **both)) == {"complete": "2026-03-15T23:59:59+08:00"}
    abroad = {**CASE, "customer_abroad": True}
    assert dates(grade(PACK, abroad, **both)) == {"complete": "2026-03-19T23:59:59+08:00"}
    assert dates(grade(PACK, abroad, limit_domestic="13-days")) == {}
    assert dates(grade(PACK, CASE, limit_foreign="17-days")) == {}
    assert dates(grade(PACK, {**CASE, "loss": False}, **both)) == {}


def test_a_limit_on_a_day_off_stays_or_moves(grade: Grading) -> None:
    for limit, more, moved in (
        ("limit_domestic", {"limit_domestic": "13-days"}, "2026-03-16T23:59:59+08:00"),
        ("limit_foreign", {"limit_foreign": "17-days"}, "2026-03-23T23:59:59+08:00"),
    ):
        received = {"limit_domestic": CASE["received_at"], "limit_foreign": "2026-03-04T09:00:00+08:00"}[limit]
        facts = {**CASE, "received_at": received, "customer_abroad": limit == "limit_foreign"}
        assert grade(PACK, facts, **more).flags == ("due-on-holiday",)
        assert dates(grade(PACK, facts, **more, natural_due="next-workday")) == {"complete": moved}


def test_mail_at_night_counts_from_its_arrival_or_from_the_next_morning(grade: Grading) -> None:
    late = {**CASE, "received_at": "2026-03-06T20:00:00+08:00"}
    assert dates(grade(PACK, late, limit_domestic="13-days")) == {"complete": "2026-03-19T23:59:59+08:00"}
    found = grade(PACK, late, limit_domestic="13-days", night_mail="next-business-hour")
    assert dates(found) == {"complete": "2026-03-22T23:59:59+08:00"}


def test_the_lost_authority_is_the_general_managers_office_or_the_general_manager(grade: Grading) -> None:
    assert grade(PACK, CASE).approvers == ("gm-office",)
    assert grade(PACK, CASE, auth_levels="gm").approvers == ("gm",)


def test_grades_have_the_names_that_people_use() -> None:
    pack = load_pack(PACK)
    assert [pack.grade_name(grade_, "zh") for grade_ in ("G0", "G1", "G2")] == ["无损失异常", "非品质投诉", "品质投诉"]


def test_every_rule_of_the_regulation_has_its_place() -> None:
    assert places(load_pack(PACK)) == lines("""
        grade.rule (stated): R09-G2 R09-G1 R09-G0
        documents (stated): R09-S1 R09-G0
        approvers (proposal): R09-O3
        close (stated): R09-O3
        duties (stated): R09-O1 R09-O2 R09-O3 R09-O4
        steps (stated): R09-S1 R09-S3
        reports (stated): R09-K1
        numbering (stated): R09-S2
        settings.limit_domestic (reading): R09-U1
        settings.limit_foreign (reading): R09-U1
        settings.auth_levels (reading): R09-U1
    """)
    assert reports(load_pack(PACK)) == ["R09-K1 month: - > gm-office"]


def test_each_fact_is_asked_of_whoever_can_say() -> None:
    assert asked(load_pack(PACK)) == lines("""
        sales-unit: received_at loss customer_abroad
        quality-mgmt: cause_type
        customer: order_no part_no ship_date qty_shipped qty_defect
        gm-office-pm: close_check
        keeps the case: sales-unit
        finds the cause: quality-mgmt
    """)
