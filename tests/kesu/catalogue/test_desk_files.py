"""Catalogue C at the desk: files that cannot be opened or lie elsewhere are asked for; returned forms that are none."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from docx import Document

from kesu.requests import LINKED, REQUESTS
from tests.kesu.letters import ENGINEER, HARMLESS, LINE_STOP, MONDAY, complaint, filled, named, opened, returns, says
from tests.office import CUSTOMER, Office, text_of

LATER = MONDAY + timedelta(hours=1)
SEALED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


@pytest.fixture
def office() -> Office:
    return Office()


def asked(flag: str, lang: str) -> str:
    return dict(REQUESTS)[flag][lang][1]


@pytest.mark.parametrize(("text", "lang"), [(LINE_STOP, "zh"), (HARMLESS, "en")])
def test_c5_the_customer_is_asked_to_send_a_file_without_its_password(office: Office, text: str, lang: str) -> None:
    mail = complaint(office, text)
    mail.add_attachment(SEALED, maintype="application", subtype="octet-stream", filename="photos.docx")
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    assert asked("encrypted", lang) in text_of(office.last(CUSTOMER)).replace("\n", " ")


@pytest.mark.parametrize(("text", "lang"), [(LINE_STOP, "zh"), (HARMLESS, "en")])
def test_the_customer_is_asked_to_attach_what_lies_behind_a_link(office: Office, text: str, lang: str) -> None:
    opened(office, f"不良照片 https://pan.baidu.com/s/1aBcDeF 提取码 8x2k\n{text}")
    ack = text_of(office.last(CUSTOMER)).replace("\n", " ")
    assert asked(LINKED, lang) in ack
    assert "pan.baidu.com" not in ack


def test_a_later_mail_that_links_to_files_is_answered_with_the_request_to_attach_them_once(office: Office) -> None:
    opened(office)
    says(office, CUSTOMER, "补充照片：https://pan.baidu.com/s/1aBcDeF 提取码 8x2k", LATER)
    letter = text_of(office.last(CUSTOMER)).replace("\n", " ")
    assert asked(LINKED, "zh") in letter
    assert "pan.baidu.com" not in letter
    before = len(office.sent(CUSTOMER))
    office.works(LATER + timedelta(hours=1))
    assert len(office.sent(CUSTOMER)) == before


def test_what_can_be_opened_is_not_asked_for(office: Office) -> None:
    opened(office)
    ack = text_of(office.last(CUSTOMER))
    assert asked(LINKED, "zh") not in ack
    assert asked("encrypted", "zh") not in ack


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "文件是空的"), (b"PK\x03\x04 cut off", "文件已损坏"), (SEALED, "文件有密码")]
)
def test_c17_a_returned_form_that_cannot_be_read_changes_nothing_and_its_sender_is_told(
    office: Office, content: bytes, why: str
) -> None:
    opened(office)
    before = office.case().documents
    returns(office, LATER, content=content)
    assert office.case().documents == before
    assert office.case().rounds == ()
    assert why in text_of(office.last(ENGINEER))


def test_c18_a_form_of_another_case_is_not_taken(office: Office) -> None:
    opened(office)
    _, _, first = named(office, "8D")
    office.arrives(complaint(office, LINE_STOP.replace("2506-07A", "2506-08B"), sender="qc@other.example"), LATER)
    office.works(LATER)
    returns(office, LATER + timedelta(hours=1), content=filled(first))
    assert [case.rounds for case in office.cases()] == [(), ()]


def test_c19_a_form_with_sections_deleted_and_cells_merged_is_kept_as_a_revision(office: Office) -> None:
    opened(office)
    _, _, skeleton = named(office, "8D")
    word = Document(io.BytesIO(skeleton))
    word.tables[-1]._element.getparent().remove(word.tables[-1]._element)
    row = word.tables[2].rows[1].cells
    row[0].merge(row[1])
    out = io.BytesIO()
    word.save(out)
    kept = [doc.sha256 for doc in office.case().documents]
    returns(office, LATER, content=out.getvalue())
    assert [doc.sha256 for doc in office.case().documents][: len(kept)] == kept
    assert len(office.case().documents) > len(kept)
    assert office.case().rounds == ()
    assert "须补" in text_of(office.last(ENGINEER))
