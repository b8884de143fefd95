"""What stands after the colon, as a value of the fact's type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from cases.chinese import to_simplified
from parsers import measures
from parsers.boxes import ticked, yes_or_no
from parsers.choices import choice
from parsers.dates import parse_date
from parsers.day_words import PAST, WANTED, on_its_side, past_weekday
from parsers.identifiers import BULLET, ident, idents
from parsers.labels import Label
from parsers.measures import Value
from parsers.numbers import bounds, plain

NOT_SAID = re.compile(
    r"^[\s\-—/_.*?]*$|^(?:不详|未知|不明|不清楚|待定|待确认|待补充|暂无"
    r"|(?:详?见|如|参见)(?:附件|附表|附图|下表|照片|图片)|附件|(?:see|as per|as) (?:the )?attach(?:ed|ment)(?: \w+)?"
    r"|tbd|tbc|t\.b\.d\.|n/?a|unknown|not known|pending)[\s.。]*$",
    re.I,
)
AS_WRITTEN = ("text", "name", "phone", "mail", "hours", "long", "items", "list")
"""Types of values that keep the writer's characters."""
_NUMERIC = ("quantity", "count", "percent", "money", "power", "watt", "distance", "degree")
_NO_AMOUNT = re.compile(r"[-−]\d|[\d.]+e\d", re.I)
"""Below nothing, or with an exponent: told again rather than read as its first digits."""
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,]\d)(?!\d)")
"""5 000 000"""
_PART = re.compile(r"\d[\d,]*\s?(?:out )?of\s?\d", re.I)
"""`Qty: 12 of 400` counts what is complained of."""
CODED = frozenset(["part_no", "order_no", "case_no"])
_CODE = re.compile(r"(?![\u3400-\u9fff]).*\d", re.S)


def parse_value(label: Label, text: str, written: datetime) -> Value | None:
    """The value of a fact as its type wants it, None if the text does not state one (不详, TBD, no number, a
    negative amount)."""
    normal = unicodedata.normalize("NFKC", text).strip()
    if NOT_SAID.match(normal):
        return None
    if label.type == "ident" and label.field in CODED and not _CODE.match(normal):
        return None
    if label.type in AS_WRITTEN:
        return TYPES[label.type](text.strip())
    if label.field == "qty_shipped" and _PART.match(normal):
        return None
    normal = to_simplified(normal)
    if label.type in ("date", "moment"):
        return _date(normal, written, label)
    if label.type in ("choice", "choices"):
        return choice(ticked(normal) or normal, label)
    if label.type in _NUMERIC:
        if _NO_AMOUNT.match(normal):
            return None
        normal = _GROUPED.sub(lambda found: found[0].replace(" ", ""), normal)
    return TYPES[label.type](normal)


def _text(text: str) -> Value | None:
    chosen = ticked(text) or text
    return Value(" ".join(chosen.split())[:500]) if chosen else None


_CLAUSE_END = re.compile(
    r"[。；;]|，|,(?=\s*(?:[\u3400-\u9fff]|\S+@|\+?\d|contact\b|attn\b|tel\b|phone\b))|\.\s+(?=[A-Z][a-z]+ [a-z])"
)
_PHONE = re.compile(
    r"(?:\+\d{1,3}\s?)?(?:\(\d{1,5}\)\s?)?\d[\d\s.-]{4,20}\d(?:\s?(?:-|ext\.?|转|轉|分机|分機)\s?\d{1,5})?", re.I
)
_HOURS = re.compile(r"(?:约|大约|about )?\s?(\d[\d,]*(?:\.\d+)?)\s?(?:个?小时|小時|h|hrs?|hours?)[.。]?", re.I)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")


def _name(text: str) -> Value | None:
    """Up to the end of the clause: `电能表，型号DDS-666` names an electricity meter."""
    name = _CLAUSE_END.split(ticked(text) or text, maxsplit=1)[0].strip()
    return _text(name) if any(char.isalpha() for char in name) else None


def _phone(text: str) -> Value | None:
    """The first number that one can dial; words (a chat name) stay as they are."""
    found = _PHONE.search(unicodedata.normalize("NFKC", text))
    return Value(" ".join(found.group().split())) if found else _text(text)


def _mail(text: str) -> Value | None:
    found = _MAIL.search(unicodedata.normalize("NFKC", text))
    return Value(found.group()) if found else None


def _hours(text: str) -> Value | None:
    """A running time: hours as a plain number, other periods in the writer's words."""
    found = _HOURS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return Value(plain(Decimal(found[1].replace(",", ""))), "h", flags=bounds(text)) if found else _text(text)


def _items(text: str) -> Value | None:
    return _long(ticked(text) or text)


def _long(text: str) -> Value | None:
    return Value("\n".join(line.strip() for line in text.split("\n")).strip())


def _list(text: str) -> Value | None:
    """One value per line; on a single line between commas."""
    lines = text.split("\n") if "\n" in text else re.split(r"[,，;；、]", text)
    items = dict.fromkeys(" ".join(BULLET.sub("", line).split()).rstrip("。;；,，") for line in lines)
    return Value(tuple(item for item in items if item)[:200]) if any(items) else None


def _flag(text: str) -> Value | None:
    answer = yes_or_no(text)
    return None if answer is None else Value(answer)


def _date(text: str, written: datetime, label: Label) -> Value | None:
    day = parse_date(text, written, with_time=label.type == "moment")
    if day is None:
        return None
    confidence = 0.5 if "suspected" in day.flags else 0.9 if day.flags else 1.0
    value = day.value
    if "relative" in day.flags and label.field in PAST:
        value = past_weekday(value, text, written.date())
    if "year-assumed" in day.flags and label.field in PAST | WANTED:
        told = date.fromisoformat(value[:10])
        value = f"{on_its_side(told, written.date(), past=label.field in PAST)}{value[10:]}"
    return Value(value, "", confidence, day.flags)


TYPES: dict[str, Callable[[str], Value | None]] = {
    "text": _text,
    "long": _long,
    "name": _name,
    "phone": _phone,
    "mail": _mail,
    "hours": _hours,
    "items": _items,
    "list": _list,
    "ident": ident,
    "idents": idents,
    "quantity": measures.quantity,
    "count": measures.count,
    "percent": measures.percent,
    "money": measures.money,
    "power": measures.power,
    "watt": measures.watt,
    "distance": measures.distance,
    "flag": _flag,
    "degree": measures.degree,
}
