"""Name, logo and colour of the company, set in one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kesu.config import Config
from kesu.config_company import CompanySection
from kesu.config_values import ConfigError
from kesu.present import of_desk
from kesu.stationery import document_writer
from tests.office import Office, settings


@pytest.mark.parametrize(
    ("colour", "why"),
    [("navy", "six hexadecimal digits"), ("F0C040", "too light"), ("12345", "six hexadecimal digits")],
)
def test_a_colour_that_cannot_be_printed_is_refused(colour: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        CompanySection(colour=colour)


def test_a_colour_is_written_with_or_without_its_hash() -> None:
    assert (CompanySection(colour="#7a1f2b").colour, CompanySection().colour) == ("7A1F2B", "")


@pytest.mark.parametrize(("content", "why"), [(None, "cannot be read"), (b"<svg/>", "no picture that Word shows")])
def test_a_logo_that_cannot_be_printed_is_a_fault_that_names_the_file(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "logo.svg").write_bytes(content)
    config = Config(base=tmp_path, company=CompanySection(logo=Path("logo.svg")))
    with pytest.raises(ConfigError, match=rf"\[company\] logo {tmp_path}/logo.svg .*{why}"):
        document_writer(config)


def test_mails_and_documents_carry_the_company_s_name() -> None:
    office = Office(settings(company={"name_zh": "远岭科技", "name_en": "Farridge Ltd."}))
    assert (of_desk(office.desk)["name"], of_desk(office.desk)["name_en"]) == (
        "远岭科技 客诉受理台",
        "Farridge Ltd. Complaint desk",
    )
