"""The same problem again: the desk counts what it has seen, and the grade rises by the regulation's own clause."""

from __future__ import annotations

import pytest

from cases.model import Case
from tests.kesu.letters import HARMLESS, OWNER, complaint, says
from tests.office import CUSTOMER, Office, at, settings, text_of


@pytest.fixture
def office() -> Office:
    return Office()


def again(office: Office, when: str, text: str = HARMLESS, sender: str = CUSTOMER) -> Case:
    """The latest case after another complaint."""
    office.arrives(complaint(office, text, sender=sender), at(when))
    office.works(at(when))
    return office.cases()[-1]


def judged(case: Case) -> tuple[object, list[str]]:
    assert case.grading is not None
    return case.grading.grade, [reason.rule for reason in case.grading.reasons]


def test_twice_within_three_months_is_grade_1_with_the_clause_and_the_days_it_counted(office: Office) -> None:
    assert judged(again(office, "2026-03-02 10:00")) == (3, ["R16-G3a"])
    second = again(office, "2026-05-20 10:00")
    assert judged(second) == (1, ["R16-G1b"])
    assert second.problem_key == office.cases()[0].problem_key != ""
    told = next(m for m in office.sent("luo@works.example") if f"新投诉 {second.id}" in str(m["Subject"]))
    assert "3 个月" in text_of(told)


def test_after_three_months_the_second_time_is_grade_2(office: Office) -> None:
    again(office, "2026-01-05 10:00")
    assert judged(again(office, "2026-05-20 10:00")) == (2, ["R16-G2c"])


def test_another_failure_or_another_customer_is_no_repetition(office: Office) -> None:
    again(office, "2026-03-02 10:00")
    assert judged(again(office, "2026-03-03 10:00", HARMLESS.replace("no boot", "wrong label")))[0] == 3
    assert judged(again(office, "2026-03-04 10:00", sender="x@other.example"))[0] == 3


def test_the_same_customer_is_known_by_the_table_whoever_of_them_writes() -> None:
    office = Office(settings())
    config = {**office.config.model_dump(), "customers": [{"name": "远岭", "domains": ["farridge.example"]}]}
    office = Office(office.config.model_validate(config))
    again(office, "2026-03-02 10:00")
    assert judged(again(office, "2026-03-03 10:00", sender="other@farridge.example"))[0] == 1


def test_what_turned_out_to_be_no_complaint_does_not_count(office: Office) -> None:
    office.arrives(complaint(office, HARMLESS, List_Id="<news.farridge.example>"), at("2026-03-02 10:00"))
    office.works(at("2026-03-02 10:00"))
    assert [str(case.state) for case in office.cases()] == ["triage"]
    says(office, OWNER, "不是", at("2026-03-02 11:00"))
    assert judged(again(office, "2026-03-03 10:00"))[0] == 3


def test_a_case_merged_into_another_is_no_occurrence_of_its_own(office: Office) -> None:
    first = again(office, "2026-03-02 10:00")
    second = again(office, "2026-03-02 12:00")
    assert judged(second)[0] == 1
    mail = next(m for m in reversed(office.sent("luo@works.example")) if second.id in str(m["Subject"]))
    says(office, "luo@works.example", f"merge {first.id}", at("2026-03-02 13:00"), to=mail)
    assert office.cases()[1].duplicate_of == first.id
    assert judged(again(office, "2026-09-02 10:00"))[1] == ["R16-G2c"]


def test_a_follow_up_in_the_thread_is_no_new_occurrence(office: Office) -> None:
    again(office, "2026-03-02 10:00")
    says(office, CUSTOMER, "Any news? Failure: no boot", at("2026-03-03 10:00"))
    assert len(office.cases()) == 1
    assert judged(office.case())[0] == 3
