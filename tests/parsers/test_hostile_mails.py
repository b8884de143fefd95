"""Mails made to hurt: each is read or set aside with its reason, quickly, and never raises."""

from __future__ import annotations

import pytest

from cases.mail import Kind
from parsers.limits import Limits
from parsers.read import MailParser
from tests.parsers.raw import ARRIVED, read

HEAD = (
    b"From: a@x.example\r\nTo: complaints@desk.example\r\nSubject: x\r\nMessage-ID: <x@x.example>\r\n"
    b"Date: Mon, 2 Mar 2026 09:00:00 +0800\r\n"
)


def nested(levels: int) -> bytes:
    parts = (b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (i, i + 1) for i in range(levels))
    return HEAD + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + b"".join(parts)


OVER_A_LIMIT = {
    "a multipart nested 1,000 deep": (nested(1000), "nested more than 20 deep"),
    "100,000 parts": (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000,
        "more than 500 parts",
    ),
    "100,000 headers": (HEAD + b"X-A: b\r\n" * 100_000 + b"\r\nx", "header block"),
    "1,001 headers": (HEAD + b"X: b\r\n" * 1001 + b"\r\nx", "at most 1000"),
    "one header of 65 KB": (HEAD + b"X-A: " + b"a" * 65_536 + b"\r\n\r\nx", "65536 bytes"),
    "a header folded to 65 KB": (HEAD + b"X-A: b\r\n" + b" cccccccc\r\n" * 7000 + b"\r\nx", "65536 bytes"),
    "20,000 encoded words": (
        HEAD + b"X-S: " + b"\r\n ".join([b"=?utf-8?B?5oqV?="] * 20_000) + b"\r\n\r\nx",
        "header block",
    ),
    "1,000 mails in mails": (HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 1000 + b"x", "500 parts"),
    "101 attachments": (
        HEAD
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n" * 101,
        "more than 100 attachments",
    ),
}


@pytest.mark.parametrize("name", OVER_A_LIMIT)
def test_a_mail_over_a_limit_is_set_aside_and_says_which(name: str) -> None:
    raw, says = OVER_A_LIMIT[name]
    mail = read(raw)
    assert mail.kind is Kind.UNREADABLE
    assert says in mail.kind_reason
    assert (mail.sender.address, mail.subject, mail.message_id) == ("a@x.example", "x", "<x@x.example>")
    assert len(mail.sha256) == len(mail.content_key) == 64


def test_a_mail_over_the_size_limit_is_set_aside() -> None:
    mail = read(HEAD + b"\r\n" + b"x" * 2000, Limits(mail=1000))
    assert mail.kind is Kind.UNREADABLE
    assert "at most 1000 are read" in mail.kind_reason


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", bytes(range(256)) * 100, b"no header here"])
def test_bytes_that_are_no_mail_are_set_aside(raw: bytes) -> None:
    mail = read(raw)
    assert (mail.kind, mail.kind_reason) == (Kind.UNREADABLE, "邮件没有信头 / The mail has no headers.")


ENCODED = b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
COSTLY = {
    "200,000 beginnings of uuencoded files": HEAD + b"\r\n" + b"begin 644 a\r\n" * 200_000,
    "490 parts of base64 out of step": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + (b"--b\r\n" + ENCODED + b"A" * 239 + b"\r\n") * 490,
    "400 mails in mails": HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 400 + b"x",
    "From of 5,000 open brackets": HEAD.replace(b"a@x.example", b"(" * 5000, 1) + b"\r\nx",
    "From of 15,000 quoted strings": HEAD.replace(b"a@x.example", b'"a" ' * 15_000, 1) + b"\r\nx",
    "From of 60,000 commas": HEAD.replace(b"a@x.example", b"," * 60_000, 1) + b"\r\nx",
    "Content-Type of semicolons": HEAD + b"Content-Type: text/plain" + b";" * 60_000 + b"\r\n\r\nx",
    "Content-Type of open quotes": HEAD + b"Content-Type: text/plain" + b';a="' * 15_000 + b"\r\n\r\nx",
    "a line of 1 MB": HEAD + b"\r\n" + b"a" * 1_000_000,
    "a line of colons": HEAD + b"\r\n" + b"a:" * 500_000,
    "a line of blanks": HEAD + b"\r\n" + b" " * 1_000_000,
    "a line of digits": HEAD + b"\r\n" + b"9" * 1_000_000,
    "500,000 quoted lines": HEAD + b"\r\n" + b">\n" * 500_000,
    "100,000 broken attributions": HEAD + b"\r\n" + b"On wrote:\n" * 100_000,
    "100,000 rules": HEAD + b"\r\n" + b"-----\n\n" * 100_000,
    "80,000 sender lines": HEAD + b"\r\n" + "发件人: x\n".encode() * 80_000,
    "a sentence of 300,000 characters": HEAD + b"\r\n" + "请提供".encode() * 100_000,
    "50,000 lines of facts": HEAD + b"\r\n" + "不良数量：37 片，影响生产\r\n".encode() * 50_000,
    "200,000 nested divs": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 200_000,
    "20,000 nested tables": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 20_000,
    "3,000 nested quotations": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<blockquote type=cite>x" * 3000,
    "50,000 links": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<a href='x'>y</a> " * 50_000,
    "50,000 open comments": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<!--[if gte mso 9]>" * 50_000,
    "a bounce of at signs": HEAD.replace(b": x\r", b": failure notice\r").replace(b"a@x", b"postmaster@x")
    + b"\r\n"
    + b"a.b@" * 250_000,
    "a subject of prefixes": HEAD.replace(b": x\r", b": " + b"Re:" * 20_000 + b"\r") + b"\r\nx",
    "a subject of broken words": HEAD.replace(b": x\r", b": " + b"=?a?Q?" * 10_000 + b"\r") + b"\r\nx",
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_mail_is_read_in_bounded_time(name: str) -> None:
    assert read(COSTLY[name]).kind is not Kind.UNREADABLE


def test_a_broken_message_id_is_left_out() -> None:
    mail = read(HEAD.replace(b"<x@x.example>", b"<[x") + b"\r\nx")
    assert (mail.message_id, mail.defects) == ("", ("no-message-id",))


def test_a_fault_inside_the_parser_is_a_reason_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("parsers.read.read_content", fails)
    mail = MailParser()(HEAD + b"\r\nx", ARRIVED)
    assert (mail.kind, mail.kind_reason) == (Kind.UNREADABLE, "读取失败 / Reading it failed (ZeroDivisionError: boom).")


def test_a_broken_line_among_headers_costs_only_that_line() -> None:
    raw = b"broken\r\n" + HEAD.replace(b"Subject", b"Su\xff\x01ject\x00") + b"Content-Type: text/plain\r\n\r\nbody\r\n"
    mail = read(raw)
    assert (mail.sender.address, mail.subject, mail.text) == ("a@x.example", "", "body")
    assert mail.defects == ("malformed-header", "nul-byte")


def test_text_that_follows_headers_without_a_blank_line_is_text() -> None:
    mail = read(HEAD + b"first line\r\nsecond line\r\n\r\nlast line\r\n")
    assert (mail.subject, mail.text) == ("x", "first line\nsecond line\n\nlast line")


def test_a_bare_cr_never_begins_a_header() -> None:
    mail = read(b"X-A: b\rFrom: boss@desk.example\r\n" + HEAD + b"\r\nx")
    assert (mail.sender.address, mail.senders, mail.defects) == ("a@x.example", 1, ("bare-cr-in-header",))
