"""What may be no complaint is asked of a person, with the mail attached; one word answers."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from cases.model import State
from tests.kesu.letters import HARMLESS, MONDAY, OWNER, complaint, events, opened, says
from tests.office import CUSTOMER, Office, at, files_of, text_of

ORDER = "您好，附件是采购订单 PO-2026-018，请确认交期。谢谢。"
ADVERT = "Special offer! Our webinar on SEO: unsubscribe here."
CV = "您好，我是应届毕业生，附上简历，求职质量工程师。"
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return Office()


def doubtful(office: Office, text: str = ORDER, subject: str = "采购订单") -> EmailMessage:
    """The question that the owner of the desk gets about a doubtful mail."""
    office.arrives(complaint(office, text, subject=subject), MONDAY)
    office.works(MONDAY)
    return office.last(OWNER)


@pytest.mark.parametrize(("text", "subject"), [(ORDER, "采购订单"), (ADVERT, "Webinar"), (CV, "求职简历")])
def test_what_shows_no_complaint_is_asked_of_the_desk_owner_with_the_mail_attached(
    office: Office, text: str, subject: str
) -> None:
    question = doubtful(office, text, subject)
    case = office.case()
    assert (case.state, case.grading, case.owner) == (State.TRIAGE, None, "")
    assert office.sent(CUSTOMER) == []
    (attached,) = files_of(question).values()
    assert attached == office.desk.spool.read(case.timeline[0].mail)
    for word in ("投诉", "不是", "归并"):
        assert word in text_of(question)


def test_one_word_makes_it_a_complaint_graded_and_acknowledged_as_if_it_had_just_come(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "投诉", LATER)
    case = office.case()
    assert case.state is not State.TRIAGE
    assert case.grading is not None
    assert len(office.sent(CUSTOMER)) == 1
    assert case.documents != ()


def test_one_word_puts_it_aside_and_nobody_outside_hears_of_it(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "不是", LATER)
    assert office.case().state is State.DISMISSED
    assert office.sent(CUSTOMER) == []


def test_it_can_be_merged_into_the_case_it_belongs_to(office: Office) -> None:
    opened(office)
    office.arrives(complaint(office, "补充：联系人改为李工。", sender="buyer@farridge.example", subject="补充"), LATER)
    office.works(LATER)
    says(office, OWNER, "归并 K2026-00001", LATER + timedelta(hours=1))
    first, second = office.cases()
    assert (second.state, second.duplicate_of) == (State.DISMISSED, "K2026-00001")
    assert "buyer@farridge.example" in first.parties


def test_after_a_merge_the_sender_writes_on_in_the_case_it_was_merged_into(office: Office) -> None:
    test_it_can_be_merged_into_the_case_it_belongs_to(office)
    again = office.letter("<buyer@farridge.example>", "Re: 补充", "产线停线：是", to=None)
    again["In-Reply-To"] = "<m2@farridge.example>"
    office.arrives(again, at("2026-03-03 10:00"))
    office.works(at("2026-03-03 10:00"))
    assert [case.state for case in office.cases()][1:] == [State.DISMISSED]
    assert [event.what for event in office.cases()[0].timeline].count("follow-up") == 1


def test_whose_case_it_becomes_learns_what_was_merged_into_it(office: Office) -> None:
    opened(office, HARMLESS)
    office.arrives(complaint(office, "One more thing: see you at 5.", subject="hello", sender="x@y.example"), LATER)
    office.works(LATER)
    says(office, OWNER, "merge K2026-00001", LATER + timedelta(hours=1))
    assert "see you at 5" in text_of(office.last("luo@works.example"))


def test_merging_into_a_case_that_does_not_exist_is_answered_and_changes_nothing(office: Office) -> None:
    doubtful(office)
    says(office, OWNER, "归并 K2026-00099", LATER)
    assert office.case().state is State.TRIAGE
    assert "K2026-00099" in text_of(office.last(OWNER))


def test_a_question_that_nobody_answers_is_asked_again(office: Office) -> None:
    question = doubtful(office)
    office.works(at("2026-03-05 09:00"))
    again = office.last(OWNER)
    assert again["Message-ID"] != question["Message-ID"]
    assert again["Subject"] == question["Subject"]
    office.works(at("2026-03-05 09:01"))
    assert len(office.sent(OWNER)) == 2


def test_the_regulation_can_be_chosen_with_the_answer(office: Office) -> None:
    doubtful(office, "见附件", "光伏组件 250W")
    says(office, OWNER, "pack = pv-module", LATER)
    says(office, OWNER, "投诉", LATER + timedelta(hours=1))
    case = office.case()
    assert (case.pack, case.state) == ("pv-module", State.WAITING_CUSTOMER)


def test_an_answered_question_cannot_be_answered_again(office: Office) -> None:
    question = doubtful(office)
    says(office, OWNER, "投诉", LATER, to=question)
    before = office.case().state
    says(office, OWNER, "不是", LATER + timedelta(hours=2), to=question)
    assert office.case().state is before
    assert events(office).count("dismissed") == 0
