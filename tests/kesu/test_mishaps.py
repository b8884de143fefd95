"""Bounces, loops, mails nobody can read, and faults of our own: nothing is lost and nobody waits for it."""

from __future__ import annotations

import email.policy
from email.message import EmailMessage

import pytest

from cases.outgoing import Sending
from kesu import intake, routes
from kesu.intake import take_again
from kesu.outbox import retry
from kesu.reviewing import dismiss, find_mail
from tests.kesu.letters import ENGINEER, LINE_STOP, MONDAY, OWNER, QUALITY, complaint, events, opened
from tests.office import CUSTOMER, DESK, Office, at, files_of, text_of

LATER = at("2026-03-02 11:00")


@pytest.fixture
def office() -> Office:
    return Office()


def report(about: EmailMessage, status: str = "5.1.1", action: str = "failed", to: str = CUSTOMER) -> bytes:
    """A delivery report as servers write it (RFC 3464)."""
    return (
        f"Return-Path: <>\r\nFrom: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: {DESK}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <dsn{status}@mx.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n"
        f"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {about['Message-ID']}\r\n\r\n--b--\r\n"
    ).encode()


# ---------------------------------------------------------------- bounces


def test_a_bounce_marks_its_mail_and_is_told_and_opens_no_case(office: Office) -> None:
    opened(office)
    office.arrives(report(office.last(CUSTOMER)), LATER)
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert (ack.state, "User unknown" in ack.last_error) == (Sending.FAILED, True)
    assert "bounced" in events(office)
    assert CUSTOMER in text_of(office.last(QUALITY))
    assert len(office.cases()) == 1


def test_a_report_of_success_is_no_bounce(office: Office) -> None:
    opened(office)
    office.arrives(report(office.last(CUSTOMER), "2.0.0", "delivered"), LATER)
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert ack.state is Sending.SENT


def test_a_delayed_mail_has_not_failed_and_is_not_sent_again(office: Office) -> None:
    opened(office)
    before = len(office.sender.sent)
    office.arrives(report(office.last(CUSTOMER), "4.4.1", "delayed"), LATER)
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert ack.state is Sending.SENT
    with pytest.raises(LookupError, match="that mail is sent"):
        retry(office.desk, ack.effect_key, LATER)
    assert "delayed" in events(office)
    assert len(office.sender.sent) == before


def test_a_failure_after_a_delay_is_a_failure(office: Office) -> None:
    opened(office)
    ours = office.last(CUSTOMER)
    office.arrives(report(ours, "4.4.1", "delayed"), LATER)
    office.arrives(report(ours, "5.4.7", "failed"), LATER)
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert ack.state is Sending.FAILED


def test_a_bounce_that_does_not_say_which_mail_came_back_is_told_with_the_latest_to_that_address(
    office: Office,
) -> None:
    opened(office)
    office.arrives(
        f"From: postmaster@qq.example\r\nTo: {DESK}\r\nSubject: =?utf-8?B?57O757uf6YCA5L+h?=\r\n"
        f"Message-ID: <b@qq.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"收件人邮箱已满，邮件无法送达：{CUSTOMER}\r\n".encode(),
        LATER,
    )
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert ack.state is Sending.SENT
    assert "收件人邮箱已满" in text_of(office.last(QUALITY))
    assert len(office.cases()) == 1


def test_a_report_of_unwanted_mail_is_told_and_fails_nothing(office: Office) -> None:
    opened(office)
    ours = office.last(CUSTOMER)
    office.arrives(
        f"From: fbl@provider.example\r\nTo: {DESK}\r\nSubject: FW: x\r\nMessage-ID: <f@provider.example>\r\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nabuse\r\n"
        "--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\n"
        f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {ours['Message-ID']}\r\n\r\n--b--\r\n".encode(),
        LATER,
    )
    office.works(LATER)
    ack = office.store.outgoing("K2026-00001/ack/customer/1")
    assert ack is not None
    assert ack.state is Sending.SENT
    assert CUSTOMER in text_of(office.last(QUALITY))


def test_a_bounce_of_a_mail_that_was_never_ours_is_ignored(office: Office) -> None:
    stranger = EmailMessage()
    stranger["Message-ID"] = "<x@elsewhere.example>"
    office.arrives(report(stranger), LATER)
    office.works(LATER)
    assert (office.cases(), office.sender.sent) == ([], [])


def test_when_the_alert_bounces_too_it_ends_there(office: Office) -> None:
    opened(office)
    office.arrives(report(office.last(CUSTOMER)), LATER)
    office.works(LATER)
    sent = len(office.sender.sent)
    office.arrives(report(office.last(QUALITY), "5.2.1", to=QUALITY), LATER)
    office.works(LATER)
    assert len(office.sender.sent) == sent


# ---------------------------------------------------------------- loops


def test_our_own_mail_that_comes_back_goes_to_the_loop_folder_without_case_or_answer(office: Office) -> None:
    opened(office)
    ours = office.sender.sent[0].raw
    office.arrives(ours, LATER)
    office.works(LATER)
    assert office.inbox.folders["loop"] == [ours]
    assert len(office.cases()) == 1
    assert "came back" in str(office.last(QUALITY)["Subject"])


# ---------------------------------------------------------------- what cannot be read


def test_a_mail_that_cannot_be_read_is_set_aside_and_shown_to_a_person_as_it_came(office: Office) -> None:
    office.arrives(b"\x00\x01\x02 no headers at all", MONDAY)
    office.arrives(complaint(office), MONDAY)
    office.works(MONDAY)
    assert office.inbox.folders["review"] == [b"\x00\x01\x02 no headers at all"]
    (aside,) = office.store.set_aside()
    told = office.last(OWNER)
    assert list(files_of(told).values()) == [b"\x00\x01\x02 no headers at all"]
    assert aside.note in text_of(told)
    assert len(office.cases()) == 1


def test_a_mail_that_is_too_large_stays_in_the_mailbox_and_is_told(office: Office) -> None:
    office.desk.config.limits.__dict__["mail_mb"] = 0.001
    office.arrives(complaint(office, LINE_STOP + "x" * 3000), MONDAY)
    office.works(MONDAY)
    (aside,) = office.store.set_aside()
    assert "was not downloaded" in aside.note
    assert len(office.inbox.folders["review"]) == 1
    office.desk.config.limits.__dict__["mail_mb"] = 35


def test_a_mail_without_a_sender_is_set_aside(office: Office) -> None:
    office.arrives(b"To: kesu@works.example\r\nSubject: hello\r\n\r\ncomplaint\r\n", MONDAY)
    office.works(MONDAY)
    assert [mail.note for mail in office.store.set_aside()] == [
        "邮件没有写明唯一的发件人 / the mail does not name one sender"
    ]


@pytest.mark.parametrize(
    "odd",
    [
        b"From: a@b.example\r\n\r\n",
        b"From: a@b.example\r\nSubject: \r\nMessage-ID: \r\n\r\n\r\n",
        "From: a@b.example\r\nSubject: 投诉 不良\r\nMessage-ID: <a b@c>\r\n\r\n投诉".encode(),
        "From: a@b.example\r\nSubject: 投诉\r\nMessage-ID: ".encode() + b"<" + b"x" * 3000 + b"@y>\r\n\r\n\xe6\x8a\x95",
        "From: 用户@例子.中国\r\nSubject: 投诉 不良\r\n\r\n投诉".encode(),
        "From: a@localhost\r\nSubject: 投诉 不良\r\n\r\n投诉".encode(),
        "From: a@b.example\r\nReply-To: <>\r\nSubject: 投诉\r\nReferences: junk <x\r\n\r\n投诉 不良数量：-5".encode(),
        "From: a@b.example\r\nSubject: 投诉\r\n\r\n型号：\x00\x07\ud7ff\n不良现象：{{ 7*7 }}\n停线：是".encode(),
    ],
)
def test_odd_mails_neither_stop_the_desk_nor_get_lost(office: Office, odd: bytes) -> None:
    office.arrives(odd, MONDAY)
    office.arrives(complaint(office), MONDAY)
    office.works(MONDAY)
    assert office.inbox.waiting == {}
    assert CUSTOMER in [case.customer.contact.address for case in office.cases()]
    assert len(office.cases()) + len(office.store.set_aside()) == 2
    assert office.store.jobs() == []


# ---------------------------------------------------------------- faults of our own


@pytest.fixture
def faulty(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A desk with a slip in the code that opens cases, which shows with one customer only."""

    def slip(desk: object, mail: object, now: object) -> None:
        if "poison" in mail.subject:  # type: ignore[attr-defined]
            raise KeyError("a slip of ours")

    monkeypatch.setattr(routes, "ROUTES", (*routes.ROUTES[:1], slip, *routes.ROUTES[1:]))
    monkeypatch.setattr(intake, "ROUTES", routes.ROUTES)
    return office


def test_a_slip_of_ours_sets_that_mail_aside_and_the_next_one_is_handled(faulty: Office) -> None:
    faulty.arrives(complaint(faulty, subject="投诉 poison"), MONDAY)
    faulty.arrives(complaint(faulty), MONDAY)
    faulty.works(MONDAY)
    (aside,) = faulty.store.set_aside()
    assert "KeyError" in aside.note
    assert len(faulty.inbox.folders["review"]) == 1
    assert "KeyError" in text_of(faulty.last(OWNER))
    assert len(faulty.cases()) == 1


def test_it_is_tried_once_more_when_the_slip_is_mended(faulty: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    faulty.arrives(complaint(faulty, subject="投诉 poison"), MONDAY)
    faulty.works(MONDAY)
    (aside,) = faulty.store.set_aside()
    mended = [route for route in routes.ROUTES if getattr(route, "__name__", "") != "slip"]
    monkeypatch.setattr(intake, "ROUTES", mended)
    again = take_again(faulty.desk, aside, LATER)
    assert again.outcome == "case"
    assert faulty.store.set_aside() == []
    assert faulty.case().customer.contact.address == CUSTOMER


def test_even_a_slip_in_telling_of_it_leaves_the_mail_on_the_list(
    faulty: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("no letter today")

    monkeypatch.setattr(routes, "to_desk_owner", broken)
    faulty.arrives(complaint(faulty, subject="投诉 poison"), MONDAY)
    faulty.arrives(complaint(faulty), MONDAY)
    faulty.works(MONDAY)
    (aside,) = faulty.store.set_aside()
    assert "KeyError" in aside.note
    assert len(faulty.cases()) == 1


def test_papers_that_cannot_be_made_are_told_and_the_owner_gets_the_case_without_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise TypeError("the template is not itself")

    monkeypatch.setattr(type(office.desk.documents), "write", broken)
    opened(office)
    for minute in range(1, 4):
        office.works(at(f"2026-03-02 10:0{minute}"))
    assert "the template is not itself" in text_of(office.last(QUALITY))
    assert "新投诉" in str(office.last(ENGINEER)["Subject"])
    assert office.store.jobs() == []


# ---------------------------------------------------------------- looked at by a person


def test_a_mail_set_aside_is_found_by_the_beginning_of_its_hash_and_dismissed(office: Office) -> None:
    office.arrives(b"\x00 no headers", MONDAY)
    office.works(MONDAY)
    (aside,) = office.store.set_aside()
    assert find_mail(office.desk, aside.sha256[:8].upper()) == aside
    assert find_mail(office.desk, "ffffffff") is None
    dismiss(office.desk, aside)
    assert office.store.set_aside() == []
    assert office.desk.spool.read(aside.sha256) == b"\x00 no headers"


def test_a_mail_that_still_cannot_be_read_stays_on_the_list(office: Office) -> None:
    office.arrives(b"\x00 no headers", MONDAY)
    office.works(MONDAY)
    (aside,) = office.store.set_aside()
    assert take_again(office.desk, aside, LATER).outcome == "review"
    assert len(office.store.set_aside()) == 1


def test_the_same_mail_reaches_the_same_end_whatever_it_was_delivered_as(office: Office) -> None:
    raw = complaint(office).as_bytes(policy=email.policy.SMTP)
    office.arrives(raw, MONDAY)
    office.works(MONDAY)
    office.inbox.renumber()
    office.arrives(raw, MONDAY)
    office.works(LATER)
    assert len(office.cases()) == 1
    assert office.inbox.waiting == {}
