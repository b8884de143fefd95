"""A customer's own 8D form is known by its name or by its headings; ours, pictures and mere mentions are not."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from docx import Document

from parsers.eight_d import FLAG, laid_out_as_8d, named_8d
from parsers.limits import Limits
from parsers.read import MailParser
from tests.generator.docx_reading import WRITER, facts
from tests.office import at

HEADINGS = ["D1 Team", "D2：问题描述", "D3 临时措施", "(D4) Root cause", "D5 永久措施", "D6", "D7 预防", "D8 结案"]


def word(*cells: str) -> bytes:
    document = Document()
    table = document.add_table(rows=0, cols=2)
    for cell in cells:
        table.add_row().cells[0].text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def flags(content: bytes, filename: str) -> tuple[str, ...]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "qc@farridge.example", "kesu@works.example", "投诉"
    mail.set_content("请用附件的表格回复。")
    mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)
    (file,) = MailParser(frozenset(), Limits())(mail.as_bytes(), at("2026-03-02 10:00")).attachments
    return file.flags


@pytest.mark.parametrize(
    "name", ["8D report.docx", "8D报告模板.doc", "供应商_8D.xlsx", "8-D Form.docx", "８Ｄ表格.docx", "FORM-8D-v2.wps"]
)
def test_a_file_to_fill_in_that_is_called_8d_is_one(name: str) -> None:
    assert named_8d(name)


@pytest.mark.parametrize(
    "name",
    [
        "8D report.pdf",
        "8D.jpg",
        "K2026-00001-8D报告-R2.docx",
        "208D-44.docx",
        "FR8DX.docx",
        "8DX.docx",
        "DDR5-32G.docx",
    ],
)
def test_a_picture_a_part_number_or_a_form_of_ours_is_not(name: str) -> None:
    assert not named_8d(name)


def test_headings_of_five_disciplines_make_a_form() -> None:
    assert laid_out_as_8d([tuple((each, "") for each in HEADINGS[:5])])
    assert laid_out_as_8d(HEADINGS)
    assert not laid_out_as_8d(HEADINGS[:4])
    assert not laid_out_as_8d(["D1.5 mm", "D20", "D3A-44", "see D4", *HEADINGS[:3]])


def test_a_word_file_with_the_headings_is_flagged_whatever_it_is_called() -> None:
    assert FLAG in flags(word(*HEADINGS), "回复表.docx")
    assert FLAG not in flags(word("产品名称", "批号", "数量"), "投诉单.docx")


def test_a_form_of_ours_is_never_a_customer_s_own() -> None:
    assert FLAG not in flags(WRITER.write("F16a", "zh", facts("peeling-label.zh")), "8D.docx")
