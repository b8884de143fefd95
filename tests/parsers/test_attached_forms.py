"""Complaint forms that come as Word or Excel files state facts like a mail does, each with the file's name."""

from __future__ import annotations

from datetime import date

from cases.mail import IncomingMail
from tests.parsers.office import Rows, changed, docx, part, xlsx
from tests.parsers.raw import file, mixed, read, text

FORM = [
    ["客户名称", "华光电力有限公司", "批号 Lot No.", "2602A"],
    ["不良数量", "37 片", "停线", "☑是 □否"],
    ["问题描述", "到货发现隐裂", "", ""],
]
STATED = {
    "customer_name": "华光电力有限公司",
    "batch_no": ("2602A",),
    "qty_defect": "37",
    "line_stop": True,
    "description": "到货发现隐裂",
}


def with_form(name: str, content: bytes, words: str = "见附件") -> IncomingMail:
    return read(mixed(text(words.encode()), file(f'filename="{name}"'.encode(), content)))


def values(mail: IncomingMail) -> dict[str, object]:
    return {id_: field.value for id_, field in mail.fields.items()}


def test_a_word_form_states_its_facts() -> None:
    mail = with_form("客诉表.docx", docx("客户投诉单", FORM, "要求回复日期：2026-03-10"))
    assert values(mail) == STATED | {"customer_deadline": "2026-03-10"}
    assert {field.where for field in mail.fields.values()} == {"客诉表.docx"}
    assert mail.attachments[0].flags == ()


def test_an_excel_form_with_gaps_of_merged_cells_states_its_facts() -> None:
    cells = {
        "A1": "客户投诉单",
        "A2": "客户名称",
        "C2": "华光电力有限公司",
        "E2": "批号",
        "F2": "2602A",
        "A3": "不良数量",
        "C3": 37,
        "E3": "停线",
        "F3": True,
        "A4": "不良率",
        "C4": 0.074,
        "E4": "发生日期",
        "F4": date(2026, 3, 1),
        "A5": "要求回复日期",
        "B5": date(2026, 3, 10),
        "A6": "问题描述",
        "B6": "到货发现隐裂",
    }
    mail = with_form("form.xlsx", xlsx(cells, formats={"C4": "0.0%"}))
    assert values(mail) == STATED | {
        "defect_rate": "7.4",
        "occurred_at": "2026-03-01",
        "customer_deadline": "2026-03-10",
    }
    assert {field.where for field in mail.fields.values()} == {"form.xlsx"}


def test_a_list_with_its_names_above_states_all_batches_and_the_sum_of_their_quantities() -> None:
    rows: Rows = [["料号", "批号", "不良数量"], ["A-1", "2602A", 37], ["A-1", "2602B", 3]]
    mail = with_form("list.xlsx", xlsx(rows=rows))
    assert mail.fields["batch_no"].value == ("2602A", "2602B")
    assert (mail.fields["qty_defect"].value, mail.fields["qty_defect"].flags) == ("40", ("sum",))


def test_a_small_form_in_english_is_read_too() -> None:
    rows = [["Customer", "Farridge Ltd."], ["Lot No.", "2602A"], ["Defective Qty", "37 pcs"], ["Line stop", "yes"]]
    assert values(with_form("SCAR-17.docx", docx("Corrective Action Request", rows))) == {
        "customer_name": "Farridge Ltd.",
        "batch_no": ("2602A",),
        "qty_defect": "37",
        "line_stop": True,
        "formal_written": True,
    }


def test_what_mail_and_form_state_differently_is_a_question() -> None:
    mail = with_form("form.docx", docx(FORM), "不良数量：40\n问题描述：隐裂")
    assert mail.fields["qty_defect"].value == "40"
    assert mail.fields["qty_defect"].flags == ("contradiction", "suspected")
    assert mail.fields["description"].flags == ()


def test_a_batch_that_only_the_form_names_is_added() -> None:
    assert with_form("form.docx", docx(FORM), "批号：2601C").fields["batch_no"].value == ("2601C", "2602A")


def test_deleted_text_is_not_read_and_ticked_boxes_of_wingdings_are() -> None:
    plain = docx([["停线", "BOX"], ["批号", "OLD"]])
    body = part(plain, "word/document.xml")
    body = body.replace(b"<w:t>BOX</w:t>", b'<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>\xe6\x98\xaf</w:t>')
    body = body.replace(
        b"<w:r><w:t>OLD</w:t></w:r>", b"<w:del><w:r><w:t>OLD</w:t></w:r></w:del><w:r><w:t>2602A</w:t></w:r>"
    )
    assert values(with_form("form.docx", changed(plain, {"word/document.xml": body}))) == {
        "line_stop": True,
        "batch_no": ("2602A",),
    }


def test_a_form_of_our_own_that_comes_back_states_nothing() -> None:
    ours = docx(FORM)
    core = part(ours, "docProps/core.xml").replace(
        b"</cp:coreProperties>", b"<dc:identifier>K2026-00012/F16a/R1</dc:identifier></cp:coreProperties>"
    )
    assert values(with_form("8D.docx", changed(ours, {"docProps/core.xml": core}))) == {"formal_written": True}


def test_a_robot_s_form_is_not_read() -> None:
    raw = mixed(text(), file(b"filename=form.docx", docx(FORM)))
    assert read(b"Auto-Submitted: auto-replied\r\n" + raw).fields == {}
