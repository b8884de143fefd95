"""Conditions over facts in three values: they hold, they fail, or they hang on facts that are still open.

A condition is kept as alternatives (any of them suffices), each a list of tests (all are needed),
so that it can be told which open facts could still make it hold (Kleene's strong three-valued logic).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from cases.fact_types import Unknown
from cases.facts import Sheet

TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
    "in": lambda value, wanted: value in wanted,
    "has_all": lambda value, wanted: set(wanted) <= set(value),
    "known": lambda _value, wanted: bool(wanted),
}
ORDERED = ("gt", "ge", "lt", "le")


class Test(Protocol):
    """One thing to find out about a case."""

    def truth(self, sheet: Sheet) -> bool | None:
        """None while it hangs on an open fact."""
        ...

    def needs(self, sheet: Sheet) -> tuple[str, ...]:
        """The facts to ask for while the truth is None."""
        ...

    def opposite(self) -> Test: ...

    def facts(self) -> tuple[str, ...]:
        """The facts of the case itself that it looks at."""
        ...


@dataclass(frozen=True, slots=True)
class FactTest:
    """One fact against a value. A fact that is not stated and not open fails every test but `known = false`."""

    fact: str
    op: str
    value: Any
    negated: bool = False
    asks: str = ""
    """The fact to ask for instead, if another one covers this."""
    _passes: Callable[[Any, Any], bool] = field(init=False, repr=False, compare=False)
    _unstated: bool = field(init=False, repr=False, compare=False)
    """The truth while nothing is stated."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_passes", TESTS[self.op])
        object.__setattr__(self, "_unstated", self.negated if self.op != "known" else self.value == self.negated)

    def truth(self, sheet: Sheet) -> bool | None:
        value = sheet.values.get(self.fact)
        if value is None:
            return self._unstated
        if type(value) is not Unknown:
            return self._passes(value, self.value) != self.negated
        if self.op == "known":
            return self._unstated
        truth = compare(value, self.op, self.value)
        return truth if truth is None else truth != self.negated

    def needs(self, _sheet: Sheet) -> tuple[str, ...]:
        return (self.asks or self.fact,)

    def facts(self) -> tuple[str, ...]:
        return (self.fact,)

    def opposite(self) -> FactTest:
        return FactTest(self.fact, self.op, self.value, not self.negated, self.asks)


Weight = tuple[bool | None, frozenset[str]]
"""Whether something holds, and the open facts that could still make it hold."""
NOTHING: frozenset[str] = frozenset()
HOLDS: Weight = (True, NOTHING)
FAILS: Weight = (False, NOTHING)


@dataclass(frozen=True, slots=True)
class Condition:
    """Alternatives of tests. No alternatives: never; one empty alternative: always."""

    alternatives: tuple[tuple[Test, ...], ...]

    def weigh(self, sheet: Sheet) -> Weight:
        """True as soon as one alternative holds; None with the open facts of those that still can; else False."""
        needed: set[str] | None = None
        for tests in self.alternatives:
            hanging: list[Test] = []
            for test in tests:
                truth = test.truth(sheet)
                if truth is None:
                    hanging.append(test)
                elif not truth:
                    break
            else:
                if not hanging:
                    return HOLDS
                if len(hanging) < 2 or _compatible(hanging, sheet):
                    needed = (needed or set()).union(*(test.needs(sheet) for test in hanging))
        return FAILS if needed is None else (None, frozenset(needed))

    def holds(self, sheet: Sheet) -> bool:
        return self.weigh(sheet)[0] is True

    def and_(self, other: Condition) -> Condition:
        return Condition(tuple(ours + theirs for ours in self.alternatives for theirs in other.alternatives))

    def opposite(self) -> Condition:
        """De Morgan: every alternative must have a test that fails."""
        result = ALWAYS
        for tests in self.alternatives:
            result = result.and_(Condition(tuple((test.opposite(),) for test in tests)))
        return result


ALWAYS = Condition(((),))
NEVER = Condition(())


def all_of(conditions: Sequence[Condition]) -> Condition:
    result = ALWAYS
    for condition in conditions:
        result = result.and_(condition)
    return result


def any_of(conditions: Sequence[Condition]) -> Condition:
    return Condition(tuple(tests for condition in conditions for tests in condition.alternatives))


def _compatible(tests: list[Test], sheet: Sheet) -> bool:
    """Whether one value of each open fact can pass all its tests."""
    wanted: dict[str, list[tuple[str, Any, bool]]] = {}
    for test in tests:
        if isinstance(test, FactTest):
            wanted.setdefault(test.fact, []).append((test.op, test.value, test.negated))
    return all(possible(sheet.values[fact], demands) for fact, demands in wanted.items() if len(demands) > 1)


def compare(value: Any, op: str, bound: Any) -> bool | None:
    """A value, perhaps open, against a bound; None if it can turn out either way."""
    if type(value) is not Unknown:
        return TESTS[op](value, bound)
    can, cannot = possible(value, [(op, bound, False)]), possible(value, [(op, bound, True)])
    return None if can and cannot else can


def possible(unknown: Unknown, demands: list[tuple[str, Any, bool]]) -> bool:
    """Whether a value of `unknown` can meet all demands (op, value, negated)."""
    if unknown.choices is not None:
        return any(all(TESTS[op](choice, value) != no for op, value, no in demands) for choice in unknown.choices)
    exact = [value for op, value, no in demands if op == "eq" and not no]
    if exact:
        return within(unknown, exact[0]) and all(TESTS[op](exact[0], value) != no for op, value, no in demands)
    return _room(unknown, [demand for demand in demands if demand[0] in ORDERED])


def within(unknown: Unknown, value: Any) -> bool:
    """Whether the open number can be exactly `value`."""
    return (unknown.low is None or value >= unknown.low) and (unknown.high is None or value <= unknown.high)


_SIDES = {"gt": ("low", True), "ge": ("low", False), "lt": ("high", True), "le": ("high", False)}
_OPPOSITE = {"gt": "le", "ge": "lt", "lt": "ge", "le": "gt"}


def _room(unknown: Unknown, demands: list[tuple[str, Any, bool]]) -> bool:
    """Whether an interval has room left: bounds as (value, excluded)."""
    lows = [] if unknown.low is None else [(unknown.low, False)]
    highs = [] if unknown.high is None else [(unknown.high, False)]
    for op, value, no in demands:
        side, excluded = _SIDES[_OPPOSITE[op] if no else op]
        (lows if side == "low" else highs).append((value, excluded))
    if not lows or not highs:
        return True
    low, low_excluded = max(lows)
    high, high_included = min((value, not excluded) for value, excluded in highs)
    return bool(low < high or (low == high and high_included and not low_excluded))
