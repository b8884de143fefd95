"""Cases about the same matter: what the desk gives the engine is what `kesu policy eval` takes, and gives the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from cases.model import Case
from cases.state import State
from kesu.by_hand import step
from kesu.calendar_cn import ChinaCalendar
from kesu.dossier import exported, history_of
from kesu.evaluate import Evaluator
from kesu.views import case_json
from tests.kesu.letters import ENGINEER, HARMLESS, MODULES, MONDAY, complaint, opened, says
from tests.office import CUSTOMER, ZONE, Office, at, settings, text_of

GAS = "您好：\n产品名称：天然气供应\n不良现象：停气\n投诉停气，请处理。\n"
EVALUATOR = Evaluator(ZONE, ChinaCalendar())
SAME = ("grade", "reasons", "provisional", "ceiling", "missing", "flags")


def works_under(pack: str, *others: str) -> Office:
    return Office(settings(desk={"packs": [pack, *others, "memory-device"], "default_pack": pack}))


def by_hand(office: Office, number: int, action: str, *values: str, when: str, reason: str = "because") -> Case:
    case = office.cases()[number]
    done = step(office.desk, case, action, values, "wen@works.example", reason, None, at(when))
    office.works(at(when))
    return done


def calls(office: Office, number: int, when: str, text: str = GAS, who: str = "") -> None:
    """Somebody complains about the gas."""
    sender = who or f"p{number}@home{number}.example"
    opened(office, text, at(when), sender=sender, subject="停气投诉")


def evaluated(office: Office, case: Case, when: str) -> dict[str, Any]:
    """The verdict of policy eval on the exported case, in the keys that the case keeps."""
    given = json.loads(json.dumps(exported(office.desk, case, at(when)), ensure_ascii=False))
    verdict = EVALUATOR.one(given)
    assert "error" not in verdict
    return {key: verdict.get(key) for key in SAME} | {
        "deadlines": sorted((d["rule"], d["due"]) for d in verdict["deadlines"]),
        "approvers": verdict["approvers"],
    }


def kept(office: Office, case: Case) -> dict[str, Any]:
    """The same keys as the case has them."""
    shown = case_json(office.desk, case)
    clocks = [d for d in shown["deadlines"] if not d["rule"].startswith("desk.")]  # type: ignore[attr-defined]
    return {key: shown[key] for key in SAME} | {
        "deadlines": sorted((d["rule"], d["due"]) for d in clocks),
        "approvers": list(case.grading.approvers) if case.grading else [],
    }


def same_verdict(office: Office, when: str) -> None:
    """Every open case has the verdict that policy eval gives on its facts and history."""
    for case in office.cases():
        assert kept(office, case) == evaluated(office, case, when)


# ---------------------------------------------------------------- one engine


def test_memory_the_second_time_within_three_months() -> None:
    office = works_under("memory-device")
    opened(office, HARMLESS, at("2026-03-02 10:00"))
    opened(office, HARMLESS.replace("2506-07A", "2506-09B"), at("2026-05-06 10:00"))
    first, second = office.cases()
    assert (first.grading.grade, second.grading.grade) == (3, 1)  # type: ignore[union-attr]
    same_verdict(office, "2026-05-06 10:00")
    says(office, ENGINEER, "事件 sample_received_at 2026-05-07 15:00", at("2026-05-07 16:00"))
    same_verdict(office, "2026-05-07 16:00")


def test_modules_whose_cost_adds_up() -> None:
    office = works_under("pv-module")
    opened(office, MODULES, MONDAY, subject="组件隐裂投诉")
    says(office, "fu@works.example", "total_cost_cny = 60000\nqty_mw = 0.1\ndefect_degree = 2", at("2026-03-02 11:00"))
    same_verdict(office, "2026-03-02 11:00")
    opened(office, MODULES + "到货日期：2026-03-20\n", at("2026-03-20 10:00"), subject="组件又隐裂投诉")
    says(office, "fu@works.example", "total_cost_cny = 60000", at("2026-03-20 11:00"))
    says(office, "wen@works.example", "qty_mw = 0.01\ndefect_degree = 3", at("2026-03-20 12:00"))
    assert office.cases()[1].grading.reasons[0].rule == "R01-G3c"  # type: ignore[union-attr]
    same_verdict(office, "2026-03-20 12:00")


def test_a_utility_whose_customers_gather_and_complain_again() -> None:
    office = works_under("service-utility")
    for number in range(4):
        calls(office, number, f"2026-03-02 1{number}:00")
    same_verdict(office, "2026-03-02 13:00")
    calls(office, 4, "2026-03-03 10:00")
    same_verdict(office, "2026-03-03 10:00")
    by_hand(office, 4, "set", "nonresp_reason=force_majeure", when="2026-03-03 15:00")
    same_verdict(office, "2026-03-03 15:00")


def test_a_notice_that_comes_by_mail() -> None:
    office = works_under("power-supply-ccr005")
    supply = "您好：\n客户名称：远岭\n产品名称：电源\n型号：PS-500\n不良现象：输出不稳\n问题类别：产品质量\n请处理。\n"
    opened(office, supply, MONDAY, subject="电源投诉")
    same_verdict(office, "2026-03-02 10:00")
    says(office, "after-sales-dept@works.example", "发出通知单 2026-03-02 11:00", at("2026-03-02 12:00"))
    same_verdict(office, "2026-03-02 12:00")


# ---------------------------------------------------------------- what the history holds


def test_a_row_says_who_complained_when_of_what_and_how_it_ended() -> None:
    office = works_under("memory-device")
    opened(office, HARMLESS, at("2026-03-02 10:00"))
    opened(office, HARMLESS, at("2026-04-06 10:00"), sender="other@farridge.example")
    (row,) = history_of(office.desk, office.cases()[1])
    assert {name: row[name] for name in ("case", "at", "date", "grade", "problem_key", "issue_key", "person")} == {
        "case": "K2026-00001",
        "at": "2026-03-02T10:00:00+08:00",
        "date": "2026-03-02",
        "grade": 3,
        "problem_key": "DDR5-32G/无法开机",
        "issue_key": "DDR5-32G/无法开机",
        "person": CUSTOMER,
    }


def test_a_case_that_came_later_or_was_no_complaint_is_no_history() -> None:
    office = works_under("memory-device")
    opened(office, HARMLESS, at("2026-03-02 10:00"))
    opened(office, HARMLESS, at("2026-04-06 10:00"))
    assert history_of(office.desk, office.cases()[0]) == []
    with office.desk.store.transaction():
        office.desk.store.put_case(replace(office.cases()[0], duplicate_of="", state=State.DISMISSED))
    assert history_of(office.desk, office.cases()[1]) == []


def test_of_two_complaints_in_the_same_moment_only_one_is_a_repetition() -> None:
    office = works_under("memory-device")
    for batch in ("2506-07A", "2506-09B"):
        office.arrives(complaint(office, HARMLESS.replace("2506-07A", batch)), MONDAY)
    office.works(MONDAY)
    assert grades(office) == [3, 1]


def test_what_a_person_says_is_the_same_problem_is_and_stays_so() -> None:
    office = works_under("memory-device")
    opened(office, HARMLESS, at("2026-03-02 10:00"))
    opened(office, HARMLESS.replace("no boot", "label falls off"), at("2026-03-06 10:00"))
    assert office.cases()[1].grading.grade == 3  # type: ignore[union-attr]
    mail = next(mail for mail in office.sent(ENGINEER) if "K2026-00002" in str(mail["Subject"]))
    says(office, ENGINEER, "problem_key = DDR5-32G/无法开机", at("2026-03-06 11:00"), to=mail)
    second = office.cases()[1]
    assert (second.grading.grade, second.facts["problem_key"].source) == (1, f"person:{ENGINEER}")  # type: ignore[union-attr]
    acknowledged = next(mail for mail in office.sent(CUSTOMER) if "K2026-00002" in str(mail["Subject"]))
    says(office, CUSTOMER, "Failure: scratches on the case\nRegards", at("2026-03-06 12:00"), to=acknowledged)
    assert office.cases()[1].problem_key == "DDR5-32G/无法开机"


# ---------------------------------------------------------------- complaints that gather (R15-M9)


def grades(office: Office) -> list[object]:
    return [case.grading.grade if case.grading else None for case in office.cases()]


MINOR, MAJOR = "minor+responsible", "major+responsible"


def test_the_fifth_person_within_48_hours_makes_all_five_cases_major() -> None:
    office = works_under("service-utility")
    for number, when in enumerate(("02 10:00", "02 20:00", "03 09:00", "03 21:00")):
        calls(office, number, f"2026-03-{when}")
    assert grades(office) == [MINOR] * 4
    calls(office, 4, "2026-03-04 10:00")
    assert grades(office) == [MAJOR] * 5
    changed = [event.text for event in office.cases()[0].timeline if event.what == "graded"]
    assert changed[-1] == "grade major+responsible (was minor+responsible): R15-RDEF, R15-M9"
    same_verdict(office, "2026-03-04 10:00")


def test_a_minute_later_it_is_no_group_and_one_person_is_no_two() -> None:
    office = works_under("service-utility")
    for number, when in enumerate(("02 10:00", "02 20:00", "03 09:00", "03 21:00")):
        calls(office, number, f"2026-03-{when}")
    calls(office, 4, "2026-03-04 10:01")
    assert grades(office) == [MINOR] * 5
    again = works_under("service-utility")
    for number in range(5):
        calls(again, number, f"2026-03-02 1{number}:00", who="p1@home.example" if number > 2 else "")
    assert grades(again) == [MINOR] * 5


def test_a_matter_that_a_person_names_joins_complaints_that_are_worded_differently() -> None:
    office = works_under("service-utility")
    for number in range(5):
        text = GAS.replace("停气\n投诉", f"情况{number}\n投诉")
        calls(office, number, f"2026-03-02 1{number}:00", text)
    assert grades(office) == [MINOR] * 5
    for number in range(5):
        by_hand(office, number, "set", "issue_key=3月2日停气", when=f"2026-03-02 16:0{number}")
    assert grades(office) == [MAJOR] * 5


def test_a_regulation_that_counts_no_hours_leaves_earlier_cases_as_they_are() -> None:
    office = works_under("memory-device")
    opened(office, HARMLESS, at("2026-03-02 10:00"))
    opened(office, HARMLESS, at("2026-03-06 10:00"))
    assert grades(office) == [3, 1]


# ---------------------------------------------------------------- one customer again and again (R15-M8)


def thrice(office: Office, *, answered: bool) -> None:
    for number, when in enumerate(("2026-03-02 10:00", "2026-03-09 10:00", "2026-03-10 10:00")):
        calls(office, 0, when)
        if answered and number == 0:
            by_hand(office, 0, "event", "first_answer", when="2026-03-02 15:00")


def test_the_third_complaint_is_major_if_an_earlier_one_was_answered_late() -> None:
    office = works_under("service-utility")
    thrice(office, answered=False)
    assert grades(office) == [MINOR, MINOR, MAJOR]
    same_verdict(office, "2026-03-10 10:00")


def test_where_all_was_answered_in_time_the_supervisor_is_asked() -> None:
    office = works_under("service-utility")
    thrice(office, answered=True)
    third = office.cases()[2].grading
    assert third is not None
    assert (third.grade, third.ceiling, [item.fact for item in third.missing]) == (
        MINOR,
        "major",
        ["handling_untimely_or_improper"],
    )
    asked = office.last("service-office-director@works.example")
    assert "handling_untimely_or_improper =" in text_of(asked)


def test_a_date_that_passes_makes_the_third_complaint_major_by_itself() -> None:
    office = works_under("service-utility")
    thrice(office, answered=True)
    office.works(at("2026-03-16 09:00"))
    assert grades(office)[2] == MAJOR


@pytest.mark.parametrize("stated", [True, False])
def test_what_the_supervisor_says_counts(stated: bool) -> None:
    office = works_under("service-utility")
    thrice(office, answered=True)
    by_hand(office, 2, "set", f"handling_untimely_or_improper={str(stated).lower()}", when="2026-03-10 11:00")
    assert grades(office)[2] == (MAJOR if stated else MINOR)
