"""Forms as pages: every form in one of its languages, by turns; every third stretched in the other; customer's copies.

LibreOffice starts once for all of them. Every kind in both languages is printed and checked in the same way by
`make gallery`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx.oxml.ns import qn

from generator.customer_copy import customer_copy
from tests.conftest import Once
from tests.generator.docx_reading import WRITER
from tests.generator.form_facts import realistic, stretched, wild
from tests.generator.page_faults import faults
from tests.generator.pdf_reading import office
from tests.parsers.form_filling import cell, changed, xml

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftotext")]

FORMS = sorted(WRITER.forms().values(), key=lambda form: form.id)
TURNS = (("zh", "en"), ("en", "zh"))
"""Filled in the first language, stretched in the other."""
STRETCHED = FORMS[::3]
"""That no row of any form is too stiff to grow is seen without pages (test_forms_all)."""
HOSTILE = ("F08a", "F11b", "F16a")
"""A sheet, a letter, the 8D: text of all scripts need not be seen more often."""
PLANTED = "F02f.zh.planted"
SPOILT = {
    **realistic(WRITER.forms()["F02f"], "zh"),
    "reason": "不再长高的行 " * 60,
    "model": "SP-M10-550 太阳能组件 SP-M10-550 太阳能组件",
    "address": "一行叠在另一行上 " * 8,
    "owner": "王\ue000伟",
    "customer_name": "{{ 7*7 }}",
}
SEEN = (
    "page 2: is empty",
    "page 1: shows {{",
    r"page 1: no font has a sign of '王\ue000伟'",
    "page 1: runs over the side of its cell: 'SP-M10-",
    "page 1: runs over the edge of its row: '行 不再长高的行",
    "page 1: is printed over other text: '行叠在另一行上'",
    "not all of it is printed: ",
    "not printed as it stands: 不再长高的行",
)


def documents() -> Iterator[tuple[str, bytes]]:
    for at, form in enumerate(FORMS):
        lang, other = TURNS[at % 2]
        filled = WRITER.write(form.id, lang, realistic(form, lang))
        yield f"{form.template}.{lang}.filled", filled
        if form in STRETCHED:
            yield f"{form.template}.{other}.stretched", WRITER.write(form.id, other, stretched(form, at))
        if form.outside:
            yield f"{form.template}.{lang}.customer", customer_copy(filled)
        if form.id in HOSTILE:
            yield f"{form.template}.{lang}.wild", WRITER.write(form.id, lang, wild(form))
    yield PLANTED, changed(WRITER.write("F02f", "zh", SPOILT), spoil)


def spoil(tree: Any) -> None:
    """A row that does not grow, a text that leaves its cell, lines upon each other, an empty page."""
    row = next(cell(tree, "reason").iterancestors(qn("w:tr")))
    for old in row.findall(qn("w:trPr")):
        row.remove(old)
    row.insert(0, xml('<w:trPr><w:trHeight w:val="500" w:hRule="exact"/></w:trPr>'))
    body = tree.find(qn("w:body"))
    body.insert(len(body) - 1, xml("<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>"))
    for field, layout in {
        "model": '<w:ind w:right="-900"/>',
        "address": '<w:spacing w:line="60" w:lineRule="exact"/>',
    }.items():
        cell(tree, field).find(f"{qn('w:p')}/{qn('w:pPr')}").append(xml(layout))


@pytest.fixture(scope="module")
def printed(once: Once) -> Path:
    def make(folder: Path) -> None:
        for name, docx in documents():
            (folder / f"{name}.docx").write_bytes(docx)
        office(folder, "pdf", folder, sorted(folder.glob("*.docx")))

    return once("forms-as-pages", make)


def found(printed: Path, name: str) -> list[str]:
    return faults(name, (printed / f"{name}.docx").read_bytes(), printed / f"{name}.pdf")


def test_every_form_is_printed_whole_and_in_its_place(printed: Path) -> None:
    """Its pages as designed, none empty; every line and sign of it; nothing over borders, margins or other text."""
    names = sorted({path.stem for path in printed.glob("*.docx")} - {PLANTED})
    assert len(names) > len(FORMS) + len(STRETCHED)
    assert [fault for name in names for fault in found(printed, name)] == []


def test_each_planted_fault_is_found(printed: Path) -> None:
    faulty = found(printed, PLANTED)
    assert [each for each in SEEN if not any(f"{PLANTED}: {each}" in fault for fault in faulty)] == []
