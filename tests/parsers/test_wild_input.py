"""Whatever the bytes: an answer, never an exception, and nothing in it that was not sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.addresses import is_address, parse_addresses
from parsers.as_json import mail_as_json
from parsers.charsets import decode
from parsers.decisions import read_decision
from parsers.encoded_words import decode_value
from parsers.filenames import file_name, parameters, safe_name
from parsers.html import html_to_text
from parsers.labels import is_label
from parsers.magic import detect
from parsers.numbers import first_number
from parsers.quotes import split_quotes
from parsers.read import MailParser
from parsers.signs import complaint_signs

ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MAILS = sorted((Path(__file__).parents[1] / "fixtures" / "mails").glob("*.eml"))
WILD = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LINES = st.lists(
    st.sampled_from(
        [
            "同意",
            "> 请确认",
            "",
            "--",
            "-- ",
            "________________________________",
            "------------------ 原始邮件 ------------------",
            "发件人: X <x@y.example>",
            "主题: x",
            "Sent: Monday",
            "On Mon, Mar 2, 2026 at 12:10 PM X <x@y.example> wrote:",
            "在 2026-03-02 12:10:11，X <x@y.example> 写道：",
            "Best regards,",
            "张三",
            ">5%",
            "发自我的iPhone",
        ]
    )
    | st.text(max_size=30),
    max_size=30,
).map("\n".join)


@WILD
@given(LINES)
def test_new_and_quoted_text_are_lines_of_the_text_in_order(text: str) -> None:
    split = split_quotes(text)
    for part in (split.new, split.quoted, split.lead):
        lines = iter(text.split("\n"))
        assert all(line in lines for line in part.split("\n") if line)


@WILD
@given(st.text(alphabet="客户批号不良数量，。；0123456789abcXYZ ", max_size=200))
def test_a_text_without_marks_is_all_new(text: str) -> None:
    assert split_quotes(text).new.strip() == text.strip()


@WILD
@given(
    st.binary(max_size=400), st.sampled_from(["", "utf-8", "gb2312", "big5", "x-foo", "utf-7", "hz", "idna", "utf-16"])
)
def test_any_bytes_decode_to_text_that_can_be_written(data: bytes, charset: str) -> None:
    text, _ = decode(data, charset)
    text.encode()


@WILD
@given(st.text(max_size=200))
def test_text_decodes_to_itself_in_utf8(text: str) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    assert decode(data, "utf-8")[0] == text


@WILD
@given(st.binary(max_size=300))
def test_any_header_value_is_shown_without_control_characters(data: bytes) -> None:
    assert not any(ord(char) < 32 and char != "\t" for char in decode_value(data))


@WILD
@given(st.lists(st.binary(max_size=200), max_size=3))
def test_an_address_is_strict_or_empty(values: list[bytes]) -> None:
    for mailbox in parse_addresses(values):
        assert mailbox.address == "" or (is_address(mailbox.address) and mailbox.address.isascii())


@WILD
@given(st.text(max_size=200))
def test_a_shown_name_is_never_a_path_and_never_empty(name: str) -> None:
    shown, _ = safe_name(name, 1)
    assert shown
    assert len(shown.encode("utf-8", "replace")) <= 120
    assert not any(char in shown for char in '/\\:*?"<>|\0\n')
    assert not shown.startswith(".")


@WILD
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_header_gives_a_file_name(disposition: bytes, content_type: bytes) -> None:
    file_name(disposition, content_type, parameters(content_type))


@WILD
@given(st.text(max_size=400))
def test_any_html_gives_text(source: str) -> None:
    html_to_text(source, is_label)


@WILD
@given(st.text(max_size=60))
def test_any_text_may_hold_a_number(text: str) -> None:
    number = first_number(text)
    assert number is None or number.value >= 0


@WILD
@given(st.text(max_size=200))
def test_what_is_not_refused_begins_with_a_command(text: str) -> None:
    decision = read_decision(text, ARRIVED)
    if decision is not None and decision.verb == "approve":
        assert decision.refused_because == ""
        assert len(text.strip().split("\n", 1)[0]) < 60


@WILD
@given(st.binary(max_size=300))
def test_any_file_has_a_type(content: bytes) -> None:
    assert "/" in detect(content)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(MAILS), st.randoms(use_true_random=False), st.binary(min_size=1, max_size=4))
def test_a_mail_with_changed_bytes_is_still_read_or_set_aside(path: Path, random: object, junk: bytes) -> None:
    raw = bytearray(path.read_bytes())
    for _ in range(3):
        at = random.randrange(len(raw))  # type: ignore[attr-defined]
        raw[at : at + len(junk)] = junk
    mail = MailParser(frozenset({"complaints@desk.example"}))(bytes(raw), ARRIVED)
    json.dumps(mail_as_json(mail), ensure_ascii=False).encode()
    complaint_signs(mail)
    assert mail.kind_reason
    assert not any(defect.startswith("fault:") for defect in mail.defects)
