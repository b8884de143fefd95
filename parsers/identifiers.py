"""Names of things: order, part, lot and serial numbers, one or several, as people list them."""

from __future__ import annotations

import re
from itertools import takewhile

from parsers.measures import Value

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+#-]{0,59}")
_BRACKETED = re.compile(r"[A-Za-z\u4e00-\u9fff-]{1,8}\s?[(〔\[（]\s?\d{4}\s?[)〕\]）]\s?第?\s?\d{1,6}\s?号?")
"""ZC（2026）第058号: a contract's number as offices write it."""
_LEADING = re.compile(
    rf"{IDENTIFIER.pattern}(?=$|\s?[,，。;；(（]|\s{{2,}}|\sRev\b"
    r"|(?<=\d)\s(?=[a-z]{3,14}(?:[ ,][a-z]{2,14}){0,4}$)"
    r"|\s?/?\s(?i:line|item|pos(?:ition|\.)?|行|from|dated|vom|dd\.?)\s)"
)


def ident(text: str) -> Value | None:
    """An identifier, also in front of more text (`PS-200，无输出`); one with blanks or Chinese in it stays whole,
    less surely."""
    cleaned = text.strip(" ,，。;；")
    found = _BRACKETED.match(cleaned) or _LEADING.match(cleaned)
    if found:
        return Value(found.group())
    return Value(" ".join(cleaned.split())[:200], confidence=0.9) if cleaned else None


_SAME_SHAPE = re.compile(r"(?<![\w/-])(?=[\w-]*\d)([A-Za-z]*)[\d-]{4,20}/\1[\d-]{4,20}(?![\w/-])")
"""`2511-0087/2511-0091`: two names, as `26/18-C` is one."""
_FROM_TO = re.compile(r"\d\s?[~～至]\s?\w")


def idents(text: str) -> Value | None:
    text = _SAME_SHAPE.sub(lambda two: two[0].replace("/", " / "), text)
    found = [
        BULLET.sub("", piece).strip(" .。")
        for piece in re.split(r"[,，;；、。\n]|\.\s+(?=[A-Z][a-z])|\s/\s|\s{2,}|\s(?:and|&)\s|\s?(?:和|及|与)\s?", text)
    ]
    items = list(dict.fromkeys(piece for piece in found if piece))
    if items and IDENTIFIER.fullmatch(items[0]):
        named = list(takewhile(IDENTIFIER.fullmatch, items))
        last = _COUNTED.fullmatch(items[len(named)]) if len(named) < len(items) else None
        items = [*named, last[1]] if last else named
    flags = ("range",) if any(_FROM_TO.search(item) for item in items) else ()
    return Value(tuple(items[:200]), flags=flags) if items else None


_COUNTED = re.compile(
    rf"({IDENTIFIER.pattern})\s*[(（]?(?:共|各)?\s?(?:[一二两三四五六七八九十]{{1,3}}|\d{{1,4}}|two|three|both)?\s?"
    r"(?:[个这]?批(?:次|货)?|[台只件个块片套颗支]|lots|batches|pcs|units)[)）]?",
    re.I,
)
"""`D260511 和 D260512 两批`: the last of a list, with their number."""
BULLET = re.compile(r"^\s*(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十])[)）.、．](?!\d)|[-•·●*])\s*")
