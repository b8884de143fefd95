"""A text as sentences, each as it was written and as patterns look at it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from cases.chinese import to_simplified

LONGEST = 100_000
"""Characters of a text that is looked through."""
SENTENCE = 1_000
"""Characters of one sentence; of a longer one each part is looked through, with the end of the part before."""
OVERLAP = 100
WRAPPED = 56
"""Columns from which the end of a line is taken for a program's and not for its writer's."""

_ENDS = re.compile(r"(?<=[。！？!?；;])|(?<=[.!?])\s+(?=[A-Z])|\n+")
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_HAN = "\u3400-\u9fff"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN},.:。、])\\s+(?=[{_HAN},.:。、])")
_QUOTES = str.maketrans("‘'ʼ`´“”„", '’’’’’"""')


@dataclass(frozen=True, slots=True)
class Sentence:
    """`plain` is in simplified characters, half width, small letters, without blanks between Han characters."""

    shown: str
    plain: str


def sentences(text: str) -> list[Sentence]:
    """The sentences of `text`; lines that only a mail program has broken are joined."""
    found = []
    for part in _ENDS.split(_unwrapped(text)):
        for start in range(0, max(len(part), 1), SENTENCE):
            shown = part[max(0, start - OVERLAP) : start + SENTENCE].strip()
            if shown:
                found.append(Sentence(shown, plain(shown)))
    return found


def plain(text: str) -> str:
    """`text` as patterns see it: however it was typed, the same words are the same characters."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_QUOTES).lower()
    return to_simplified(_BETWEEN_HAN.sub("", " ".join(folded.split())))


def _unwrapped(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    joined = lines[:1]
    for before, line in pairwise(lines):
        goes_on = _columns(before) >= WRAPPED and line.strip() and not before.rstrip().endswith(("。", ".", "：", ":"))
        joined.append(f" {line.strip()}" if goes_on else f"\n{line}")
    return "".join(joined)


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)
