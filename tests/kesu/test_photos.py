"""The customer's photos in our documents: reduced, upright, without their metadata; what cannot be shown is named."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from cases.photos import Photo, Unshown
from generator.docx_drawing import MM
from kesu.config import DocumentsSection
from kesu.photos import PhotoShelf, to_print
from tests.generator.docx_reading import parts, root, words
from tests.kesu.letters import ENGINEER, MONDAY, complaint, says
from tests.kesu.test_cli import kesu, toml
from tests.office import Office, at, files_of, settings
from tests.parsers.photos import corners, exif, png, quarters, saved

TAKEN = saved(quarters(1600, 1200), quality=95, exif=exif(6))
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 99
REQUESTED = at("2026-03-02 15:00")


def office_with(*files: tuple[str, bytes], **documents: object) -> Office:
    """A complaint came with these files."""
    office = Office(settings(documents=documents))
    mail = complaint(office)
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    office.arrives(mail, MONDAY)
    office.works(MONDAY)
    return office


def report(office: Office) -> bytes:
    """The preliminary report as the engineer gets it."""
    says(office, ENGINEER, "索取表单 F16b", REQUESTED)
    (docx,) = files_of(office.last(ENGINEER)).values()
    return docx


def pictures(docx: bytes) -> list[bytes]:
    return [content for name, content in sorted(parts(docx).items()) if name.startswith("word/media/photo")]


def test_a_photo_is_shown_upright_and_small_and_tells_nobody_where_it_was_taken() -> None:
    """The original stays on the case as it came."""
    office = office_with(("IMG_0012.jpg", TAKEN))
    docx = report(office)
    (photo,) = pictures(docx)
    assert (corners(photo), b"Ulefone" in TAKEN, b"Ulefone" in docx) == (["blue", "red", "white", "green"], True, False)
    assert b"Exif" not in photo
    assert len(docx) < 200_000
    (extent,) = root(docx).iter(qn("wp:extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (round(46.5 * MM), 62 * MM)
    assert "图 1  IMG_0012.jpg" in words(docx)
    mail = office.desk.read_mail(office.desk.spool.read(office.case().timeline[0].mail), MONDAY)
    assert [file.content for file in mail.attachments] == [TAKEN]


def test_what_cannot_be_shown_is_named_with_the_reason() -> None:
    office = office_with(
        ("照片.heic", HEIC), ("不良.jpg", TAKEN), ("断.jpg", TAKEN[:9999]), ("大.png", png(30_000, 30_000))
    )
    docx = report(office)
    assert len(pictures(docx)) == 1
    assert "图 1  不良.jpg" in words(docx)
    named = "未印出  照片.heic（此格式不能印出）、断.jpg（文件已损坏）、大.png（像素过多，未打开）"
    assert named in words(docx)


def test_a_picture_whose_name_states_another_format_is_shown() -> None:
    """Chat programs save PNG and WebP as .jpg."""
    docx = report(office_with(("mmexport.jpg", saved(quarters(800, 600), "WEBP", lossless=True))))
    assert [corners(photo) for photo in pictures(docx)] == [["red", "green", "blue", "white"]]


def test_only_as_many_are_shown_as_the_configuration_says() -> None:
    docx = report(office_with(("a.jpg", TAKEN), ("b.jpg", TAKEN), photos=1))
    assert (len(pictures(docx)), "b.jpg（超出可印张数或大小）" in words(docx)) == (1, True)


def test_photos_take_no_more_room_than_the_configuration_says() -> None:
    sizes = {b"a": 400_000, b"b": 700_000, b"c": 100_000}
    found = to_print(
        [(f"{name!r}", name) for name in sizes],
        lambda content: Photo(b"." * sizes[content]),
        DocumentsSection(photos_mb=1),
    )
    assert [(len(each["image"]), each["why"]) for each in found] == [(400_000, ""), (0, "too-many"), (100_000, "")]


def test_without_photos_in_the_configuration_none_is_opened_or_named() -> None:
    docx = report(office_with(("a.jpg", TAKEN), ("b.heic", HEIC), photos=0))
    assert (pictures(docx), "a.jpg" in words(docx)) == ([], False)


def test_after_two_pictures_that_took_too_much_no_other_is_tried() -> None:
    tried: list[bytes] = []

    def too_much(content: bytes) -> Photo:
        tried.append(content)
        return Photo(why=Unshown.TOO_COSTLY)

    found = to_print([(f"{no}.png", bytes([no])) for no in range(5)], too_much, DocumentsSection())
    assert (len(tried), {each["why"] for each in found}) == (2, {Unshown.TOO_COSTLY})


def test_a_picture_is_reduced_once_and_kept_for_the_next_start(tmp_path: Path) -> None:
    made: list[bytes] = []

    def decode(content: bytes) -> Photo:
        made.append(content)
        return Photo(b"small") if content == b"large" else Photo(why=Unshown.DAMAGED)

    shelf, next_start = PhotoShelf(decode, tmp_path / "photos"), PhotoShelf(decode, tmp_path / "photos")
    assert [shelf(b"large"), shelf(b"large"), next_start(b"large")] == [Photo(b"small")] * 3
    assert [shelf(b"broken"), shelf(b"broken")] == [Photo(why=Unshown.DAMAGED)] * 2
    assert made == [b"large", b"broken"]


def test_where_nothing_can_be_kept_pictures_are_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "photos").write_bytes(b"no folder")
    assert PhotoShelf(lambda _: Photo(b"small"), tmp_path / "photos")(b"large") == Photo(b"small")


# ---------------------------------------------------------------- kesu render


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    (tmp_path / "defect.jpg").write_bytes(TAKEN)
    (tmp_path / "good.heic").write_bytes(HEIC)
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({"product_name": "DDR5", "photos": ["defect.jpg"]}), encoding="utf-8")
    return path


def test_kesu_render_shows_the_photos_that_facts_and_command_name(facts: Path) -> None:
    target = facts.with_suffix(".docx")
    command = ("render", "F16b", "--facts", facts, "--photo", facts.parent / "good.heic", "--lang", "en")
    assert kesu(*command, "--out", target).code == 0
    docx = target.read_bytes()
    assert [corners(photo) for photo in pictures(docx)] == [["blue", "red", "white", "green"]]
    assert "Fig. 1  defect.jpg" in words(docx)
    assert "Not printed  good.heic (a format that cannot be printed)" in words(docx)
    assert Document(BytesIO(docx)).inline_shapes[0].height == 62 * MM


def test_kesu_render_says_which_photo_is_not_there(facts: Path) -> None:
    facts.write_text('{"photos": "defect.jpg"}', encoding="utf-8")
    told = [
        kesu("render", "F16b", "--facts", facts, "--out", facts.with_suffix(".docx")),
        kesu("render", "F16b", "--case", "K2026-00001", "--photo", "a.jpg", "--out", facts.with_suffix(".docx")),
    ]
    facts.write_text("{}", encoding="utf-8")
    told += [kesu("render", "F16b", "--facts", facts, "--photo", "gone.jpg", "--out", facts.with_suffix(".docx"))]
    assert [each.code for each in told] == [2, 2, 2]
    says_why = ("photos is no list of picture files", "--photo goes with --facts", "photo gone.jpg cannot be read")
    assert [why in " ".join(each.err.split()) for why, each in zip(says_why, told, strict=True)] == [True] * 3


def test_kesu_check_refuses_a_nonsense_number_of_photos(tmp_path: Path) -> None:
    file = toml(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\n[documents]\nphotos = -1\n", encoding="utf-8")
    found = kesu("check", "--config", file)
    assert (found.code, "documents.photos" in found.out + found.err) == (1, True)
