"""Complaints about a utility's service on the desk: allegations, gathering complaints, approval and the four points."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.model import Case
from cases.state import State
from tests.kesu.letters import MONDAY, opened, says
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of

SERVICE, SPECIALIST, DIRECTOR, CHAIR = (
    f"{role}@works.example"
    for role in ("service-office", "service-specialist", "service-office-director", "service-committee-director")
)
FEE = """您好：
投诉人：李某
收费员上门，擅自多收了 50 元，我要投诉。
"""


@pytest.fixture
def office() -> Office:
    return Office(settings(desk={"default_pack": "service-utility", "packs": ["service-utility"]}))


def grading(case: Case) -> tuple[object, set[str]]:
    assert case.grading is not None
    return case.grading.grade, {reason.rule for reason in case.grading.reasons}


def test_every_complaint_is_registered_investigated_and_answered_by_a_date(office: Office) -> None:
    opened(office, FEE, subject="投诉")
    case = office.case()
    assert grading(case) == ("minor+responsible", {"R15-MDEF", "R15-RDEF"})
    assert (case.state, case.owner, case.engineer) == (State.ASSIGNED, SERVICE, SPECIALIST)
    assert case.grading is not None
    assert case.grading.documents == ("F15a", "F15b", "F15c")
    for reader in (SERVICE, SPECIALIST):
        (papers,) = office.sent(reader)
        assert "一般投诉 · 责任投诉" in str(papers["Subject"])
        assert "四不放过闭环单" in text_of(papers)
        assert files_of(papers)
    (receipt,) = office.sent(CUSTOMER)
    assert "3月5日" in text_of(receipt)


def test_an_allegation_makes_it_major_and_only_a_person_with_a_reason_takes_it_back(office: Office) -> None:
    opened(office, FEE, subject="投诉")
    says(office, SERVICE, "unauthorised_fee = true", MONDAY)
    assert grading(office.case()) == ("major+responsible", {"R15-M5", "R15-RDEF"})
    assert "重大投诉 · 责任投诉" in str(office.last(SPECIALIST)["Subject"])
    says(office, SPECIALIST, "nonresp_reason = customer_or_false", at("2026-03-03 09:00"))
    assert grading(office.case())[0] == "major+responsible", "no reason, so nothing gets milder"


def test_the_answer_to_a_major_complaint_needs_director_and_chair(office: Office) -> None:
    opened(office, FEE, subject="投诉")
    says(office, SERVICE, "unauthorised_fee = true", MONDAY)
    says(office, SERVICE, "答复：多收的费用已查清，将另行联系您。", at("2026-03-03 09:00"))
    says(office, DIRECTOR, "同意", at("2026-03-03 10:00"))
    assert office.case().state is State.APPROVAL_PENDING
    says(office, CHAIR, "同意", at("2026-03-03 10:30"))
    office.works(at("2026-03-03 11:00"))
    assert office.case().state is State.REPLIED
    assert "已查清" in text_of(office.last(CUSTOMER))


def test_a_responsible_complaint_closes_only_on_all_four_points(office: Office) -> None:
    opened(office, FEE, subject="投诉")
    says(office, SERVICE, "close_check = cause_found, responsible_dealt_with, staff_educated", MONDAY)
    says(office, SERVICE, "关闭 已处理", MONDAY)
    assert office.case().state is State.ASSIGNED
    assert "R15-S6" in text_of(office.last(SERVICE))
    says(office, SERVICE, "close_check = measures_effective", MONDAY)
    says(office, SERVICE, "关闭 已处理", MONDAY)
    assert office.case().state is State.CLOSED


def neighbours(office: Office, last: datetime) -> list[tuple[object, set[str]]]:
    """Five households complain about the same outage; the specialist says that it is one matter."""
    moments = [at(f"2026-03-0{day} 09:00") for day in (2, 2, 3, 3)]
    for number, moment in enumerate((*moments, last)):
        text = f"您好：\n投诉人：住户{number}\n停气两天无人处理，我要投诉。\n"
        opened(office, text, moment, sender=f"home{number}@mail{number}.example", subject="停气投诉")
        papers = [mail for mail in office.sent(SERVICE) if str(mail["Subject"]).startswith("新投诉")]
        says(office, SERVICE, "issue_key = outage-7", moment, to=papers[-1])
    return [grading(case) for case in office.cases()]


def test_five_households_within_48_hours_are_one_major_complaint_and_an_alarm(office: Office) -> None:
    found = neighbours(office, at("2026-03-04 09:00"))
    assert found == [("major+responsible", {"R15-M9", "R15-RDEF"})] * 5
    for leader in (DIRECTOR, CHAIR):
        assert {str(mail["Subject"]).partition("：")[0] for mail in office.sent(leader)} == {"知会"}


def test_a_minute_later_they_are_five_complaints(office: Office) -> None:
    assert neighbours(office, at("2026-03-04 09:01")) == [("minor+responsible", {"R15-MDEF", "R15-RDEF"})] * 5
    assert office.sent(CHAIR) == []
