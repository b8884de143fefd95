"""The parts of a package that may leave the house: those reached by relationships we know, none from outside."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from generator.docx_package import FormUnreadable, parse, serialise

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
KEPT = frozenset(
    "officeDocument core-properties styles stylesWithEffects settings webSettings fontTable theme numbering "
    "header footer footnotes endnotes image chart chartUserShapes diagramData diagramLayout diagramQuickStyle "
    "diagramColors diagramDrawing".split()
)
"""Kinds of relationship (last part of the type's address) that carry what is seen on the page."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = "[Content_Types].xml"


def refuse_other_than_document(parts: dict[str, bytes]) -> None:
    """Raise FormUnreadable unless the package is a plain Word document without macros."""
    types = parse(parts[TYPES]) if TYPES in parts else etree.Element("none")
    stated = [each.get("ContentType", "") for each in types]
    macros = any("macroEnabled" in each or "vbaProject" in each for each in stated)
    if macros or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise FormUnreadable(
            "文件含有宏，请另存为不含宏的 .docx。", "The file contains macros; please save it as .docx without macros."
        )
    if DOCUMENT not in stated:
        raise FormUnreadable("文件不是 Word 文档（.docx）。", "The file is not a Word document (.docx).")


def without_outside(parts: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, frozenset[str]]]:
    """The parts to keep, and per part the relationship ids that are gone (links, objects, templates, comments)."""
    kept: dict[str, bytes] = {}
    dropped: dict[str, frozenset[str]] = {}
    waiting = [""]
    while waiting:
        source = waiting.pop()
        relations, gone, targets = _sorted_out(parts, source)
        dropped[source] = gone
        if relations is not None:
            kept[_relations_of(source)] = relations
        waiting.extend(target for target in targets if target not in kept)
        kept.update({target: parts[target] for target in targets})
    kept[TYPES] = _types(parts[TYPES], kept)
    return kept, dropped


def detach(root: Any, gone: frozenset[str]) -> None:
    """Remove from a part what pointed at dropped relationships; the words of a link stay."""
    for element in list(root.iter()):
        for name, value in list(element.attrib.items()):
            if name.startswith(R) and value in gone and _attached(root, element):
                _let_go(element, name)


def _sorted_out(parts: dict[str, bytes], source: str) -> tuple[bytes | None, frozenset[str], list[str]]:
    raw = parts.get(_relations_of(source))
    if raw is None:
        return None, frozenset(), []
    root = parse(raw)
    gone: set[str] = set()
    targets: list[str] = []
    for relation in list(root.iter(RELATIONS)):
        target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), relation.get("Target", "")))
        name = target.lstrip("/")
        if _safe(relation, name) and name in parts:
            targets.append(name)
        else:
            gone.add(relation.get("Id", ""))
            root.remove(relation)
    return serialise(root), frozenset(gone), targets


def _safe(relation: Any, target: str) -> bool:
    kind = relation.get("Type", "").rpartition("/")[2]
    inside = relation.get("TargetMode", "Internal") == "Internal"
    return inside and kind in KEPT and (kind != "image" or target.lower().endswith(PICTURES))


def _relations_of(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _types(raw: bytes, kept: dict[str, bytes]) -> bytes:
    root = parse(raw)
    for entry in list(root):
        part = entry.get("PartName")
        if part is not None and part.lstrip("/") not in kept:
            root.remove(entry)
    return serialise(root)


def _attached(root: Any, element: Any) -> bool:
    return element is root or any(parent is root for parent in element.iterancestors())


def _let_go(element: Any, attribute: str) -> None:
    name = etree.QName(element).localname
    if name == "hyperlink":
        unwrap(element)
        return
    del element.attrib[attribute]
    if name == "blip" and element.get(f"{R}embed"):
        return
    drawing = next(element.iterancestors(qn("w:drawing"), qn("w:pict")), None)
    gone = drawing if name in ("blip", "imagedata") and drawing is not None else element
    remove(gone)


def unwrap(element: Any) -> None:
    """Put the children in the place of the element."""
    for child in list(element):
        element.addprevious(child)
    remove(element)


def remove(element: Any) -> None:
    """Take an element out of its parent, if it has one."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def xml_parts(parts: dict[str, bytes]) -> Iterator[str]:
    """The names of the parts that hold XML."""
    return (name for name in parts if name.lower().endswith((".xml", ".rels")))
