"""A complaint about debt collection on the desk: who handles it, who must read of it first, who may not read it."""

from __future__ import annotations

import pytest

from cases.state import State
from tests.kesu.letters import MONDAY, events, opened, says
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of

HEAD, LEADER, GM = "collection-supervisor@works.example", "vp-in-charge@works.example", "lin@works.example"
BANK = "complaints@bank.example"
RUDE = """您好：
投诉人：李某
贵司催收人员态度恶劣，多次骚扰，我要投诉。
请处理。
"""


@pytest.fixture
def office() -> Office:
    return Office(settings(desk={"default_pack": "bank-collections", "packs": ["bank-collections"]}))


def verdict(office: Office) -> tuple[object, set[str], State, str]:
    case = office.case()
    assert case.grading is not None
    return case.grading.grade, {reason.rule for reason in case.grading.reasons}, case.state, case.owner


def test_a_general_complaint_is_the_head_s_who_says_when_the_notice_came(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    assert verdict(office) == ("general", {"R06-G3"}, State.ASSIGNED, HEAD)
    case = office.case()
    assert case.grading is not None
    assert case.grading.documents == ("F06a",)
    (papers,) = office.sent(HEAD)
    assert any("联络单" in name for name in files_of(papers))
    assert "投诉处理记录单" in text_of(papers)
    assert "dept_notified_at" in text_of(papers)
    says(office, HEAD, "dept_notified_at = 2026-03-05 10:00\ncontent_type = attitude", at("2026-03-05 11:00"))
    assert verdict(office)[1] == {"R06-G3", "R06-T1"}
    due = {clock.deadline.rule: clock.deadline.due for clock in office.case().clocks}
    assert due["R06-D1"] == at("2026-03-10 23:59:59")


def test_words_of_a_threat_ask_the_head_and_are_no_facts(office: Office) -> None:
    opened(office, "您好：\n投诉人：李某\n催收员半夜骚扰、威胁我，我要投诉。\n", subject="投诉")
    asked = text_of(office.last(HEAD))
    assert "违规行为 violation？" in asked
    assert "可能有过激行为 threat_of_extreme_act？" in asked
    assert "coercion" not in asked, "this regulation does not go by it"
    assert not {"violation", "threat_of_extreme_act"} & set(office.case().facts)
    assert verdict(office)[0] == "general"


def test_a_denied_threat_asks_nothing(office: Office) -> None:
    opened(office, "您好：\n投诉人：李某\n催收员没有威胁我，但是态度恶劣，我要投诉。\n", subject="投诉")
    assert "doubt" not in events(office)


def test_a_major_complaint_waits_until_both_leaders_have_read_of_it(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    says(office, HEAD, "bank_reputation = true", MONDAY)
    assert verdict(office) == ("major-reputation", {"R06-G1"}, State.AWAITING_PRE_REPORT, HEAD)
    says(office, LEADER, "已阅", MONDAY)
    assert office.case().state is State.AWAITING_PRE_REPORT
    says(office, GM, "已阅", MONDAY)
    assert verdict(office) == ("major-reputation", {"R06-G1"}, State.ASSIGNED, HEAD)
    assert events(office).count("pre-report acknowledged") == 2


def test_a_violation_makes_the_general_manager_the_owner_and_tells_the_superior(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    says(office, HEAD, "violation = true", MONDAY)
    assert verdict(office) == ("violation-or-litigation", {"R06-G2"}, State.ASSIGNED, GM)
    assert office.case().engineer == GM
    assert any("已转交" in str(mail["Subject"]) for mail in office.sent(HEAD))
    assert "违规或诉讼" in str(office.last(GM)["Subject"]), "who is the superior of the head as well"


def test_an_accusation_leaves_the_department_and_only_its_readers_hear_of_it(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    before = len(office.sent(HEAD))
    says(office, HEAD, "letter_type = whistleblow", MONDAY)
    assert verdict(office) == ("whistleblow", {"R06-L2"}, State.RESTRICTED, LEADER)
    assert [clock.deadline.rule for clock in office.case().clocks] == ["desk.first_answer"]
    assert "检举信件" in str(office.last(GM)["Subject"])
    assert len(office.sent(HEAD)) == before, "the accused department reads nothing more"


def test_a_bank_that_forwards_a_complaint_learns_that_it_is_handled_and_nothing_inside(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    says(office, HEAD, "channel = bank_forward", MONDAY)
    case = office.case()
    assert case.grading is not None
    assert case.grading.notify == ("direct-leader", "bank")
    (notice,) = office.sent(BANK)
    assert case.id in text_of(notice)
    assert "李某" not in text_of(notice)
    assert "R06" not in text_of(notice)


def test_a_complaint_settled_on_the_phone_is_recorded_and_closed(office: Office) -> None:
    opened(office, RUDE, subject="投诉")
    says(office, HEAD, "satisfied_on_spot = true", MONDAY)
    assert office.case().state is State.ASSIGNED
    says(office, HEAD, "no_further_complaint = true", MONDAY)
    assert verdict(office) == ("general", {"R06-G3", "R06-S2"}, State.CLOSED, HEAD)
    assert len(office.sent(CUSTOMER)) == 1
