"""Forms as pages: each in one of its languages, four natures filled to the brim; by LibreOffice in one go.

Every form in both languages, with every kind of facts, is looked at on the XML (test_forms_all) and in the gallery.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import pytest

from cases.forms import Form
from tests.generator.docx_reading import WRITER, root, text_of
from tests.generator.form_facts import LONG, ROWS, extreme, realistic
from tests.generator.test_documents_pages import office, read, squeezed

pytestmark = [pytest.mark.needs("soffice"), pytest.mark.needs("pdftotext")]

SEEN_TO = ("F16a", "contact-sheet")
"""Have pages of their own in test_documents_pages."""
FORMS = [form for form in sorted(WRITER.forms().values(), key=lambda form: form.id) if form.id not in SEEN_TO]
TO_THE_BRIM = [WRITER.forms()[name] for name in ("F08a", "F11b", "F11d", "F16c")]
"""A sheet, a letter, a landscape report, a report for the customer."""
LEAST = 60
"""Characters on a page that holds more than its header and footer."""
LONGEST = 3
"""Pages of a form filled by people; none of them needs more."""
ODD = ("{{", "{%", "None", "Undefined", "\ufffd")


def lang_of(form: Form) -> str:
    return "zh" if FORMS.index(form) % 2 else "en"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    folder = tmp_path_factory.mktemp("forms")
    made = {form.id: WRITER.write(form.id, lang_of(form), realistic(form, lang_of(form))) for form in FORMS}
    made |= {f"{form.id}-brim": WRITER.write(form.id, lang_of(form), extreme(form)) for form in TO_THE_BRIM}
    for name, docx in made.items():
        (folder / f"{name}.docx").write_bytes(docx)
    office(folder, "pdf", folder, sorted(folder.glob("*.docx")))
    return {path.stem: [plain(page) for page in read(path)] for path in folder.glob("*.pdf")}


def plain(text: str) -> str:
    """Without the signs that LibreOffice prints but leaves without a code, so that no reader of the PDF finds them."""
    coded = "".join(char for char in text if char not in "☐☑√✓℃")
    return squeezed(unicodedata.normalize("NFKC", coded))


def test_no_form_is_longer_than_designed(pages: Mapping[str, list[str]]) -> None:
    assert {form.id: len(pages[form.id]) for form in FORMS if len(pages[form.id]) > LONGEST} == {}


def test_no_page_is_empty_or_shows_a_tag(pages: Mapping[str, list[str]]) -> None:
    every = [(name, number, page) for name, found in pages.items() for number, page in enumerate(found, 1)]
    assert [(name, number) for name, number, page in every if len(page) < LEAST] == []
    assert [(name, odd) for name, _, page in every for odd in ODD if odd in page] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
def test_every_line_of_the_document_is_on_a_page(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[form.id])
    docx = WRITER.write(form.id, lang_of(form), realistic(form, lang_of(form)))
    assert [line for line in text_of(root(docx)).split("\n") if plain(line) not in printed] == []


@pytest.mark.parametrize("form", TO_THE_BRIM, ids=lambda form: form.id)
def test_nothing_is_cut_in_a_form_filled_to_the_brim(pages: Mapping[str, list[str]], form: Form) -> None:
    printed = "".join(pages[f"{form.id}-brim"])
    sentence, long = plain("换回胶型 A 后"), [each for each in form.fields if each.kind == "long"]
    assert printed.count(sentence) >= plain(LONG).count(sentence) * len(long) * 0.97  # pages part a few of them
    rows = [f"{row:02}逐片" for row in range(1, ROWS + 1)]
    assert [row for row in rows if printed.count(row) < len(form.tables)] == []
