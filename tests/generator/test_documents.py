"""What DocxWriter promises: facts come out in their cells, literally, and the same facts give the same file."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.forms import bookmark
from generator.documents import DocxWriter, TemplateBroken, TemplateMissing
from generator.docx_clean import clean, one_line
from generator.docx_facts import context
from tests.generator.docx_reading import (
    TEMPLATES,
    US,
    WRITER,
    cells,
    column,
    edited,
    facts,
    parts,
    root,
    words,
)

EDITIONS = [(form, lang) for form in ("contact-sheet", "F16a") for lang in ("zh", "en")]


@pytest.fixture(scope="module")
def sheet() -> bytes:
    return WRITER.write("contact-sheet", "zh", facts("peeling-label.zh"))


@pytest.fixture(scope="module")
def report() -> bytes:
    return WRITER.write("F16a", "zh", facts("peeling-label.zh"))


# ---------------------------------------------------------------- facts in cells


def test_the_contact_sheet_shows_each_fact_in_its_cell(sheet: bytes) -> None:
    assert cells(sheet) == {
        "case_no": "202603-007  K2026-00012",
        "revision_date": "2026-03-10  ·  R1",
        "grade": "三级  总费用超过 10 万元",
        "title": "华光电力 SP-M10-550 组件：铭牌标签角部剥离",
        "owner": "受理人 方晓  03-10 10:20",
        "from_unit": "营业部 二课",
        "countermeasure_unit": "品管部 → 制造二部",
        "reply_due": "2026-03-17 17:00",
        "customer_name": "华光电力有限公司",
        "customer_ref": "HG-QN-2026-0318",
        "contact_name": "郭晓峰（运维主管）",
        "contact_phone": "0911-5550123",
        "contact_email": "guo.xf@example.com",
        "product_name": "单晶双玻光伏组件",
        "model": "SP-M10-550",
        "part_no": "SP550-72H-B",
        "batch_no": "2511-A3、2511-A4",
        "order_no": "PO 2511-0932",
        "ship_date": "2025-12-05",
        "qty_shipped": "3,600",
        "qty_defect": "86",
        "qty_returned": "12",
        "defect_rate": "2.39%",
        "issue_category": boxes("☑品质 ☐规格 ☐数量 ☐包装 ☐运输 ☐交期 ☐服务 ☐其他"),
        "failure_mode": "背面铭牌标签角部剥离",
        "stage_found": "现场巡检",
        "customer_words": f"“{facts('peeling-label.zh')['customer_words']}”",
        "remedy": boxes("☑退货 ☑换货 ☐减价 ☐免费维修 ☐赔偿 ☑派人到场 ☑8D_报告 ☐其他"),
        "customer_demand": "退换剥离的组件，并请派人到场确认；提供 8D 报告。",
        "attachments": "照片 6 张、巡检记录.xlsx",
        "sample_received_at": "2026-03-13",
        "customer_deadline": "2026-03-20",
        "confirmed": boxes("☐属实 ☐部分属实 ☐不属实"),
        "responsibility": "",
        "root_cause.occurrence": "〔为什么会做出来；怎样验证的〕",
        "root_cause.escape": "〔为什么没有查出来〕",
        "handling_opinion": "",
        "total_cost_cny": "",
        "cost_borne_by": "",
        "reply_sent_at": "",
    }


def boxes(line: str) -> str:
    """`☑品质 ☐规格` as the form prints it: a hard blank after each box, five blanks between two."""
    return (" " * 5).join(f"{each[0]}\u00a0{each[1:].replace('_', ' ')}" for each in line.split())


def test_the_8d_is_prefilled_from_the_case(report: bytes) -> None:
    shown = cells(report)
    assert {name: shown[name] for name in shown if name.startswith("d2.is")} == {
        "d2.is_what": "单晶双玻光伏组件 背面铭牌标签角部剥离",
        "d2.is_where": "现场巡检",
        "d2.is_when": "2026-03-08",
        "d2.is_much": "86/3,600",
    }
    assert column(report, "d1.team.name") == ["林致远", "陈立群", "", "", ""]
    assert column(report, "d3.actions.location") == [
        "客户现场 Customer",
        "在途 In transit",
        "成品仓 Own FG",
        "在制 WIP",
        "供应商 Supplier",
        "",
    ]
    assert column(report, "d5.actions.no") == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert shown["complaint_type"] == boxes("☐0_公里 ☐产线 ☑现场 ☐保修 ☐物流")
    assert shown["d2.statement"] == "〔对象 + 偏差 + 数量 + 时间地点；不写原因、不写对策〕"


def test_a_form_can_be_written_again_with_what_was_already_given() -> None:
    given_back = {
        "d0.era": "3 月 10 日停发",
        "d4.tua": "胶型更换",
        "d4.tua_share": "60",
        "d5.actions": [{"no": "A1", "action": "指定胶型", "owner": "周岚", "planned": "2026-03-28"}],
        "d7.documents": [{"document": f"文件 {number}"} for number in range(8)],
    }
    docx = WRITER.write("F16a", "zh", {**US, **given_back})
    shown = cells(docx)
    assert (shown["d0.era"], shown["d4.tua"], shown["d4.tua_share"]) == ("3 月 10 日停发", "胶型更换", "60%")
    assert column(docx, "d5.actions.action") == ["指定胶型", "", "", "", ""]
    assert column(docx, "d5.actions.no") == ["A1", "A2", "A3", "A4", "A5"]
    assert column(docx, "d5.actions.planned")[0] == "2026-03-28"
    assert len(column(docx, "d7.documents.document")) == 8


@pytest.mark.parametrize(
    ("fact", "value", "shown"),
    [
        ("qty_shipped", "5000", "5,000"),
        ("qty_shipped", Decimal("1234567.50"), "1,234,567.50"),
        ("qty_shipped", 12, "12"),
        ("qty_shipped", "3,600 片", "3,600 片"),
        ("qty_shipped", "1e999999", "1e999999"),
        ("defect_rate", "0.74", "0.74%"),
        ("defect_rate", "3,500 ppm", "3,500 ppm"),
        ("total_cost_cny", "120000", "¥120,000"),
        ("ship_date", date(2026, 1, 12), "2026-01-12"),
        ("ship_date", "2026-01-12T08:00:00+08:00", "2026-01-12"),
        ("ship_date", "上周五", "上周五"),
        ("customer_deadline", datetime(2026, 3, 12, 17, 30, tzinfo=UTC), "2026-03-12 17:30"),
        ("customer_deadline", "2026-03-12", "2026-03-12"),
        ("batch_no", ["A", "B"], "A、B"),
        ("batch_no", "2602A", "2602A"),
        ("batch_no", [f"B{n}" for n in range(9)], "B0、B1、B2、B3、B4、B5 等 9 项，全部见原邮件"),
        ("responsibility", True, "是"),
        ("responsibility", None, ""),
        ("part_no", "A\nB\tC", "A B    C"),
    ],
)
def test_a_fact_reads_as_its_kind(fact: str, value: object, shown: str) -> None:
    assert cells(WRITER.write("contact-sheet", "zh", {**US, fact: value}))[fact] == shown


def test_the_defect_rate_follows_from_the_quantities_and_is_not_guessed() -> None:
    known = cells(WRITER.write("F16a", "zh", {**US, "qty_defect": "37", "qty_shipped": "5000"}))
    unknown = cells(WRITER.write("F16a", "zh", {**US, "qty_defect": "37", "qty_shipped": "0"}))
    assert (known["defect_rate"], unknown["defect_rate"]) == ("0.74%", "")


def test_a_choice_nobody_listed_ticks_the_rest() -> None:
    docx = WRITER.write("contact-sheet", "en", {**US, "issue_category": "price", "remedy": ["substitute", "return"]})
    shown = cells(docx)
    assert shown["issue_category"].replace("\u00a0", "").split()[-1] == "☑Other"
    assert [each for each in shown["remedy"].replace("\u00a0", "").split() if each[0] == "☑"] == ["☑Return", "☑Other"]


def test_long_words_of_the_customer_are_cut_and_say_where_the_rest_is() -> None:
    docx = WRITER.write("contact-sheet", "zh", {**US, "customer_words": "请处理。" * 1000})
    assert cells(docx)["customer_words"] == "“" + "请处理。" * 45 + "……（全文见原邮件）”"


def test_a_title_that_is_too_long_ends_with_a_clause_as_if_it_were_whole() -> None:
    title = "Northbridge Servers Ltd., Plant 1 & 2 DDR5 RDIMM 32 GB: stops in the memory self-test of line 2"
    shown = cells(WRITER.write("contact-sheet", "en", {**US, "title": title}))["title"]
    assert shown == "Northbridge Servers Ltd., Plant 1 & 2 DDR5 RDIMM 32 GB"


def test_the_strip_shows_what_is_done_and_what_is_due(report: bytes) -> None:
    steps = [
        {"step": "D0", "state": "done", "date": "2026-03-10"},
        {"step": "D3", "state": "open", "date": "2026-03-13"},
    ]
    shown = context(WRITER.forms()["F16a"], "en", {**US, "steps": steps})["steps"]
    assert [(shown.D0.tick, shown.D0.date, shown.D0.note), (shown.D3.tick, shown.D3.date, shown.D3.note)] == [
        ("✓ ", "03-10", "Done 03-10"),
        ("", "03-13", "Due 03-13"),
    ]
    assert (shown.D1.date, shown.D1.note) == ("—", "")
    assert words(report).count("期限 03-13") == 2


def test_more_approvers_than_columns_get_a_block_of_their_own() -> None:
    signoff = [{"role": f"部门 {n}", "name": f"批准人 {n}", "opinion": "approve"} for n in range(5)]
    text = words(WRITER.write("contact-sheet", "zh", {**US, "signoff": signoff}))
    assert [f"批准人 {n}" in text for n in range(5)] == [True] * 5
    assert text.count("☑\u00a0同意") == 5
    assert text.count("☐\u00a0退回") == 5


def test_nothing_known_prints_nothing_odd() -> None:
    for form, lang in EDITIONS:
        text = words(WRITER.write(form, lang, {}))
        assert not [odd for odd in ("None", "{{", "}}", "{%", "Undefined", "nan", "[]") if odd in text]


# ---------------------------------------------------------------- anchors


IN_ANOTHER_CELL = {"desk_id", "title_en"}
"""Printed beside another field, in its cell."""
NOT_ON_THE_FORM = {"contact-sheet": {"revision"}, "F16a": {"revision_date"}}
"""Printed beside the date, or the revision, with one anchor for both."""


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_field_has_its_own_style(form: str, lang: str) -> None:
    schema = WRITER.forms()[form]
    docx = WRITER.write(form, lang, US)
    anchored = {each.id for each in schema.anchored()} - IN_ANOTHER_CELL - NOT_ON_THE_FORM[form]
    assert anchored - set(cells(docx)) - {each for each in anchored if column(docx, each)} == set()


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_field_outside_rows_has_its_bookmark(form: str, lang: str) -> None:
    schema = WRITER.forms()[form]
    marks = {mark.get(qn("w:name")) for mark in root(WRITER.write(form, lang, US)).iter(qn("w:bookmarkStart"))}
    fields = {each.id for each in schema.fields} - {"title_en"} - NOT_ON_THE_FORM[form]
    assert {bookmark(each) for each in fields} - marks == set()


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_value_stands_right_of_or_below_its_label(form: str, lang: str) -> None:
    """But for cells named by row and column (D2, D4) and the few that need no label."""
    schema = WRITER.forms()[form]
    labels = words(WRITER.write(form, lang, US))
    unlabelled = {"title", "title_en", "desk_id", "customer_demand"} | NOT_ON_THE_FORM[form]
    labelled = [each for each in schema.anchored() if each.id not in unlabelled and "：" not in each.label_zh]
    assert [each.id for each in labelled if not each.id.startswith("d2.photo") and each.label(lang) not in labels] == []


def test_field_styles_stay_out_of_words_gallery(report: bytes) -> None:
    hidden = {
        style.find(qn("w:name")).get(qn("w:val"))
        for style in root(report, "word/styles.xml").iter(qn("w:style"))
        if style.find(qn("w:semiHidden")) is not None
    }
    assert {"kesu d4.tua", "kesu customer_name", "kesu d5.actions.owner"} <= hidden


# ---------------------------------------------------------------- wild text

WILD = [
    "a<b & c > d \"quoted\" 'single'",
    "</w:t></w:r></w:p><w:p><w:r><w:t>FORGED",
    "{{ 7*7 }} {% for x in y %} {# note #} {_{ x }_} {_% y %_}",
    "${jndi:ldap://x} =cmd|' /C calc'!A0",
    "مرحبا بالعالم שלום",
    "焊点开裂 🔥👩🏽‍🏭 𠮷",
    "A" * 50 + "-0123456789" * 4,
    "&amp; &#65; &lt;",
    "骨 直 角 ㈱ ① ½",
]


@pytest.mark.parametrize("wild", WILD)
def test_wild_text_comes_out_as_it_was_typed(wild: str) -> None:
    docx = WRITER.write("F16a", "zh", {**US, "product_name": wild, "d0.era": wild, "customer_words": wild})
    shown = cells(docx)
    assert (shown["product_name"], shown["d0.era"], shown["customer_words"]) == (wild, wild, f"“{wild}”")


def test_three_thousand_characters_come_out_whole() -> None:
    long = "湿热后剥离力下降，" * 333 + "END"
    assert cells(WRITER.write("F16a", "zh", {**US, "d2.statement": long}))["d2.statement"] == long


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one\r\ntwo\rthree\vfour\ffive\u2028six", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("bell\a null\0 esc\x1b[0m delete\x7f", "bell null esc[0m delete"),
        ("half \ud83d of a pair", "half \ufffd of a pair"),
        ("split pair \ud83d\ude00", "split pair 😀"),
        ("not a character \uffff\ufffe", "not a character"),
        ("abc\u202egnp.exe\u2066", "abcgnp.exe"),
        ("a\tb", "a    b"),
    ],
)
def test_what_word_cannot_hold_is_cleaned(typed: str, shown: str) -> None:
    docx = WRITER.write("F16a", "zh", {**US, "d2.statement": typed})
    assert cells(docx)["d2.statement"] == shown


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_reads_back_as_cleaned(name: str, era: str) -> None:
    shown = cells(WRITER.write("contact-sheet", "en", {**US, "customer_name": name, "responsibility": era}))
    assert (shown["customer_name"], shown["responsibility"]) == (one_line(name), one_line(era))


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode("utf-8")


# ---------------------------------------------------------------- the file itself


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_the_same_facts_give_the_same_bytes(form: str, lang: str) -> None:
    known = facts("no-boot.en")
    docx = WRITER.write(form, lang, known)
    assert docx == DocxWriter([TEMPLATES]).write(form, lang, dict(reversed(known.items())))
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_says_which_case_it_belongs_to(report: bytes) -> None:
    core = Document(io.BytesIO(report)).core_properties
    assert {
        "title": core.title,
        "subject": core.subject,
        "category": core.category,
        "identifier": core.identifier,
        "language": core.language,
        "author": core.author,
        "created": core.created,
    } == {
        "title": "202603-007 8D 报告",
        "subject": "202603-007",
        "category": "8d",
        "identifier": "K2026-00012/F16a/R1",
        "language": "zh-CN",
        "author": "kesu@example.cn",
        "created": datetime(2026, 3, 10, 2, 20, tzinfo=UTC),
    }


def test_ids_are_unique_and_cells_in_schema_order(report: bytes) -> None:
    body = root(report)
    starts = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkEnd"))]
    assert max(Counter(starts).values()) == 1
    assert sorted(starts) == sorted(ends)
    for properties in body.iter(qn("w:tcPr")):
        names = [child.tag for child in properties]
        assert qn("w:shd") not in names or names.index(qn("w:tcW")) < names.index(qn("w:shd"))
    blocks = [child.tag for child in body.find(qn("w:body")) if child.tag != qn("w:sectPr")]
    assert blocks[-1] == qn("w:p")


def test_chinese_quotes_ask_for_the_chinese_font(sheet: bytes) -> None:
    quoted = [run for run in root(sheet).iter(qn("w:r")) if "“" in text_of_run(run) and "日" in text_of_run(run)]
    assert quoted
    assert {run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) for run in quoted} == {"eastAsia"}


def text_of_run(run: Any) -> str:
    return "".join(node.text or "" for node in run.iter(qn("w:t")))


def test_a_red_grade_is_asked_for_by_the_caller() -> None:
    for urgent, style in ((True, "kesuNG"), (False, "kesuStrong")):
        docx = WRITER.write("contact-sheet", "zh", {**US, "grade": "一级", "grade_urgent": urgent})
        run = next(run for run in root(docx).iter(qn("w:r")) if text_of_run(run) == "一级")
        assert run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}").get(qn("w:val")) == style


def test_the_grade_is_never_in_the_8d() -> None:
    docx = WRITER.write("F16a", "zh", {**US, "grade": "一级", "grade_why": "产线停线"})
    assert not [word for word in ("一级", "产线停线") if word in words(docx)]


# ---------------------------------------------------------------- templates


def test_forms_are_found_by_id_alias_and_name() -> None:
    known = facts("no-boot.en")
    assert {"F16a", "contact-sheet"} <= set(WRITER.forms())
    assert len({WRITER.write(name, "en", known) for name in ("contact-sheet", "F11a", "客户抱怨联络单")}) == 1
    assert len({WRITER.write(name, lang, known) for name, lang in (("8d", "en-GB"), ("8D 报告", "EN"))}) == 1


def test_a_missing_template_names_form_language_and_folders(tmp_path: Path) -> None:
    with pytest.raises(TemplateMissing) as missing:
        DocxWriter([tmp_path, TEMPLATES]).write("F16a", "de", {})
    assert str(missing.value) == (
        "no Word template for form F16a (8D 报告) in language de: "
        f"8d.de.docx is in none of {tmp_path}/docx, {TEMPLATES}/docx"
    )


def test_an_unknown_form_names_the_known_ones() -> None:
    with pytest.raises(TemplateMissing, match=r"no form called F99 \(known: .*F16a.*; searched: .*/docx\)"):
        WRITER.write("F99", "zh", {})


def company(folder: Path, name: str, docx: bytes) -> DocxWriter:
    (folder / "docx").mkdir()
    (folder / "docx" / name).write_bytes(docx)
    return DocxWriter([folder, TEMPLATES])


def changed(old: str, new: str) -> bytes:
    return edited((TEMPLATES / "docx" / "8d.en.docx").read_bytes(), "word/document.xml", old, new)


def test_the_companys_own_template_comes_first(tmp_path: Path) -> None:
    writer = company(tmp_path, "8d.en.docx", changed("Root cause and escape point", "Why it happened"))
    assert "Why it happened" in words(writer.write("F16a", "en", US))
    assert "根本原因" in words(writer.write("F16a", "zh", US))


def test_the_companys_own_schema_comes_first(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    own = (TEMPLATES / "forms" / "8d.toml").read_text(encoding="utf-8").replace("KESU-1601 A/0", "QR-QA-028 B/1")
    (tmp_path / "forms" / "8d.toml").write_text(own, encoding="utf-8")
    assert "QR-QA-028 B/1" in words(DocxWriter([tmp_path, TEMPLATES]).write("F16a", "zh", US))


@pytest.mark.parametrize("written", ["{{ 1 + }}", "{{ customer_name | nothing }}"])
def test_a_broken_template_is_named(tmp_path: Path, written: str) -> None:
    writer = company(tmp_path, "8d.en.docx", changed("{{ customer_name }}", written))
    with pytest.raises(TemplateBroken, match=r"8d.en.docx cannot be filled: "):
        writer.write("F16a", "en", US)


def test_a_template_cannot_reach_into_the_program(tmp_path: Path) -> None:
    writer = company(tmp_path, "8d.en.docx", changed("{{ customer_name }}", "{{ us.__class__.__mro__ }}"))
    assert cells(writer.write("F16a", "en", US))["customer_name"] == ""


def test_a_template_that_is_no_word_file_is_broken(tmp_path: Path) -> None:
    writer = company(tmp_path, "8d.en.docx", b"not a zip")
    with pytest.raises(TemplateBroken, match=r"8d.en.docx cannot be filled"):
        writer.write("F16a", "en", US)


def test_no_templates_at_all_is_said_plainly() -> None:
    with pytest.raises(TemplateMissing, match=r"no form called F16a \(known: none; searched: no folder\)"):
        DocxWriter([]).write("F16a", "zh", {})


def test_a_written_file_opens_in_python_docx(sheet: bytes, report: bytes) -> None:
    assert len(Document(io.BytesIO(sheet)).tables) == 7
    assert len(Document(io.BytesIO(report)).tables) == 19
    assert not [name for name in parts(report) if name.startswith("customXml") or "thumbnail" in name]
