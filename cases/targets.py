"""A rate against its target: exact, and n/a where there is nothing to divide by."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
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
        value = Fraction(num) / Fraction(den) * UNITS[unit]
        return MET if OPERATORS[self.op](value, Fraction(self.bound)) else MISSED


def shown_rate(num: Decimal, den: Decimal, unit: str) -> Decimal | None:
    """The rate to two places, rounded down so that 89.999 % is not shown as the 90 % it misses; None if n/a."""
    if not den:
        return None
    return (num * UNITS[unit] / den).quantize(_HUNDREDTH, ROUND_FLOOR)
