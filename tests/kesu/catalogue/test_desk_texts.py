"""Catalogue F: hostile text in documents, mails, headers, folder names and logs. It stays text."""

from __future__ import annotations

import email
import email.policy
import io
import json
from email.message import EmailMessage

import pytest
import structlog
from docx import Document
from pydantic import ValidationError

from kesu.config_servers import MailboxSection
from kesu.logs import log_json
from tests.kesu.letters import ENGINEER, LINE_STOP, MONDAY, complaint, opened
from tests.office import CUSTOMER, Office, files_of, text_of


@pytest.fixture
def office() -> Office:
    return Office()


def stated(office: Office, failure: str, **headers: str) -> None:
    """A complaint with this text as failure mode has come in and been worked on."""
    mail = complaint(office, "", **headers)
    words = LINE_STOP.replace("上电不开机", failure).encode("utf-8", "surrogatepass")
    mail.set_payload(words)
    mail.replace_header("Content-Transfer-Encoding", "8bit")
    office.arrives(mail.as_bytes(policy=email.policy.SMTP), MONDAY)
    office.works(MONDAY)


def papers(office: Office) -> str:
    """The text of every Word file that the engineer was sent, as python-docx reads it."""
    found = []
    for mail in office.sent(ENGINEER):
        for name, content in files_of(mail).items():
            if name.endswith(".docx"):
                document = Document(io.BytesIO(content))
                found += [p.text for p in document.paragraphs]
                found += [c.text for table in document.tables for row in table.rows for c in row.cells]
    assert found
    return "\n".join(found)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("断\x01\x07电", "断电"),
        ("断\ufffe\uffff电", "断电"),
        ("断\ud800电", "断\ufffd\ufffd\ufffd电"),
        ("断\u202e电", "断电"),
    ],
    ids=["control characters", "non-characters", "half a surrogate", "direction"],
)
def test_f1_what_no_document_can_hold_is_cleaned_before_it_gets_there(office: Office, written: str, shown: str) -> None:
    stated(office, written)
    assert shown in papers(office)


@pytest.mark.parametrize("written", ["a<b & c", "</w:t></w:r><w:r><w:t>FORGED", "{{ 7*7 }}", "{% raw %}"])
def test_f2_markup_in_a_value_is_shown_as_it_was_written(office: Office, written: str) -> None:
    stated(office, written)
    text = papers(office)
    assert written in text
    assert "49" not in text.split(written, 1)[1][:5]


def test_f3_control_codes_of_templates_are_only_line_ends_and_blanks(office: Office) -> None:
    stated(office, "断\x07电\x0c后\t重启")
    assert "断电 后    重启" in papers(office)


@pytest.mark.parametrize("written", ["电" * 170_000, "x" * 3000, "😀" * 500, "\u202b" + "שלום " * 100])
def test_f4_a_huge_or_odd_value_still_makes_a_document_that_opens(office: Office, written: str) -> None:
    stated(office, written)
    assert len(papers(office)) < 200_000


@pytest.mark.parametrize("written", ['=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3"])
def test_f5_a_formula_is_text_inside_and_never_repeated_to_anybody_outside(office: Office, written: str) -> None:
    stated(office, written)
    assert written in papers(office)
    assert written not in text_of(office.last(CUSTOMER))


def test_f6_line_ends_in_names_and_subjects_never_make_a_header(office: Office) -> None:
    subject = "投诉\r\nBcc: victim@evil.example\r\n\r\nbody"
    raw = complaint(office).as_bytes(policy=email.policy.SMTP)
    word = f"=?utf-8?Q?{''.join(f'={byte:02X}' for byte in subject.encode())}?="
    lines = [f"Subject: {word}".encode() if line.startswith(b"Subject:") else line for line in raw.split(b"\r\n")]
    office.arrives(b"\r\n".join(lines), MONDAY)
    office.works(MONDAY)
    assert "Bcc: victim@evil.example" in office.case().subject
    for sent in office.sender.sent:
        mail = email.message_from_bytes(sent.raw, policy=email.policy.default)
        assert (mail["Bcc"], mail.defects) == (None, [])
    assert len(office.sent(CUSTOMER)) == 1


@pytest.mark.parametrize("name", ['"boss@works.example"', '"x, evil@evil.example"', "=?utf-8?Q?boss=40works.example?="])
def test_f7_an_address_in_a_display_name_is_never_written_to(office: Office, name: str) -> None:
    opened(office, sender=CUSTOMER)
    other = Office()
    raw = complaint(other).as_bytes(policy=email.policy.SMTP).replace(b"From: <", f"From: {name} <".encode(), 1)
    other.arrives(raw, MONDAY)
    other.works(MONDAY)
    assert {mail.recipient for mail in other.sender.sent} == {mail.recipient for mail in office.sender.sent}
    assert str(other.last(CUSTOMER)["To"]) == CUSTOMER
    assert CUSTOMER in text_of(other.last(ENGINEER))


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    return str(body.get_content()) if body is not None else ""


def test_f8_html_in_a_display_name_or_text_is_escaped_in_what_we_write(office: Office) -> None:
    stated(office, "<img src=http://evil.example/p.gif>", sender=CUSTOMER, subject="<script>x()</script>")
    written = [html_of(mail) for mail in office.sent()]
    assert any("&lt;img src" in text for text in written)
    assert [text for text in written if "<img" in text or "<script" in text] == []


@pytest.mark.parametrize("folder", ["Kesu\r\nA1 DELETE INBOX", "Kesu\n", "a\0b", ""])
@pytest.mark.parametrize("which", ["folder", "done", "review", "loop"])
def test_f9_a_folder_name_of_more_than_one_line_is_refused(which: str, folder: str) -> None:
    with pytest.raises(ValidationError, match="one line of text"):
        MailboxSection.model_validate({which: folder})


def test_f10_logs_are_escaped_json_without_a_word_of_the_mail(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    log_json()
    try:
        stated(office, "CANARY-body", subject="CANARY-subject \x1b[31m")
    finally:
        structlog.reset_defaults()
    lines = [line for line in capsys.readouterr().err.splitlines() if line]
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)
    assert [line for line in lines if "CANARY" in line or "\x1b" in line] == []
