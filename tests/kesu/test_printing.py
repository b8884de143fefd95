"""A PDF goes with each document, for those who read on a phone; printing never keeps the store waiting."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from kesu.check import check
from kesu.printing import PdfShelf
from parsers.form_refusals import FormRefused
from parsers.office_convert import OfficeConverter
from store.desk_store import TinyDeskStore
from tests.generator.docx_reading import WRITER, facts
from tests.kesu.letters import APPROVER, ENGINEER, MONDAY, opened, returns, says
from tests.kesu.test_cli import toml
from tests.office import CUSTOMER, Office, at, files_of

RETURNED, ASKED = at("2026-03-03 10:00"), at("2026-03-03 11:00")
SENT = ASKED + timedelta(hours=1)


class Press:
    """Stands for LibreOffice, which takes seconds: nobody may hold the store meanwhile."""

    def __init__(self) -> None:
        self.printed: list[bytes] = []

    def office(self) -> Office:
        self.desk = Office(printer=PdfShelf(self.convert))
        return self.desk

    def convert(self, docx: bytes) -> bytes:
        with self.desk.store.transaction():  # a RuntimeError if one is open
            self.printed.append(docx)
        return b"%PDF-1.7 " + hashlib.sha256(docx).hexdigest().encode()


def story(office: Office) -> Office:
    """From the complaint to the answer: papers, a returned 8D, its approval."""
    opened(office)
    returns(office, RETURNED)
    says(office, APPROVER, "同意", ASKED)
    office.works(SENT)
    return office


@pytest.fixture(scope="module")
def press() -> Press:
    press = Press()
    story(press.office())
    return press


@pytest.fixture(scope="module")
def office(press: Press) -> Office:
    return press.desk


def pairs(mail: EmailMessage) -> dict[str, bool]:
    """Each Word file of a mail by name: whether the PDF made of exactly these bytes is with it."""
    files = files_of(mail)
    return {
        name: files.get(name.replace(".docx", ".pdf"), b"").endswith(hashlib.sha256(content).hexdigest().encode())
        for name, content in files.items()
        if name.endswith(".docx")
    }


def test_papers_for_our_people_have_their_pdfs_with_them(office: Office) -> None:
    papers = next(mail for mail in office.sent(ENGINEER) if files_of(mail))
    assert pairs(papers) == {"K2026-00001-客户抱怨联络单-R1.docx": True, "K2026-00001-8D报告-R1.docx": True}


def test_the_approver_gets_the_customer_s_copy_as_pdf_too(office: Office) -> None:
    asked = next(mail for mail in office.sent(APPROVER) if files_of(mail))
    assert pairs(asked) == {"K2026-00001-8D报告-R2-工作稿.docx": False, "K2026-00001-8D报告-R2.docx": True}


def test_the_customer_gets_the_signed_copy_with_its_pdf(office: Office) -> None:
    assert pairs(office.sent(CUSTOMER)[-1]) == {"K2026-00001-8D报告-R2.docx": True}


def test_pdfs_are_kept_and_hashed_as_documents_are(office: Office) -> None:
    (copy,) = (doc for doc in office.case().documents if doc.revision == "R2-customer")
    kept = office.desk.papers.get("K2026-00001/F16a-R2-customer.pdf")
    assert copy.pdf == hashlib.sha256(kept).hexdigest()
    asked = next(out for out in office.sender.sent if out.recipient == APPROVER)
    assert copy.pdf in asked.documents


def test_each_document_is_printed_once(press: Press) -> None:
    assert len(press.printed) == len(set(press.printed)) == 4  # sheet, 8D, the customer's copy, the same signed


def test_printing_changes_nothing_else(office: Office) -> None:
    """What is written down after a second try is what would have been written at once."""
    without = story(Office())
    assert [(each.at, each.what, each.text) for each in office.case().timeline] == [
        (each.at, each.what, each.text) for each in without.case().timeline
    ]
    assert [mail["Subject"] for mail in office.sent()] == [mail["Subject"] for mail in without.sent()]
    assert not [name for mail in without.sent() for name in files_of(mail) if name.endswith(".pdf")]


def test_a_document_that_cannot_be_printed_goes_alone() -> None:
    def stuck(docx: bytes) -> bytes:
        raise FormRefused("not-converted")

    office = story(Office(printer=PdfShelf(stuck)))
    assert list(files_of(office.sent(CUSTOMER)[-1])) == ["K2026-00001-8D报告-R2.docx"]
    assert {doc.pdf for doc in office.case().documents} == {""}


def test_a_pdf_is_still_known_after_a_restart(office: Office, tmp_path: Path) -> None:
    store = TinyDeskStore(tmp_path)
    with store.transaction():
        store.put_case(office.case())
    store.close()
    again = TinyDeskStore(tmp_path)
    assert again.case("K2026-00001") == office.case()
    again.close()


def test_check_warns_where_libreoffice_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = toml(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\n[documents]\npdf = true\n", encoding="utf-8")
    sentence = "[documents] pdf = true, but LibreOffice (soffice) is not installed: documents go out as .docx alone"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sentence in check(file, MONDAY).warnings


@pytest.mark.needs("soffice")
def test_libreoffice_prints_what_the_desk_writes() -> None:
    pdf = OfficeConverter().pdf(WRITER.write("F16a", "zh", facts("peeling-label.zh")))
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
