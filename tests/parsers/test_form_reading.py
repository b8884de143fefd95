"""A returned 8D, read by bookmark, style and label: each alone is enough, and nothing is guessed."""

from __future__ import annotations

import io
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from cases.returned import Answer, Row
from tests.generator.docx_reading import US, WRITER, edited, facts, filled
from tests.parsers.form_filling import (
    ANSWERS,
    FORM,
    LOSSES,
    READ,
    answers,
    cell,
    changed,
    only,
    returned,
    rows,
    skeleton,
    without_labels,
    without_styles,
    xml,
)

LANGUAGES = ("zh", "en")


def filled_rows(table: str, lang: str = "zh", docx: bytes | None = None) -> list[Row]:
    """The rows of a table without their empty cells."""
    read = READ(returned(lang) if docx is None else docx).rows[table]
    return [{name: text for name, text in row.items() if text} for row in read]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_form_is_read_field_by_field(lang: str) -> None:
    form = READ(returned(lang))
    assert (form.form, form.case, form.revision, form.language) == ("F16a", "K2026-00012", "R1", lang)
    assert answers(form) == ANSWERS
    assert form.findings == () and form.flags == () and form.prefilled_changed == {}


def test_cells_overwritten_by_a_program_are_found_by_their_labels() -> None:
    """`cell.text = …` of python-docx drops bookmark and style at once."""
    document: Any = Document(io.BytesIO(skeleton()))
    for table in document.tables:
        for row in table.rows:
            cells = list(dict.fromkeys(row.cells))
            for label, value in pairwise(cells):
                if label.text.startswith(("C1", "横向展开", "不良数\nDefective")):
                    value.text = "42"
    out = io.BytesIO()
    document.save(out)
    form = READ(out.getvalue())
    assert {name: form.fields[name] for name in ("d4.tua", "d7.read_across", "qty_defect")} == dict.fromkeys(
        ("d4.tua", "d7.read_across", "qty_defect"), Answer("42", ("label",))
    )
    assert form.prefilled_changed == {"qty_defect": "42"}


def test_all_three_anchors_find_a_field_and_agree() -> None:
    form = READ(returned())
    assert form.fields["d4.tua"] == Answer(ANSWERS["d4.tua"], ("bookmark", "style", "label"))


LISTS = [table for table in FORM.tables if any(column.fill.by_hand for column in table.columns)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("anchor", list(LOSSES))
def test_each_anchor_alone_finds_every_answer(anchor: str, lang: str) -> None:
    form = READ(only(returned(lang), anchor))
    assert answers(form) == ANSWERS
    assert {form.fields[name].by for name in ANSWERS} == {(anchor,)}
    lost = {"label": ["Photo of the defect", "Photo of a good part"], "bookmark": [each.label_en for each in LISTS]}
    gone = [f"These cells are not in the form: {', '.join(lost[anchor])}"] if anchor in lost else []
    assert [each.en for each in form.findings] == gone  # a photo has no label, and a list no bookmark


@pytest.mark.parametrize("lost", [without_styles, without_labels])
def test_rows_are_found_by_style_or_by_the_heads_of_their_columns(lost: Any) -> None:
    docx = changed(returned(), lost)
    for table in ("d1.team", "d3.actions", "d5.actions"):
        assert filled_rows(table, docx=docx) == filled_rows(table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_in_which_somebody_wrote_come_home_with_their_names(lang: str) -> None:
    goods, transit = (("成品仓 Own FG", "在途 In transit"), ("Own FG 成品仓", "In transit 在途"))[lang == "en"]
    read = filled_rows("d3.actions", lang)
    assert read[1:] == [
        {"location": transit, "action": "不适用：已全部到货"},
        {"location": goods, "checked": "800", "action": "全检"},
    ]
    assert filled_rows("d5.actions", lang) == [{"no": "A1", "action": "改回胶型 A", "cause": "C1"}]
    assert READ(returned(lang)).rows["d7.documents"] == ()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["F16a", "contact-sheet"])
@pytest.mark.parametrize("given", [US, facts("peeling-label.zh"), facts("no-boot.en")])
def test_an_untouched_form_holds_no_answer_and_no_change(form: str, lang: str, given: dict[str, Any]) -> None:
    schema = WRITER.forms()[form]
    read = READ(WRITER.write(form, lang, {**given, "stage": None}))
    by_engineer = [field.id for field in schema.fields if field.fill == "engineer"]
    assert {read.text(name) for name in by_engineer} == {""}
    assert read.prefilled_changed == {} and read.findings == () and read.flags == ()


def test_a_changed_fact_of_ours_is_reported() -> None:
    docx = filled(returned(), {"qty_defect": "8", "part_no": "SP550-72H-C"})
    assert READ(docx).prefilled_changed == {"part_no": "SP550-72H-C", "qty_defect": "8"}


def test_a_fact_of_ours_with_more_typed_below_is_reported() -> None:
    def add(tree: Any) -> None:
        cell(tree, "customer_words").append(xml("<w:p><w:r><w:t>客户已同意</w:t></w:r></w:p>"))

    assert list(READ(changed(returned(), add)).prefilled_changed) == ["customer_words"]


def test_a_file_without_marks_says_that_changes_cannot_be_seen() -> None:
    docx = edited(filled(returned(), {"qty_defect": "8"}), "docProps/core.xml", "kesu1.", "")
    form = READ(docx)
    assert form.prefilled_changed == {} and form.flags == ("prefilled-unchecked",)
    assert (
        form.text("d0.era") == ANSWERS["d0.era"]
        and READ(edited(skeleton(), "docProps/core.xml", "kesu1.", "")).text("d0.era") == ""
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("〔24 h 内：停发、隔离、通知了谁；何时〕已停发", "已停发"),
        ("已停发〔24 h 内：停发、隔离、通知了谁；何时〕", "已停发"),
        ("〔已停发〕", "〔已停发〕"),
        ("依据质检〔2026〕3 号", "依据质检〔2026〕3 号"),
    ],
)
def test_our_hint_is_no_answer_and_brackets_of_the_engineer_are(typed: str, read: str) -> None:
    assert READ(filled(skeleton(), {"d0.era": typed})).text("d0.era") == read


def test_anchors_that_disagree_are_shown_and_nothing_is_taken() -> None:
    def move_bookmark(tree: Any) -> None:
        there = cell(tree, "d4.tun").find(qn("w:p"))
        marks = [
            each for each in cell(tree, "d4.tua").iter() if str(each.tag).endswith(("bookmarkStart", "bookmarkEnd"))
        ]
        for mark in marks:
            there.append(mark)

    form = READ(changed(returned(), move_bookmark))
    seen = {"bookmark": ANSWERS["d4.tun"], "style": ANSWERS["d4.tua"], "label": ANSWERS["d4.tua"]}
    assert form.fields["d4.tua"] == Answer("", ("bookmark", "style", "label"), agreed=False, seen=seen)
    assert [(each.rule, each.level) for each in form.findings] == [("FORM-anchors", "block")]
    assert ANSWERS["d4.tun"] in form.findings[0].zh


def test_text_copied_within_the_form_with_its_style_moves_nothing() -> None:
    def copy(tree: Any) -> None:
        cell(tree, "d4.sua").append(deepcopy(cell(tree, "d4.tua").find(qn("w:p"))))
        for mark in list(cell(tree, "d4.sua").iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")))[2:]:
            mark.getparent().remove(mark)

    form = READ(changed(returned(), copy))
    assert (form.text("d4.tua"), form.text("d4.sua")) == (ANSWERS["d4.tua"], ANSWERS["d4.tua"])
    assert form.findings == ()


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    def edit(tree: Any) -> None:
        paragraph = cell(tree, "d4.tun").find(qn("w:p"))
        paragraph.append(xml('<w:ins w:id="90"><w:r><w:t>，已补做</w:t></w:r></w:ins>'))
        paragraph.append(xml('<w:del w:id="91"><w:r><w:delText>作废</w:delText></w:r></w:del>'))
        paragraph.append(xml('<w:moveFrom w:id="92"><w:r><w:t>移走</w:t></w:r></w:moveFrom>'))

    form = READ(changed(returned(), edit))
    assert form.text("d4.tun") == ANSWERS["d4.tun"] + "，已补做"
    assert form.flags == ("tracked-changes",)


def test_a_row_or_a_paragraph_end_deleted_under_tracking_is_gone() -> None:
    def edit(tree: Any) -> None:
        goods = rows(tree, "d3.actions.action")[2]
        goods.insert(0, xml('<w:trPr><w:del w:id="93"/></w:trPr>')) if goods.find(qn("w:trPr")) is None else goods.find(
            qn("w:trPr")
        ).append(xml('<w:del w:id="93"/>'))
        first = cell(tree, "d4.tua").find(qn("w:p"))
        first.find(qn("w:pPr")).append(xml('<w:rPr><w:del w:id="94"/></w:rPr>'))
        first.addnext(xml("<w:p><w:r><w:t>（续）</w:t></w:r></w:p>"))

    docx = changed(returned(), edit)
    assert READ(docx).text("d4.tua") == ANSWERS["d4.tua"] + "（续）"
    assert [row["location"] for row in filled_rows("d3.actions", docx=docx)] == ["客户现场 Customer", "在途 In transit"]


def test_comments_are_no_answer() -> None:
    def comment(tree: Any) -> None:
        paragraph = cell(tree, "d4.tua").find(qn("w:p"))
        paragraph.append(xml('<w:r><w:commentReference w:id="1"/></w:r>'))

    form = READ(changed(returned(), comment))
    assert form.text("d4.tua") == ANSWERS["d4.tua"] and form.flags == ("comments",)


def test_pasted_paragraphs_belong_to_the_cell_they_were_pasted_into() -> None:
    def paste(tree: Any) -> None:
        cell(tree, "d4.tua").insert(1, xml("<w:p><w:r><w:t>先前</w:t></w:r></w:p>"))
        cell(tree, "d4.tua").append(
            xml("<w:p><w:r><w:t>之后</w:t><w:br/><w:t>再</w:t><w:tab/><w:t>行</w:t></w:r></w:p>")
        )

    assert READ(changed(returned(), paste)).text("d4.tua") == f"先前\n{ANSWERS['d4.tua']}\n之后\n再\t行"


def test_a_text_box_and_a_pasted_table_in_a_cell_are_read() -> None:
    def paste(tree: Any) -> None:
        inside = "<w:p><w:r><w:t>框内</w:t></w:r></w:p>"
        box = f"<w:p><w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>"
        inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>表内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        cell(tree, "d4.sua").append(xml(box))
        cell(tree, "d4.sua").append(xml(inner))

    form = READ(changed(returned(), paste))
    assert form.text("d4.sua") == "框内\n表内" and form.flags == ("text-box",)


def test_content_controls_are_looked_through_and_their_prompts_are_no_answer() -> None:
    def control(tree: Any) -> None:
        run = "<w:sdt><w:sdtContent><w:r><w:t>控件内</w:t></w:r></w:sdtContent></w:sdt>"
        prompt = run.replace("<w:sdtContent>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>")
        cell(tree, "d4.sua").find(qn("w:p")).append(xml(run))
        cell(tree, "d4.sun").find(qn("w:p")).append(xml(prompt))
        row = rows(tree, "d5.actions.action")[0]
        wrapped = xml("<w:sdt><w:sdtContent></w:sdtContent></w:sdt>")
        row.addprevious(wrapped)
        wrapped.find(qn("w:sdtContent")).append(row)

    docx = changed(returned(), control)
    form = READ(docx)
    assert (form.text("d4.sua"), form.text("d4.sun")) == ("控件内", "")
    assert filled_rows("d5.actions", docx=docx) == filled_rows("d5.actions")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("☐ 初报   ☐ 中间   ☑ 最终", "final"),
        ("☐ 初报   √ 中间   ☐ 最终", "interim"),
        ("☒ 初报   □ 中间   □ 最终", "initial"),
        ("☐ 初报   ☐ 中间√   ☐ 最终", "interim"),
        ("■初报 □中间 □最终", "initial"),
        ("最终", "final"),
        ("☐ 初报   ☐ 中间   ☐ 最终", ""),
        ("☑ 初报   ☐ 中间   ☑ 最终", ("initial", "final")),
    ],
)
def test_ticks_are_read_as_people_set_them(typed: str, read: object) -> None:
    assert READ(filled(skeleton(), {"stage": typed})).fields["stage"].value == read


def test_added_rows_are_read_with_and_without_our_styles() -> None:
    def add(tree: Any) -> None:
        last = rows(tree, "d5.actions.action")[-1]
        styled, bare = deepcopy(last), deepcopy(last)
        for each in list(bare.iter(qn("w:pStyle"))):
            each.getparent().remove(each)
        for row, text in ((styled, "第七条"), (bare, "第八条")):
            row.findall(qn("w:tc"))[1].find(qn("w:p")).append(xml(f"<w:r><w:t>{text}</w:t></w:r>"))
        last.addnext(bare)
        last.addnext(styled)

    read = filled_rows("d5.actions", docx=changed(returned(), add))
    assert [row["action"] for row in read] == ["改回胶型 A", "第七条", "第八条"]


def test_a_row_that_python_docx_added_is_read_by_its_place_in_the_grid() -> None:
    """It has one cell for each of the 24 columns of the grid."""
    document: Any = Document(io.BytesIO(returned()))
    table = next(each for each in document.tables if each.cell(0, 0).text == "D5")
    cells = table.add_row().cells
    cells[3].text, cells[13].text = "第七条", "王工"
    table.add_row().cells[0].merge(table.rows[-1].cells[-1]).text = "备注：横贯全表"
    out = io.BytesIO()
    document.save(out)
    assert filled_rows("d5.actions", docx=out.getvalue())[1:] == [
        {"action": "第七条", "owner": "王工"},
        {"action": "备注：横贯全表"},
    ]


def test_removed_rows_leave_the_others_as_they_are() -> None:
    def remove(tree: Any) -> None:
        transit = rows(tree, "d3.actions.action")[1]
        transit.getparent().remove(transit)

    read = filled_rows("d3.actions", docx=changed(returned(), remove))
    assert [row["location"] for row in read] == ["客户现场 Customer", "成品仓 Own FG"]


def test_a_section_that_was_deleted_is_named() -> None:
    def remove(tree: Any) -> None:
        table = next(cell(tree, "d8.summary").iterancestors(qn("w:tbl")))
        table.getparent().remove(table)

    form = READ(changed(returned(), remove))
    assert [(each.rule, each.level, each.en) for each in form.findings] == [
        ("FORM-missing", "warn", "These cells are not in the form: Summary, Closed on, Customer OK")
    ]
    assert form.text("d4.tua") == ANSWERS["d4.tua"]


def test_a_list_that_was_deleted_is_named_too() -> None:
    def remove(tree: Any) -> None:
        table = next(cell(tree, "d7.read_across").iterancestors(qn("w:tbl")))
        table.getparent().remove(table)

    (finding,) = READ(changed(returned(), remove)).findings
    assert finding.en == "These cells are not in the form: Read-across, Documents"


def test_cells_merged_downwards_speak_for_every_row() -> None:
    def merge(tree: Any) -> None:
        first, second = rows(tree, "d3.actions.owner")[:2]
        cells = [row.findall(qn("w:tc"))[4] for row in (first, second)]
        cells[0].find(qn("w:p")).append(xml("<w:r><w:t>王工</w:t></w:r>"))
        cells[0].find(qn("w:tcPr")).append(xml('<w:vMerge w:val="restart"/>'))
        cells[1].find(qn("w:tcPr")).append(xml("<w:vMerge/>"))

    read = filled_rows("d3.actions", docx=changed(returned(), merge))
    assert [row.get("owner") for row in read] == ["王工", "王工", None]


def test_a_label_merged_with_its_answer_keeps_the_answer() -> None:
    def merge(tree: Any) -> None:
        value = cell(tree, "d7.read_across")
        label = value.getprevious()
        for paragraph in value.findall(qn("w:p")):
            label.append(paragraph)
        value.getparent().remove(value)

    form = READ(changed(returned(), merge))
    assert form.fields["d7.read_across"] == Answer(ANSWERS["d7.read_across"], ("bookmark", "style", "label"))


def test_a_photo_is_an_answer() -> None:
    def photo(tree: Any) -> None:
        namespaces = (
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        )
        drawing = f'<w:r><w:drawing><a:blip {namespaces} r:embed="rId77"/></w:drawing></w:r>'
        cell(tree, "d2.photo_ng").find(qn("w:p")).append(xml(drawing))

    form = READ(changed(returned(), photo))
    assert (form.fields["d2.photo_ng"].value, form.fields["d2.photo_ok"].value) == (("rId77",), "")


def test_a_form_is_known_by_its_cells_when_its_properties_are_lost() -> None:
    def lose(docx: bytes) -> bytes:
        from tests.generator.docx_reading import packed, parts

        return packed({name: data for name, data in parts(docx).items() if name != "docProps/core.xml"})

    form = READ(lose(returned("en")))
    assert (form.form, form.case, form.revision, form.language) == ("F16a", "K2026-00012", "R1", "en")
    assert answers(form) == ANSWERS


def test_every_field_an_engineer_fills_has_three_anchors() -> None:
    form = READ(skeleton())
    by_hand = [each.id for each in FORM.fields if each.fill.by_hand and each.kind != "photo"]
    assert {name: form.fields[name].by for name in by_hand if len(form.fields[name].by) < 3} == {}
