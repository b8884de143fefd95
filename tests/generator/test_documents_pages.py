"""The documents as pages: rendered by LibreOffice in one go, and read again from the PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from cases.forms import bookmark
from generator.customer_copy import customer_copy
from generator.docx_facts import shown_fields
from tests.conftest import Once
from tests.generator.docx_reading import US, WRITER, cells, column, facts, filled, root, words
from tests.generator.pdf_reading import office, read, squeezed, tool

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftotext"), pytest.mark.needs("pdffonts")]

EDITIONS = [(form, lang) for form in ("contact-sheet", "F16a") for lang in ("zh", "en")]
FACTS = {"zh": facts("peeling-label.zh"), "en": facts("no-boot.en")}
LONG = "湿热后剥离力下降到 3.1 N/25 mm，低于下限 8.0；换回胶型 A 后缺陷消失。" * 75
WIDE = {
    **FACTS["zh"],
    "product_name": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMN",
    "part_no": "01234567890123456789012345678901234567890123456789",
    "customer_name": "a<b & c {{ 7*7 }} </w:t>",
    "model": "焊点 🔥 مرحبا",
    "customer_words": "行\n" * 400,
}
RETURNED = filled(
    WRITER.write("F16a", "zh", FACTS["zh"]),
    {"d0.era": "17:30 停止上线", "d2.statement": LONG, "d4.tua": "胶型更换"},
    {"d5.actions.action": ["指定胶型 A"], "d3.actions.action": ["逐片目视", "不适用：已全部到货"]},
)


def documents() -> dict[str, bytes]:
    made = {f"{form}-{lang}-full": WRITER.write(form, lang, FACTS[lang]) for form, lang in EDITIONS}
    made.update({f"{form}-{lang}-empty": WRITER.write(form, lang, US) for form, lang in EDITIONS})
    made.update({f"F16a-wide-{lang}": WRITER.write("F16a", lang, WIDE) for lang in ("zh", "en")})
    made["contact-sheet-wide"] = WRITER.write("contact-sheet", "zh", WIDE)
    for lines in range(1, 24, 4):
        moved = {**FACTS["en"], "customer_words": "The same complaint, one line longer than before. " * lines}
        made[f"moved-{lines}"] = WRITER.write("F16a", "en", moved)
    return {**made, "returned": RETURNED, "customer": customer_copy(RETURNED)}


@dataclass(frozen=True)
class Pages:
    text: Mapping[str, list[str]]
    """By document: the text of each page, without blanks."""
    fonts: Mapping[str, str]
    """By document: what pdffonts says."""
    saved_again: bytes
    """The 8D opened and saved by LibreOffice."""


def draw(folder: Path) -> None:
    for name, docx in documents().items():
        (folder / f"{name}.docx").write_bytes(docx)
    office(folder, "pdf", folder, sorted(folder.glob("*.docx")))
    office(folder, "docx", folder / "again", [folder / "F16a-zh-full.docx"])


@pytest.fixture(scope="module")
def pages(once: Once) -> Pages:
    folder = once("documents-as-pages", draw)
    files = {path.stem: path for path in folder.glob("*.pdf")}
    return Pages(
        {name: read(path) for name, path in files.items()},
        {name: tool("pdffonts", path) for name, path in files.items()},
        (folder / "again" / "F16a-zh-full.docx").read_bytes(),
    )


def test_page_counts_are_as_designed(pages: Pages) -> None:
    counted = {name: len(text) for name, text in pages.text.items() if name.endswith(("full", "empty"))}
    assert counted == {
        f"{form}-{lang}-{state}": {"contact-sheet": 1, "F16a": 3}[form]
        for form, lang in EDITIONS
        for state in ("full", "empty")
    }


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_fact_is_on_the_page(pages: Pages, form: str, lang: str) -> None:
    schema = WRITER.forms()[form]
    page = "".join(pages.text[f"{form}-{lang}-full"])
    shown = shown_fields(schema, lang, FACTS[lang])
    texts = {each.id: squeezed(shown[each.id]) for each in schema.fields if each.kind != "choice"}
    assert [name for name, text in texts.items() if text not in page] == []
    assert all(squeezed(FACTS[lang][name]) in page for name in ("us.name", "us.mail", "desk_id", "us.department"))


def test_later_pages_say_which_case_they_belong_to(pages: Pages) -> None:
    for page in pages.text["F16a-zh-full"][1:]:
        assert page.startswith("示例光伏科技有限公司·8D报告8DReport202603-007·R1·工作稿Draft")
    endings = [page.rpartition("第")[2] for page in pages.text["F16a-zh-full"]]
    assert endings == ["1页/共3页", "2页/共3页", "3页/共3页"]


def test_no_page_shows_tags_or_placeholders(pages: Pages) -> None:
    wild = ("F16a-wide-zh", "F16a-wide-en", "contact-sheet-wide")
    text = "".join(page for name, found in pages.text.items() if name not in wild for page in found)
    assert not [odd for odd in ("{{", "{%", "None", "Undefined", "\ufffd") if odd in text]


def test_extreme_text_is_on_the_page_as_typed(pages: Pages) -> None:
    typed = [squeezed(str(WIDE[name])) for name in ("customer_name", "product_name", "part_no")]
    for name in ("F16a-wide-zh", "F16a-wide-en", "contact-sheet-wide"):
        page = "".join(pages.text[name])
        assert [text for text in typed if text not in page] == [], name


def test_no_row_is_lost_wherever_a_page_ends(pages: Pages) -> None:
    for name in [name for name in pages.text if name.startswith(("moved", "F16a"))]:
        page = "".join(pages.text[name])
        assert [page.count(f"A{number}") >= 2 for number in range(1, 7)] == [True] * 6, name
        assert [row for row in ("PFMEA", "5-Why", "C1", "C4") if row not in page] == [], name


def test_three_thousand_characters_are_all_printed(pages: Pages) -> None:
    for name in ("returned", "customer"):
        assert "".join(pages.text[name]).count("换回胶型A后") >= 70


def test_each_font_is_embedded_and_of_the_design(pages: Pages) -> None:
    for name in [name for name in pages.fonts if name.endswith(("full", "empty"))]:
        rows = [line.split() for line in pages.fonts[name].splitlines()[2:]]
        families = {row[0].partition("+")[2].partition("-")[0] for row in rows}
        assert {"NotoSansCJKjp", "LiberationSans"} <= families
        assert len(families) <= 3, f"more than text, Latin and box fonts in {name}: {families}"
        assert {row[-5] for row in rows} == {"yes"}


def test_the_anchors_survive_libreoffice(pages: Pages) -> None:
    schema = WRITER.forms()["F16a"]
    before, after = WRITER.write("F16a", "zh", FACTS["zh"]), pages.saved_again
    marks = {mark.get(qn("w:name")) for mark in root(after).iter(qn("w:bookmarkStart"))}
    named = {bookmark(each) for each in cells(before) if each in {field.id for field in schema.fields}}
    assert named - marks == set()
    assert cells(after) == cells(before)
    assert column(after, "d7.documents.document") == column(before, "d7.documents.document")


def test_the_customers_copy_is_clean_after_libreoffice_too(pages: Pages) -> None:
    copied = customer_copy(pages.saved_again)
    assert not [each for each in ("工作稿", "内部使用", "必填", "〔", "期限", "5-Why") if each in words(copied)]
    grounds = {shade.get(qn("w:fill"), "").upper() for shade in root(copied).iter(qn("w:shd"))}
    assert grounds & {"FFF7D6", "FFFDF2", "FFF1D6"} == set()
    assert column(copied, "d1.team.name") == ["林致远", "陈立群"]
