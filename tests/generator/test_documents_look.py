"""The company's colour and logo on every form, and the customer's photos in their places."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from generator.documents import DocxWriter
from generator.docx_company import Look, tint
from generator.docx_drawing import MM, picture
from tests.generator.docx_reading import BODY, TEMPLATES, US, WRITER, cells, edited, parts, root, text_of, words

OURS = ("1F3A5F", "DCE5EF", "EFF3F7")
NOTICE = "F08a"
"""A form with a place for photos."""


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def branded() -> DocxWriter:
    return DocxWriter([TEMPLATES], look=Look("7A1F2B", picture(png(600, 150))))


# ---------------------------------------------------------------- colour and logo


def test_a_tint_is_the_colour_thinned_with_white() -> None:
    assert [tint("1F3A5F", share) for share in (1, 0.5, 0)] == ["1F3A5F", "8F9CAF", "FFFFFF"]


@pytest.mark.parametrize("form", ["F16a", "contact-sheet", NOTICE])
def test_the_companys_colour_and_its_tints_take_the_place_of_ours(branded: DocxWriter, form: str) -> None:
    found = parts(branded.write(form, "zh", US))
    xml = b"".join(found[name] for name in found if name.startswith("word/")).decode("utf-8", "replace")
    assert [colour for colour in OURS if colour in xml] == []
    assert "7A1F2B" in xml
    assert tint("7A1F2B", 0.13) in xml


def test_a_customer_who_writes_a_colour_keeps_it(branded: DocxWriter) -> None:
    typed = 'w:fill="1F3A5F" 1F3A5F'
    assert cells(branded.write(NOTICE, "zh", {**US, "product_name": typed}))["product_name"] == typed


def test_the_logo_stands_in_the_first_pages_header_seven_millimetres_high(branded: DocxWriter) -> None:
    docx = branded.write(NOTICE, "zh", US)
    section = Document(io.BytesIO(docx)).sections[0]
    (shown,) = section.first_page_header.part.element.iter(qn("wp:extent"))
    assert (int(shown.get("cx")), int(shown.get("cy"))) == (28 * MM, 7 * MM)
    assert len(list(section.header.part.element.iter(qn("wp:extent")))) == 0
    assert parts(docx)["word/media/company-logo.png"] == png(600, 150)


def test_without_a_logo_nothing_stands_in_its_place() -> None:
    assert "us.logo" not in words(WRITER.write(NOTICE, "zh", US))
    assert not [name for name in parts(WRITER.write(NOTICE, "zh", US)) if "media" in name]


def test_a_company_may_rename_a_shared_field_in_all_forms_at_once(tmp_path: Path) -> None:
    own = '[field.production_unit]\nzh = "车间"\nen = "Shop"\nfill = "engineer"\n'
    (tmp_path / "fields.toml").write_text(own, encoding="utf-8")
    forms = DocxWriter([tmp_path, TEMPLATES]).forms()
    labels = {
        form: each.label_zh for form in ("F09a", "F09b") for each in forms[form].fields if each.id == "production_unit"
    }
    assert labels == {"F09a": "车间", "F09b": "车间"}


def test_a_company_may_redraw_a_form_and_keep_its_look(tmp_path: Path) -> None:
    (tmp_path / "docx").mkdir()
    redrawn = edited((TEMPLATES / "docx" / "F08a.zh.docx").read_bytes(), BODY, "应急与原因", "应急、原因", times=2)
    (tmp_path / "docx" / "F08a.zh.docx").write_bytes(redrawn)
    docx = DocxWriter([tmp_path, TEMPLATES], look=Look("7A1F2B")).write(NOTICE, "zh", US)
    assert "应急、原因" in words(docx)
    assert "1F3A5F" not in parts(docx)[BODY].decode()


# ---------------------------------------------------------------- photos


def photos(*sizes: tuple[int, int]) -> dict[str, object]:
    return {**US, "photos": [{"image": png(*size), "caption": f"照片 {no}.png"} for no, size in enumerate(sizes, 1)]}


def shown(docx: bytes) -> list[tuple[float, float]]:
    """Width and height of each picture of the body, in millimetres."""
    extents = root(docx).iter(qn("wp:extent"))
    return [(round(int(each.get("cx")) / MM, 1), round(int(each.get("cy")) / MM, 1)) for each in extents]


def test_photos_fill_their_cell_or_stay_within_its_height() -> None:
    assert shown(WRITER.write(NOTICE, "zh", photos((1600, 400), (900, 1600)))) == [(88.2, 22.0), (34.9, 62.0)]


def test_each_photo_has_its_number_caption_and_alternative_text() -> None:
    docx = WRITER.write(NOTICE, "zh", photos((800, 600), (800, 600), (800, 600)))
    text = words(docx)
    assert [f"图 {no}  照片 {no}.png" in text for no in (1, 2, 3)] == [True] * 3
    names = [each.get("descr") for each in root(docx).iter(qn("wp:docPr"))]
    assert names == ["照片 1.png", "照片 2.png", "照片 3.png"]
    assert len({each.get("id") for each in root(docx).iter(qn("wp:docPr"))}) == 3


def test_without_photos_their_table_is_not_printed() -> None:
    assert "照片" not in text_of(root(WRITER.write(NOTICE, "zh", US)))


def test_what_is_no_picture_is_named_with_the_reason_behind_those_that_are_shown() -> None:
    facts = photos((800, 600))
    found = [{"image": b"%PDF-1.4", "caption": "a.jpg"}, {"caption": "<b>.heic", "why": "format"}]
    docx = WRITER.write(NOTICE, "en", {**facts, "photos": [*found, *facts["photos"]]})  # type: ignore[misc]
    assert len(shown(docx)) == 1
    assert "Fig. 1  照片 1.png" in words(docx)
    assert "Not printed  a.jpg (damaged), <b>.heic (a format that cannot be printed)" in words(docx)


def test_a_long_list_of_what_is_not_shown_is_cut() -> None:
    unshown = [{"caption": f"{no:03}.heic", "why": "format"} for no in range(100)]
    text = words(WRITER.write(NOTICE, "zh", {**US, "photos": unshown}))
    assert ("000.heic（此格式不能印出）、001.heic" in text, "099.heic" in text) == (True, False)


def test_a_form_that_is_no_place_for_photos_stays_without() -> None:
    assert shown(WRITER.write("contact-sheet", "zh", photos((800, 600)))) == []


def test_the_same_photos_give_the_same_bytes() -> None:
    assert WRITER.write(NOTICE, "en", photos((80, 60))) == WRITER.write(NOTICE, "en", photos((80, 60)))


def test_a_caption_is_text_whatever_stands_in_it() -> None:
    facts = {**US, "photos": [{"image": png(80, 60), "caption": "{{ 7*7 }} <b>&\n2"}]}
    assert "图 1  {{ 7*7 }} <b>& 2" in words(WRITER.write(NOTICE, "zh", facts))
