"""The junk folder: a customer's mail may be in it, and so may anybody's."""

from __future__ import annotations

import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest

from cases.ports import MailboxUnavailable
from cases.state import State
from kesu import check_sign_in
from tests.kesu.letters import APPROVER, ENGINEER, LINE_STOP, MONDAY, OWNER, complaint, events, opened, returns, says
from tests.office import CUSTOMER, Office, at, settings, text_of

TUESDAY = at("2026-03-03 10:00")
JUNK = "垃圾邮件"


def office_with(junk: str) -> Office:
    office = Office(settings(mailbox={"junk": junk}))
    office.inbox.junk_folder = JUNK
    return office


@pytest.fixture
def office() -> Office:
    return office_with("poll")


def spam(office: Office, mail: EmailMessage) -> None:
    office.inbox.take_for_spam(mail.as_bytes(policy=email.policy.SMTP), TUESDAY)
    office.works(TUESDAY)


def advertising(office: Office) -> EmailMessage:
    return office.letter("<sales@cheap.example>", "发票代开，优惠多多", "代开各类发票，联系 13800000000。", to=None)


def test_new_spam_is_counted_and_told_once_a_day() -> None:
    office = office_with("count")
    for _ in range(3):
        office.inbox.take_for_spam(b"Subject: old\r\n\r\n", MONDAY)
    office.works(MONDAY)
    assert office.sent(OWNER) == []  # what lay there before is nobody's news
    for hours in (1, 24, 25, 48):
        office.inbox.take_for_spam(complaint(office).as_bytes(policy=email.policy.SMTP), MONDAY)
        office.works(MONDAY + timedelta(hours=hours))
    told = [str(mail["Subject"]) for mail in office.sent(OWNER)]
    assert ["新增 2 封邮件" in subject for subject in told] == [True, True]
    assert f"{JUNK}：共 5 封" in text_of(office.sent(OWNER)[0])
    assert office.cases() == []


def test_the_check_says_how_much_spam_waits_and_what_becomes_of_it(office: Office) -> None:
    office.inbox.take_for_spam(b"Subject: x\r\n\r\n", MONDAY)
    said = check_sign_in.spam(office.config, office.inbox)
    assert said == "junk: 1 mails in 垃圾邮件, read like the inbox ([mailbox] junk)"
    assert check_sign_in.spam(office.config, Office().inbox) == "junk: the server has no folder for spam"


def test_a_server_without_such_a_folder_is_asked_and_nothing_happens() -> None:
    office = Office(settings(mailbox={"junk": "poll"}))
    opened(office)
    assert office.case().state is State.ASSIGNED


@pytest.mark.parametrize("junk", ["poll", "count"])
def test_a_junk_folder_that_cannot_be_opened_keeps_no_mail_waiting(junk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office = office_with(junk)
    asked: list[str] = []

    def refuses() -> str:
        asked.append("junk")
        raise MailboxUnavailable("the folder is not ours", permanent=True)

    monkeypatch.setattr(office.inbox, "junk", refuses)
    opened(office)
    office.works(MONDAY + timedelta(hours=1))
    assert office.case().state is State.ASSIGNED
    assert len(asked) == {"poll": 2, "count": 1}[junk]


@pytest.mark.parametrize("junk", ["ignore", "count"])
def test_unless_it_is_polled_no_mail_is_taken_out_of_it(junk: str) -> None:
    office = office_with(junk)
    spam(office, complaint(office))
    assert (office.cases(), len(office.inbox.spam)) == ([], 1)


def test_a_follow_up_among_the_spam_joins_its_case_and_says_where_it_was(office: Office) -> None:
    opened(office)
    answer = office.letter(f"<{CUSTOMER}>", "", "不良数量：9 条", to=office.last(CUSTOMER))
    spam(office, answer)
    assert office.case().facts["qty_defect"].value == "9"
    assert events(office).count("junk") == 1
    assert office.inbox.spam == {}
    assert office.inbox.folders["done"][-1] == answer.as_bytes(policy=email.policy.SMTP)


def test_a_complaint_among_the_spam_is_asked_about_and_nobody_is_answered(office: Office) -> None:
    spam(office, complaint(office))
    case = office.case()
    assert (case.state, office.sent(CUSTOMER)) == (State.TRIAGE, [])
    assert "垃圾邮件夹" in text_of(office.last(OWNER))
    says(office, OWNER, "投诉", TUESDAY + timedelta(hours=1))
    assert office.case().state is State.ASSIGNED
    assert len(office.sent(CUSTOMER)) == 1


def test_a_stranger_among_the_spam_who_names_a_case_is_asked_about_and_learns_nothing(office: Office) -> None:
    opened(office)
    named = complaint(office, sender="x@stranger.example", subject="Re: [K2026-00001]")
    spam(office, named)
    assert [case.state for case in office.cases()] == [State.ASSIGNED, State.TRIAGE]
    assert office.sent("x@stranger.example") == []


def test_what_is_spam_stays_where_it_is_bothers_nobody_and_is_looked_at_once(office: Office) -> None:
    spam(office, advertising(office))
    before = office.works(TUESDAY + timedelta(minutes=1))
    assert (before.mails, office.cases(), office.sent(), len(office.inbox.spam)) == (0, [], [], 1)


def test_a_mail_that_a_person_moves_to_the_inbox_is_taken_in_after_all(office: Office) -> None:
    mail = advertising(office)
    spam(office, mail)
    office.inbox.spam.clear()
    office.arrives(mail, TUESDAY)
    office.works(TUESDAY + timedelta(hours=1))
    assert office.case().state is State.TRIAGE


def test_no_decision_counts_that_was_found_among_the_spam(office: Office) -> None:
    opened(office)
    returns(office, MONDAY + timedelta(hours=1))
    spam(office, office.letter(f"<{APPROVER}>", "", "同意", to=office.last(APPROVER)))
    assert office.case().state is State.APPROVAL_PENDING
    assert any("在垃圾邮件夹中" in text_of(mail) for mail in office.sent(APPROVER))
    spam(office, office.letter(f"<{ENGINEER}>", "", "关闭 已解决", to=office.last(ENGINEER)))
    assert office.case().state is State.APPROVAL_PENDING


def test_a_huge_mail_among_the_spam_is_left_there() -> None:
    office = Office(settings(mailbox={"junk": "poll"}, limits={"mail_mb": 0.001}))
    office.inbox.junk_folder = JUNK
    spam(office, complaint(office, LINE_STOP + "x" * 3000))
    assert (office.cases(), office.sent(), len(office.inbox.spam)) == ([], [], 1)
