"""What a rendered document still needs before Word, WPS and LibreOffice show it alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from generator.docx_package import pack, parse, serialise, unpack

BODY, CORE = "word/document.xml", "docProps/core.xml"
TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
HAN = re.compile("[\u3400-\u9fff]")
QUOTES = "\u2018\u2019\u201c\u201d\u2026\u2014"
AMBIGUOUS = re.compile(f"[{QUOTES}]")
# CT_TcPr (ECMA-376 part 1, 17.4.70); docxtpl's cellbg puts the shading first.
CELL_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip


def finish(docx: bytes, core: Callable[[Any], bytes]) -> bytes:
    """The same document: ids unique, cells in schema order, quotes full width, body ending in a paragraph.
    `core` makes the part of its properties from the body.
    """
    parts = unpack(docx)
    for name in filter(TEXT_PARTS.fullmatch, list(parts)):
        root = parse(parts[name])
        tidy(root)
        hint_quotes(root)
        parts[name] = serialise(root)
        if name == BODY:
            parts[CORE] = core(root)
    return pack(parts)


def tidy(root: Any) -> None:
    """All of it that does not depend on what is written in the cells."""
    _pictures(root)
    _bookmark_ids(root)
    _cell_order(root)
    _last_paragraph(root)


def _pictures(root: Any) -> None:
    # Where the distances are missing, LibreOffice adds 3.2 mm and the picture runs over the border.
    for inline in root.iter(qn("wp:inline")):
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
    for number, properties in enumerate(root.iter(qn("wp:docPr")), 1):
        properties.set("id", str(number))


def _bookmark_ids(root: Any) -> None:
    """A bookmark inside a loop comes out once per row with the same id."""
    open_ids: dict[str, str] = {}
    number = 0
    for mark in root.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        old = mark.get(qn("w:id"), "")
        if mark.tag == qn("w:bookmarkStart"):
            open_ids[old] = str(number)
            number += 1
        mark.set(qn("w:id"), open_ids.get(old, old))


def _cell_order(root: Any) -> None:
    for properties in root.iter(qn("w:tcPr")):
        properties[:] = sorted(properties, key=lambda child: CELL_ORDER.index(etree.QName(child).localname))


def hint_quotes(root: Any, wanted: Callable[[Any], bool] = lambda _: True) -> None:
    """Word takes “ ” ‘ ’ … — from the Latin font unless the run asks for the East Asian one."""
    for run in filter(wanted, root.iter(qn("w:r"))):
        text = "".join(each.text or "" for each in run.findall(qn("w:t")))
        if AMBIGUOUS.search(text) and HAN.search(text):
            _fonts(run).set(qn("w:hint"), "eastAsia")


def _fonts(run: Any) -> Any:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = etree.Element(qn("w:rPr"))
        run.insert(0, properties)
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = etree.Element(qn("w:rFonts"))
        properties.insert(0 if properties.find(qn("w:rStyle")) is None else 1, fonts)
    return fonts


def _last_paragraph(root: Any) -> None:
    """A body that ends in a table loses it when the file passes through .doc."""
    body = root.find(qn("w:body"))
    if body is None:
        return
    blocks = [child for child in body if child.tag != qn("w:sectPr")]
    if blocks and blocks[-1].tag != qn("w:p"):
        blocks[-1].addnext(etree.Element(qn("w:p")))
