"""Forms that came back through LibreOffice: saved as .docx, .odt, .doc and .rtf, and converted by us."""

from __future__ import annotations

import stat
import time
from pathlib import Path

import pytest

from cases.returned import Returned
from parsers.form_read import FormReader
from parsers.form_refusals import FormRefused
from parsers.office_convert import OfficeConverter
from tests.conftest import Once
from tests.generator.docx_reading import WRITER
from tests.parsers.form_filling import ANSWERS, READ, answers, returned
from tests.parsers.office_rounds import ROWS, WAYS, WILD, saved_by_office


@pytest.fixture(scope="module")
def saved(once: Once) -> Path:
    return once("forms-saved-by-office", saved_by_office) / "saved"


def came_back(saved: Path, name: str) -> Returned:
    return READ((saved / f"{name}.docx").read_bytes())


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_form_saved_by_libreoffice_is_read_as_before(saved: Path, lang: str, way: str) -> None:
    form, before = came_back(saved, f"{lang}-{way}"), READ(returned(lang))
    assert answers(form) == ANSWERS
    assert form.rows == before.rows
    assert (form.form, form.case, form.revision, form.language) == ("F16a", "K2026-00012", "R1", lang)
    assert form.prefilled_changed == {} and form.findings == ()
    assert {name: form.fields[name].by for name in ANSWERS} == {name: before.fields[name].by for name in ANSWERS}


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("way", WAYS)
def test_wild_text_survives_libreoffice(saved: Path, way: str) -> None:
    form = came_back(saved, f"wild-{way}")
    assert {name: form.text(name) for name in WILD} == WILD
    assert [(row["action"], row["owner"]) for row in form.rows["d5.actions"]] == list(zip(*ROWS.values(), strict=True))


@pytest.mark.needs("soffice")
def test_other_formats_are_converted_and_say_so(saved: Path) -> None:
    read = FormReader(WRITER.forms().values(), OfficeConverter())
    form = read((saved / "zh-rtf.rtf").read_bytes())
    assert answers(form) == ANSWERS
    assert (form.converted_from, form.flags, form.findings) == ("rtf", ("converted",), ())


@pytest.mark.needs("soffice")
def test_garbage_that_libreoffice_takes_for_text_is_no_form() -> None:
    read = FormReader(WRITER.forms().values(), OfficeConverter())
    form = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + b"\0" * 4000)
    assert [each.rule for each in form.findings] == ["FORM-unknown-form"]


def test_without_libreoffice_the_sender_hears_what_to_do() -> None:
    for read in (READ, FormReader(WRITER.forms().values(), OfficeConverter("no-such-office"))):
        (finding,) = read(b"{\\rtf1 x}").findings
        assert (finding.rule, finding.level) == ("FORM-no-office", "block")
        assert ".docx" in finding.zh and ".docx" in finding.en


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    office = tmp_path / "office"
    office.write_text(f"#!/bin/sh\n(sleep 1.5; touch {alive}) &\nsleep 30\n")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    begun = time.monotonic()
    with pytest.raises(FormRefused) as refused:
        OfficeConverter(str(office), seconds=0.5)(b"{\\rtf1 x}", "rtf")
    assert refused.value.code == "not-converted" and time.monotonic() - begun < 15
    time.sleep(1.6)
    assert not alive.exists()


def test_a_conversion_has_no_network_and_none_of_our_surroundings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KESU_PASSWORD", "secret")
    seen = tmp_path / "seen"
    office = tmp_path / "office"
    office.write_text(f"#!/bin/sh\nenv > {seen}\n")
    office.chmod(office.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(FormRefused):
        OfficeConverter(str(office))(b"x", "odt")
    said = seen.read_text()
    assert "secret" not in said and "http_proxy=http://127.0.0.1:9" in said
