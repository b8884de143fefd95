"""Which forms the desk makes and when: at intake, with their step, on request; nothing internal for a customer."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from docx import Document

from kesu.by_hand import step
from kesu.orders import CommandRefused
from tests.kesu.letters import ENGINEER, HARMLESS, MONDAY, QUALITY, opened, says
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of

TUESDAY = at("2026-03-03 10:00")
POWER = "power-dept@works.example"


def works_under(pack: str) -> Office:
    return Office(settings(desk={"default_pack": pack, "packs": [pack]}))


def made(office: Office) -> list[str]:
    return [doc.form for doc in office.case().documents]


def enclosed(mail: EmailMessage) -> list[str]:
    return [name for name in files_of(mail) if name.endswith(".docx")]


def with_forms(office: Office, who: str) -> EmailMessage:
    """The one mail to somebody about forms made after the intake."""
    (mail,) = [mail for mail in office.sent(who) if str(mail["Subject"]).startswith(("表单", "Forms"))]
    return mail


def test_what_the_regulation_opens_a_case_with_is_made_at_intake_for_the_owner() -> None:
    office = works_under("power-supply-ccr005")
    opened(office, "您好：\n产品名称：电源\n型号：P-1\n问题类别：电源质量\n不良现象：无输出\n请处理。\n")
    assert made(office) == ["contact-sheet", "F08a"]
    assert office.case().by_hand == ()
    mail = next(mail for mail in office.sent(POWER) if str(mail["Subject"]).startswith("新投诉"))
    assert enclosed(mail) == ["K2026-00001-客户抱怨联络单-R1.docx", "K2026-00001-客户抱怨处理通知单-R1.docx"]
    assert [files_of(mail) for mail in office.sent(CUSTOMER)] == [{}]


def test_the_contact_sheet_is_the_regulations_own_form_made_once_and_never_by_hand() -> None:
    office = works_under("manufacturer-generic/contact-sheet")
    opened(office, "您好：\n产品名称：电容\n型号：C-200\n问题类别：数量\n不良数量：37 只\n请处理。\n")
    assert office.case().grading.documents == ("F11a", "F11b")  # type: ignore[union-attr]
    assert made(office) == ["contact-sheet"]
    assert office.case().by_hand == ()


def test_a_form_of_a_later_step_is_not_sent_before_but_named_with_how_to_get_it() -> None:
    office = Office()
    opened(office, HARMLESS)
    assert "F16c" not in made(office)
    told = text_of(office.last(ENGINEER))
    assert "- F16c 最终报告" in told
    assert "索取表单" in told


def test_with_the_sample_the_engineer_gets_the_report_to_write_once_and_in_the_customers_language() -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, ENGINEER, "sample received 2026-03-03 09:00", TUESDAY)
    says(office, ENGINEER, "sample_received_at = 2026-03-03 09:30", at("2026-03-03 11:00"))
    assert made(office).count("F16c") == 1
    (name,) = enclosed(with_forms(office, ENGINEER))
    assert name == "K2026-00001-Final report-R1.docx"
    assert [line.text for line in office.case().timeline if line.what == "forms ordered"] == ["F16c"]
    assert [files_of(mail) for mail in office.sent(CUSTOMER)] == [{}]


@pytest.mark.parametrize(
    ("words", "filename"),
    [
        ("索取表单 F16c", "K2026-00001-Final report-R1.docx"),
        ("索取表单：最终报告 zh", "K2026-00001-最终报告-R1.docx"),
        ("send form 8d en", "K2026-00001-8D report-R1.docx"),
        ("send form contact sheet", "K2026-00001-客户抱怨联络单-R2.docx"),
    ],
)
def test_a_form_comes_to_whoever_asks_for_it(words: str, filename: str) -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, QUALITY, words, TUESDAY)
    mail = with_forms(office, QUALITY)
    assert enclosed(mail) == [filename]
    assert "您索取的表单" in text_of(mail)
    document = Document(io.BytesIO(files_of(mail)[filename]))
    assert document.core_properties.subject == "K2026-00001"
    assert not [mail for mail in office.sent(ENGINEER) if str(mail["Subject"]).startswith("表单")]


def test_a_form_that_nobody_knows_is_refused_with_those_there_are() -> None:
    office = Office()
    opened(office, HARMLESS)
    says(office, QUALITY, "索取表单 F99", TUESDAY)
    assert "没有表单“F99”，本案可用：" in text_of(office.last(QUALITY))
    assert made(office) == ["contact-sheet"]


def test_the_command_line_orders_a_form_as_a_mail_does() -> None:
    office = Office()
    opened(office, HARMLESS)
    step(office.desk, office.case(), "send-form", ["F16c", "zh"], QUALITY, "", None, TUESDAY)
    office.works(TUESDAY)
    assert enclosed(with_forms(office, QUALITY)) == ["K2026-00001-最终报告-R1.docx"]
    with pytest.raises(CommandRefused, match="there is no form 'F98'"):
        step(office.desk, office.case(), "send-form", ["F98"], QUALITY, "", None, TUESDAY)


def test_a_form_is_filled_with_what_the_case_knows_then() -> None:
    office = Office()
    opened(office, HARMLESS, MONDAY)
    says(office, QUALITY, "索取表单 F16c zh", TUESDAY)
    (content,) = files_of(with_forms(office, QUALITY)).values()
    text = "\n".join(cell.text for table in Document(io.BytesIO(content)).tables for cell in table._cells)
    assert all(fact in text for fact in ("DDR5-32G", "2506-07A", "no boot"))
