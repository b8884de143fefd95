"""What is wrong with a Word template, and where: for the quality manager who has just edited it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from docx.oxml.ns import qn

from cases.forms import Form
from generator.docx_finish import TEXT_PARTS
from generator.docx_package import FormUnreadable, parse, unpack
from generator.docx_relations import refuse_other_than_document, without_outside

STYLES = "word/styles.xml"


class Level(StrEnum):
    FAULT = "fault"
    """The template cannot be filled, or something will be missing from the page."""
    WARNING = "warning"
    """It can be filled, but will look or come back worse than it could."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing found. `where`: "table 3, row 2, cell 1", "header 1, paragraph 2", or "" for the whole file."""

    level: Level
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A template taken apart: its parts, the trees of those with text (part name -> root), and its styles."""

    parts: dict[str, bytes]
    trees: dict[str, Any]
    styles: Any | None

    def each(self, tag: str) -> Iterator[tuple[Where, Any]]:
        """Every element with a tag such as "w:p", and how to say where it stands."""
        for name, root in self.trees.items():
            yield from ((partial(place, name, element), element) for element in root.iter(qn(tag)))


Where = Callable[[], str]
"""Asked only for what is found: counting tables and rows takes longer than looking at them."""
Check = Callable[[Pages, Form, str], Iterable[Remark]]


def lint(docx: bytes, form: Form, lang: str, checks: Iterable[Check]) -> list[Remark]:
    """Everything found by `checks`, faults first, in the order of the page; a file that is no template says so."""
    try:
        parts = unpack(docx)
        refuse_other_than_document(parts)
        trees = {name: parse(parts[name]) for name in sorted(filter(TEXT_PARTS.fullmatch, parts))}
        styles = parse(parts[STYLES]) if STYLES in parts else None
        pages = Pages(parts, trees, styles)
        dropped = without_outside(parts)[1]
    except FormUnreadable as fault:
        return [Remark(Level.FAULT, "", str(fault).partition(" / ")[2])]
    found = [_outside(name) for name, gone in dropped.items() if gone and name in trees]
    for check in checks:
        found.extend(check(pages, form, lang))
    return sorted(dict.fromkeys(found), key=lambda remark: remark.level != Level.FAULT)


def _outside(name: str) -> Remark:
    text = "points at something outside the file (a link, an object, another template); a customer's copy drops it"
    return Remark(Level.WARNING, _part(name), text)


def place(name: str, element: Any) -> str:
    """Where an element stands, counted as a person would: tables and paragraphs of the part, rows and cells."""
    inner: list[str] = []
    for each in (element, *element.iterancestors()):
        if each.tag in COUNTED:
            word, among = COUNTED[each.tag]
            inner.append(f"{word} {_number(each, among)}")
    shown = [each for each in reversed(inner) if not (each.startswith("paragraph") and len(inner) > 1)]
    return ", ".join(filter(None, (_part(name), *shown)))


COUNTED = {qn("w:tbl"): ("table", False), qn("w:tr"): ("row", True), qn("w:tc"): ("cell", True)} | {
    qn("w:p"): ("paragraph", False)
}


def _number(element: Any, among_siblings: bool) -> int:
    """A row among its table's rows; a table or paragraph among all of the part, with nested ones in between."""
    if among_siblings:
        return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))
    return 1 + next(n for n, each in enumerate(element.getroottree().getroot().iter(element.tag)) if each is element)


def _part(name: str) -> str:
    stem = name.removeprefix("word/").removesuffix(".xml")
    return "" if stem == "document" else f"{stem.rstrip('0123456789')} {stem.lstrip('abcdefghijklmnopqrstuvwxyz')}"
