"""The page of a Word template: what Word, WPS and LibreOffice would show differently, and anchors that are gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from cases.forms import Form, bookmark, style
from generator.docx_lint import Level, Pages, Remark
from generator.docx_release import styles_of

HAN = re.compile("[\u3400-\u9fff]")
FAULT, WARNING = Level.FAULT, Level.WARNING


def tables(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """A table without a grid collapses in WPS; the last table of a body without a paragraph is lost through .doc."""
    for where, table in pages.each("w:tbl"):
        widths = [column.get(qn("w:w")) for column in table.iterfind(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
        if not widths or None in widths:
            yield Remark(FAULT, where(), "the table has no grid of column widths: WPS would collapse it")
        if any(cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}") is None for cell in table.iter(qn("w:tc"))):
            yield Remark(WARNING, where(), "some cells state no width: columns may shift in WPS")
        following = table.getnext()
        if following is not None and following.tag == qn("w:tbl"):
            yield Remark(WARNING, where(), "the next table follows without a paragraph between: Word joins the two")
    for where, cell in pages.each("w:tc"):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            yield Remark(FAULT, where(), "the cell does not end in a paragraph: Word calls the file damaged")
    body = pages.trees["word/document.xml"].find(qn("w:body"))
    blocks = [block for block in body if block.tag != qn("w:sectPr")]
    if blocks and blocks[-1].tag == qn("w:tbl"):
        yield Remark(FAULT, "end", "no paragraph after the last table: the table is lost when saved as .doc")


def fonts(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Chinese text needs an East Asian font by name; without one each program takes another."""
    if not _east_asian(pages.styles):
        yield Remark(
            FAULT, "styles", "the default style names no East Asian font (rFonts w:eastAsia), such as 微软雅黑"
        )
    for where, run in pages.each("w:r"):
        named = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        text = "".join(node.text or "" for node in run.iter(qn("w:t")))
        if named is not None and HAN.search(text) and named.get(qn("w:ascii")) and not named.get(qn("w:eastAsia")):
            yield Remark(
                WARNING, where(), f"“{text[:20]}” has a font for Latin letters only: choose one for Chinese too"
            )


def _east_asian(styles: Any | None) -> bool:
    if styles is None:
        return False
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}/{qn('w:rFonts')}")
    normal = [
        each.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        for each in styles.iter(qn("w:style"))
        if each.get(qn("w:default")) == "1" and each.get(qn("w:type")) == "paragraph"
    ]
    named = [each for each in (defaults, *normal) if each is not None]
    return any(each.get(qn("w:eastAsia")) or each.get(qn("w:eastAsiaTheme")) for each in named)


def anchors(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Every cell that a person fills should be found again three ways: bookmark, style, label."""
    marks = Counter(mark.get(qn("w:name"), "") for _, mark in pages.each("w:bookmarkStart"))
    styles = styles_of(pages.styles)
    used = {name for _, paragraph in pages.each("w:p") for name in styles(paragraph)}
    cells = {field.id: field for field in form.fields if field.fill.by_hand}
    for field_id, field in cells.items():
        lost = [what for what, gone in (("bookmark", bookmark(field_id) not in marks),
                                        ("style", style(field_id) not in used)) if gone]  # fmt: skip
        if len(lost) == 1:
            yield Remark(WARNING, "", f"{_called(field_id, field)} has lost its {lost[0]}: it comes back less surely")
        elif lost:
            yield Remark(
                WARNING, "", f"{_called(field_id, field)} has neither bookmark nor style: it is found by its label"
            )
    ours = {bookmark(field.id) for field in form.fields}
    for name in sorted(name for name in marks if name.startswith("kesu_") and name not in ours):
        yield Remark(WARNING, "", f"bookmark {name} belongs to no field of form {form.id}")
    for name in sorted(name for name, count in marks.items() if count > 1 and name in ours):
        yield Remark(FAULT, "", f"bookmark {name} stands {marks[name]} times: only one cell can be the field")


def controls(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Plain-text content controls: LibreOffice doubles the Chinese text in them at every save."""
    for where, control in pages.each("w:sdt"):
        if control.find(f"{qn('w:sdtPr')}/{qn('w:text')}") is not None:
            yield Remark(WARNING, where(), "a plain-text content control: LibreOffice doubles Chinese text in it")


def lines(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """A line grid doubles the pitch of 微软雅黑; an exact pitch cuts a pasted photo to one line."""
    for where, section in pages.each("w:sectPr"):
        grid = section.find(qn("w:docGrid"))
        if grid is not None and grid.get(qn("w:type")) in ("lines", "linesAndChars"):
            yield Remark(
                WARNING, where() or "page", "the page has a line grid: 微软雅黑 is set at double pitch in Word"
            )
    styles = styles_of(pages.styles)
    fills = {style(field.id) for field in form.fields if field.fill.by_hand}
    for where, paragraph in pages.each("w:p"):
        spacing = paragraph.find(f"{qn('w:pPr')}/{qn('w:spacing')}")
        exact = spacing is not None and spacing.get(qn("w:lineRule")) == "exact"
        if exact and fills & set(styles(paragraph)):
            yield Remark(
                WARNING, where(), "an exact line pitch in a cell to be filled: a pasted photo is cut to one line"
            )


def _called(field_id: str, field: Any) -> str:
    return f"field {field_id} ({field.label_zh})"
