"""Counts, shares, money and power as plain decimals with their unit."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from cases.mail import FieldValue
from parsers.numbers import Number, english, first_number, plain

CURRENCY = re.compile(
    r"(?P<cny>rmb|cny|人民币|¥|￥|元|圆|块钱)|(?P<usd>us\$|usd|美元|美金|\$)|(?P<eur>eur|€|欧元)", re.I
)
UNITS = re.compile(
    r"\s*(pcs|pce|pc|pieces?|units?|sets?|nos|off|stk|stück|ea|pallets?|boxes|rolls?|reels?|kg"
    r"|片|块|件|个|只|台|套|颗|支|根|卷|箱|批|条|粒|枚|把|张|双|副|盏|辆|组|瓶|袋|桶|盒|罐|米|吨)",
    re.I,
)
POWER = re.compile(r"(\d+(?:,\d{3}(?!\d))*(?:\.\d+)?|\d+,\d{1,2})\s*(gw|mw|kw|w|吉瓦|兆瓦|千瓦|瓦)", re.I)
WATTS = {"gw": 10**9, "吉瓦": 10**9, "mw": 10**6, "兆瓦": 10**6, "kw": 1000, "千瓦": 1000, "w": 1, "瓦": 1}
MODULES = re.compile(
    r"(?P<count>\d{1,9})\s*(?:块|片|件|pcs|modules?)?\s*[x×*]\s*(?P<watts>\d+(?:\.\d+)?)\s*(?:wp|w|瓦)"
    r"|(?P<watts2>\d{2,3}(?:\.\d+)?)\s*(?:wp|w|瓦)\s*[x×*]\s*(?P<count2>\d{1,9})\s*(?:块|片|件|pcs|modules?)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value; numbers are plain decimals as text, dates ISO."""

    value: FieldValue
    unit: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()


def _number(text: str) -> tuple[Number, Value] | None:
    """A number with the confidence its flags leave: a range or a bound needs a person's look."""
    number = first_number(text)
    if number is None:
        return None
    confidence = 0.7 if set(number.flags) - {"about"} else 0.9 if number.flags else 1.0
    return number, Value(plain(number.value), "", confidence, number.flags)


_LED = re.compile(r"\s*([a-z]{3,9}(?:-[a-z]{3,5})?)\b", re.I)
_THOUSANDS = re.compile(
    r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?=\s?(?:pcs|pc\b|pieces|units?|sets?|stk|stück|ea\b|[个片件只台套块支条]))", re.I
)
"""2.500 pcs as Germans write it: nobody delivers half a piece."""
_POINTED = re.compile(r"\s*\d{1,3}\.\d{3}\s*")
"""1.500 is one and a half, or fifteen hundred."""
_DAY = re.compile(
    r"\D{0,12}(?:\d{4}[-/.年]\d{1,2}[-/.月]|\d{1,2}月\s?\d"
    r"|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))",
    re.I,
)
_NAMED = re.compile(r"[A-Za-z]\w*-?$|\w-$")


def _figures(text: str) -> str:
    """A quantity with its first number in figures: `three out of 500` 3, `2.500 pcs` 2500."""
    led = _LED.match(text)
    if led and (said := english(led[1])) is not None:
        return f"{said}{text[led.end() :]}"
    return _THOUSANDS.sub(lambda found: found[0].replace(".", ""), text, count=1)


def quantity(text: str) -> Value | None:
    """Pieces; the digits of an identifier (`EV2-0007`) or of a date are none."""
    text = _figures(text)
    if _DAY.match(text):
        return None
    first = first_number(text)
    if first is not None and _NAMED.search(text[: first.start]):
        return None
    if (found := _number(text)) is None:
        return None
    number, value = found
    if _POINTED.fullmatch(text):
        value = replace(value, flags=(*value.flags, "ambiguous-number"), confidence=0.5)
    unit = UNITS.match(text, number.end)
    return Value(value.value, unit.group(1).lower() if unit else "", value.confidence, value.flags)


def count(text: str) -> Value | None:
    found = _number(text)
    return found[1] if found and found[0].value == found[0].value.to_integral_value() else None


_SHARE = re.compile(r"(\d[\d,]*)\s*(?:/|of|out of|in)\s*(\d[\d,]*)", re.I)


_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d{1,3}),(\d{1,2})(?=\s?[%‰])")


_PERCENT = re.compile(r"%|per ?cent\b|pct\b", re.I)
_WHOLES = {"百": 100, "千": 1000, "万": 10_000}
_PARTS_OF = re.compile(r"([百千万])分之\s?(\d+(?:\.\d+)?|[一二两三四五六七八九十百]{1,4})")
"""百分之五, 千分之三"""


def percent(text: str) -> Value | None:
    """Per cent, also of `740 ppm` and `3/1200`; a bare number is taken for per cent, with a flag."""
    if (share := _SHARE.match(text)) and (whole := _decimal(share[2])):
        return Value(plain(round(100 * _decimal(share[1]) / whole, 6)), "%", 0.9)
    if share := _PARTS_OF.search(text):
        told = first_number(share[2])
        return Value(plain(100 * told.value / _WHOLES[share[1].lower()]), "%", 0.9) if told else None
    if (found := _number(_DECIMAL_COMMA.sub(r"\1.\2", text, count=1))) is None:
        return None
    number, value = found
    after = text[number.end :].lstrip()
    if after[:1] == "‰":
        return Value(plain(number.value / 10), "%", value.confidence, value.flags)
    if after.lower().startswith("ppm"):
        return Value(plain(number.value / 10_000), "%", value.confidence, value.flags)
    if _PERCENT.match(after):
        return Value(value.value, "%", value.confidence, value.flags)
    return None if number.value > 100 else Value(value.value, "%", 0.7, (*value.flags, "unit-assumed"))


def money(text: str) -> Value | None:
    """An amount in RMB; one in another currency is kept with its unit as a question, not converted."""
    if (found := _number(text)) is None:
        return None
    _, value = found
    currency = CURRENCY.search(text)
    if currency is None or currency.group("cny"):
        return Value(value.value, "CNY", value.confidence if currency else min(value.confidence, 0.9), value.flags)
    unit = "USD" if currency.group("usd") else "EUR"
    return Value(value.value, unit, 0.5, (*value.flags, "foreign-currency", "suspected"))


def power(text: str) -> Value | None:
    """Megawatts; a number without a unit of power states none."""
    found = POWER.findall(text)
    if not found:
        return None
    number, unit = found[-1]
    watts = _decimal(number) * WATTS[unit.lower()]
    flags = ("range",) if len(found) > 1 or _is_range(text) else ()
    return Value(plain(watts / 10**6), "MW", 0.7 if flags else 1.0, flags)


_COMMA = re.compile(r"\d+,\d{1,2}")


def _decimal(number: str) -> Decimal:
    """`1,500` and `1.5`; `0,35` as half Europe writes it."""
    return Decimal(number.replace(",", "." if _COMMA.fullmatch(number) else ""))


def _is_range(text: str) -> bool:
    number = first_number(text)
    return number is not None and "range" in number.flags


def watt(text: str) -> Value | None:
    """Watts of one module: beside its power, `550 W` is 550 watts and not 550 × 10,000."""
    if found_power := POWER.search(text):
        watts = Decimal(found_power[1].replace(",", "")) * WATTS[found_power[2].lower()]
        return Value(plain(watts), "W")
    found = _number(text)
    return Value(found[1].value, "W", found[1].confidence, found[1].flags) if found else None


def distance(text: str) -> Value | None:
    found = _number(text)
    return Value(found[1].value, "km", found[1].confidence, found[1].flags) if found else None


def degree(text: str) -> Value | None:
    found = first_number(text)
    return Value(plain(found.value)) if found and found.value in (1, 2, 3) else None


def modules(text: str) -> tuple[str, str] | None:
    """Count and watts of `400块×500W` or `500W×400块`."""
    found = MODULES.search(unicodedata.normalize("NFKC", text))
    return (found["count"] or found["count2"], plain(Decimal(found["watts"] or found["watts2"]))) if found else None
