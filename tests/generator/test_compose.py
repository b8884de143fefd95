"""Composed mails are read back with the standard library, as a stranger's client would."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.mail import Address
from generator.compose import Enclosure, MailText, compose
from generator.headers import UnusableAddress
from generator.plain import clean, one_line

DESK = Address("华东光伏客诉台", "kesu@huadong.example")
CUSTOMER = Address("李明", "li.ming@huaguang.example")
TEXT = MailText("您的投诉已受理 [K2026-00012]", "您好，\n\n已登记。\n", "<p>您好，</p><p>已登记。</p>\n")
MESSAGE_ID = "<k1.abc@huadong.example>"
MOMENT = datetime(2026, 3, 16, 1, 12, tzinfo=UTC)


def written(text: MailText = TEXT, **others: Any) -> bytes:
    usual: dict[str, Any] = {"sender": DESK, "recipient": CUSTOMER, "message_id": MESSAGE_ID, "date": MOMENT}
    return compose(text, **(usual | others))


def read(raw: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(raw)


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def files(mail: EmailMessage) -> list[tuple[str | None, str, object]]:
    return [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in mail.iter_attachments()
    ]


def test_a_mail_says_the_same_as_plain_text_and_as_html() -> None:
    mail = read(written())
    assert mail.get_content_type() == "multipart/alternative"
    assert body(mail, "plain") == TEXT.text
    assert body(mail, "html") == TEXT.html
    assert {name: str(value) for name, value in mail.items() if name != "Content-Type"} == {
        "From": "华东光伏客诉台 <kesu@huadong.example>",
        "To": "li.ming@huaguang.example",
        "Subject": "您的投诉已受理 [K2026-00012]",
        "Date": "Mon, 16 Mar 2026 01:12:00 +0000",
        "Message-ID": MESSAGE_ID,
        "MIME-Version": "1.0",
    }
    assert [part.defects for part in mail.walk()] == [[], [], []]


def test_the_same_mail_is_the_same_bytes_and_another_id_gives_other_boundaries() -> None:
    assert written() == written()
    other = read(written(message_id="<k2.abc@huadong.example>"))
    assert other.get_boundary() != read(written()).get_boundary()


def test_the_bytes_are_seven_bit_with_crlf_and_short_lines() -> None:
    long_text = MailText("题" * 200, "长" * 3000 + "\n" + "x" * 3000 + "\n", "<p>" + "长" * 3000 + "</p>\n")
    raw = written(
        long_text, attachments=[Enclosure("联络单" * 60 + ".docx", "application/pdf", bytes(range(256)) * 40)]
    )
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert str(read(raw)["Subject"]) == "题" * 200


@pytest.mark.parametrize(
    "name",
    [
        "客户抱怨联络单_K2026-00012.docx",
        "8D-report.docx",
        "图片 (1).jpg",
        "报告'终'版;v2.pdf",
        "50% =?utf-8?q?x?=.txt",
        "📷.png",
    ],
)
def test_an_attachment_keeps_its_name_and_its_bytes(name: str) -> None:
    content = bytes(range(256))
    mail = read(written(attachments=[Enclosure(name, "application/octet-stream", content)]))
    assert mail.get_content_type() == "multipart/mixed"
    assert files(mail) == [(name, "application/octet-stream", content)]


def test_a_chinese_file_name_stands_there_by_the_standard_and_as_older_clients_read_it() -> None:
    raw = written(attachments=[Enclosure("联络单.docx", "application/msword", b"x")]).decode("ascii")
    assert "filename*=UTF-8''%E8%81%94%E7%BB%9C%E5%8D%95.docx" in raw
    assert 'filename="=?utf-8?B?6IGU57uc5Y2VLmRvY3g=?="' in raw
    assert 'name="=?utf-8?B?6IGU57uc5Y2VLmRvY3g=?="' in raw.partition("Content-Disposition")[0]


def test_a_long_file_name_keeps_its_ending() -> None:
    [(name, _, _)] = files(read(written(attachments=[Enclosure("长" * 300 + ".docx", "application/msword", b"x")])))
    assert name == "长" * 75 + ".docx"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\tmp\\a.txt", "a.txt"),
        ('a"\r\nBcc: x@evil.example\r\n".txt', "a' Bcc: x@evil.example '.txt"),
        ("", "attachment"),
        ("..", "attachment"),
    ],
)
def test_a_file_name_is_never_a_path_nor_a_header(name: str, shown: str) -> None:
    mail = read(written(attachments=[Enclosure(name, "text/plain", b"x")]))
    assert [part.get_filename() for part in mail.iter_attachments()] == [shown]
    assert "Bcc" not in mail


def test_an_attached_text_says_its_charset_only_if_that_is_known() -> None:
    texts = [Enclosure("a.txt", "text/plain", "批号".encode()), Enclosure("b.txt", "text/plain", "批号".encode("gbk"))]
    mail = read(written(attachments=texts))
    assert [(part.get_content_charset(), part.get_payload(decode=True)) for part in mail.iter_attachments()] == [
        ("utf-8", "批号".encode()),
        (None, "批号".encode("gbk")),
    ]


def test_a_mail_goes_with_a_mail_byte_for_byte() -> None:
    seven_bit = b"From: a@b.example\r\nSubject: broken\r\n\r\nit does not start\r\n"
    mail = read(written(attachments=[Enclosure("mail.eml", "message/rfc822", seven_bit)]))
    [enclosed] = mail.iter_attachments()
    assert enclosed.get_content_type() == "message/rfc822"
    assert enclosed.get_content().as_bytes(policy=policy.SMTP) == seven_bit


@pytest.mark.parametrize(
    "raw", [b"Subject: \xcd\xb6\xcb\xdf\r\n\r\nx", b"Subject: a\n\nb", b"\r\n" + b"x" * 999, b"a\0b"]
)
def test_a_mail_that_cannot_stand_in_ours_goes_as_a_file_byte_for_byte(raw: bytes) -> None:
    mail = read(written(attachments=[Enclosure("mail.eml", "message/rfc822", raw)]))
    assert files(mail) == [("mail.eml", "application/octet-stream", raw)]


@pytest.mark.parametrize("kind", ["multipart/mixed", "text", "text/html\r\nBcc: x@evil.example", ""])
def test_a_content_type_that_is_none_or_dangerous_becomes_plain_bytes(kind: str) -> None:
    mail = read(written(attachments=[Enclosure("a.bin", kind, b"x")]))
    assert files(mail) == [("a.bin", "application/octet-stream", b"x")]


def test_the_thread_is_named_by_its_first_mail_and_its_latest() -> None:
    ids = [f"<{number}@huaguang.example>" for number in range(40)]
    mail = read(written(in_reply_to=ids[-1], references=ids))
    assert str(mail["In-Reply-To"]) == ids[-1]
    assert str(mail["References"]).split() == [ids[0], *ids[-19:]]


def test_a_parent_that_the_references_lack_is_added_and_no_id_stands_twice() -> None:
    mail = read(written(in_reply_to="<b@x.example>", references=["<a@x.example>", "<b@x.example>", "<a@x.example>"]))
    assert str(mail["References"]).split() == ["<a@x.example>", "<b@x.example>"]


@pytest.mark.parametrize("wild", ["", "no id", "<a b@c>", "<a@b>\r\nBcc: <c", "<ä@b>", "<" + "x" * 2000 + ">"])
def test_what_is_no_message_id_is_left_out(wild: str) -> None:
    mail = read(written(in_reply_to=wild, references=[wild]))
    assert str(mail.get("References", "")) in ("", "<a@b>")
    assert "Bcc" not in mail


def test_further_headers_are_written_and_cleaned() -> None:
    mail = read(written(headers={"Auto-Submitted": "auto-replied", "X-Kesu-Note": "甲\r\nBcc: x@evil.example"}))
    assert mail["Auto-Submitted"] == "auto-replied"
    assert str(mail["X-Kesu-Note"]) == "甲 Bcc: x@evil.example"
    assert "Bcc" not in mail


@pytest.mark.parametrize("name", ["Subject", "bcc", "Content-Type", "X Y", "X:\r\nBcc", ""])
def test_a_header_that_the_mail_itself_decides_cannot_be_given(name: str) -> None:
    with pytest.raises(ValueError, match=r"header name|cannot be given"):
        written(headers={name: "x"})


def test_the_recipients_display_name_is_not_repeated() -> None:
    mail = read(written(recipient=Address('"boss@corp.example" <evil@x.example>, z', "li@huaguang.example")))
    assert str(mail["To"]) == "li@huaguang.example"


def test_a_chinese_domain_is_written_in_its_ascii_form() -> None:
    assert str(read(written(recipient=Address("", "kefu@华光.example")))["To"]) == "kefu@" + "华光.example".encode(
        "idna"
    ).decode("ascii")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "li",
        "@x.example",
        "li@",
        "a b@x.example",
        "a@x.example, b@x.example",
        "a@x\r\nBcc: b@x",
        "李@x.example",
        "a@x..example",
    ],
)
def test_an_address_that_cannot_be_written_to_is_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(UnusableAddress, match=r"^not a mail address that can be written to: .*$"):
        written(recipient=Address("", address))


def test_a_naive_date_or_a_wrong_message_id_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        written(date=datetime(2026, 3, 16))  # noqa: DTZ001
    with pytest.raises(ValueError, match="Message-ID"):
        written(message_id="<a@b>\r\nBcc: <c@d>")


WILD = st.text(st.characters(), max_size=200) | st.sampled_from(
    ["a\r\nBcc: x@evil.example", "=?utf-8?q?=0D=0A?=", "\ud800", "a\x00b"]
)


@given(subject=WILD, name=WILD, note=WILD, file=WILD, text=WILD)
def test_whatever_people_write_the_headers_are_ours_and_the_text_is_theirs(
    subject: str, name: str, note: str, file: str, text: str
) -> None:
    raw = written(
        MailText(subject, text, text),
        sender=Address(name, DESK.address),
        headers={"X-Kesu-Note": note},
        attachments=[Enclosure(file, "text/plain", b"x")],
    )
    assert raw.isascii()
    assert re.findall(rb"(?m)^([A-Za-z-]+):", raw.partition(b"\r\n\r\n")[0]) == [
        b"From", b"To", b"Subject", b"Date", b"Message-ID", b"X-Kesu-Note", b"MIME-Version", b"Content-Type"
    ]  # fmt: skip
    mail = read(raw)
    assert str(mail["Subject"]) == one_line(subject)
    assert mail["From"].addresses[0].addr_spec == DESK.address
    assert body(mail, "plain") == clean(text).rstrip("\n") + "\n"
    assert len(list(mail.iter_attachments())) == 1
