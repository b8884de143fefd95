"""Every form that people fill in comes home cell by cell: by each anchor alone, and through every format."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from cases.forms import Form
from cases.returned import BLOCK, Returned
from parsers.office_convert import TARGET, run
from tests.parsers.form_filling import LOSSES, READ, only
from tests.parsers.form_rounds import FORMS, Typed

WAYS = ("docx", "odt", "doc", "rtf")
ROUND = [(form, ("zh", "en")[at // len(WAYS) % 2], WAYS[at % len(WAYS)]) for at, form in enumerate(FORMS)]
"""Each form in one language by one way; every way carries a quarter of the forms, in both languages."""
OTHER = [pytest.param(form, {"zh": "en", "en": "zh"}[lang], id=form.id) for form, lang, _ in ROUND]
"""Each form in the language in which ROUND does not send it."""


@cache
def typed(form: str, lang: str) -> Typed:
    return Typed(next(each for each in FORMS if each.id == form), lang)


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


def saved_by_office(folder: Path) -> Mapping[str, bytes]:
    """Each form of ROUND saved by LibreOffice in its format, and made .docx again: five starts of it in all."""
    for form, lang, way in ROUND:
        (folder / way).mkdir(exist_ok=True)
        (folder / way / f"{form.id}.docx").write_bytes(typed(form.id, lang).docx)
    for way in WAYS:
        files = [str(path) for path in (folder / way).glob("*.docx")]
        run("soffice", folder, 240, ["--convert-to", way, "--outdir", str(folder / "saved"), *files])
    foreign = [str(path) for path in (folder / "saved").iterdir() if path.suffix != ".docx"]
    run("soffice", folder, 240, ["--convert-to", TARGET, "--outdir", str(folder / "saved"), *foreign])
    return {path.stem: path.read_bytes() for path in (folder / "saved").glob("*.docx")}


@pytest.mark.needs("soffice")
def test_a_form_saved_in_another_format_comes_home(tmp_path: Path) -> None:
    """All of them in one test, because LibreOffice starts once for many files."""
    saved = saved_by_office(tmp_path)
    for form, lang, way in ROUND:
        sent, read = typed(form.id, lang), READ(saved[form.id])
        at_home(sent, read)
        assert (read.form, read.case, read.language) == (form.id, "K2026-00012", lang), way
        assert [each for each in read.findings if each.level == BLOCK] == []
