"""What a fact is that nobody states: presumed, denied, open, or made up of facts that somebody does state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.fact_types import YES_NO, FactType, Unknown, unknown


def blank(kind: FactType) -> Any:
    """The value of a fact that nobody has stated and that hangs on no other."""
    if kind.presumed is not None:
        return kind.presumed
    if kind.open:
        return unknown(kind)
    return False if kind.kind in YES_NO and kind.default is None else kind.default


def derives(kind: FactType) -> bool:
    """Whether its value hangs on other facts, too."""
    return bool(kind.parts or kind.product or kind.default_from or kind.denied_by or kind.covered_by)


def settle(kind: FactType, stated: Mapping[str, Any], types: Mapping[str, FactType], flags: list[str]) -> Any:
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
        return kind.presumed != any(fact in stated for fact in kind.denied_by)
    covering = types.get(kind.covered_by)
    if covering is not None and covering.open and covering.id not in stated:
        return unknown(kind)
    return blank(kind)


def contradicts(kind: FactType, values: Mapping[str, Any]) -> bool:
    """Whether a value lies before or beyond that of a fact that bounds it."""
    value = _measure(values.get(kind.id))
    least, most = _measure(values.get(kind.not_before)), _measure(values.get(kind.not_over))
    return value is not None and ((least is not None and value < least) or (most is not None and value > most))


def _measure(value: Any) -> Any:
    """What is compared: the day of a moment, a number as it is; None if nothing is stated."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, int | Decimal) else None


def _sum(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    """The stated whole, but no less than its known parts; without one their sum, or open from that sum upwards."""
    known = [stated[part] for part in kind.parts if part in stated]
    total = sum(known, Decimal(0))
    if whole is not None:
        if total > whole:
            flags.append(f"contradiction:{kind.id}")
        return max(whole, total)
    if len(known) == len(kind.parts):
        return total
    return Unknown(low=total) if known else None


def _product(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    product = kind.scale
    for factor in kind.product:
        if factor not in stated:
            return whole
        product *= stated[factor]
    return product if whole is None else _agreed(kind, whole, product, flags)


def _agreed(kind: FactType, stated: Decimal, derived: Decimal, flags: list[str]) -> Any:
    """Both, if they agree; if not, neither is believed: the truth is taken to lie between them."""
    if stated == derived:
        return stated
    flags.append(f"contradiction:{kind.id}")
    return Unknown(low=min(stated, derived), high=max(stated, derived))
