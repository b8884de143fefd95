"""Every form that people fill in comes home cell by cell: by each anchor alone, and through every format."""

from __future__ import annotations

import pytest

from cases.forms import Form
from cases.returned import BLOCK, Returned
from tests.conftest import Once
from tests.parsers.form_filling import LOSSES, READ, only
from tests.parsers.form_rounds import Typed
from tests.parsers.office_rounds import ROUND, saved_by_office, typed

OTHER = [pytest.param(form, {"zh": "en", "en": "zh"}[lang], id=form.id) for form, lang, _ in ROUND]
"""Each form in the language in which ROUND does not send it."""


def at_home(sent: Typed, read: Returned) -> None:
    fields, rows = sent.came_home(read)
    assert fields == sent.fields
    assert rows == sent.rows


@pytest.mark.parametrize(("form", "lang"), OTHER)
def test_what_people_type_into_a_form_is_read_cell_by_cell(form: Form, lang: str) -> None:
    sent = typed(form.id, lang)
    read = READ(sent.docx)
    at_home(sent, read)
    assert (read.form, read.language, read.findings, read.prefilled_changed) == (form.id, lang, (), {})


@pytest.mark.parametrize("anchor", list(LOSSES))
@pytest.mark.parametrize(("form", "lang"), OTHER)
def test_each_anchor_alone_is_enough(form: Form, lang: str, anchor: str) -> None:
    sent = typed(form.id, lang)
    read = READ(only(sent.docx, anchor))
    fields, rows = sent.came_home(read)
    assert fields == sent.fields
    assert [name for name in fields if anchor not in read.fields[name].by] == []
    if anchor != "bookmark":  # rows have none: they come and go
        assert rows == sent.rows


@pytest.mark.needs("soffice")
def test_a_form_saved_in_another_format_comes_home(once: Once) -> None:
    saved = once("forms-saved-by-office", saved_by_office) / "saved"
    for form, lang, way in ROUND:
        sent, read = typed(form.id, lang), READ((saved / f"{form.id}.docx").read_bytes())
        at_home(sent, read)
        assert (read.form, read.case, read.language) == (form.id, "K2026-00012", lang), way
        assert [each for each in read.findings if each.level == BLOCK] == []
