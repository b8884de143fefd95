"""Who did not get which mail, and why, from reports in form and from those that have none."""

from __future__ import annotations

import pytest

from cases.mail import Bounce, Kind
from tests.parsers.bounce_layouts import LAYOUTS, Layout
from tests.parsers.raw import mail, mixed, read, text


def returned(layout: Layout) -> Bounce:
    kind = b"Content-Type: text/html; charset=utf-8" if layout.html else b"Content-Type: text/plain; charset=utf-8"
    found = read(mail(layout.text.encode(), kind, subject=layout.subject.encode(), sender=layout.sender.encode()))
    assert found.kind is Kind.BOUNCE, f"{layout.name}: {found.kind_reason}"
    assert found.bounce is not None
    return found.bounce


@pytest.mark.parametrize("layout", LAYOUTS, ids=[layout.name for layout in LAYOUTS])
def test_a_mail_that_a_server_gives_back_in_its_own_words_is_read(layout: Layout) -> None:
    assert returned(layout) == Bounce(
        layout.recipients[0], layout.status, layout.reason, layout.original, layout.action, layout.recipients
    )


def report(
    *fields: str, kind: bytes = b"multipart/report; report-type=delivery-status", text: str = "see below"
) -> bytes:
    """A report in form (RFC 3464), one block for each recipient."""
    blocks = "\r\n\r\n".join(["Reporting-MTA: dns; mx.example", *fields])
    body = (
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"{blocks}\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <k.1@desk.example>\r\n--b--\r\n"
    )
    return mail(body.encode(), b"Content-Type: " + kind + b"; boundary=b", sender=b"MAILER-DAEMON@mx.example")


def block(recipient: str, action: str, status: str, diagnostic: str = "") -> str:
    said = f"\r\nDiagnostic-Code: {diagnostic}" if diagnostic else ""
    return f"Final-Recipient: {recipient}\r\nAction: {action}\r\nStatus: {status}{said}"


def bounce(raw: bytes) -> Bounce:
    found = read(raw)
    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    return found.bounce


OURS = "<k.1@desk.example>"
REPORTS = {
    "one": (
        [block("rfc822; a@x.example", "failed", "5.1.1", "smtp; 550 5.1.1 No such user")],
        Bounce("a@x.example", "5.1.1", "550 5.1.1 No such user", OURS, "failed", ("a@x.example",)),
    ),
    "several": (
        [block("rfc822; a@x.example", "failed", "5.1.1"), block("rfc822; b@x.example", "failed", "5.2.2")],
        Bounce("a@x.example", "5.1.1", "", OURS, "failed", ("a@x.example", "b@x.example")),
    ),
    "one of two": (
        [block("rfc822; a@x.example", "relayed", "2.1.9"), block("rfc822; b@x.example", "failed", "5.2.2")],
        Bounce("b@x.example", "5.2.2", "", OURS, "failed", ("b@x.example",)),
    ),
    "delayed": (
        [block("rfc822; a@x.example", "delayed", "4.4.1", "smtp; 451 try later")],
        Bounce("a@x.example", "4.4.1", "451 try later", OURS, "delayed", ("a@x.example",)),
    ),
    "delayed, in another word": (
        [block("rfc822; a@x.example", "delay", "4.4.1")],
        Bounce("a@x.example", "4.4.1", "", OURS, "delayed", ("a@x.example",)),
    ),
    "one waits, one failed": (
        [block("rfc822; a@x.example", "delayed", "4.4.1"), block("rfc822; b@x.example", "failed", "5.1.1")],
        Bounce("b@x.example", "5.1.1", "", OURS, "failed", ("b@x.example",)),
    ),
    "given up after days": (
        [block("rfc822; a@x.example", "failed", "4.4.7", "smtp; 451 timed out")],
        Bounce("a@x.example", "4.4.7", "451 timed out", OURS, "failed", ("a@x.example",)),
    ),
    "as it was addressed": (
        ["Original-Recipient: rfc822;list@x.example\r\n" + block("rfc822;a@y.example", "failed", "5.1.1")],
        Bounce("list@x.example", "5.1.1", "", OURS, "failed", ("list@x.example",)),
    ),
    "in angle brackets, without a type": (
        [block("<A@X.Example>", "failed", "5.0.0 (permanent failure)", "smtp; 550-5.1.1 gone\r\n 550 5.1.1 really")],
        Bounce("a@x.example", "5.1.1", "550-5.1.1 gone 550 5.1.1 really", OURS, "failed", ("a@x.example",)),
    ),
    "without an action": (
        ["Final-Recipient: rfc822; a@x.example\r\nStatus: 5.4.4"],
        Bounce("a@x.example", "5.4.4", "", OURS, "failed", ("a@x.example",)),
    ),
    "an address of Exchange": (
        [block("rfc822;IMCEASMTP=a@x.example", "failed", "5.1.1")],
        Bounce("a@x.example", "5.1.1", "", OURS, "failed", ("a@x.example",)),
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_a_delivery_report_says_who_what_and_why(name: str) -> None:
    blocks, expected = REPORTS[name]
    assert bounce(report(*blocks)) == expected


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_a_receipt(action: str) -> None:
    found = read(report(block("rfc822; a@x.example", action, "2.0.0")))
    assert (found.kind, found.bounce) == (Kind.RECEIPT, None)
    assert action in found.kind_reason


def test_a_report_that_was_pasted_into_the_text_is_read_as_one() -> None:
    text = "Your mail was undeliverable\r\n\r\n" + block("rfc822; a@x.example", "failed", "5.1.1")
    found = bounce(mail(text.encode(), sender=b"postmaster@mx.example", subject=b"Undeliverable mail"))
    assert (found.recipient, found.status, found.action) == ("a@x.example", "5.1.1", "failed")


def test_a_complaint_of_unwanted_mail_names_the_mail_and_is_no_failure() -> None:
    body = (
        b"--b\r\n\r\nThis is an email abuse report\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\n"
        b"Feedback-Type: abuse\r\nOriginal-Rcpt-To: a@x.example\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <k.1@desk.example>\r\n\r\nhello\r\n--b--\r\n"
    )
    found = bounce(mail(body, b"Content-Type: multipart/report; report-type=feedback-report; boundary=b"))
    assert (found.action, found.original_message_id, found.recipient) == ("complained", OURS, "a@x.example")


OURS_BELOW = (
    b"Message-ID: <k.1@desk.example>\r\nFrom: complaints@desk.example\r\nTo: Wang\r\n <a@x.example>\r\n\r\n8D\r\n"
)
UNSAID = b"   ----- Transcript of session follows -----\r\n421 x.example (smtp)... Deferred: timed out\r\n"


def test_whom_a_server_does_not_name_is_he_whom_our_mail_was_written_to() -> None:
    daemon = {"sender": b"MAILER-DAEMON@mx.example", "subject": b"Returned mail: Cannot send message for 4 days"}
    below = bounce(mail(UNSAID + b"\r\n   ----- Unsent message follows -----\r\n" + OURS_BELOW, **daemon))
    part = b"Content-Type: message/rfc822\r\n\r\n" + OURS_BELOW
    beside = bounce(mixed(b"Content-Type: text/plain\r\n\r\n" + UNSAID, part, **daemon))
    for found in (below, beside):
        assert (found.recipient, found.original_message_id) == ("a@x.example", OURS)
    two = OURS_BELOW.replace(b"<a@x.example>", b"<a@x.example>, b@x.example")
    assert bounce(mail(UNSAID + b"\r\n   ----- Unsent message follows -----\r\n" + two, **daemon)).recipients == ()


def test_a_report_that_a_gateway_encloses_in_a_notice_of_its_own_is_read() -> None:
    inner = report(block("rfc822; a@x.example", "failed", "5.1.1", "smtp; 550 5.1.1 No such user"))
    notice = text(b"----- The following addresses had permanent delivery errors -----\r\n")
    outer = mixed(
        notice,
        b"Content-Type: message/rfc822\r\n\r\n" + inner,
        boundary=b"outer",
        sender=b"MAILER-DAEMON@gate.example",
        subject=b"Returned mail: User unknown",
    )
    assert bounce(outer) == Bounce("a@x.example", "5.1.1", "550 5.1.1 No such user", OURS, "failed", ("a@x.example",))


PEOPLE = {
    "about a bounce": (b"Re: Undeliverable: 8D", b"Your server says undeliverable for a@x.example. Please check."),
    "with returned goods": ("退货投诉：37件".encode(), "我们无法送达的货物已退回".encode()),
    "about mail that did not come": (
        "投诉：贵司邮件被退信".encode(),
        "我们发给 li@x.example 的邮件总是退信，请处理".encode(),
    ),
    "about a late parcel": (
        b"Delivery failure of our order",
        b"The parts were not delivered. Please answer by Friday.",
    ),
    "forwarding a bounce": (b"Fw: Undeliverable: 8D", b"Please see, your mail address could not be delivered to."),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_a_person_who_writes_of_failed_deliveries_is_a_person(name: str) -> None:
    subject, body = PEOPLE[name]
    found = read(mail(body, b"Return-Path: <dora@cust.example>", subject=subject, sender=b"Dora <dora@cust.example>"))
    assert found.kind in (Kind.SUBMISSION, Kind.REPLY)


@pytest.mark.parametrize(
    "filling", ["\r\n", "- ", "<a@", "to: ", "=?", "final-recipient:\r\n ", "-----BEGIN PGP SIGNED"]
)
def test_a_report_of_nothing_but_beginnings_costs_no_more_than_another(filling: str) -> None:
    text = f"Undeliverable\r\n{filling * (60_000 // len(filling))}x"
    found = read(mail(text.encode(), sender=b"MAILER-DAEMON@mx.example", subject=b"failure notice"))
    assert found.kind is Kind.BOUNCE


@pytest.mark.parametrize("filling", ["=ybegin name=a\r\n", "begin 644 a\r\n", "<param>", "~{"])
def test_a_text_of_nothing_but_beginnings_costs_no_more_than_another(filling: str) -> None:
    kind = b"Content-Type: text/enriched" if filling == "<param>" else b"Content-Type: text/plain"
    assert read(mail((filling * (200_000 // len(filling))).encode(), kind)).kind is Kind.SUBMISSION
