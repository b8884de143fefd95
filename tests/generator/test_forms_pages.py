"""Forms as pages: each in both languages, the customer's copies, four natures filled to the brim; by LibreOffice in
one go.

Every form in both languages, with every kind of facts, is looked at on the XML (test_forms_all) and in the gallery.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache

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
EDITIONS = [pytest.param(form, lang, id=f"{form.id}-{lang}") for form in FORMS for lang in ("zh", "en")]
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
        for lang in ("zh", "en"):
            filled = WRITER.write(form.id, lang, realistic(form, lang))
            yield f"{form.id}.{lang}.filled", filled
            if form.outside and lang == turn(form):
                yield f"{form.id}.{lang}.customer", customer_copy(filled)
    for form in TO_THE_BRIM:
        for kind, facts in (("brim", extreme(form)), ("wild", wild(form))):
            yield f"{form.id}.{turn(form)}.{kind}", WRITER.write(form.id, turn(form), facts)


MADE = cache(lambda: dict(documents()))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    folder = tmp_path_factory.mktemp("forms")
    for name, docx in MADE().items():
        (folder / f"{name}.docx").write_bytes(docx)
    office(folder, "pdf", folder, sorted(folder.glob("*.docx")))
    return {path.stem: [plain(page) for page in read(path)] for path in folder.glob("*.pdf")}


def test_every_form_has_the_pages_it_was_designed_for(pages: Mapping[str, list[str]]) -> None:
    counted = {name: len(found) for name, found in pages.items() if name.endswith(("filled", "customer"))}
    designed = {name: DESIGNED[name.split(".")[0]][name.rpartition(".")[2]] for name in counted}
    assert counted == designed


def test_no_page_is_empty_or_shows_a_tag(pages: Mapping[str, list[str]]) -> None:
    every = [(name, number, page) for name, found in pages.items() for number, page in enumerate(found, 1)]
    assert [(name, number) for name, number, page in every if len(page) < LEAST] == []
    tame = [(name, page) for name, _, page in every if not name.endswith("wild")]
    assert [(name, odd) for name, page in tame for odd in ODD if odd in page] == []


@pytest.mark.parametrize(("form", "lang"), EDITIONS)
def test_every_line_of_the_document_is_on_a_page(pages: Mapping[str, list[str]], form: Form, lang: str) -> None:
    printed = "".join(pages[f"{form.id}.{lang}.filled"])
    docx = MADE()[f"{form.id}.{lang}.filled"]
    lines = [line for line in text_of(root(docx)).split("\n") if not set(line) & set(TORN)]
    assert [line for line in lines if plain(line) not in printed] == []


@pytest.mark.parametrize("form", TO_THE_BRIM, ids=lambda form: form.id)
def test_nothing_is_cut_in_a_form_filled_to_the_brim(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[f"{form.id}.{turn(form)}.brim"])
    sentence, long = plain("换回胶型 A 后"), [each for each in form.fields if each.kind == "long"]
    assert printed.count(sentence) >= plain(LONG).count(sentence) * len(long) * 0.97  # pages part a few of them
    rows = [f"{row:02}逐片" for row in range(1, ROWS + 1)]
    assert [row for row in rows if printed.count(row) < len(form.tables)] == []


@pytest.mark.parametrize("form", [WRITER.forms()[name] for name in ("F08a", "F11b", "F16c")], ids=lambda form: form.id)
def test_text_like_a_program_s_own_is_printed_to_the_letter(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[f"{form.id}.{turn(form)}.wild"])
    assert [text for text in WILD if text.isascii() and plain(text) not in printed] == []
