"""Large files are decoded as small ones are, with less memory."""

from __future__ import annotations

import base64
import email.policy
import random
import tracemalloc
from email.message import EmailMessage

import pytest

from parsers.large_files import large_base64
from parsers.read import MailParser
from parsers.transfer import decoded
from tests.parsers.raw import ARRIVED

CONTENT = random.Random(4).randbytes(300_000)
SENT = base64.encodebytes(CONTENT)
UNUSUAL = {
    "as usual": SENT,
    "with CRLF": SENT.replace(b"\n", b"\r\n"),
    "in one line": base64.b64encode(CONTENT),
    "one byte more": base64.encodebytes(CONTENT + b"x"),
    "two bytes more": base64.encodebytes(CONTENT + b"xy"),
    "padding cut by a line end": base64.encodebytes(CONTENT + b"x")[:-2] + b"\n=\n",
}
FAULTY = {
    "a foreign byte": b"!" + SENT,
    "a letter too many": b"A" + SENT,
    "padding in the middle": SENT[:76] + b"=\n" + SENT[77:],
    "three signs of padding": SENT + b"===",
    "padding alone": b"====",
    "text behind it": base64.encodebytes(CONTENT + b"x") + b"QUJD\n",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_base64_without_fault_is_decoded_at_once(name: str) -> None:
    body = UNUSUAL[name]
    assert large_base64(memoryview(body), b" BASE64 ") == decoded(body, b"base64")[0] == base64.b64decode(body)


@pytest.mark.parametrize("name", FAULTY)
def test_base64_with_a_fault_is_left_to_who_mends_it(name: str) -> None:
    assert large_base64(memoryview(FAULTY[name]), b"base64") is None


def test_other_encodings_are_left_alone() -> None:
    assert large_base64(memoryview(SENT), b"quoted-printable") is None


@pytest.mark.parametrize("sizes", [[18], [3] * 6])
def test_a_mail_of_25_mb_is_read_in_three_times_its_size(sizes: list[int]) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "wang@cust.example", "投诉"
    mail.set_content("贵司供应的内存条无法开机\n" * 50, charset="utf-8")
    for number, size in enumerate(sizes):
        content = bytes([number]) * (size * 2**20)
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    raw = mail.as_bytes(policy=email.policy.SMTP)
    del mail, content
    tracemalloc.start()
    found = MailParser()(raw, ARRIVED)
    peak = tracemalloc.get_traced_memory()[1] + len(raw)
    tracemalloc.stop()
    assert [file.size for file in found.attachments] == [size * 2**20 for size in sizes]
    assert peak <= 3 * len(raw)
