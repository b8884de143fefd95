"""Reading an ordinary mail whole costs less than the standard library's own extraction of its parts."""

from __future__ import annotations

import base64
import email
import email.policy
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bench.bench_parse import ordinary, ours, standard
from parsers.read import MailParser

ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TEXT = (
    "型号：DDR4-16G　　批号：2602A\n数量：5000pcs  不良数量：37 片\n"
    "问题描述：上线测试时发现37片无法开机，请安排人员到现场。\n" * 3
)


def part(headers: str, content: bytes) -> bytes:
    return f"--b\r\n{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(content)


PHOTO = 'Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename="=?utf-8?B?5LiN6ImvLmpwZw==?="'
MAIL = b"".join(
    [
        b"From: =?gb2312?B?zfWkoA==?= <wang@x.example>\r\nTo: d@desk.example\r\nSubject: =?utf-8?B?5oqV6K+J?=\r\n",
        b"Message-ID: <m@x.example>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0800\r\nMIME-Version: 1.0\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        part("Content-Type: text/plain; charset=gb2312", TEXT.encode("gb18030")),
        part("Content-Type: text/html; charset=utf-8", f"<html><body>{TEXT}</body></html>".encode()),
        part(PHOTO, b"\xff\xd8\xff" + bytes(range(256)) * 20),
        part(PHOTO, b"\xff\xd8\xff" + bytes(range(256)) * 20),
        b"--b--\r\n",
    ]
)


def cost(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def standard_extraction() -> list[object]:
    mail = email.message_from_bytes(MAIL, policy=email.policy.default)
    parts = [(p.get_filename(), p.get_content()) for p in mail.walk() if not p.is_multipart()]
    return [str(mail["from"]), str(mail["to"]), str(mail["subject"]), *parts]


def test_reading_a_mail_with_its_facts_is_cheaper_than_unpacking_it_with_the_standard_policy() -> None:
    parser = MailParser(frozenset({"d@desk.example"}))
    pairs = [(cost(lambda: parser(MAIL, ARRIVED)), cost(standard_extraction)) for _ in range(30)]
    assert min(ours for ours, _ in pairs) < min(standard for _, standard in pairs)


@pytest.mark.parametrize("number", range(20))
def test_a_well_formed_mail_says_the_same_to_us_as_to_the_standard_library(number: int) -> None:
    raw = ordinary(number)
    assert ours(raw) == standard(raw)
