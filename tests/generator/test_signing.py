"""The sign-off block of a document that came back: filled from the record of its approval, in the customer's copy."""

from __future__ import annotations

from generator.customer_copy import customer_copy
from generator.docx_progress import Signature
from generator.docx_sign import sign
from tests.generator.docx_reading import US, WRITER, paragraphs, parts, text_of

FORM = WRITER.forms()["F16a"]
AUTHOR: Signature = {
    "author": True,
    "role": "质量管理部",
    "name": "罗静",
    "at": "2026-03-18T09:03:00+08:00",
    "evidence": "7C41-09EA",
}
MANAGER: Signature = {
    "role": "责任部门经理",
    "name": "江海川",
    "opinion": "approve",
    "at": "2026-03-18T14:35:00+08:00",
    "evidence": "B2D8-5510",
}
DEPUTY: Signature = {**MANAGER, "role": "副总经理", "name": "林致远", "evidence": "4E9F-A3C7"}


def record(docx: bytes) -> dict[str, list[str]]:
    """What stands in the block, line by line."""
    found = {name: [text_of(each) for each in lines] for name, lines in paragraphs(docx).items()}
    return {name: found[f"kesu Sign {name}"] for name in ("Mark", "Name", "Date", "Proof", "Others")}


def copy(lang: str = "zh") -> bytes:
    return customer_copy(WRITER.write("F16a", lang, US))


def test_the_author_signs_on_the_left_and_who_approved_on_the_right() -> None:
    assert record(sign(copy(), FORM, "zh", [AUTHOR, MANAGER])) == {
        "Mark": ["电子提交 e-submitted", "", "电子批准 e-approved"],
        "Name": ["罗静  质量管理部", "", "江海川  责任部门经理"],
        "Date": ["2026-03-18 09:03", "", "2026-03-18 14:35"],
        "Proof": ["邮件提交\n校验 7C41-09EA", "", "邮件批复“同意”\n校验 B2D8-5510"],
        "Others": ["—"],
    }


def test_before_the_last_approver_it_is_open_whether_others_sign() -> None:
    assert record(sign(copy(), FORM, "zh", [AUTHOR]))["Others"] == [""]
    assert record(sign(copy(), FORM, "zh", [AUTHOR, MANAGER, {"role": "副总经理", "name": "林致远"}]))["Others"] == [""]


def test_who_finds_no_column_stands_in_the_line_below() -> None:
    found = record(sign(copy("en"), FORM, "en", [AUTHOR, MANAGER, DEPUTY, {**DEPUTY, "name": "Lin"}]))
    assert found["Name"] == ["罗静  质量管理部", "林致远  副总经理", "Lin  副总经理"]
    assert found["Others"] == ["责任部门经理 江海川 2026-03-18 14:35"]
    assert found["Proof"][2] == "Approved by mail\ncheck 4E9F-A3C7"


def test_signing_again_replaces_what_was_signed() -> None:
    once = sign(copy(), FORM, "zh", [AUTHOR, MANAGER])
    assert sign(once, FORM, "zh", [AUTHOR, DEPUTY]) == sign(copy(), FORM, "zh", [AUTHOR, DEPUTY])


def test_a_form_handed_out_after_an_approval_shows_the_record_in_the_same_cells() -> None:
    signatures = [AUTHOR, MANAGER]
    written = record(WRITER.write("F16a", "zh", {**US, "signoff": signatures}))
    assert written == record(sign(copy(), FORM, "zh", signatures))


def test_nothing_but_the_page_is_changed() -> None:
    plain, signed = parts(copy()), parts(sign(copy(), FORM, "zh", [AUTHOR]))
    assert [name for name in plain if plain[name] != signed[name]] == ["word/document.xml"]


def test_a_document_without_such_a_block_stays_as_it_is() -> None:
    sheet = WRITER.write("contact-sheet", "zh", US)
    assert sign(sheet, WRITER.forms()["contact-sheet"], "zh", [AUTHOR]) == sheet
