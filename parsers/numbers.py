"""Numbers as people write them: 1,200 · 1.2万 · 壹拾万 · 10–12万 · 约300."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

DIGITS = {
    c: n
    for n, chars in enumerate(
        ("零〇", "一壹", "二贰两貳兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for c in chars
}
STEPS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
SCALES = {
    "": 1, "千": 1000, "百": 100, "k": 1000, "万": 10_000, "萬": 10_000, "w": 10_000, "百万": 1_000_000,
    "m": 1_000_000, "million": 1_000_000, "mio": 1_000_000, "thousand": 1000, "千万": 10_000_000,
    "亿": 100_000_000, "億": 100_000_000,
}  # fmt: skip
_HAN = "".join([*DIGITS, *STEPS, *MYRIADS])
PLAIN = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?"
SCALE = r"百万|千万|万|萬|亿|億|千|百|million|mio|thousand|[kKmMwW](?![a-zA-Z])|[kK](?=(?:pcs|pc|ea|nos)\b)"
NUMBER = re.compile(rf"(?P<plain>{PLAIN})\s*(?P<scale>{SCALE})?|(?P<han>[{_HAN}]{{1,20}})", re.IGNORECASE)
RANGE = re.compile(r"\s*(?:-|~|～|–|—|－|至|到|to\b)\s*", re.IGNORECASE)
AT_LEAST = re.compile(r"超过|大于|不少于|至少|以上|≥|>|多于|more than|over |at least|\+\s*$|余", re.IGNORECASE)
AT_MOST = re.compile(r"不到|不超过|小于|少于|以下|以内|≤|<|less than|under |at most|up to", re.IGNORECASE)
ABOUT = re.compile(
    r"约(?!定)|大概|大约|左右|上下|近(?!日|期|来|几)|估计|预计|approx|about|around|roughly|ca\.|~", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: its value, where it ends, and what was said about its exactness."""

    value: Decimal
    start: int
    end: int
    flags: tuple[str, ...] = ()
    """`range` (the value is the upper end), `at-least`, `at-most`, `about`."""


def first_number(text: str) -> Number | None:
    """The first number of a text in which NFKC has been applied; a range gives its upper end."""
    found = NUMBER.search(text)
    while found and _value(found) is None:
        found = NUMBER.search(text, found.end())
    if found is None:
        return None
    value, end = _value(found), found.end()
    assert value is not None
    if (between := RANGE.match(text, end)) and (upper := NUMBER.match(text, between.end())):
        top = _value(upper)
        if top is not None and top >= value:
            return Number(top, found.start(), upper.end(), ("range",))
    return Number(value, found.start(), end, bounds(text))


def bounds(text: str) -> tuple[str, ...]:
    """What words beside a number say of it: `at-most`, `at-least`, `about`."""
    flags = ["at-most"] if AT_MOST.search(text) else ["at-least"] if AT_LEAST.search(text) else []
    return (*flags, *(["about"] if ABOUT.search(text) else []))


def plain(number: Decimal) -> str:
    """`100000`, `0.74`: without exponent, grouping or trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
ENGLISH = {
    **{word: n for n, word in enumerate(f"zero one two three four five six seven eight nine {TEENS}".split())},
    **{word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)},
}


HUNDREDS = {"hundred": 100, "thousand": 1000, "dozen": 12}
_JOINED = re.compile(r"[\s-]+(?:and\s+)?")


def _is_tens(number: int) -> bool:
    return number > 19 and number % 10 == 0


def english(text: str) -> int | None:
    """`three` 3, `twenty-three` 23, `four hundred`, `one hundred and twenty`, `two dozen`; None if it is no number."""
    total = part = 0
    words = _JOINED.split(text.lower().strip())
    if words == ["half", "a", "dozen"]:
        return 6
    for at, word in enumerate(words):
        if word in HUNDREDS:
            part = max(part, 1) * HUNDREDS[word]
            total, part = (total + part, 0) if word == "thousand" else (total, part)
        elif word in ENGLISH and (part % 100 == 0 or (_is_tens(part % 100) and 0 < ENGLISH[word] < 10)):
            part += ENGLISH[word]
        elif not (at == 0 and word == "a" and len(words) > 1):
            return None
    return total + part


def chinese(text: str) -> Decimal | None:
    """`壹拾万` 100000, `三百二十` 320, `两千` 2000; None if it is no number."""
    total, section, digit = 0, 0, 0
    for char in text:
        if char in DIGITS:
            if digit and section == 0 and total == 0 and len(text) > 1:
                return None
            digit = DIGITS[char]
        elif char in STEPS:
            section += (digit or 1) * STEPS[char]
            digit = 0
        else:
            total += ((section + digit) or 1) * MYRIADS[char]
            section = digit = 0
    return Decimal(total + section + digit)


def _value(found: re.Match[str]) -> Decimal | None:
    if found.group("han"):
        return chinese(found.group("han"))
    try:
        base = Decimal(found.group("plain").replace(",", ""))
    except InvalidOperation:
        return None
    return base * SCALES[(found.group("scale") or "").lower()]
