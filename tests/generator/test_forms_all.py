"""What holds for every form we ship, in both languages: anchors, facts, growth, release; on the XML, without pages."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from docx.oxml.ns import qn

from cases.forms import Form, bookmark
from generator.customer_copy import customer_copy
from generator.docx_facts import shown_fields
from generator.words import Words
from tests.generator.docx_reading import TEMPLATES, US, WRITER, cells, column, packed, parts, root, text_of, words
from tests.generator.form_facts import LONG, PART_NO, ROWS, cell, extreme, realistic, wild
from tests.parsers.form_filling import READ

FORMS = sorted(WRITER.forms().values(), key=lambda form: form.id)
EDITIONS = [pytest.param(form, lang, id=f"{form.id}-{lang}") for form in FORMS for lang in ("zh", "en")]
OUTSIDE = [pytest.param(form, lang, id=f"{form.id}-{lang}") for form in FORMS if form.outside for lang in ("zh", "en")]
NAMES = Words((TEMPLATES / "facts.toml").read_text(encoding="utf-8"))
BESIDE_ANOTHER = {"desk_id", "title_en", "revision", "revision_date"}
"""Printed in the cell of another field."""
TURNS = [EDITIONS[2 * number + number % 2] for number in range(len(EDITIONS) // 2)]
"""Each form once, in turns in one language and the other: what is the same in both."""
ODD = re.compile(r"\bNone\b|\{\{|\}\}|\{%|Undefined|\bnan\b|\[\]|SimpleNamespace")
WORKING = re.compile("〔|〕|浅黄色|pale yellow|工作稿|内部使用|Draft")


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]+", "", text)


def test_each_form_can_be_told_from_every_other() -> None:
    names = [name.casefold() for form in FORMS for name in {form.id, *form.aliases}]
    numbers = [form.number for form in FORMS]
    assert [name for name, times in Counter([*names, *numbers]).items() if times > 1] == []


def test_forms_are_called_and_kept_inside_as_the_dictionary_says() -> None:
    known = tomllib.loads((TEMPLATES / "facts.toml").read_text(encoding="utf-8"))["forms"]
    ruled = {form.id: form for form in FORMS if form.id in known}
    assert {name: form.outside for name, form in ruled.items()} == {name: NAMES.outside(name) for name in ruled}
    assert [name for name, form in ruled.items() if squeezed(known[name]["zh"]) != squeezed(form.name_zh)] == []


def test_no_template_of_ours_is_missing() -> None:
    assert WRITER.missing() == []


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_field_has_its_style_its_bookmark_and_its_label(form: Form, lang: str) -> None:
    docx = WRITER.write(form.id, lang, US)
    shown, text = cells(docx), words(docx)
    marks = {mark.get(qn("w:name")) for mark in root(docx).iter(qn("w:bookmarkStart"))}
    own = [each for each in form.anchored() if each.id not in BESIDE_ANOTHER]
    assert [each.id for each in own if each.id not in shown and not column(docx, each.id)] == []
    assert [each.id for each in form.fields if each.id not in BESIDE_ANOTHER and bookmark(each.id) not in marks] == []
    if form.id not in ("F16a", "contact-sheet"):  # have tests of their own for cells named by row and column
        to_fill = [each for each in own if each.fill.by_hand and each.kind != "photo"]
        assert [each.id for each in to_fill if each.label(lang) not in text] == []


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_fact_of_a_real_complaint_is_printed(form: Form, lang: str) -> None:
    facts = realistic(form, lang)
    text = squeezed(words(WRITER.write(form.id, lang, facts)))
    shown = {name: value for name, value in shown_fields(form, lang, facts).items() if name != "title_en"}
    boxes = {each.id for each in form.fields if each.options}
    assert [name for name, value in shown.items() if name not in boxes and squeezed(value) not in text] == []
    rows = [(table, row) for table in form.tables for row in facts.get(table.id, ())]
    said = [str(row[column.id]) for table, row in rows for column in table.columns if column.id in row]
    assert [each for each in said if each[:4].isalpha() and squeezed(each) not in text] == []


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_nothing_known_prints_nothing_odd(form: Form, lang: str) -> None:
    text = words(WRITER.write(form.id, lang, {}))
    assert ODD.findall(text) == []


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_long_text_and_fifty_rows_are_not_cut(form: Form, lang: str) -> None:
    docx = WRITER.write(form.id, lang, extreme(form))
    shown = cells(docx)
    grown = [each for each in form.fields if not each.limit and each.kind in ("long", "text")]
    whole = [each for each in grown if each.id in shown and each.id not in BESIDE_ANOTHER]
    long = {"long": LONG, "text": PART_NO}
    assert [each.id for each in whole if squeezed(long[each.kind]) not in squeezed(shown[each.id])] == []
    for table in form.tables:
        for each in table.columns:
            if each.kind == "text":
                wanted = [cell(each, row) for row in range(1, ROWS + 1)]
                assert column(docx, f"{table.id}.{each.id}") == wanted, f"{table.id}.{each.id}"


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_text_like_a_program_s_own_comes_out_to_the_letter(form: Form, lang: str) -> None:
    """Markup, braces of templates, formulas, emoji, right to left."""
    facts = wild(form)
    text = words(WRITER.write(form.id, lang, facts))
    typed = [facts[each.id] for each in form.fields if each.kind in ("text", "long") and each.fill.by_hand]
    typed += [each for table in form.tables for row in facts[table.id] for each in row.values()]
    assert [each for each in typed if each not in text] == []


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_tables_hold_in_every_editor(form: Form, lang: str) -> None:
    """Fixed layout, a written grid, each row as wide as it; heads repeat from the first row on; a last paragraph."""
    body = root(WRITER.write(form.id, lang, realistic(form, lang))).find(qn("w:body"))
    for table in body.iter(qn("w:tbl")):
        grid = [int(each.get(qn("w:w"))) for each in table.find(qn("w:tblGrid"))]
        assert table.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        rows = table.findall(qn("w:tr"))
        assert rows
        assert {abs(width(row) - sum(grid)) for row in rows} == {0}
        assert sum(grid) <= printed_width(body)
        heads = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
        assert heads == sorted(heads, reverse=True)
    blocks = [child.tag for child in body if child.tag != qn("w:sectPr")]
    assert blocks[-1] == qn("w:p")
    assert (qn("w:tbl"), qn("w:tbl")) not in list(pairwise(blocks))


def test_every_row_and_line_grows_with_its_text() -> None:
    """No height in a template is exact; only rows without a long text stay on one page."""
    paths = [(form, TEMPLATES / "docx" / f"{form.template}.{lang}.docx") for form in FORMS for lang in ("zh", "en")]
    assert [path.name for form, path in paths if stiff(form, root(path.read_bytes()))] == []


def stiff(form: Form, tree: Any) -> list[Any]:
    sized = tree.iter(qn("w:trHeight"), qn("w:spacing"))
    exact = [each for each in sized if "exact" in (each.get(qn("w:hRule")), each.get(qn("w:lineRule")))]
    whole = [mark.getparent().getparent() for mark in tree.iter(qn("w:cantSplit"))]
    long = [f"{{{{ {each.id} }}}}" for each in form.fields if each.kind in ("long", "quote")]
    return exact + [row for row in whole if any(tag in text_of(row) for tag in long)]


def printed_width(body: Any) -> int:
    """Twips between the margins."""
    page, margins = body.find(f".//{qn('w:pgSz')}"), body.find(f".//{qn('w:pgMar')}")
    return int(page.get(qn("w:w"))) - sum(int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))


def width(row: Any) -> int:
    return sum(int(each.get(qn("w:w"))) for each in row.iter(qn("w:tcW")))


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_the_same_facts_give_the_same_bytes(form: Form, lang: str) -> None:
    facts = realistic(form, lang)
    docx = WRITER.write(form.id, lang, facts)
    assert docx == WRITER.write(form.id, lang, dict(reversed(facts.items())))
    assert not [name for name in parts(docx) if name.startswith("customXml") or "thumbnail" in name]


@pytest.mark.parametrize(("form", "lang"), OUTSIDE)
def test_a_customer_sees_nothing_that_was_meant_for_us(form: Form, lang: str) -> None:
    facts = {**realistic(form, lang), "grade": "特级机密", "grade_why": "内部理由"}
    copy = customer_copy(WRITER.write(form.id, lang, facts))
    text = words(copy)
    grounds = {shade.get(qn("w:fill"), "").upper() for shade in root(copy).iter(qn("w:shd"))}
    assert grounds & {"FFF7D6", "FFFDF2", "FFF1D6"} == set()
    assert [odd for odd in ("特级机密", "内部理由") if odd in text] == []
    assert WORKING.findall(text) == []
    assert text_of(root(copy)).strip()


@pytest.mark.parametrize(("form", "lang"), TURNS)
def test_a_form_that_has_lost_its_properties_is_known_by_its_bookmarks(form: Form, lang: str) -> None:
    content = parts(WRITER.write(form.id, lang, US))
    nameless = packed({name: data for name, data in content.items() if not name.startswith("docProps")})
    assert READ(nameless).form == form.id
