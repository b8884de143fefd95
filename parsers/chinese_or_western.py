"""Which charset bytes beyond ASCII are in, where no label says so or a wrong one: by where and what they are.

GB 2312 keeps its everyday characters behind the bytes B0 to D7, Big5 behind A4 to C6; a Western letter stands alone
among those of ASCII."""

from __future__ import annotations

import re

_RUN = re.compile(rb"(?<![\x80-\xff])[\x80-\xff]+")
_PAIR = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
_LOWER = frozenset(range(ord("a"), ord("z") + 1))
_PUNCTUATION = bytes(range(0xA1, 0xA4))
_GB_LEADS, _GB_TRAILS, _BIG5_LEADS = bytes(range(0xB0, 0xD8)), bytes(range(0xA1, 0xFF)), bytes(range(0xA4, 0xC7))
SAMPLE = 4_000
"""Bytes that are looked at where there is no label."""
LABELLED_SAMPLE = 400
"""Where there is one: most labels are right, and every mail pays for the doubt."""
ENOUGH = 6
"""Characters of which a share says something."""
_FIRST_CHINESE, _FIRST_WESTERN_LETTER = 0xA1, 0xD8
"""Small letters with accents are E0 to FF, quotation marks and dashes 80 to 9F: no everyday character of GB 2312 begins
with one of those."""


def is_western(data: bytes) -> bool:
    """Whether most bytes beyond ASCII stand as accented letters, signs or dashes among Latin letters."""
    sample = data[:SAMPLE]
    western = chinese = 0
    for run in _RUN.finditer(sample):
        start, end = run.span()
        everyday = _FIRST_CHINESE <= sample[start] < _FIRST_WESTERN_LETTER
        letters = end - start == 2 and not everyday and _beside_a_letter(sample, start, end)
        if letters or end - start == 1:
            western += 1
        else:
            chinese += (end - start) // 2
    return western > chinese


def _beside_a_letter(data: bytes, start: int, end: int) -> bool:
    return (start > 0 and data[start - 1] in _LOWER) or (end < len(data) and data[end] in _LOWER)


def meant_chinese(data: bytes, codec: str) -> str:
    """`gb18030` or `big5hkscs`, of which `codec` is one, by the share of everyday characters that each would find."""
    joined = b"".join(_PAIR.findall(data[:LABELLED_SAMPLE]))
    leads, trails = joined[::2].translate(None, _PUNCTUATION), joined[1::2]
    if len(leads) < ENOUGH:
        return codec
    as_gb = min(_part(leads, _GB_LEADS) / len(leads), _part(trails, _GB_TRAILS) / len(trails))
    as_big5 = _part(leads, _BIG5_LEADS) / len(leads)
    if codec == "gb18030":
        return "big5hkscs" if as_big5 > 0.9 and as_gb < 0.75 else codec
    return "gb18030" if as_gb > 0.9 and as_big5 < 0.8 else codec


def _part(data: bytes, wanted: bytes) -> int:
    """How many of the bytes are wanted ones."""
    return len(data) - len(data.translate(None, wanted))


def by_frequent_bytes(data: bytes) -> str:
    """Of text that is not UTF-8: Japanese by its kana, Cyrillic by its small letters, Western, else Chinese."""
    sample = data[:SAMPLE]
    pairs = _PAIR.findall(sample)
    if len(pairs) < ENOUGH:
        return "cp1252" if is_western(data) else "gb18030"
    high = [byte for byte in sample if byte >= 0x80]
    if _share(high, 0x82, 0x83) > 0.2:
        return "cp932"
    if is_western(data):
        return "cp1252"
    if (
        _share([lead for lead, _ in pairs], 0xA4, 0xA5) > 0.25
        and _share([trail for _, trail in pairs], 0xA1, 0xFE) > 0.95
    ):
        return "euc_jp"
    if _share(high, 0xE0, 0xFF) > 0.75:
        return "cp1251"
    return "koi8-r" if _share(high, 0xC0, 0xDF) > 0.75 else meant_chinese(data, "gb18030")


def _share(values: list[int], first: int, last: int) -> float:
    return sum(first <= value <= last for value in values) / len(values)
