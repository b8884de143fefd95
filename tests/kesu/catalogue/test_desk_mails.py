"""Catalogue A to E at the desk: nothing is lost, nobody is answered who must not be, nothing harmful goes on."""

from __future__ import annotations

import email.policy
from datetime import timedelta
from email.message import EmailMessage

import pytest

from cases.state import State
from parsers.content_key import content_key
from tests.kesu.letters import HARMLESS, LINE_STOP, MONDAY, OWNER, complaint, events, opened
from tests.office import CUSTOMER, DESK, Office, files_of, text_of

EXE = b"MZ\x90" + bytes(60)
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def office() -> Office:
    return Office()


def with_file(office: Office, name: str, content: bytes, text: str = LINE_STOP, subject: str = "") -> EmailMessage:
    mail = complaint(office, text, subject=subject)
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_a9_a_reused_message_id_makes_two_items_and_the_second_says_so(office: Office) -> None:
    first, second = complaint(office), complaint(office, HARMLESS)
    del second["Message-ID"]
    second["Message-ID"] = first["Message-ID"]
    office.arrives(first, MONDAY)
    office.works(MONDAY)
    office.arrives(second, LATER)
    office.works(LATER)
    assert len(office.cases()) == 2
    keys = [content_key(mail.as_bytes(policy=email.policy.SMTP)) for mail in (first, second)]
    records = [office.store.handled(key) for key in keys]
    assert ["msgid-reuse" in record.flags for record in records if record] == [False, True]


SENDERS = {
    "A10 no From": b"",
    "A10 empty From": b"From: <>\r\n",
    "A11 two From headers": b"From: a@x.example\r\nFrom: b@x.example\r\n",
    "A11 two mailboxes": b"From: a@x.example, b@x.example\r\n",
    "A12 a group": b"From: undisclosed:;\r\n",
    "A12 an open bracket": b"From: Wang <a@x.example\r\n",
    "A13 a comment between": b"From: alice@corp.example)bob@evil.example\r\n",
    "A13 two at signs": b"From: a@evil@corp.example\r\n",
}


@pytest.mark.parametrize("name", SENDERS)
def test_a_mail_without_one_certain_sender_goes_to_a_person_and_is_not_answered(office: Office, name: str) -> None:
    raw = SENDERS[name] + b"Subject: complaint\r\nMessage-ID: <1@x.example>\r\n\r\nDefect quantity: 7\r\n"
    office.arrives(raw, MONDAY)
    office.works(MONDAY)
    (aside,) = office.store.set_aside()
    assert "does not name one sender" in aside.note
    assert {mail.recipient for mail in office.sender.sent} == {OWNER}
    assert list(files_of(office.last(OWNER)).values()) == [raw]


@pytest.mark.parametrize(("name", "content"), [("photo.jpg", EXE), ("a.js", b"x()"), ("cod\u202etxt.exe", b"x")])
def test_b6_b7_a_harmful_file_is_listed_and_passed_on_to_nobody(office: Office, name: str, content: bytes) -> None:
    office.arrives(with_file(office, name, content), MONDAY)
    office.works(MONDAY)
    assert office.case().state is State.ASSIGNED
    told = "".join(text_of(mail) for mail in office.sent())
    assert "possibly harmful: kept in quarantine, not passed on" in told
    assert all(content not in files_of(mail).values() for mail in office.sent())


def test_b7_nor_does_it_go_on_inside_the_mail_when_a_person_is_asked_about_it(office: Office) -> None:
    office.arrives(with_file(office, "offer.exe", EXE, "Special offer!", "Webinar"), MONDAY)
    office.works(MONDAY)
    question = office.last(OWNER)
    assert office.case().state is State.TRIAGE
    assert files_of(question) == {}
    assert "可能有害的附件" in text_of(question)


def test_d1_an_encrypted_mail_is_a_case_for_a_person_and_what_it_hides_is_not_guessed(office: Office) -> None:
    mail = complaint(office, "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", subject="secret")
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    assert office.case().facts == {}
    assert b"hQEMA" in office.desk.spool.read(office.case().timeline[0].mail)
    assert [text for text in map(text_of, office.sent(CUSTOMER)) if "hQEMA" in text] == []


@pytest.mark.parametrize(
    ("header", "value"),
    [("Auto-Submitted", "auto-generated"), ("Auto-Submitted", "auto-replied"), ("Precedence", "bulk")],
)
def test_e1_e2_a_complaint_written_by_a_system_is_asked_about_and_not_answered(
    office: Office, header: str, value: str
) -> None:
    mail = complaint(office)
    mail[header] = value
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    assert office.case().state is State.TRIAGE
    assert office.sent(CUSTOMER) == []


def test_e3_who_wants_no_automatic_answer_gets_a_case_and_none(office: Office) -> None:
    opened(office, X_Auto_Response_Suppress="All")
    assert office.case().state is State.ASSIGNED
    assert office.sent(CUSTOMER) == []


@pytest.mark.parametrize("subject", ["自动回复: 您的投诉", "Automatic reply: complaint", "休假通知"])
def test_e4_an_absence_of_the_customer_changes_nothing(office: Office, subject: str) -> None:
    opened(office)
    ack = office.last(CUSTOMER)
    sent = len(office.sender.sent)
    absent = office.letter(f"<{CUSTOMER}>", subject, "我正在休假。同意。", to=ack)
    office.arrives(absent, LATER)
    office.works(LATER)
    assert office.case().state is State.ASSIGNED
    assert len(office.sender.sent) == sent
    assert events(office)[-1] == "ignored"


def test_e6_a_read_receipt_opens_no_case_and_is_not_answered(office: Office) -> None:
    raw = (
        f"From: <{CUSTOMER}>\r\nTo: {DESK}\r\nSubject: Read: complaint\r\nMessage-ID: <r@x.example>\r\n"
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
        "--b\r\n\r\nread\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n"
    ).encode()
    office.arrives(raw, MONDAY)
    office.works(MONDAY)
    assert (office.cases(), office.sender.sent) == ([], [])


def test_e7_another_system_that_answers_our_acknowledgement_is_not_acknowledged_again(office: Office) -> None:
    opened(office)
    for number in range(6):
        ours = office.last(CUSTOMER)
        robot = office.letter(f"<{CUSTOMER}>", f"[TICKET#{number}] {ours['Subject']}", "We got your mail.", to=ours)
        office.arrives(robot, MONDAY + timedelta(minutes=number))
        office.works(MONDAY + timedelta(minutes=number))
    assert len(office.sent(CUSTOMER)) == 1
    assert len(office.cases()) == 1


def test_e8_a_robot_that_hides_all_it_is_ends_at_two_acknowledgements_a_day(office: Office) -> None:
    for number in range(20):
        when = MONDAY + timedelta(minutes=number)
        office.arrives(complaint(office, LINE_STOP, subject=f"Complaint {number}"), when)
        office.works(when)
    assert len(office.sent(CUSTOMER)) == 2


def test_e10_a_flood_from_one_sender_becomes_cases_and_another_customer_is_answered_at_once(office: Office) -> None:
    for number in range(30):
        office.arrives(complaint(office, HARMLESS, subject=f"Complaint {number}"), MONDAY)
    office.arrives(complaint(office, HARMLESS, sender="other@elsewhere.example"), MONDAY)
    office.works(MONDAY)
    assert len(office.cases()) == 31
    assert (len(office.sent(CUSTOMER)), len(office.sent("other@elsewhere.example"))) == (2, 1)


def test_e11_an_acknowledgement_carries_no_word_and_no_file_of_whoever_wrote(office: Office) -> None:
    spam = "BUY NOW http://spam.example/x " * 5
    mail = with_file(office, "spam.pdf", b"%PDF-spam", f"{HARMLESS}\n{spam}\nModel: {spam}", subject="BUY NOW")
    mail.replace_header("From", '"BUY NOW" <victim@farridge.example>')
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    ack = office.last("victim@farridge.example")
    assert "BUY NOW" not in f"{ack['Subject']}{ack['To']}{text_of(ack)}"
    assert "spam.example" not in ack.as_string()
    assert files_of(ack) == {}
