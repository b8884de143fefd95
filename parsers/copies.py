"""What a text copies from the mails that went before it, however the copy is marked, broken or spaced.

Only letters and digits are compared, in their compatibility form and without letter case: programs change the marks,
the line breaks, the width and the punctuation of what they quote, hardly ever its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

RUN = 20
"""Letters and digits in a row that nobody writes a second time by chance."""
LINES, LONG = 2, 80
"""A mail that is copied by a program is more than one line, or one long line."""
PLACES = 4
"""Places of the same words that are tried (our mails share their closing lines)."""
LONGEST = 100_000
"""Letters and digits of one mail that are compared."""
BLOCK = 64
_LINKS = re.compile(r"[<\[(](?:mailto:|https?://)[^<>\[\]()\s]{1,2000}[>\])]", re.I)
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Copies:
    """The numbers of the lines that are copied, and of those with which a copied mail ends."""

    lines: frozenset[int]
    ends: frozenset[int]

    def after_an_end(self, lines: Iterable[int]) -> set[int]:
        """Those of the lines that follow the end of a copied mail, and so cannot belong to it."""
        return {line for line in lines if line > max(self.ends, default=line)}


NONE = Copies(frozenset(), frozenset())


@dataclass(slots=True)
class Thread:
    """The texts of earlier mails, ready to be found again."""

    texts: Sequence[str]
    _words: list[str] = field(default_factory=list)
    _places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def copies_in(self, lines: list[str]) -> Copies:
        """The lines that stand whole in one of the mails as part of at least RUN letters in a row; linear time."""
        if not self.texts:
            return NONE
        self._index()
        words = [plain(line) for line in lines]
        text, starts = "".join(words), [0]
        for word in words:
            starts.append(starts[-1] + len(word))
        copied: set[int] = set()
        ends: set[int] = set()
        i = 0
        while i < len(lines):
            length, at_end = self._copied(text, starts[i]) if words[i] else (0, False)
            end = i
            while length and end < len(lines) and starts[end + 1] <= starts[i] + length:
                end += 1
            while end > i and not words[end - 1]:
                end -= 1
            if sum(map(bool, words[i:end])) < LINES and length < LONG:
                end = i  # somebody has typed, or copied by hand, what we gave as an example
            copied.update(range(i, end))
            if at_end and end > i:
                ends.add(end - 1)
            i = max(end, i + 1)
        return Copies(frozenset(copied), frozenset(ends))

    def _index(self) -> None:
        if self._words:
            return
        self._words = [plain(text)[:LONGEST] for text in self.texts]
        for number, words in enumerate(self._words):
            for at in range(len(words) - RUN + 1):
                places = self._places.setdefault(words[at : at + RUN], [])
                if len(places) < PLACES:
                    places.append((number, at))

    def _copied(self, text: str, start: int) -> tuple[int, bool]:
        """How many letters from `start` on stand in one mail in a row, and whether they reach its end."""
        best = (0, False)
        for number, at in self._places.get(text[start : start + RUN], ()):
            length = _shared(text, start, self._words[number], at)
            best = max(best, (length, at + length == len(self._words[number])))
        return best


def plain(text: str) -> str:
    """The letters and digits of a text, without the links that programs add to addresses."""
    if "<" in text or "[" in text or "(" in text:
        text = _LINKS.sub("", text)
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _shared(one: str, i: int, other: str, k: int) -> int:
    length = 0
    while True:
        block, same = one[i + length : i + length + BLOCK], other[k + length : k + length + BLOCK]
        if block != same or not block:
            break
        length += len(block)
    while i + length < len(one) and k + length < len(other) and one[i + length] == other[k + length]:
        length += 1
    return length
