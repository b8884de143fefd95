"""Word documents for tests: written with our templates, filled as in Word, opened again and read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from generator.documents import DocxWriter

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
FIXTURES = ROOT / "tests" / "fixtures" / "documents"
WRITER = DocxWriter([TEMPLATES])
US = {
    "desk_id": "K2026-00001",
    "revision": "R1",
    "us.name": "示例科技有限公司",
    "us.name_en": "Example Technology Co., Ltd.",
    "us.mail": "kesu@example.cn",
    "us.department": "质量管理部",
}
BODY = "word/document.xml"


def facts(name: str) -> dict[str, Any]:
    """The facts of a made-up complaint: `peeling-label.zh` or `no-boot.en`."""
    loaded: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def parts(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return out.getvalue()


def edited(docx: bytes, name: str, old: str, new: str, times: int = 1) -> bytes:
    """The document with `old` replaced in one part; fails if it is not there."""
    content = parts(docx)
    xml = content[name].decode()
    assert old in xml
    return packed({**content, name: xml.replace(old, new, times).encode()})


def root(docx: bytes, name: str = BODY) -> Any:
    return etree.fromstring(parts(docx)[name])


def text_of(element: Any) -> str:
    """The text inside an element; line breaks as \\n, paragraphs joined by \\n."""
    lines = []
    for paragraph in element.iter(qn("w:p")) if element.tag != qn("w:p") else [element]:
        nodes = paragraph.iter(qn("w:t"), qn("w:br"))
        lines.append("".join("\n" if node.tag == qn("w:br") else node.text or "" for node in nodes))
    return "\n".join(lines)


def words(docx: bytes) -> str:
    """All text of body, headers and footers."""
    pages = [name for name in parts(docx) if name.startswith(("word/document", "word/header", "word/footer"))]
    return "\n".join(text_of(root(docx, name)) for name in sorted(pages))


def paragraphs(docx: bytes) -> dict[str, list[Any]]:
    """Paragraphs by the name of their style."""
    names = {
        style.get(qn("w:styleId")): style.find(qn("w:name")).get(qn("w:val"))
        for style in root(docx, "word/styles.xml").iter(qn("w:style"))
    }
    found: dict[str, list[Any]] = {}
    for paragraph in root(docx).iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None:
            found.setdefault(names[style.get(qn("w:val"))], []).append(paragraph)
    return found


def cells(docx: bytes) -> dict[str, str]:
    """Field id -> text, by the field's own paragraph style; fields that stand in rows are left out."""
    styled = {name.removeprefix("kesu "): found for name, found in paragraphs(docx).items()}
    return {name: text_of(found[0]) for name, found in styled.items() if name[:1].islower() and len(found) == 1}


def column(docx: bytes, name: str) -> list[str]:
    """A table column's texts, top to bottom: `d5.actions.owner`."""
    return [text_of(paragraph) for paragraph in paragraphs(docx).get(f"kesu {name}", [])]


def filled(docx: bytes, values: Mapping[str, str], rows: Mapping[str, list[str]] | None = None) -> bytes:
    """The document after somebody typed `values` into fields, and `rows` into columns, in place of any hint."""
    tree = root(docx)
    ids = {
        style.find(qn("w:name")).get(qn("w:val")).removeprefix("kesu "): style.get(qn("w:styleId"))
        for style in root(docx, "word/styles.xml").iter(qn("w:style"))
    }
    typed = {**{name: [value] for name, value in values.items()}, **(rows or {})}
    for name, wanted in typed.items():
        found = [
            mark.getparent().getparent() for mark in tree.iter(qn("w:pStyle")) if mark.get(qn("w:val")) == ids[name]
        ]
        for paragraph, value in zip(found, wanted, strict=False):
            for run in paragraph.findall(qn("w:r")):
                paragraph.remove(run)
            run = etree.SubElement(paragraph, qn("w:r"))
            etree.SubElement(run, qn("w:t")).text = value
    return packed({**parts(docx), BODY: etree.tostring(tree, encoding="UTF-8")})
