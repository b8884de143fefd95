"""Parts as they were sent, HTML as a reader sees it."""

from __future__ import annotations

from datetime import UTC, datetime

from cases.mail import Kind
from parsers.html import html_to_text
from parsers.labels import is_label
from parsers.read import MailParser
from tests.parsers.raw import mixed, read, text

ARRIVED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
INNER = (
    b"From: Dora <dora@cust.example>\r\nSubject: =?utf-8?B?5oqV6K+J?=\r\n and more\r\n"
    b"Content-Type: text/plain\r\n\r\nDefect: crack\r\n.\r\n"
)


def text_of(html: str) -> str:
    return html_to_text(html, is_label)


def test_an_enclosed_mail_is_kept_byte_for_byte() -> None:
    raw = (
        b"From: a@x.example\r\nSubject: FW: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/plain\r\n\r\nsee below\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + INNER
    ) + b"\r\n--b--\r\n"
    mail = MailParser()(raw, ARRIVED)
    assert mail.kind is Kind.SUBMISSION
    assert [attachment.content for attachment in mail.attachments] == [INNER]
    assert mail.fields["failure_mode"].value == "crack"


def test_hidden_text_scripts_and_styles_are_left_out() -> None:
    source = (
        "<style>p{}</style><p>shown</p><script>x()</script><div style='display:none'>hidden</div>"
        "<span style='font-size:0px'>tiny</span><p style='mso-hide:all'>office</p><!-- comment --><p>end</p>"
    )
    assert text_of(source) == "shown\n\nend"


def test_line_breaks_are_where_a_reader_sees_them() -> None:
    assert text_of("<div>a<br>b</div><div>c</div><p>d&nbsp;e</p>\n<p>f\n g</p>") == "a\nb\nc\nd e\n\nf g"


def test_a_data_table_becomes_labels_with_values() -> None:
    beside = "<table><tr><td>料号</td><td>A-1</td><td>批号</td><td>2602A</td></tr></table>"
    above = "<table><tr><th>料号</th><th>批号</th></tr><tr><td>A-1</td><td>2602A</td></tr></table>"
    assert text_of(beside) == text_of(above) == "料号: A-1\n批号: 2602A"


def test_a_table_for_layout_is_only_its_text() -> None:
    nested = "<table><tr><td><p>Hello</p><table><tr><td>料号</td><td>A-1</td></tr></table></td></tr></table>"
    assert text_of(nested) == "Hello\n\n料号: A-1"


def test_a_marked_quotation_is_marked_and_an_indented_one_is_not() -> None:
    assert text_of("new<blockquote type='cite'>old<blockquote type='cite'>older</blockquote></blockquote>") == (
        "new\n> old\n> older\n>"
    )
    assert text_of("new<blockquote>indented</blockquote>") == "new\nindented"


FOOTER = b"_" * 47 + b"\r\nquality mailing list\r\nquality@lists.example\r\n"
NOTE = b"<p>Housing 3 of lot 4711 is torn along the weld.</p><p>Please tell us by Friday what you will do.</p>"
NOTED = "Housing 3 of lot 4711 is torn along the weld.\n\nPlease tell us by Friday what you will do."


def test_texts_of_a_mixed_mail_are_all_shown_in_order_whatever_their_form() -> None:
    html, plain = text(NOTE, b"text/html; charset=utf-8"), text(b"Two photos of it are below.\r\n")
    enriched = text(b"<bold>Lot 4712 is sound.</bold>\n\n", b"text/enriched")
    assert read(mixed(html, text(FOOTER))).text == f"{NOTED}\n{FOOTER.decode().strip()}".replace("\r", "")
    assert read(mixed(html, text(FOOTER))).new_text == NOTED
    assert read(mixed(plain, html, enriched)).text == f"Two photos of it are below.\n\n{NOTED}\nLot 4712 is sound."


def test_versions_of_one_text_are_shown_once_even_where_nothing_says_that_they_are() -> None:
    html, plain = text(NOTE, b"text/html; charset=utf-8"), text(NOTED.encode())
    assert read(mixed(plain, html)).text == NOTED
    offered = b"Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\n%b\r\n--c\r\n%b\r\n--c--"
    assert read(mixed(offered % (text(b"Torn housing in lot 4711, answer by Friday."), html))).text == (
        "Torn housing in lot 4711, answer by Friday."
    )
    assert read(mixed(offered % (plain, html), text(FOOTER))).new_text == NOTED
