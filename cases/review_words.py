"""Checks over the whole report: one name for one thing, one script, one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cases.chinese import IN_BOTH, PAIRS
from cases.review_rules import ReviewRule
from cases.review_sheet import About, Sheet
from cases.review_text import plain

_IN_BOTH = frozenset("覆乾著藉瞭徵夥鍾摺麼祇") | IN_BOTH
"""Characters of one list of pairs that the other script has as well (反覆, 公里)."""
_TRADITIONAL = frozenset(PAIRS[0::2]) - _IN_BOTH
_SIMPLIFIED = frozenset(PAIRS[1::2]) - _TRADITIONAL - _IN_BOTH
_HAN = re.compile("[\u3400-\u9fff]")
WITHIN = ("D2", "D4", "D5")


def term_drift(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """Different names of one group of `terms`: one in one discipline, another in the next."""
    said = {step: plain(" ".join(_texts(sheet, step))) for step in WITHIN}
    for group in rule.given["terms"]:
        used = {step: {term for term in group if _is_used(term, text, group)} for step, text in said.items()}
        named = [terms for terms in used.values() if terms]
        if any(one.isdisjoint(other) for one in named for other in named):
            yield " / ".join(dict.fromkeys(term for terms in named for term in sorted(terms)))


def _is_used(term: str, text: str, group: Iterable[str]) -> bool:
    """Whether a term is in the text by itself, and not as part of a longer one of its group (电容 in 电容器)."""
    for longer in group:
        if term in longer and term != longer:
            text = text.replace(longer, "")
    if term.isascii():
        return re.search(rf"\b{re.escape(term)}\b", text) is not None
    return term in text


def _texts(sheet: Sheet, step: str) -> Iterator[str]:
    return (text for where, text in sheet.engineers() if where.upper().startswith(f"{step}."))


def mixed_script(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Some characters of each script, if at least two of each are used in what the engineer wrote."""
    said = "".join(text for _, text in sheet.engineers())
    traditional = dict.fromkeys(char for char in said if char in _TRADITIONAL)
    simplified = dict.fromkeys(char for char in said if char in _SIMPLIFIED)
    return (
        ["".join([*list(traditional)[:3], " / ", *list(simplified)[:3]])]
        if len(traditional) > 1 and len(simplified) > 1
        else []
    )


def untranslated(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Of an English report the cells with `least` or more Chinese characters."""
    if sheet.returned.language != "en":
        return []
    return [where for where, text in sheet.engineers() if len(_HAN.findall(text)) >= rule.given["least"]]
