"""What a pack says of one fact: what it can be, how a value is read, and what it is while it is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from cases.values import FactError, Misfit, one_of, read, shown

YES_NO = ("bool", "named")


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
    """bool, named, int, decimal, enum, text, datetime, list or checklist."""
    open: bool = False
    asked_of: str = "customer"
    """`customer` or the role that can say."""
    label_zh: str = ""
    label_en: str = ""
    unit: str = ""
    unit_en: str = ""
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
    default: Any = None
    """The value while nobody states one."""
    counted: tuple[str, ...] = ()
    """Not stated, it is the number of cases, this one included, that agree with this one on these facts."""
    not_before: str = ""
    """A value on an earlier day than that fact's contradicts it."""
    not_over: str = ""
    """A value above that fact's, or on a later day, contradicts it."""


def read_value(kind: FactType, raw: Any, zone: tzinfo) -> Any:
    """The typed value, or None if `raw` is empty or says that it is unknown. Raises FactError."""
    if raw == "" or (raw == "unknown" and kind.kind != "text"):
        return None
    value = read(kind.id, kind.kind, raw, zone)
    if kind.values and (strange := _not_on_offer(kind, value, raw)):
        given = strange if type(value) is tuple else raw
        sentence = f"{kind.id} must be {one_of(kind.values)}, not {shown(given)}"
        raise FactError(sentence, Misfit(kind.id, "one_of", given, kind.values))
    if kind.minimum is not None and value < kind.minimum:
        sentence = f"{kind.id} must be at least {kind.minimum}, not {shown(raw)}"
        raise FactError(sentence, Misfit(kind.id, "at_least", raw, (kind.minimum,)))
    if kind.maximum is not None and value > kind.maximum:
        sentence = f"{kind.id} must be at most {kind.maximum}, not {shown(raw)}"
        raise FactError(sentence, Misfit(kind.id, "at_most", raw, (kind.maximum,)))
    return value


def _not_on_offer(kind: FactType, value: Any, raw: Any) -> tuple[Any, ...]:
    """What the fact cannot be; of a checklist also among the points that are not done."""
    if type(value) is tuple:
        return tuple(item for item in (raw if isinstance(raw, Mapping) else value) if item not in kind.values)
    return () if value in kind.values else (value,)


def unknown(kind: FactType) -> Unknown:
    """Everything a fact can be."""
    if kind.kind in YES_NO:
        return Unknown(choices=(True, False))
    if kind.values:
        return Unknown(choices=kind.values)
    return Unknown(low=kind.minimum, high=kind.maximum)
