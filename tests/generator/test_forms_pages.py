"""Forms as pages: each in one of its languages, the customer's copies, four natures filled to the brim.

One test, because LibreOffice starts once for all of them. Every form in both languages, with every kind of facts, is
looked at on the XML (test_forms_all) and in the gallery.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from cases.forms import Form
from generator.customer_copy import customer_copy
from tests.generator.docx_reading import FIXTURES, WRITER, root, text_of
from tests.generator.form_facts import LONG, ROWS, WILD, extreme, realistic, wild
from tests.generator.pdf_reading import office, plain, read

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftotext")]

SEEN_TO = ("F16a", "contact-sheet")
"""Have pages of their own in test_documents_pages."""
FORMS = [form for form in sorted(WRITER.forms().values(), key=lambda form: form.id) if form.id not in SEEN_TO]
TO_THE_BRIM = [WRITER.forms()[name] for name in ("F08a", "F11b", "F11d", "F16c")]
"""A sheet, a letter, a landscape report, a report for the customer."""
DESIGNED = tomllib.loads((FIXTURES / "pages.toml").read_text(encoding="utf-8"))
"""Form -> kind -> pages, in either language."""
LEAST = 60
"""Characters on a page that holds more than its header and footer."""
TORN = "①②③④⑤⑥"
"""Signs that LibreOffice prints, and that swallow the code of the next one."""
ODD = ("{{", "{%", "None", "Undefined", "\ufffd")


def turn(form: Form) -> str:
    """The language of a form of which one is enough."""
    return "zh" if FORMS.index(form) % 2 else "en"


def documents() -> Iterator[tuple[str, bytes]]:
    for form in FORMS:
        filled = WRITER.write(form.id, turn(form), realistic(form, turn(form)))
        yield f"{form.id}.{turn(form)}.filled", filled
        if form.outside:
            yield f"{form.id}.{turn(form)}.customer", customer_copy(filled)
    for form in TO_THE_BRIM:
        for kind, facts in (("brim", extreme(form)), ("wild", wild(form))):
            yield f"{form.id}.{turn(form)}.{kind}", WRITER.write(form.id, turn(form), facts)


MADE = cache(lambda: dict(documents()))


def printed_by(folder: Path) -> Mapping[str, list[str]]:
    """By name the pages of each document, without blanks."""
    for name, docx in MADE().items():
        (folder / f"{name}.docx").write_bytes(docx)
    office(folder, "pdf", folder, sorted(folder.glob("*.docx")))
    return {path.stem: [plain(page) for page in read(path)] for path in folder.glob("*.pdf")}


def test_the_pages_of_every_form_are_as_designed_and_hold_everything(tmp_path: Path) -> None:
    pages = printed_by(tmp_path)
    assert set(pages) == set(MADE())
    as_many_as_designed(pages)
    none_empty_or_with_a_tag(pages)
    for form in FORMS:
        every_line_printed(pages, form)
    for form in TO_THE_BRIM:
        nothing_cut(pages, form)
    for name in ("F08a", "F11b", "F16c"):
        to_the_letter(pages, WRITER.forms()[name])


def as_many_as_designed(pages: Mapping[str, list[str]]) -> None:
    counted = {name: len(found) for name, found in pages.items() if name.endswith(("filled", "customer"))}
    designed = {name: DESIGNED[name.split(".")[0]][name.rpartition(".")[2]] for name in counted}
    assert counted == designed


def none_empty_or_with_a_tag(pages: Mapping[str, list[str]]) -> None:
    every = [(name, number, page) for name, found in pages.items() for number, page in enumerate(found, 1)]
    assert [(name, number) for name, number, page in every if len(page) < LEAST] == []
    tame = [(name, page) for name, _, page in every if not name.endswith("wild")]
    assert [(name, odd) for name, page in tame for odd in ODD if odd in page] == []


def every_line_printed(pages: Mapping[str, list[str]], form: Form) -> None:
    name = f"{form.id}.{turn(form)}.filled"
    printed = "".join(pages[name])
    lines = [line for line in text_of(root(MADE()[name])).split("\n") if not set(line) & set(TORN)]
    assert [(form.id, line) for line in lines if plain(line) not in printed] == []


def nothing_cut(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[f"{form.id}.{turn(form)}.brim"])
    sentence, long = plain("换回胶型 A 后"), [each for each in form.fields if each.kind == "long"]
    assert printed.count(sentence) >= plain(LONG).count(sentence) * len(long) * 0.97  # pages part a few of them
    rows = [f"{row:02}逐片" for row in range(1, ROWS + 1)]
    assert [(form.id, row) for row in rows if printed.count(row) < len(form.tables)] == []


def to_the_letter(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[f"{form.id}.{turn(form)}.wild"])
    assert [(form.id, text) for text in WILD if text.isascii() and plain(text) not in printed] == []
