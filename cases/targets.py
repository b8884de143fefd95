"""A rate against its target: exact, and n/a where there is nothing to divide by."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

MET, MISSED, NOT_AVAILABLE = "met", "missed", "n/a"

UNITS: Mapping[str, int] = {"percent": 100, "ppm": 1_000_000}
"""What a rate is told in: per hundred, or parts per million."""

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
}
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Target:
    """What a rate must be: `op` (ge, gt, le, lt) against `bound`, in the rate's unit."""

    op: str
    bound: Decimal

    def grade(self, num: Decimal, den: Decimal, unit: str) -> str:
        """Met, missed, or n/a if the denominator is empty; compared as fractions, so that nothing is rounded."""
        if not den:
            return NOT_AVAILABLE
        return MET if self.kept_by(Fraction(num) / Fraction(den) * UNITS[unit]) else MISSED

    def kept_by(self, value: Fraction | Decimal) -> bool:
        """Whether a value in the rate's unit is what it must be."""
        return bool(OPERATORS[self.op](Fraction(value), Fraction(self.bound)))


def shown_rate(num: Decimal, den: Decimal, unit: str, target: Target | None = None) -> Decimal | None:
    """The rate to two places; None if n/a. Rounded as usual, but never across the target: 89.999 % is not shown as
    the 90 % that it misses, nor 2.999 % as the 3 % that it stays below."""
    if not den:
        return None
    exact = num * UNITS[unit] / den
    shown = exact.quantize(_HUNDREDTH, ROUND_HALF_UP)
    if target is None or target.kept_by(shown) == target.kept_by(exact):
        return shown
    return exact.quantize(_HUNDREDTH, ROUND_FLOOR if shown > exact else ROUND_CEILING)
