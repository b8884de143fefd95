"""A Word template as Jinja text, finished once: what `finish` does to a document is done here to its template,
so that filling it is one pass over text.

The dialect ({%tr, {%p, cellbg) is docxtpl's own `patch_xml`. What docxtpl does beyond it to the finished document
is not repeated here: a template that needs it is `Uncovered` and goes through docxtpl.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from generator.docx_finish import BODY, TEXT_PARTS, hint_quotes, tidy
from generator.docx_package import FormUnreadable, parse

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
MARKUP = re.compile("<[^>]+>")
NEEDS_DOCXTPL = {
    "a repeated or merged column": re.compile(r"\{%\s*(tc|colspan|hm|vm)\b"),
    "rich text": re.compile(r"\{\{r\s"),
    "a subdocument": re.compile(r"\{\{p\s"),
    "an escaped brace": re.compile(r"\{_[{%]"),
}
_HELD = re.compile("\ue000(\\d+)\ue001")
_ONCE = re.compile("\ue000(\\d+)\ue001|<w:bookmarkStart|<wp:docPr")
_FOR, _ENDFOR = re.compile(r"\{%-?\s*for\b"), re.compile(r"\{%-?\s*endfor\b")


class Uncovered(Exception):
    """A template that only docxtpl can fill; the text says why."""


@dataclass(frozen=True, slots=True)
class Source:
    """`pages`: part name -> Jinja text of body, headers and footers. `cells`: (field id, Jinja text) of each
    bookmarked paragraph of the body, for the marks of what was handed out.
    """

    pages: dict[str, str]
    cells: tuple[tuple[str, str], ...]


def source_of(parts: Mapping[str, bytes], patch: Callable[[str], str], fields: Mapping[str, str]) -> Source:
    """The Jinja texts of a template. `patch`: docxtpl's dialect; `fields`: bookmark name -> field id.

    Raises Uncovered.
    """
    if any("notes.xml" in name and (b"{{" in content or b"{%" in content) for name, content in parts.items()):
        raise Uncovered("a field in a footnote")
    pages: dict[str, str] = {}
    cells: tuple[tuple[str, str], ...] = ()
    for name in sorted(filter(TEXT_PARTS.fullmatch, parts)):
        held, root = _held(parts[name], patch)
        tidy(root)
        hint_quotes(root, lambda run: "\ue000" not in "".join(run.itertext()))
        _on_one_line(root)
        if name == BODY:
            cells = tuple((field, _release(text, held)) for field, text in _cells(root, fields))
        text = etree.tostring(root, encoding="unicode")
        _refuse_repeated(text, held)
        pages[name] = _release(text, held)
    return Source(pages, cells)


def _held(content: bytes, patch: Callable[[str], str]) -> tuple[list[str], Any]:
    """The template's tags, and its XML with a token in the place of each."""
    plain = etree.tostring(parse(content), encoding="unicode")
    words = MARKUP.sub("", plain)
    for reason, pattern in NEEDS_DOCXTPL.items():
        if pattern.search(words):
            raise Uncovered(reason)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    try:
        root = parse(TAG.sub(hold, patch(plain)).encode())
    except FormUnreadable as fault:
        raise Uncovered("a tag that opens in one cell and closes in another") from fault
    for element in root.iter():
        for name, value in element.items():
            for match in _HELD.finditer(value):
                held[int(match[1])] = _one_line(held[int(match[1])])
            element.set(name, value)
    return held, root


def _one_line(tag: str) -> str:
    """A tag in an attribute, where a line end is a blank (XML 1.0, 3.3.3)."""
    return f"{{{{ ({tag[2:-2]})|one_line }}}}" if tag.startswith("{{") else tag


def _on_one_line(root: Any) -> None:
    """No line end outside a text, since after rendering each one left is a customer's."""
    for element in root.iter():
        if element.tag != qn("w:t") and element.text:
            element.text = element.text.replace("\n", "")
        if element.tail:
            element.tail = element.tail.replace("\n", "")


def _cells(root: Any, fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for mark in root.iter(qn("w:bookmarkStart")):
        field, paragraph = fields.get(mark.get(qn("w:name"))), mark.getparent()
        if field and paragraph.tag == qn("w:p"):
            yield field, "".join(_texts(paragraph))


def _texts(paragraph: Any) -> Iterator[str]:
    """What stands in a paragraph's texts, and the tags between them."""
    for element in paragraph.iter():
        text = element.text or ""
        yield text if element.tag == qn("w:t") else "".join(_tokens(text))
        if element is not paragraph:
            yield "".join(_tokens(element.tail or ""))


def _tokens(text: str) -> Iterator[str]:
    return (match[0] for match in _HELD.finditer(text))


def _refuse_repeated(text: str, held: list[str]) -> None:
    """Bookmarks and pictures must be numbered once; in a repeated row each copy needs its own number."""
    depth = 0
    for match in _ONCE.finditer(text):
        if match[1] is None and depth:
            raise Uncovered("a bookmark or a picture in a repeated row")
        tag = held[int(match[1])] if match[1] else ""
        depth += bool(_FOR.match(tag)) - bool(_ENDFOR.match(tag))


def _release(text: str, held: list[str]) -> str:
    return _HELD.sub(lambda match: held[int(match[1])], text)
