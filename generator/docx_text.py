"""What a reader sees of a .docx, as plain text: one line per paragraph, headers and footers too."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from docx.oxml.ns import qn

from cases.form_marks import plain
from generator.customer_copy import PAGES
from generator.docx_package import parse, unpack
from generator.docx_relations import xml_parts
from generator.docx_release import styles_of
from generator.docx_release_gaps import UNKNOWN

_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")


PROGRESS = frozenset(("kesu Step", "kesu Step Note", "kesu Stamped", "kesu Stamped Mark"))
"""Paragraphs that say how far the case is, and in which revision; the desk stamps them anew."""


def shown_text(docx: bytes, *, but: Collection[str] = ()) -> str:
    """The text of a document that customer_copy has made; nothing hidden or deleted is left in it.

    `but`: names of paragraph styles to leave out.
    Raises FormUnreadable.
    """
    parts = unpack(docx)
    trees = [parse(parts[name]) for name in sorted(xml_parts(parts))]
    styles = styles_of(next((tree for tree in trees if tree.tag == qn("w:styles")), None))
    paragraphs = [paragraph for tree in trees if tree.tag in PAGES for paragraph in tree.iter(_PARAGRAPH)]
    kept = (each for each in paragraphs if not but or not set(but).intersection(styles(each)))
    return "\n".join(line for paragraph in kept if (line := _line(paragraph)).strip())


def holds(whole: bytes, part: bytes, but: Collection[str] = ()) -> bool:
    """Whether every line and every picture of one document that customer_copy has made stands in another too.

    Blanks, full width and the commas of thousands make no difference, nor does how far the case was. `but`: texts that
    need not.
    """
    if _pictures(part) > _pictures(whole):
        return False
    said = _plain(shown_text(whole))
    left = {UNKNOWN, *(_plain(line) for text in but for line in text.split("\n"))}
    lines = map(_plain, shown_text(part, but=PROGRESS).split("\n"))
    return all(line in said or line in left for line in lines)


def _plain(text: str) -> str:
    return plain(text).replace(",", "")


def _pictures(docx: bytes) -> int:
    return sum(1 for _ in parse(unpack(docx)["word/document.xml"]).iter(qn("w:drawing"), qn("w:pict"), qn("w:object")))


def _line(paragraph: Any) -> str:
    """A paragraph's own text; of one inside it (a text box) that paragraph tells itself."""
    inner = {node for other in paragraph.iter(_PARAGRAPH) if other is not paragraph for node in other.iter()}
    return "".join(
        (node.text or "") if node.tag == _TEXT else _BREAKS.get(node.tag, "")
        for node in paragraph.iter()
        if node not in inner
    )
