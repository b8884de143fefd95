"""Catalogue A: mails that are too deep, too long, damaged or mislabelled. Read, or set aside with the reason."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from cases.mail import Address, Attachment, Kind
from parsers.content_key import content_key
from parsers.limits import Limits
from parsers.read import MailParser
from tests.parsers.raw import ARRIVED, attached, file, mail, mixed, read, text

CHINESE = "客户投诉：镕喆公司，批号2602A"
WORDS = base64.b64encode(CHINESE.encode("gb18030"))


def nested(levels: int) -> bytes:
    parts = [b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (i, i + 1) for i in range(levels)]
    return mail(b"".join(parts), b"Content-Type: multipart/mixed; boundary=b0")


OVER = {
    "A1": (nested(1000), "nested more than 20 deep"),
    "A2": (mixed(*[b"\r\nx"] * 100_000), "more than 500 parts"),
    "A3": (mail(b"x", *[b"X-A: b"] * 100_000), "header block"),
    "A4": (mail(subject=b"\r\n ".join([b"=?utf-8?B?5oqV?="] * 20_000)), "header block"),
}


@pytest.mark.parametrize("row", OVER)
def test_what_is_over_a_limit_is_set_aside_unparsed_with_its_sender_and_reason(row: str) -> None:
    raw, why = OVER[row]
    found = read(raw)
    assert (found.kind, found.sender.address) == (Kind.UNREADABLE, "a@x.example")
    assert why in found.kind_reason


@pytest.mark.parametrize("sender", [b"(" * 5000 + b"a@x.example", b'"a" ' * 15_000])
def test_a5_a_from_of_brackets_or_quoted_strings_names_nobody(sender: bytes) -> None:
    assert read(mail(sender=sender)).sender.address == ""


def test_a6_a_content_type_of_semicolons_costs_no_more_than_its_length() -> None:
    assert read(mail(b"hello", b"Content-Type: text/plain" + b";" * 60_000)).text == "hello"


@pytest.mark.parametrize(
    ("written", "id_"),
    [
        (b"<[x", ""),
        (b"<[x>", "<[x>"),
        (b"<!&!AAAAAAAAAAAYAAAAAAAAAPc==@x.example>", "<!&!AAAAAAAAAAAYAAAAAAAAAPc==@x.example>"),
    ],
)
def test_a7_ids_are_read_from_the_raw_bytes_whatever_they_look_like(written: bytes, id_: str) -> None:
    assert read(mail(message_id=written)).message_id == id_


@pytest.mark.parametrize("written", [b"", b"<>", b"<" + b"x" * 60_000 + b"@x.example>"])
def test_a8_without_a_usable_message_id_the_content_identifies_the_mail(written: bytes) -> None:
    raw = mail(message_id=written)
    found = read(raw)
    assert (found.kind, found.message_id, found.text) == (Kind.SUBMISSION, "", "hello")
    assert found.content_key == content_key(b"Received: from elsewhere\r\n" + raw)


def test_a9_another_content_under_the_same_message_id_is_another_mail() -> None:
    assert content_key(mail(b"one")) != content_key(mail(b"two"))


@pytest.mark.parametrize("sender", [b"", b"<>", b" "])
def test_a10_no_from_is_no_reason_not_to_read_the_rest(sender: bytes) -> None:
    found = read(mail(sender=sender))
    assert (found.kind, found.sender, found.text) == (Kind.SUBMISSION, Address("", ""), "hello")
    assert "no-sender" in found.defects


@pytest.mark.parametrize("second", [b"a@x.example, b@x.example", b"a@x.example\r\nFrom: b@x.example"])
def test_a11_two_senders_are_counted_so_that_neither_can_decide(second: bytes) -> None:
    found = read(mail(b"approve", sender=second))
    assert (found.senders, "several-senders" in found.defects) == (2, True)


@pytest.mark.parametrize(
    ("written", "shown"),
    [(b"undisclosed:;", ""), (b"Wang <w@x.example", "Wang <w@x.example"), (b'"x" <""@d>', '"x" <""@d>')],
)
def test_a12_a_broken_from_is_shown_as_it_is_and_names_no_address(written: bytes, shown: str) -> None:
    found = read(mail(sender=written)).sender
    assert found == Address(shown, "")


@pytest.mark.parametrize("written", [b"alice@corp.example)bob@evil.example", b"a@evil@corp.example"])
def test_a13_only_one_strict_address_is_an_address(written: bytes) -> None:
    assert read(mail(sender=written)).sender == Address(written.decode(), "")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (b"", None),
        (b"99 Foo", None),
        (b"Mon, 2 Mar 2026 09:00:00 +99999999", None),
        (b"1 Jan 1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        (b"1 Jan 2050 00:00:00 +0000", datetime(2050, 1, 1, tzinfo=UTC)),
    ],
)
def test_a14_the_date_is_only_shown_the_arrival_counts(written: bytes, shown: datetime | None) -> None:
    found = read(mail(date=written))
    assert (found.date, found.received_at) == (shown, ARRIVED)


def test_a15_nul_becomes_the_replacement_character_and_is_flagged() -> None:
    found = read(mixed(text(b"a\0b"), file(b'filename="a\0b.txt"'), subject=b"a\0b"))
    assert (found.subject, found.text) == ("a\ufffdb", "a\ufffdb")
    assert [a.filename for a in found.attachments] == ["a\ufffdb.txt"]
    assert "nul-byte" in found.defects


def test_a16_a_bare_cr_is_data_and_never_begins_a_header() -> None:
    found = read(mail(subject=b"a\rBcc: victim@x.example\rFrom: boss@desk.example"))
    assert (found.subject, found.senders) == ("a Bcc: victim@x.example From: boss@desk.example", 1)
    assert "bare-cr-in-header" in found.defects


PARTS = (
    b"--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
    b"--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nx\r\n"
)
LONG = b"b" * 2048
DAMAGED: dict[str, tuple[bytes, bytes, str]] = {
    "no boundary": (b"multipart/mixed", PARTS + b"--b--", "no-boundary-in-multipart"),
    "another boundary": (b"multipart/mixed; boundary=other", PARTS + b"--b--", "start-boundary-not-found"),
    "no end": (b"multipart/mixed; boundary=b", PARTS, "close-boundary-not-found"),
    "a boundary of 2 KB": (b"multipart/mixed; boundary=" + LONG, PARTS.replace(b"--b", b"--" + LONG), ""),
    "a reused boundary": (
        b"multipart/mixed; boundary=b",
        b"--b\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n" + PARTS + b"--b--",
        "start-boundary-not-found",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a17_a_multipart_with_damaged_delimiters_still_has_its_parts(name: str) -> None:
    declared, body, defect = DAMAGED[name]
    found = read(mail(body, b"Content-Type: " + declared))
    assert (found.text, [a.filename for a in found.attachments]) == ("hello", ["a.txt"])
    assert not defect or defect in found.defects


def test_a17_a_multipart_without_any_delimiter_is_text_and_kept_whole_as_a_file() -> None:
    raw = mail("不良37片".encode(), b"Content-Type: multipart/mixed; boundary=b")
    found = read(raw)
    assert found.text == "不良37片"
    assert [a.content for a in found.attachments] == ["不良37片".encode()]


@pytest.mark.parametrize(
    ("label", "charset", "defects"),
    [
        (b"x-foo", "utf-8", ("unknown-charset",)),
        (b"x-foo", "gb18030", ("unknown-charset", "guessed-charset")),
        (b'"utf-8; utf-8"', "utf-8", ()),
        (b"", "utf-8", ()),
        (b'""', "gb18030", ("guessed-charset",)),
    ],
)
def test_a18_an_unknown_charset_is_utf8_or_gb18030(label: bytes, charset: str, defects: tuple[str, ...]) -> None:
    found = read(mail(CHINESE.encode(charset), b"Content-Type: text/plain; charset=" + label))
    assert (found.text, found.defects) == (CHINESE, defects)


def test_a18_and_at_last_latin_1() -> None:
    assert read(mail("Café à Lyon\xff".encode("latin-1"), b"Content-Type: text/plain; charset=x-foo")).text == (
        "Café à Lyon\xff"
    )


@pytest.mark.parametrize("label", [b"gb2312", b"GBK", b"x-gbk", b"gb_2312-80"])
def test_a19_gb2312_and_gbk_are_read_as_gb18030(label: bytes) -> None:
    assert read(mail(CHINESE.encode("gb18030"), b"Content-Type: text/plain; charset=" + label)).text == CHINESE


def test_a20_a_raw_gbk_subject_is_readable() -> None:
    assert read(mail(subject=CHINESE.encode("gbk"))).subject == CHINESE


def test_a21_a_character_split_between_two_encoded_words_is_whole_again() -> None:
    raw = CHINESE.encode("gb18030")
    halves = [base64.b64encode(half) for half in (raw[:5], raw[5:])]
    subject = b"\r\n ".join(b"=?gb2312?B?" + half + b"?=" for half in halves)
    assert read(mail(subject=subject)).subject == CHINESE


BROKEN: dict[str, tuple[bytes, bytes, Any]] = {
    "base64 that is none": (b"base64", b"%PDF is not base64!", (b"%PDF is not base64!", ("not-base64",))),
    "base64 with a damaged byte": (
        b"base64",
        base64.encodebytes(b"0123456789" * 20).replace(b"M", b"\x00", 1),
        (None, ("broken-base64",)),
    ),
    "an unknown encoding": (b"x-rot13", b"uryyb", (b"uryyb", ("unknown-encoding",))),
    "uuencode": (b"x-uuencode", b"begin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\n", (b"hello", ())),
    "broken quoted-printable": (b"quoted-printable", b"=ZZ=E4 100=\r\n", (b"=ZZ\xe4 100", ())),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a22_a_part_with_a_broken_encoding_is_kept_and_flagged(name: str) -> None:
    encoding, body, (content, flags) = BROKEN[name]
    part = b"Content-Type: application/x-a; name=a.bin\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + body
    found = attached(mixed(part))
    assert found.flags == flags
    assert found.content == content if content is not None else len(found.content) == 200


def test_a22_one_damaged_byte_of_base64_costs_three_bytes_at_most() -> None:
    whole = bytes(range(256)) * 8
    body = bytearray(base64.encodebytes(whole))
    body[500] = 0x2D
    part = b"Content-Type: application/x-a; name=a.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n" + bytes(body)
    found = attached(mixed(part)).content
    assert len(found) == len(whole)
    assert sum(a != b for a, b in zip(found, whole, strict=True)) <= 3


def test_a22_a_file_uuencoded_inside_the_text_is_a_file_and_the_text_goes_on() -> None:
    found = read(mail(b"hello\r\nbegin 644 a.txt\r\n%:&5L;&\\\r\n`\r\nend\r\nbye\r\n"))
    assert found.text == "hello\nbye"
    assert [(a.filename, a.content) for a in found.attachments] == [("a.txt", b"hello")]


def test_a22_a_letter_that_only_mentions_begin_stays_a_letter() -> None:
    assert read(mail(b"please\r\nbegin 644 tests\r\nnow.\r\nend\r\n")).text == "please\nbegin 644 tests\nnow.\nend"


HTML = {
    "5,000 links": (b"<p>37 pcs</p>" + b"<a href='http://x.example/'>y</a> " * 5000, 3 + 5000 * 2),
    "hidden text": (b"<style>p{}</style><div style='display:none'>approve</div><p>37 pcs</p>", 6),
    "Word's conditional comments": (b"<p>37 pcs</p>" + b"<!--[if gte mso 9]>" * 20_000, 6),
    "tags that never close": (b"<p>37 pcs</p>" + b"<a " * 100_000, 6),
}


@pytest.mark.parametrize("name", HTML)
def test_a23_html_is_read_in_linear_time_and_without_what_it_hides(name: str) -> None:
    source, least = HTML[name]
    found = read(mail(source, b"Content-Type: text/html"))
    assert found.text.startswith("37 pcs")
    assert len(found.text) >= least
    assert "approve" not in found.text


def test_a24_nothing_of_html_is_fetched_or_run_only_its_text_is_left() -> None:
    source = (
        b"<p>crack</p><img src='http://evil.example/t.gif' alt='pixel'><script>fetch('//evil.example')</script>"
        b"<svg onload='x()'><text>svg</text></svg><iframe src='http://evil.example'></iframe>"
    )
    assert read(mail(source, b"Content-Type: text/html")).text == "crack"


def test_a25_headers_of_an_enclosed_mail_are_never_those_of_the_mail() -> None:
    inner = mail(b"inner", sender=b"boss@desk.example", subject=b"[K2026-00001 #x]", message_id=b"<in@x>")
    found = read(mixed(text(b"see attached"), b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert (found.sender.address, found.subject, found.message_id, found.text) == (
        "a@x.example",
        "x",
        "<x@x.example>",
        "see attached",
    )
    assert [(a.filename, a.content) for a in found.attachments] == [("mail.eml", inner)]


def test_a25_our_own_mail_sent_as_a_file_is_not_our_own_mail() -> None:
    ours = mail(b"Your number is 1", sender=b"complaints@desk.example")
    assert read(mixed(text(), b"Content-Type: message/rfc822\r\n\r\n" + ours)).kind is Kind.SUBMISSION


def test_a26_flowed_text_has_its_paragraphs_whole() -> None:
    body = b"One long \r\nparagraph.\r\n> a quo \r\n> ted line\r\n-- \r\nWang\r\n"
    flowed = b"Content-Type: text/plain; format=flowed; delsp="
    assert read(mail(body, flowed + b"no")).text == "One long paragraph.\n> a quo ted line\n-- \nWang"
    assert read(mail(body, flowed + b"yes")).text == "One longparagraph.\n> a quoted line\n-- \nWang"


@pytest.mark.parametrize("body", [b"a" * 1_000_000, b"37 pcs\r\n" * 1_000_000], ids=["a line of 1 MB", "text of 8 MB"])
def test_a26_a_long_text_is_kept_whole(body: bytes) -> None:
    found = read(mail(body))
    assert found.text == body.decode().replace("\r\n", "\n").strip()


def test_limits_are_those_of_the_desk_not_the_mail_s() -> None:
    parser = MailParser(limits=Limits(parts=2))
    found = parser(mixed(text(), text()), ARRIVED)
    assert (found.kind, bool(re.search("more than 2 parts", found.kind_reason))) == (Kind.UNREADABLE, True)


def test_what_was_attached_keeps_its_bytes() -> None:
    found: Attachment = attached(mixed(file(b"filename=a.bin", bytes(range(256)))))
    assert (found.content, found.size) == (bytes(range(256)), 256)
