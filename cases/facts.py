"""The facts of a case as a pack types them: known, open (unknown, which is not false), or simply not stated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import Any

from cases.values import FactError, one_of, read, shown


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
    stated, refused = _stated(types, raw, zone)
    if refused:
        raise FactError("; ".join(refused.values()))
    flags: list[str] = []
    values = {kind.id: _settle(kind, stated, types, flags) for kind in types.values()}
    presumed = tuple(kind.id for kind in types.values() if _presumes(kind, stated))
    return Sheet(values, presumed, tuple(flags))


def impossible(types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """The facts that cannot be true, each with the sentence that says why; a desk leaves them out and asks."""
    return _stated(types, raw, zone)[1]


def read_value(kind: FactType, raw: Any, zone: tzinfo) -> Any:
    """The typed value, or None if `raw` is empty or says that it is unknown. Raises FactError."""
    if raw == "" or (raw == "unknown" and kind.kind != "text"):
        return None
    value = read(kind.id, kind.kind, raw, zone)
    if kind.values and value not in kind.values:
        raise FactError(f"{kind.id} must be {one_of(kind.values)}, not {shown(raw)}")
    if kind.minimum is not None and value < kind.minimum:
        raise FactError(f"{kind.id} must be at least {kind.minimum}, not {shown(raw)}")
    if kind.maximum is not None and value > kind.maximum:
        raise FactError(f"{kind.id} must be at most {kind.maximum}, not {shown(raw)}")
    return value


def _stated(
    types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo
) -> tuple[dict[str, Any], dict[str, str]]:
    """Typed values of the facts that are stated, and a sentence for each that cannot be."""
    stated: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, kind in types.items():
        if (given := raw.get(name)) is not None:
            try:
                stated[name] = read_value(kind, given, zone)
            except FactError as fault:
                refused[name] = str(fault)
    return stated, refused


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
