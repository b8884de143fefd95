"""How a fact reads in a cell: one function per kind of field, from any value to words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import accumulate
from unicodedata import east_asian_width

from cases.form_fields import Field
from generator.docx_clean import clean, one_line

Words = Mapping[str, str]
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*")
BEGUN = re.compile(r"(?<=\s)[!-~]{1,20}$")
"""A word of Latin letters at the end of a text that goes on."""
CLAUSE = re.compile(r"[,;:.](?= |$)|[，；：。]| ?[(（·–]")
LINE_COLUMNS = 50
"""What a line end costs, so that many short lines are cut as early as one long one."""
LIST_LENGTH = 6
"""More batches or serial numbers than this are cut: they would push the form to another page."""


def show(value: object, field: Field, words: Words) -> str:
    """The display text of a fact; "" for None. A text that is not of the field's kind is shown as typed."""
    if value is None:
        return ""
    return KINDS[field.kind](value, words)


def plain(value: object, words: Words) -> str:
    """A fact of no form's field, for patterns: dates and times as in cells, all else as text."""
    if value is None:
        return ""
    typed = isinstance(value, datetime) or (isinstance(value, str) and MOMENT.fullmatch(value))
    return _moment(value, words) if typed else _long(value, words)


def cut(text: str, limit: int, marker: str) -> str:
    """At most `limit` columns and then the marker; 0 = no limit. A Han character is two columns wide, and a word of
    another script is left out whole."""
    if not limit or (2 * len(text) <= limit and "\n" not in text):
        return text
    widths = accumulate(map(_columns, text))
    kept = sum(width <= limit for width in widths)
    return text if kept == len(text) else BEGUN.sub("", text[: kept + 1])[:kept].rstrip() + marker


def up_to_clause(text: str, limit: int) -> str:
    """At most `limit` columns, to the end of a clause, else of a word; nothing says that there was more. 0: no limit.

    A clause counts only if it leaves half of what there is room for.
    """
    if not limit or columns(text) <= limit:
        return text
    kept = cut(text, limit, "")
    ends = [end.start() for end in CLAUSE.finditer(text[: len(kept) + 1])]
    ends = [end for end in ends if 2 * columns(text[:end]) >= limit]
    return kept[: ends[-1]].rstrip() if ends else kept.rstrip(" ,;:.，；：、。（(·")


def columns(text: str) -> int:
    """How wide a text is: a Han character takes two columns."""
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    if character == "\n":
        return LINE_COLUMNS
    return 2 if east_asian_width(character) in "WF" else 1


def decimal(value: object) -> Decimal | None:
    """A plain number of at most 15 digits, else None (1e999 and NaN are text)."""
    text = str(value).strip()
    return Decimal(text) if NUMBER.fullmatch(text) else None


def _long(value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words["yes"] if value else words["no"]
    if isinstance(value, str):
        return clean(value).strip()
    if isinstance(value, Sequence):
        return words["join"].join(_text(each, words) for each in value)
    return clean(str(value))


def _text(value: object, words: Words) -> str:
    return one_line(_long(value, words))


def _number(value: object, words: Words) -> str:
    number = decimal(value)
    return _text(value, words) if number is None else f"{number:,f}"


def _percent(value: object, words: Words) -> str:
    number = decimal(value)
    return _text(value, words) if number is None else f"{number:f}%"


def _money(value: object, words: Words) -> str:
    number = decimal(value)
    return _text(value, words) if number is None else f"¥{number:,f}"


def _moment(value: object, words: Words) -> str:
    """In the zone it carries, to the minute; a bare date stays one."""
    when = _when(value)
    if when is None:
        return _text(value, words)
    return when.strftime("%Y-%m-%d %H:%M") if isinstance(when, datetime) else when.isoformat()


def _date(value: object, words: Words) -> str:
    return _text(value, words) if _when(value) is None else _moment(value, words)[:10]


def _when(value: object) -> date | None:
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return date.fromisoformat(text) if len(text) == len("2026-03-02") else datetime.fromisoformat(text)
    except ValueError:
        return None


def _list(value: object, words: Words) -> str:
    if isinstance(value, str) or not isinstance(value, Sequence):
        return _text(value, words)
    shown = words["join"].join(_text(each, words) for each in value[:LIST_LENGTH])
    if len(value) <= LIST_LENGTH:
        return shown
    return f"{shown} {words['more'].replace('{count}', str(len(value)))}"


KINDS: Mapping[str, Callable[[object, Words], str]] = {
    "text": _text,
    "long": _long,
    "quote": _text,
    "number": _number,
    "percent": _percent,
    "money": _money,
    "date": _date,
    "moment": _moment,
    "flag": _text,
    "list": _list,
    "choice": _text,
    "photo": _text,
}
