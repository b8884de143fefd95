"""Values as JSON gives them, read into the types facts have."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from cases.deadlines import end_of_day

DIGITS = 15
DIGITS_AFTER_POINT = 9
"""No amount needs more on either side of the point; keeps every sum exact in Decimal's 28 digits."""
YEARS = range(1990, 2100)
BARE_DATE = len("2026-03-02")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_BETWEEN_ITEMS = re.compile(r"\s*[,，、;；]\s*")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that a fact cannot have, for whoever says so in another language."""

    fact: str
    wanted: str
    """The kind of value that the fact has, or `one_of`, `at_least`, `at_most`."""
    given: Any
    offered: tuple[Any, ...] = ()
    """The values to choose from, or the limit."""


class FactError(ValueError):
    """Facts that cannot be true or cannot be read; the text is one sentence for a person."""

    def __init__(self, sentence: str, misfit: Misfit | None = None) -> None:
        super().__init__(sentence)
        self.misfit = misfit


def read(name: str, kind: str, raw: Any, zone: tzinfo) -> Any:
    """`raw` as a bool, int, Decimal, str, aware datetime or tuple of str. Raises FactError naming the fact."""
    try:
        return _READERS[kind](raw, zone)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        sentence = f"{name} must be {_WANTED[kind]}, not {shown(raw)}"
        raise FactError(sentence, Misfit(name, kind, raw)) from None


def one_of(values: Sequence[Any]) -> str:
    """The values as words, "1, 2 or 3"."""
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def shown(raw: Any) -> str:
    """A value as it was given, cut short: lists and objects as JSON has them, several wrong items one by one."""
    if isinstance(raw, tuple):
        text = ", ".join(map(repr, raw))
    elif isinstance(raw, list | Mapping):
        text = json.dumps(raw, ensure_ascii=False, default=str)
    else:
        text = repr(str(raw) if isinstance(raw, Decimal) else raw)
    return text if len(text) <= 40 else f"{text[:37]}…"


def _bool(raw: Any, _zone: tzinfo) -> bool:
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, str) or raw.lower() not in ("true", "false"):
        raise TypeError
    return raw.lower() == "true"


def _number(raw: Any, _zone: tzinfo) -> Decimal:
    if isinstance(raw, str):
        if not _NUMBER.fullmatch(raw):
            raise ValueError
        number = Decimal(raw)
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    else:
        raise TypeError
    if not number.is_finite() or number.adjusted() >= DIGITS or number != round(number, DIGITS_AFTER_POINT):
        raise ValueError
    return number


def _integer(raw: Any, zone: tzinfo) -> int:
    number = _number(raw, zone)
    if number != int(number):
        raise ValueError
    return int(number)


def _text(raw: Any, _zone: tzinfo) -> str:
    if not isinstance(raw, str):
        raise TypeError
    return raw.strip()


def _moment(raw: Any, zone: tzinfo) -> datetime:
    """ISO 8601; without an offset in `zone`; a bare date means its last second. The moment comes back in `zone`."""
    if not isinstance(raw, str):
        raise TypeError
    try:
        moment = end_of_day(date.fromisoformat(raw), zone) if len(raw) <= BARE_DATE else datetime.fromisoformat(raw)
    except ValueError:
        moment = datetime.fromisoformat(raw)
    moment = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment.year not in YEARS:
        raise ValueError
    return moment


def _named(raw: Any, zone: tzinfo) -> bool:
    """Yes or no; a name that is given instead ("supplier: XX电子") means yes."""
    if isinstance(raw, str) and raw.lower() not in ("true", "false"):
        return bool(raw.strip())
    return _bool(raw, zone)


def _checklist(raw: Any, zone: tzinfo) -> tuple[str, ...]:
    """The points that are done, from {point: yes or no} or a list of points."""
    if isinstance(raw, Mapping):
        return tuple(point for point, done in raw.items() if _bool(done, zone))
    return tuple(item for item in _list(raw, zone) if item)


def _list(raw: Any, _zone: tzinfo) -> tuple[str, ...]:
    if isinstance(raw, str):
        return tuple(_BETWEEN_ITEMS.split(raw.strip()))
    if not isinstance(raw, Sequence) or not all(isinstance(item, str) for item in raw):
        raise TypeError
    return tuple(raw)


_READERS: Mapping[str, Callable[[Any, tzinfo], Any]] = {
    "bool": _bool,
    "int": _integer,
    "decimal": _number,
    "enum": _text,
    "text": _text,
    "datetime": _moment,
    "list": _list,
    "named": _named,
    "checklist": _checklist,
}
_WANTED = {
    "bool": "true or false",
    "int": "a whole number",
    "decimal": "a plain number",
    "enum": "a word",
    "text": "a text",
    "datetime": "a date or time such as 2026-03-02T10:00:00+08:00",
    "list": "a list of words",
    "named": "true, false or a name",
    "checklist": "points with true or false",
}
