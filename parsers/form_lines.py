"""A paragraph of a Word file as its last author meant it: tracked changes accepted, comments and controls gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from parsers.wordml import (
    ALTERNATIVES,
    BLIP,
    BOOKMARK_END,
    BOOKMARK_START,
    CHAR,
    COMMENT_REFERENCE,
    EMBED,
    FONT,
    ID,
    IMAGE_DATA,
    MATH_TEXT,
    NAME,
    P_PR,
    PLACEHOLDER,
    R_PR,
    RELATION,
    RUN,
    SDT,
    SDT_CONTENT,
    SYM,
    TXBX_CONTENT,
    P,
    T,
    W,
)

LOOKS = frozenset((P_PR, R_PR))
TEXTS = frozenset((T, MATH_TEXT))
SKIPPED = frozenset(f"{W}{name}" for name in "del moveFrom delText instrText delInstrText rt sdtPr".split())
BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": ""}
CHANGES = frozenset(f"{W}{name}" for name in "ins del moveFrom moveTo".split())
SYMBOLS = {
    ("wingdings", "FE"): "☑", ("wingdings", "FD"): "☒", ("wingdings", "FC"): "✓", ("wingdings", "A8"): "☐",
    ("wingdings", "6F"): "☐", ("wingdings 2", "52"): "☑", ("wingdings 2", "54"): "☒", ("wingdings 2", "A3"): "☐",
}  # fmt: skip
"""Ticks that Word's "insert symbol" leaves behind: font and the character's last two digits."""


@dataclass(eq=False, slots=True)
class Line:
    """One paragraph. `bookmarks`: name, start and end in `text`."""

    style: str = ""
    text: str = ""
    bookmarks: list[tuple[str, int, int]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    """Relationship ids."""


class Writer:
    """Collects the text of one paragraph, and what the whole page holds besides text."""

    def __init__(self, flags: set[str]) -> None:
        self.flags = flags
        self.waiting: list[str] = []
        """Bookmarks that started outside a paragraph: they belong to the next one."""
        self._parts: list[str] = []
        self._length = 0
        self._open: dict[str, tuple[str, int]] = {}
        self._line = Line()

    def line(self, paragraph: Any, style: str) -> Line:
        self._parts, self._length, self._open = [], 0, {}
        self._line = line = Line(style)
        waiting, self.waiting = self.waiting, []
        self._walk(paragraph)
        line.text = "".join(self._parts)
        line.bookmarks += [(name, start, self._length) for name, start in self._open.values()]
        line.bookmarks += [(name, 0, self._length) for name in waiting]
        return line

    def _say(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _walk(self, node: Any) -> None:
        for child in node:
            tag = child.tag
            if tag in LOOKS:
                continue
            if tag == RUN:
                self._walk(child)
            elif tag in TEXTS:
                self._say(child.text or "")
            elif tag in BREAKS:
                self._say(BREAKS[tag])
            elif tag == BOOKMARK_START:
                self._open[child.get(ID, "")] = (child.get(NAME, ""), self._length)
            elif tag == BOOKMARK_END:
                self._ends(child.get(ID, ""))
            elif tag in SKIPPED or not isinstance(tag, str):
                self._passed(tag)
            else:
                self._other(child, tag)

    def _ends(self, mark: str) -> None:
        if mark in self._open:
            name, start = self._open.pop(mark)
            self._line.bookmarks.append((name, start, self._length))

    def _passed(self, tag: Any) -> None:
        if tag in CHANGES:
            self.flags.add("tracked-changes")

    def _other(self, child: Any, tag: str) -> None:
        if tag == ALTERNATIVES:
            self._first_of(child)
        elif tag == SDT:
            self._control(child)
        elif tag == SYM:
            font, char = child.get(FONT, "").lower(), child.get(CHAR, "")[-2:].upper()
            self._say(SYMBOLS.get((font, char), ""))
        elif tag in (BLIP, IMAGE_DATA):
            self._line.pictures.append(child.get(EMBED) or child.get(RELATION) or "")
        elif tag == P:
            self._say("\n" if self._length else "")
            self._walk(child)
        else:
            self._note(tag)
            self._walk(child)

    def _note(self, tag: str) -> None:
        if tag in CHANGES:
            self.flags.add("tracked-changes")
        elif tag == COMMENT_REFERENCE:
            self.flags.add("comments")
        elif tag == TXBX_CONTENT:
            self.flags.add("text-box")

    def _first_of(self, alternatives: Any) -> None:
        """Of the ways to show one thing the first that says anything: the others say it again."""
        for way in alternatives:
            before = self._length, len(self._line.pictures)
            self._walk(way)
            if (self._length, len(self._line.pictures)) != before:
                return

    def _control(self, control: Any) -> None:
        """The content of a content control; not its prompt."""
        if control.find(PLACEHOLDER) is None:
            for content in control.findall(SDT_CONTENT):
                self._walk(content)


def opened(node: Any, wanted: frozenset[str]) -> Iterator[Any]:
    """The children with these tags, also those inside controls and the like, which are looked through."""
    for child in node:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from opened(child, wanted)


WRAPPERS = frozenset(f"{W}{name}" for name in "sdt sdtContent customXml ins moveTo smartTag".split())
