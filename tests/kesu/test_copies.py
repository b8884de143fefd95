"""A customer gets a document in their own language, or in each language that the configuration names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from cases.mail import Address
from cases.model import Customer
from generator.documents import DocxWriter
from generator.docx_drawing import drawing
from generator.docx_pasted import with_pasted
from kesu.config import Config
from kesu.customers import languages_for
from parsers.photos import shown
from tests.generator.docx_reading import BODY, TEMPLATES, WRITER, cells, edited, facts, packed, parts, root, words
from tests.kesu.letters import APPROVER, BEGUN, ENGINEER, filled, named, opened, returns, says
from tests.kesu.test_cli import kesu, toml
from tests.office import CUSTOMER, Office, at, files_of, settings, text_of
from tests.parsers.form_filling import cell, xml
from tests.parsers.photos import exif, grain, quarters, saved

RETURNED, ASKED, SENT = at("2026-03-02 15:00"), at("2026-03-02 16:00"), at("2026-03-02 17:00")
BOTH = {"copies": ["zh", "en"]}


def office_with(documents: dict[str, Any], customers: Sequence[dict[str, Any]] = ()) -> Office:
    """A case whose 8D can be returned."""
    config = settings(documents=documents)
    known = Config.model_validate({"customers": customers}).customers
    office = Office(config.model_copy(update={"customers": known}))
    opened(office)
    return office


def approved(office: Office) -> dict[str, bytes]:
    """What the customer gets of a report that is approved."""
    returns(office, RETURNED)
    says(office, APPROVER, "同意", ASKED)
    office.works(SENT)
    return files_of(office.last(CUSTOMER))


@pytest.fixture(scope="module")
def both() -> Office:
    """A report has gone to its customer in both languages."""
    office = office_with(BOTH)
    approved(office)
    return office


def test_where_it_is_wanted_a_customer_gets_it_in_two_with_the_same_answers_and_signatures(both: Office) -> None:
    files = files_of(both.last(CUSTOMER))
    assert list(files) == ["K2026-00001-8D报告-R2.docx", "K2026-00001-8D report-R2.docx"]
    zh, en = files.values()
    assert ("Problem description" in words(en), "签核" in words(zh), "签核" in words(en)) == (True, True, False)
    for docx in (zh, en):
        assert cells(docx)["d2.statement"] == BEGUN["d2.statement"]
        assert ("江海川" in words(docx), "工作稿" in words(docx), "Draft" in words(docx)) == (True, False, False)
    assert ("电子批准 e-approved" in words(zh), "e-approved" in words(en)) == (True, True)
    assert "电子批准" not in words(en)


def test_every_copy_is_kept_with_the_case_as_it_was_approved_and_as_it_was_signed(both: Office) -> None:
    kept = [doc for doc in both.case().documents if doc.revision.startswith("R2")]
    assert [(doc.revision, doc.lang) for doc in kept] == [
        ("R2", "zh"),
        ("R2-customer", "zh"),
        ("R2-customer-en", "en"),
        ("R2-signed", "zh"),
        ("R2-signed-en", "en"),
    ]
    assert [both.desk.papers.get(doc.name) for doc in kept[3:]] == list(files_of(both.last(CUSTOMER)).values())


def test_the_approver_decides_on_both(both: Office) -> None:
    asked = next(mail for mail in both.sent(APPROVER) if files_of(mail))
    assert list(files_of(asked)) == [
        "K2026-00001-8D报告-R2-工作稿.docx",
        "K2026-00001-8D报告-R2.docx",
        "K2026-00001-8D report-R2.docx",
    ]


def test_what_may_not_be_said_is_found_in_either(tmp_path: Path) -> None:
    """A company has put a sentence into its English form alone."""
    (tmp_path / "docx").mkdir()
    ours = (TEMPLATES / "docx" / "8d.en.docx").read_bytes()
    own = edited(ours, BODY, "Problem description", "Even a child would understand that")
    (tmp_path / "docx" / "8d.en.docx").write_bytes(own)
    office = office_with(BOTH)
    office.desk = replace(office.desk, documents=DocxWriter([tmp_path, TEMPLATES]))
    returns(office, RETURNED)
    assert office.case().rounds == ()
    assert "Even a child would understand that" in text_of(office.last(ENGINEER))


@pytest.mark.parametrize(
    ("documents", "customer", "language", "wanted"),
    [
        ({}, {}, "zh", ("zh",)),
        ({}, {}, "en", ("en",)),
        (BOTH, {}, "zh", ("zh", "en")),
        (BOTH, {}, "en", ("en", "zh")),
        ({"copies": ["en"]}, {}, "zh", ("en",)),
        (BOTH, {"copies": "customer"}, "en", ("en",)),
        ({"copies": "customer"}, {"copies": ["zh", "en"]}, "zh", ("zh", "en")),
        (BOTH, {"copies": ["zh"]}, "en", ("zh",)),
        (BOTH, {"name": "somebody else", "copies": ["zh"]}, "en", ("en", "zh")),
    ],
)
def test_a_customer_of_the_table_may_want_other_languages_than_the_rest(
    documents: dict[str, Any], customer: dict[str, Any], language: str, wanted: tuple[str, ...]
) -> None:
    config = Config.model_validate({"documents": documents, "customers": [{"name": "Farridge", **customer}]})
    assert languages_for(Customer("Farridge", "Farridge", Address("", CUSTOMER), language), config) == wanted


def pasted(docx: bytes, fields: Sequence[str], picture: bytes, more: str = "", turned: str = "0") -> bytes:
    """The form with a picture in each of these cells, as Word writes one that was cut at its left."""
    content = parts(docx)
    relations = content["word/_rels/document.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    link = f'<Relationship Id="rId900" Type="{kind}" Target="media/image9.jpeg"/></Relationships>'
    types = content["[Content_Types].xml"].decode()
    jpeg = '<Default Extension="jpeg" ContentType="image/jpeg"/></Types>'
    tree = root(docx)
    for field in fields:
        run = xml("<w:r/>")
        found = drawing("rId900", 1, "Picture 1", "裂纹", (1_000_000, 500_000))
        next(found.iter(qn("a:blip"))).addnext(found.makeelement(qn("a:srcRect"), {"l": "25000"}))
        next(found.iter(qn("a:xfrm"))).set("rot", turned)
        for extra in found.iter(qn("wp:docPr")) if more else ():
            extra.append(extra.makeelement(qn("a:hlinkClick"), {qn("r:id"): more}))
        run.append(found)
        cell(tree, field).findall(qn("w:p"))[-1].append(run)
    return packed(
        {
            **content,
            BODY: etree.tostring(tree),
            "word/media/image9.jpeg": picture,
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", link).encode(),
            "[Content_Types].xml": types.replace("</Types>", jpeg).encode(),
        }
    )


def shown_in(docx: bytes, field: str) -> list[tuple[bytes, str | None, str | None]]:
    """Of each picture in the cell: the file, how much of its left is cut, its alternative text."""
    files = {each.get("Id"): each.get("Target") for each in root(docx, "word/_rels/document.xml.rels")}
    found = []
    for each in cell(root(docx), field).iter(qn("w:drawing")):
        file = files[next(each.iter(qn("a:blip"))).get(qn("r:embed"))]
        left, described = next(each.iter(qn("a:srcRect"))).get("l"), next(each.iter(qn("wp:docPr"))).get("descr")
        found.append((parts(docx)[f"word/{file}"], left, described))
    return found


def test_pictures_in_the_cells_are_in_every_copy_as_they_were_pasted() -> None:
    office = office_with(BOTH)
    _, _, form = named(office, "8D")
    taken = saved(quarters(80, 40), exif=exif())
    photo = shown(taken).image
    assert (b"Ulefone" in taken, b"Ulefone" in photo) == (True, False)
    returns(office, RETURNED, content=pasted(filled(form), ["d2.photo_ng", "d2.statement"], taken, more="rId900"))
    says(office, APPROVER, "同意", ASKED)
    office.works(SENT)
    files = files_of(office.last(CUSTOMER))
    assert list(files) == ["K2026-00001-8D报告-R2.docx", "K2026-00001-8D report-R2.docx"]
    for docx in files.values():
        for field in ("d2.photo_ng", "d2.statement"):
            assert shown_in(docx, field) == [(photo, "25000", "裂纹")]
        assert shown_in(docx, "d2.photo_ok") == []
        assert len({each.get("id") for each in root(docx).iter(qn("wp:docPr"))}) == 2
        assert Document(BytesIO(docx)).inline_shapes[0].width == 1_000_000
    assert cells(docx)["d2.statement"] == BEGUN["d2.statement"]


@pytest.mark.parametrize(("orientation", "turned"), [(6, "5400000"), (6, "0"), (1, "10800000")])
def test_a_picture_that_its_drawing_turns_is_left_as_it_is(orientation: int, turned: str) -> None:
    """Word turns a phone's photo in the drawing; turned in the file as well it would lie on its side."""
    taken = saved(quarters(80, 40), exif=exif(orientation))
    form = WRITER.write("F16a", "zh", facts("peeling-label.zh"))
    docx = with_pasted(form, pasted(form, ["d2.photo_ng"], taken, turned=turned), lambda each: shown(each).image)
    assert [file for file, _, _ in shown_in(docx, "d2.photo_ng")] == [taken]


def test_a_picture_that_is_small_and_tells_nothing_is_not_reduced_again() -> None:
    form, once = WRITER.write("F16a", "zh", facts("peeling-label.zh")), shown(saved(grain(1600, 1200))).image
    docx = with_pasted(form, pasted(form, ["d2.photo_ng"], once), lambda each: shown(each).image)
    assert [file for file, _, _ in shown_in(docx, "d2.photo_ng")] == [once]


def test_what_no_other_copy_can_hold_stays_in_one_language_and_who_returned_it_is_told() -> None:
    """Of a customer whom the table wants to have both; the file is none that we could write."""
    office = office_with({}, [{"name": "Farridge", "addresses": [CUSTOMER], "copies": ["zh", "en"]}])
    _, _, form = named(office, "8D")
    returns(office, RETURNED, content=pasted(filled(form), ["d2.photo_ng"], b"\x01\0\0\0 an EMF drawing"))
    assert [doc.revision for doc in office.case().documents if "customer" in doc.revision] == ["R2-customer"]
    (told,) = (text_of(mail) for mail in office.sent(ENGINEER) if "FORM-language" in text_of(mail))
    assert "客户只会收到这一种语言的版本" in told


NONSENSE = {
    "[documents]": ['"both"', '["de"]', "[]", '["zh", "zh"]', "2"],
    '[[customers]]\nname = "Farridge"': ['["zh", 1]'],
}


def test_kesu_check_refuses_nonsense_in_one_sentence(tmp_path: Path) -> None:
    file = toml(tmp_path)
    sound = file.read_text(encoding="utf-8")
    for section, value in ((section, value) for section, values in NONSENSE.items() for value in values):
        file.write_text(f"{sound}\n{section}\ncopies = {value}\n", encoding="utf-8")
        found = kesu("check", "--config", file)
        told = [line for line in (found.out + found.err).splitlines() if "copies" in line]
        assert (found.code, len(told)) == (1, 1)
        assert 'write "customer" for the customer\'s language, or the languages: ["zh", "en"]' in told[0]
