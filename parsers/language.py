"""Which language and script a text is written in, by counting characters."""

from __future__ import annotations

import re

from cases.chinese import IN_BOTH, PAIRS

_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")

_TRADITIONAL = set(PAIRS[0::2])
_SIMPLIFIED = set(PAIRS[1::2]) - _TRADITIONAL - IN_BOTH
LATIN_FOR_ONE_HAN = 3
"""Chinese mail is full of part numbers: one Han character counts as many Latin words."""


def language_of(*texts: str) -> str:
    """zh-Hans, zh-Hant, ja, ko, en, or "" when there are no letters; the first text with letters decides."""
    for text in texts:
        sample = text[:20_000]
        if found := _of(sample):
            return found
    return ""


def _of(text: str) -> str:
    han, words = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if len(_KANA.findall(text)) > max(3, han // 10):
        return "ja"
    if len(_HANGUL.findall(text)) > max(3, words):
        return "ko"
    if han and han * LATIN_FOR_ONE_HAN >= words:
        traditional = sum(1 for char in text if char in _TRADITIONAL)
        simplified = sum(1 for char in text if char in _SIMPLIFIED)
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return "en" if words else ""
