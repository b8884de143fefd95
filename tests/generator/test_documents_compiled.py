"""Filling a compiled template gives what docxtpl gives, many times faster; what it cannot do goes through docxtpl."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cases.forms import LANGUAGES
from generator.documents import DocxWriter
from generator.docx_columns import without_unused_columns
from generator.docx_compiler import Cells
from generator.docx_facts import context
from generator.docx_finish import TEXT_PARTS, finish
from tests.generator.docx_reading import TEMPLATES, US, WRITER, edited, facts, parts, words

FORMS = sorted(WRITER.forms())
EDITIONS = [(form, LANGUAGES[number % 2]) for number, form in enumerate(FORMS)]
"""Each form once, in turns in one language and the other: docxtpl takes its time."""
SAMPLES = {name: facts(name) for name in ("peeling-label.zh", "no-boot.en")}
WILD = st.text(max_size=40) | st.sampled_from(
    ["“引号”……与—破折号", 'R&D <b> "quoted"', "{{ 7*7 }} {% if x %}", "第一行\n第二行\n", "😀 مرحبا", "&amp; &#10;"]
)


def by_docxtpl(form: str, lang: str, values: dict[str, Any]) -> bytes:
    document = DocxTemplate(TEMPLATES / "docx" / f"{WRITER.forms()[form].template}.{lang}.docx")
    document.render(context(WRITER.forms()[form], lang, values), Cells(), autoescape=True)
    out = io.BytesIO()
    document.save(out)
    made = finish(out.getvalue(), lambda _: b"<properties/>")
    return made if WRITER.forms()[form].authored else without_unused_columns(made)


def pages(docx: bytes) -> dict[str, bytes]:
    """The canonical XML of every part with text (Canonical XML 1.0)."""
    return {
        name: etree.tostring(etree.fromstring(content), method="c14n")
        for name, content in parts(docx).items()
        if TEXT_PARTS.fullmatch(name)
    }


@pytest.mark.parametrize(("form", "lang"), [*EDITIONS, ("F16a", "zh"), ("F16a", "en"), ("contact-sheet", "zh")])
def test_the_pages_are_those_of_docxtpl(form: str, lang: str) -> None:
    given_facts = SAMPLES["no-boot.en" if lang == "en" else "peeling-label.zh"]
    assert pages(WRITER.write(form, lang, given_facts)) == pages(by_docxtpl(form, lang, given_facts))


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.sampled_from([field.id for field in WRITER.forms()["contact-sheet"].fields]), WILD, min_size=3)
)
def test_whatever_was_written_the_pages_are_those_of_docxtpl(wild: dict[str, str]) -> None:
    assert pages(WRITER.write("contact-sheet", "zh", {**US, **wild})) == pages(
        by_docxtpl("contact-sheet", "zh", {**US, **wild})
    )


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_the_file_is_a_sound_zip_with_the_types_first(form: str, lang: str) -> None:
    with zipfile.ZipFile(io.BytesIO(WRITER.write(form, lang, SAMPLES["no-boot.en"]))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company's folder with a contact sheet of its own, which merges cells."""
    (tmp_path / "docx").mkdir()
    ours = (TEMPLATES / "docx" / "contact-sheet.zh.docx").read_bytes()
    theirs = edited(ours, "word/document.xml", "{{ r.owner }}", "{{ r.owner }}{% vm %}")
    (tmp_path / "docx" / "contact-sheet.zh.docx").write_bytes(theirs)
    return tmp_path


def test_a_template_it_does_not_cover_is_filled_by_docxtpl(company: Path) -> None:
    made = DocxWriter([company, TEMPLATES]).write("contact-sheet", "zh", SAMPLES["peeling-label.zh"])
    assert "华光电力有限公司" in words(made)
    assert "docProps/core.xml" in parts(made)


def test_compiled_templates_are_kept_for_the_next_start(tmp_path: Path) -> None:
    first = DocxWriter([TEMPLATES], tmp_path).write("contact-sheet", "zh", SAMPLES["peeling-label.zh"])
    (kept,) = tmp_path.glob("*.json")
    told = json.loads(kept.read_text(encoding="utf-8"))
    body = told["pages"]["word/document.xml"].replace("客户抱怨联络单", "换过的名称", 1)
    told["pages"]["word/document.xml"] = body
    kept.write_text(json.dumps(told), encoding="utf-8")
    again = DocxWriter([TEMPLATES], tmp_path).write("contact-sheet", "zh", SAMPLES["peeling-label.zh"])
    assert "换过的名称" in words(again)
    assert "换过的名称" not in words(first)


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"[]"])
def test_a_damaged_kept_template_is_made_again(tmp_path: Path, damage: bytes) -> None:
    first = DocxWriter([TEMPLATES], tmp_path).write("contact-sheet", "zh", {})
    for kept in tmp_path.iterdir():
        kept.write_bytes(damage)
    assert DocxWriter([TEMPLATES], tmp_path).write("contact-sheet", "zh", {}) == first


def test_without_a_place_to_keep_them_templates_are_compiled_anew(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where the folder should be", encoding="utf-8")
    assert DocxWriter([TEMPLATES], taken).write("contact-sheet", "en", {}) == WRITER.write("contact-sheet", "en", {})


def test_a_changed_template_is_not_mistaken_for_the_kept_one(tmp_path: Path) -> None:
    folder = tmp_path / "company"
    shutil.copytree(TEMPLATES / "docx", folder / "docx")
    kept = tmp_path / "kept"
    DocxWriter([folder, TEMPLATES], kept).write("contact-sheet", "zh", {})
    path = folder / "docx" / "contact-sheet.zh.docx"
    path.write_bytes(edited(path.read_bytes(), "word/document.xml", "抱怨受理", "投诉受理"))
    assert "投诉受理" in words(DocxWriter([folder, TEMPLATES], kept).write("contact-sheet", "zh", {}))
