"""What stands after the colon, as a value of the fact's type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import takewhile

from cases.mail import FieldValue
from parsers.boxes import ticked, yes_or_no
from parsers.dates import parse_date
from parsers.labels import Label, dictionary
from parsers.numbers import Number, first_number, plain

NOT_SAID = re.compile(
    r"^[\s\-—/_.*?]*$|^(?:不详|未知|不明|不清楚|待定|待确认|待补充|暂无"
    r"|tbd|tbc|t\.b\.d\.|n/?a|unknown|not known|pending)[\s.。]*$",
    re.I,
)
CURRENCY = re.compile(
    r"(?P<cny>rmb|cny|人民币|¥|￥|元|圆|块钱)|(?P<usd>us\$|usd|美元|美金|\$)|(?P<eur>eur|€|欧元)", re.I
)
UNITS = re.compile(
    r"\s*(pcs|pc|pieces|units?|sets?|ea|pallets?|boxes|reels?|kg|片|块|件|个|只|台|套|颗|支|根|卷|箱|批|条|pieces?)",
    re.I,
)
POWER = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)\s*(gw|mw|kw|w|吉瓦|兆瓦|千瓦|瓦)", re.I)
WATTS = {"gw": 10**9, "吉瓦": 10**9, "mw": 10**6, "兆瓦": 10**6, "kw": 1000, "千瓦": 1000, "w": 1, "瓦": 1}
MODULES = re.compile(r"(\d{1,9})\s*(?:块|片|件|pcs|modules?)?\s*[x×*]\s*(\d+(?:\.\d+)?)\s*(?:wp|w|瓦)", re.I)
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/+#-]{0,59}")
_LEADING = re.compile(rf"{IDENTIFIER.pattern}(?=$|\s?[,，。;；(（])")


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value; numbers are plain decimals as text, dates ISO."""

    value: FieldValue
    unit: str = ""
    confidence: float = 1.0
    flags: tuple[str, ...] = ()


def parse_value(label: Label, text: str, written: datetime) -> Value | None:
    """The value of a fact as its type wants it, None if the text does not state one (不详, TBD, no number)."""
    normal = unicodedata.normalize("NFKC", text).strip()
    if NOT_SAID.match(normal):
        return None
    if label.type in ("text", "long", "items"):
        return TYPES[label.type](text.strip())
    if label.type in ("date", "moment"):
        return _date(normal, written, with_time=label.type == "moment")
    if label.type in ("choice", "choices"):
        return _choice(ticked(normal) or normal, label)
    return TYPES[label.type](normal)


def _text(text: str) -> Value | None:
    chosen = ticked(text) or text
    return Value(" ".join(chosen.split())[:500]) if chosen else None


def _long(text: str) -> Value | None:
    return Value("\n".join(line.strip() for line in text.split("\n")).strip())


def _ident(text: str) -> Value | None:
    """An identifier, also in front of more text (`PS-200，无输出`); one with blanks or Chinese in it stays whole,
    less surely."""
    cleaned = text.strip(" ,，。;；")
    found = _LEADING.match(cleaned)
    if found:
        return Value(found.group())
    return Value(" ".join(cleaned.split())[:200], confidence=0.9) if cleaned else None


def _idents(text: str) -> Value | None:
    found = [piece.strip(" .。") for piece in re.split(r"[,，;；、\n]|\s/\s|\s{2,}|\s(?:and|&|和|及)\s", text)]
    items = list(dict.fromkeys(piece for piece in found if piece))
    if items and IDENTIFIER.fullmatch(items[0]):
        items = list(takewhile(IDENTIFIER.fullmatch, items))
    return Value(tuple(items[:200])) if items else None


def _number(text: str) -> tuple[Number, Value] | None:
    """A number with the confidence its flags leave: a range or a bound needs a person's look."""
    number = first_number(text)
    if number is None:
        return None
    confidence = 0.7 if set(number.flags) - {"about"} else 0.9 if number.flags else 1.0
    return number, Value(plain(number.value), "", confidence, number.flags)


def _quantity(text: str) -> Value | None:
    if (found := _number(text)) is None:
        return None
    number, value = found
    unit = UNITS.match(text, number.end)
    return Value(value.value, unit.group(1).lower() if unit else "", value.confidence, value.flags)


def _count(text: str) -> Value | None:
    found = _number(text)
    return found[1] if found and found[0].value == found[0].value.to_integral_value() else None


def _percent(text: str) -> Value | None:
    if (found := _number(text)) is None:
        return None
    number, value = found
    after = text[number.end :].lstrip()
    if after[:1] == "‰":
        return Value(plain(number.value / 10), "%", value.confidence, value.flags)
    if after.lower().startswith("ppm"):
        return Value(plain(number.value / 10_000), "%", value.confidence, value.flags)
    return Value(value.value, "%", value.confidence if after[:1] == "%" else 0.7, value.flags)


def _money(text: str) -> Value | None:
    """An amount in RMB; one in another currency is kept with its unit as a question, not converted."""
    if (found := _number(text)) is None:
        return None
    _, value = found
    currency = CURRENCY.search(text)
    if currency is None or currency.group("cny"):
        return Value(value.value, "CNY", value.confidence if currency else min(value.confidence, 0.9), value.flags)
    unit = "USD" if currency.group("usd") else "EUR"
    return Value(value.value, unit, 0.5, (*value.flags, "foreign-currency", "suspected"))


def _power(text: str) -> Value | None:
    """Megawatts; a number without a unit of power states none."""
    found = POWER.findall(text)
    if not found:
        return None
    number, unit = found[-1]
    watts = Decimal(number.replace(",", "")) * WATTS[unit.lower()]
    flags = ("range",) if len(found) > 1 or _is_range(text) else ()
    return Value(plain(watts / 10**6), "MW", 0.7 if flags else 1.0, flags)


def _is_range(text: str) -> bool:
    number = first_number(text)
    return number is not None and "range" in number.flags


def _watt(text: str) -> Value | None:
    """Watts of one module: beside its power, `550 W` is 550 watts and not 550 × 10,000."""
    if found_power := POWER.search(text):
        watts = Decimal(found_power[1].replace(",", "")) * WATTS[found_power[2].lower()]
        return Value(plain(watts), "W")
    found = _number(text)
    return Value(found[1].value, "W", found[1].confidence, found[1].flags) if found else None


def _distance(text: str) -> Value | None:
    found = _number(text)
    return Value(found[1].value, "km", found[1].confidence, found[1].flags) if found else None


def _flag(text: str) -> Value | None:
    answer = yes_or_no(text)
    return None if answer is None else Value(answer)


def _degree(text: str) -> Value | None:
    found = first_number(text)
    return Value(plain(found.value)) if found and found.value in (1, 2, 3) else None


def _date(text: str, written: datetime, *, with_time: bool) -> Value | None:
    day = parse_date(text, written, with_time=with_time)
    if day is None:
        return None
    confidence = 0.5 if "suspected" in day.flags else 0.9 if day.flags else 1.0
    return Value(day.value, "", confidence, day.flags)


def _choice(text: str, label: Label) -> Value | None:
    """The values whose names stand in the text; longer names first, so that 免费维修 is not also 维修."""
    rest, found = text.lower(), []
    for name, value in dictionary().choices[label.choice]:
        if name not in rest:
            continue
        pattern = rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)
        if re.search(pattern, rest):
            rest = re.sub(pattern, " ", rest)
            found.append(value)
    unique = tuple(dict.fromkeys(found))
    if label.type == "choices":
        return Value(unique) if unique else None
    return Value(unique[0]) if len(unique) == 1 else None


def modules(text: str) -> tuple[str, str] | None:
    """Count and watts of `400块×500W`."""
    found = MODULES.search(unicodedata.normalize("NFKC", text))
    return (found.group(1), plain(Decimal(found.group(2)))) if found else None


TYPES: dict[str, Callable[[str], Value | None]] = {
    "text": _text,
    "long": _long,
    "items": _long,
    "ident": _ident,
    "idents": _idents,
    "quantity": _quantity,
    "count": _count,
    "percent": _percent,
    "money": _money,
    "power": _power,
    "watt": _watt,
    "distance": _distance,
    "flag": _flag,
    "degree": _degree,
}
