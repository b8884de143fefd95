"""The facts of a case as a pack types them: known, open (unknown, which is not false), or simply not stated."""

from __future__ import annotations

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
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(\.[0-9]{1,40})?")
_BETWEEN_ITEMS = re.compile(r"\s*[,，、;；]\s*")


class FactError(ValueError):
    """Facts that cannot be true or cannot be read; the text is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An open fact: one of `choices`, or a number from `low` to `high` (both possible), or anything."""

    choices: tuple[Any, ...] | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FactType:
    """What a pack says of one fact. `open`: unknown is not false; every other fact not stated is false or absent."""

    id: str
    kind: str
    """bool, int, decimal, enum, text, datetime or list."""
    open: bool = False
    asked_of: str = "customer"
    """`customer` or the role that can say."""
    label_zh: str = ""
    label_en: str = ""
    unit: str = ""
    values: tuple[Any, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    parts: tuple[str, ...] = ()
    """Facts that add up to this one; the known ones are its lower bound."""
    product: tuple[str, ...] = ()
    """Facts whose product times `scale` is this one."""
    scale: Decimal = Decimal(1)
    default_from: str = ""
    """The fact whose value this one has until it is stated."""
    presumed: bool | None = None
    """Taken as this until stated."""
    denied_by: tuple[str, ...] = ()
    """Facts that turn the presumption round when they are stated."""
    covered_by: str = ""
    """The open fact that includes this one: while that is unknown, so is this; it is asked through that one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts of one case, typed. `values` holds Unknown for open facts and None for what is not stated."""

    values: Mapping[str, Any]
    presumed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


def read_facts(types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo) -> Sheet:
    """The sheet of a case from JSON-like values (None and "unknown" count as not stated).

    Facts that no type names are left alone. Raises FactError with every impossible value.
    """
    stated: dict[str, Any] = {}
    faults: list[str] = []
    for kind in types.values():
        if raw.get(kind.id) is not None:
            try:
                stated[kind.id] = read_value(kind, raw[kind.id], zone)
            except FactError as fault:
                faults.append(str(fault))
    if faults:
        raise FactError("; ".join(faults))
    flags: list[str] = []
    values = {kind.id: _settle(kind, stated, types, flags) for kind in types.values()}
    presumed = tuple(kind.id for kind in types.values() if _presumes(kind, stated))
    return Sheet(values, presumed, tuple(flags))


def read_value(kind: FactType, raw: Any, zone: tzinfo) -> Any:
    """The typed value, or None if `raw` is empty or says that it is unknown. Raises FactError."""
    if raw == "" or (raw == "unknown" and kind.kind != "text"):
        return None
    try:
        value = _READERS[kind.kind](raw, zone)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        raise FactError(f"{kind.id} must be {_WANTED[kind.kind]}, not {_shown(raw)}") from None
    if kind.values and value not in kind.values:
        raise FactError(f"{kind.id} must be {_one_of(kind.values)}, not {_shown(raw)}")
    if kind.minimum is not None and value < kind.minimum:
        raise FactError(f"{kind.id} must be at least {kind.minimum}, not {_shown(raw)}")
    if kind.maximum is not None and value > kind.maximum:
        raise FactError(f"{kind.id} must be at most {kind.maximum}, not {_shown(raw)}")
    return value


def _settle(kind: FactType, stated: Mapping[str, Any], types: Mapping[str, FactType], flags: list[str]) -> Any:
    """The value of one fact, from what is stated of it and of the facts it is made of."""
    value = stated.get(kind.id)
    if kind.parts:
        value = _sum(kind, value, stated, flags)
    elif kind.product:
        value = _product(kind, value, stated, flags)
    if value is None and kind.default_from:
        value = stated.get(kind.default_from)
    if value is not None:
        return value
    if kind.presumed is not None:
        return kind.presumed != any(stated.get(fact) is not None for fact in kind.denied_by)
    covering = types.get(kind.covered_by)
    if kind.open or (covering is not None and covering.open and stated.get(covering.id) is None):
        return _unknown(kind)
    return False if kind.kind == "bool" else None


def _presumes(kind: FactType, stated: Mapping[str, Any]) -> bool:
    return kind.presumed is not None and stated.get(kind.id) is None


def _unknown(kind: FactType) -> Unknown:
    if kind.kind == "bool":
        return Unknown(choices=(True, False))
    if kind.values:
        return Unknown(choices=kind.values)
    return Unknown(low=kind.minimum, high=kind.maximum)


def _sum(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    """The stated whole, else the sum of its parts; unknown from that sum upwards while a part is missing."""
    known = [stated[part] for part in kind.parts if stated.get(part) is not None]
    total = sum(known, Decimal(0))
    if whole is not None:
        return _agreed(kind, whole, total, flags) if total > whole else whole
    if len(known) == len(kind.parts):
        return total
    return Unknown(low=total) if known else None


def _product(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    product = kind.scale
    for factor in kind.product:
        if stated.get(factor) is None:
            return whole
        product *= stated[factor]
    return product if whole is None else _agreed(kind, whole, product, flags)


def _agreed(kind: FactType, stated: Decimal, derived: Decimal, flags: list[str]) -> Any:
    """Both, if they agree; if not, neither is believed: the truth is taken to lie between them."""
    if stated == derived:
        return stated
    flags.append(f"contradiction:{kind.id}")
    return Unknown(low=min(stated, derived), high=max(stated, derived))


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
    """ISO 8601; without an offset in `zone`; a bare date means its last second."""
    if len(raw) == len("2026-03-02"):
        moment = end_of_day(date.fromisoformat(raw), zone)
    else:
        moment = datetime.fromisoformat(raw)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment.year not in YEARS:
        raise ValueError
    return moment


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
}
_WANTED = {
    "bool": "true or false",
    "int": "a whole number",
    "decimal": "a plain number",
    "enum": "a word",
    "text": "a text",
    "datetime": "a date or time such as 2026-03-02T10:00:00+08:00",
    "list": "a list of words",
}


def _one_of(values: Sequence[Any]) -> str:
    words = [str(value) for value in values]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _shown(raw: Any) -> str:
    text = repr(str(raw) if isinstance(raw, Decimal) else raw)
    return text if len(text) <= 40 else f"{text[:37]}…"
