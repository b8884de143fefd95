"""phrases.toml, ready for use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cases.mail import FieldValue

_DIGIT = re.compile(r"\d")
_SAID = {
    "number": re.compile(
        r"[一二两三四五六七八九十百千万]|t(?:wo|hree|en|wel|hir|wen)|four|forty|fi[fv]|six|seven|eight|nin|eleven"
        r"|hundred|dozen|thousand",
        re.I,
    ),
    "day": re.compile(
        r"[月周天晚夜晨早]|[昨今前明]日|星期|礼拜|day\b|tomorrow|night|morning|afternoon|month"
        r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
        re.I,
    ),
}
_EVERYTHING = frozenset(["digit", *_SAID])
"""What a value can need; a figure can be all of them."""
_PARTS = {"DAY": "day", "EDAY": "day", "LATER": "day", "N": "number", "EN": "number"}
_VALUE = re.compile(r"\(\?P<value\d*>(?:\{(\w+)\}|(?:\(\?:)?(\\d))?")
_WITH_DIGITS = ("{ID}", "{IDS}", "{MODEL}", "{PHONE}")
EDGE = r"(?a:\b)"
"""The edge of an English word: Chinese characters stand beside it without a blank."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that states a fact; with groups `value`, `value2` … it takes the one that fits, else `says`."""

    field: str
    words: tuple[str, ...]
    """One of these stands in every text that the pattern can match; they are looked for first."""
    pattern: re.Pattern[str]
    says: FieldValue
    unit: str
    negative: bool
    """Whether a no is part of what it says."""
    needs: frozenset[str]
    """What must be said for it to fit, of what `said_in` sees."""
    context: re.Pattern[str] | None
    """What must stand somewhere in the text, if not in the sentence."""

    @property
    def takes(self) -> bool:
        """Whether the value stands in the text."""
        return "value" in self.pattern.groupindex

    def fits(self, text: str) -> bool:
        return self.context is None or self.context.search(text) is not None

    def span_of(self, match: re.Match[str]) -> tuple[int, int]:
        """Where the value stands: the group that took part."""
        return match.span(match.lastgroup or "value")


def said_in(text: str) -> frozenset[str]:
    """Whether a digit, a number or a day can be in a sentence, seen quickly."""
    if _DIGIT.search(text):
        return _EVERYTHING
    return frozenset(name for name, shape in _SAID.items() if shape.search(text))


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Statements and alarms of phrases.toml, read once."""
    data = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    parts: dict[str, str] = data["parts"]

    def phrase(entry: dict[str, Any]) -> Phrase:
        pattern = entry["pattern"].replace("\n", "")
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        pattern = pattern.replace(r"\b", EDGE)
        words = [each for word in entry["words"] for each in _plain_words(word, parts)]
        unit, negative = entry.get("unit", ""), entry.get("negative", False)
        around = entry.get("context", "").format(**parts).replace(r"\b", EDGE)
        context = re.compile(around, re.I) if around else None
        compiled = re.compile(pattern, re.I)
        return Phrase(
            entry["field"],
            tuple(words),
            compiled,
            entry.get("says", True),
            unit,
            negative,
            _needs(entry["pattern"]),
            context,
        )

    return tuple(map(phrase, data["statement"])), tuple(map(phrase, data["alarm"]))


def _needs(pattern: str) -> frozenset[str]:
    """What all its values begin with, and a digit where a name has one."""
    values = {_PARTS.get(part, "") or ("number" if figure else "") for part, figure in _VALUE.findall(pattern)}
    named = {"digit"} if any(part in pattern for part in _WITH_DIGITS) else set()
    return frozenset(named | (values if len(values) == 1 and "" not in values else set()))


def _plain_words(word: str, parts: dict[str, str]) -> list[str]:
    """A word; or, for the name of a part like `{FAILS}`, the words that it lists."""
    part = parts.get(word.strip("{}"))
    if part is None:
        return [word]
    return [each.replace(r"\b", "").lower() for each in part.removeprefix("(?:").removesuffix(")").split("|")]
