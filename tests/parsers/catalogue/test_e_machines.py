"""Catalogue E: mail that machines write. It is told apart before anything in it could be a command."""

from __future__ import annotations

import pytest

from cases.mail import Kind
from tests.parsers.raw import DESK, mail, read, text

AUTOMATIC = {
    "E1 auto-replied": b"Auto-Submitted: auto-replied",
    "E1 auto-replied with a parameter": b"Auto-Submitted: auto-replied; owner-email=x@x.example",
    "E1 auto-generated": b"Auto-Submitted: Auto-Generated",
    "E1 QQ": b"X-QQ-AUTO-REPLY: true",
    "E2 Precedence auto_reply": b"Precedence: auto_reply",
    "E2 X-Autoreply": b"X-Autoreply: yes",
    "E2 X-Autorespond": b"X-Autorespond: holiday",
}
LISTS = {
    "E2 bulk": b"Precedence: bulk",
    "E2 junk": b"Precedence: junk",
    "E2 list": b"Precedence: list",
    "E2 List-Id": b"List-Id: <quality.x.example>",
    "E2 List-Unsubscribe": b"List-Unsubscribe: <mailto:u@x.example>",
}


@pytest.mark.parametrize("name", AUTOMATIC)
def test_an_automatic_answer_is_one_by_its_headers_and_never_a_command(name: str) -> None:
    found = read(mail("同意".encode(), AUTOMATIC[name]))
    assert (found.kind, found.decision, found.fields) == (Kind.AUTO_REPLY, None, {})


@pytest.mark.parametrize("name", LISTS)
def test_bulk_mail_is_of_a_list(name: str) -> None:
    assert read(mail(b"hello", LISTS[name])).kind is Kind.LIST


def test_e1_auto_submitted_no_is_a_person() -> None:
    assert read(mail(b"hello", b"Auto-Submitted: no")).kind is Kind.SUBMISSION


@pytest.mark.parametrize(("value", "unwanted"), [(b"All", True), (b"DR, AutoReply", True), (b"DR, RN", False)])
def test_e3_a_person_who_wants_no_automatic_answer_is_still_a_person(value: bytes, unwanted: bool) -> None:
    found = read(mail(b"hello", b"X-Auto-Response-Suppress: " + value))
    assert (found.kind, found.answer_unwanted) == (Kind.SUBMISSION, unwanted)


@pytest.mark.parametrize(
    "subject", ["自动回复: 8D报告", "自動回覆：您好", "Automatic reply: 8D", "休假：请找王工", "Out of Office: x"]
)
def test_e4_an_absence_without_headers_shows_in_its_subject(subject: str) -> None:
    assert read(mail("同意".encode(), subject=subject.encode())).kind is Kind.AUTO_REPLY


@pytest.mark.parametrize("subject", ["休假期间设备故障投诉", "Office chairs out of order"])
def test_e4_a_complaint_that_mentions_absence_is_a_complaint(subject: str) -> None:
    assert read(mail(b"hello", subject=subject.encode())).kind is Kind.SUBMISSION


REPORT = (
    b"--b\r\nContent-Type: text/plain\r\n\r\nI'm sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
    b"Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; c@x.example\r\nStatus: 5.1.1\r\n"
    b"Diagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    b"Message-ID: <k.1@desk.example>\r\nSubject: ours\r\n\r\ntext\r\n--b--\r\n"
)


@pytest.mark.parametrize("return_path", [b"Return-Path: <>", b"Return-Path: <bounce@mx.example>"])
def test_e5_a_delivery_report_names_recipient_status_reason_and_our_mail(return_path: bytes) -> None:
    kind = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b"
    found = read(mail(REPORT, return_path, kind, sender=b"MAILER-DAEMON@mx.example"))
    assert found.kind is Kind.BOUNCE
    assert found.bounce is not None
    assert (found.bounce.recipient, found.bounce.status) == ("c@x.example", "5.1.1")
    assert (found.bounce.reason, found.bounce.original_message_id) == ("550 5.1.1 User unknown", "<k.1@desk.example>")


def test_e6_a_read_receipt_and_an_invitation_are_neither_complaint_nor_answer() -> None:
    receipt = b"--b\r\n\r\nread\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nX: y\r\n--b--\r\n"
    mdn = b"Content-Type: multipart/report; report-type=disposition-notification; boundary=b"
    assert read(mail(receipt, mdn)).kind is Kind.RECEIPT
    invitation = b"--b\r\n" + text(b"BEGIN:VCALENDAR", b"text/calendar; method=REQUEST") + b"\r\n--b--\r\n"
    assert read(mail(invitation, b"Content-Type: multipart/alternative; boundary=b")).kind is Kind.CALENDAR


def test_e9_a_mail_from_our_own_address_is_our_own() -> None:
    assert read(mail(b"hello", sender=b"Desk <" + DESK.upper().encode() + b">")).kind is Kind.OWN
