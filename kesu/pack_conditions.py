"""Conditions as a pack writes them, read into the form the engine weighs.

A table lists what must all be true: `{ qty_mw = { gt = "1" }, defect_degree = 1 }`. A bare value means equal, a
list means one of; `any`, `all` and `not` combine; `repeated` and `accumulated` look at earlier cases; a name from
`[terms]` stands for its condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from cases.conditions import ALWAYS, ORDERED, TESTS, Condition, FactTest, all_of, any_of
from cases.fact_types import FactType, read_value
from cases.history import Repetition
from cases.repeated import Accumulated, Repeated
from cases.spans import PERSON, Gathered, Within
from cases.values import FactError

MOST_ALTERNATIVES = 200


class ConditionError(ValueError):
    """A condition that cannot be read; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads conditions over these facts, grades and terms. Raises ConditionError."""

    facts: Mapping[str, FactType]
    grades: Mapping[str, Sequence[int | str]]
    """The grades that conditions may test, by axis; `grade` is the whole as it is printed."""
    repetition: Repetition | None
    terms: dict[str, Condition] = field(default_factory=dict)
    summed: set[str] = field(default_factory=set)
    """The facts that sums over earlier cases have asked about."""
    filters: list[Condition] = field(default_factory=list)
    """What sums over earlier cases are limited to."""
    timed: list[str] = field(default_factory=list)
    """Conditions that count hours."""

    def read(self, table: Any) -> Condition:
        """The condition that all of a table's lines are true; an empty table is always true."""
        if not isinstance(table, Mapping):
            raise ConditionError(f"a condition is a table, not {table!r}")
        condition = all_of([self._line(key, value) for key, value in table.items()])
        if len(condition.alternatives) > MOST_ALTERNATIVES:
            raise ConditionError(f"the condition has more than {MOST_ALTERNATIVES} alternatives; split it")
        return condition

    def _line(self, key: str, value: Any) -> Condition:
        if combine := _COMBINE.get(key):
            return combine(self, value)
        if key in self.terms:
            if not isinstance(value, bool):
                raise ConditionError(f"{key} is true or false, not {value!r}")
            return self.terms[key] if value else self.terms[key].opposite()
        if key in self.grades:
            return self._grade(key, value)
        if key not in self.facts:
            raise ConditionError(f"there is no fact or term {key!r}")
        return self._fact(self.facts[key], value)

    def _any(self, tables: Any) -> Condition:
        return any_of([self.read(table) for table in _tables("any", tables)])

    def _all(self, tables: Any) -> Condition:
        return all_of([self.read(table) for table in _tables("all", tables)])

    def _not(self, table: Any) -> Condition:
        try:
            return self.read(table).opposite()
        except ValueError as fault:
            raise ConditionError(str(fault)) from None

    def _grade(self, axis: str, value: Any) -> Condition:
        """One of these grades; `{ known = false }` while it is open."""
        if isinstance(value, Mapping):
            known = _fields(axis, value, {"known"}, set())["known"]
            return _one(FactTest(axis, "known", bool(known)))
        wanted = value if isinstance(value, list) else [value]
        for grade in wanted:
            if grade not in self.grades[axis]:
                raise ConditionError(f"there is no {axis} {grade!r}")
        return _one(FactTest(axis, "in", tuple(wanted)))

    def _fact(self, kind: FactType, value: Any) -> Condition:
        if isinstance(value, list):
            value = {"in": value}
        elif not isinstance(value, Mapping):
            value = {"eq": value}
        return all_of([_one(self._test(kind, op, bound)) for op, bound in value.items()])

    def _test(self, kind: FactType, op: str, bound: Any) -> FactTest:
        if op not in TESTS:
            raise ConditionError(f"{kind.id}: there is no comparison {op!r} (there are {', '.join(TESTS)})")
        if op in ORDERED and kind.kind not in ("int", "decimal", "datetime"):
            raise ConditionError(f"{kind.id} is a {kind.kind} and has no order for {op!r}")
        if op == "known":
            typed: Any = bound
        elif op == "in":
            typed = tuple(_typed(kind, item) for item in _tables("in", bound))
        else:
            typed = _typed(kind, bound)
        return FactTest(kind.id, op, typed, asks=kind.covered_by)

    def _repeated(self, table: Any) -> Condition:
        repetition = self._repetition()
        known = _fields("repeated", table, {"months", "times"}, {"grade_at_most"})
        return _one(Repeated(known["months"], known["times"], repetition.window, known.get("grade_at_most")))

    def _accumulated(self, table: Any) -> Condition:
        repetition = self._repetition()
        known = _fields("accumulated", table, {"of"}, {"gt", "ge", "where"})
        kind = self.facts.get(known["of"])
        bounds = [op for op in ("gt", "ge") if op in known]
        if kind is None or kind.kind != "decimal" or len(bounds) != 1:
            raise ConditionError("accumulated needs one decimal fact in `of` and one of gt and ge")
        where = self._shared(self.read(known.get("where", {})) if repetition.filtered else ALWAYS)
        self.summed.update([kind.id], _facts_of(where))
        op = bounds[0]
        bound = _typed(kind, known[op])
        return _one(Accumulated(kind.id, op, bound, where, repetition.months, repetition.window))

    def _shared(self, condition: Condition) -> Condition:
        """One object for equal conditions, so that a sum is reckoned once however many rules need it."""
        if condition not in self.filters:
            self.filters.append(condition)
        return self.filters[self.filters.index(condition)]

    def _gathered(self, table: Any) -> Condition:
        self._repetition()
        known = _fields("gathered", table, {"hours"}, {"persons", "messages"})
        counted = [what for what in ("persons", "messages") if what in known]
        if len(counted) != 1:
            raise ConditionError("gathered needs one of persons and messages")
        persons = counted == ["persons"]
        if persons and PERSON not in self.facts:
            raise ConditionError(f"gathered counts persons, but there is no fact {PERSON!r}")
        self.summed.update([PERSON] if persons else [])
        self.timed.append("gathered")
        return _one(Gathered(known["hours"], known[counted[0]], persons))

    def _within(self, table: Any) -> Condition:
        known = _fields("within", table, {"months", "of"}, set())
        kind = self.facts.get(known["of"])
        if kind is None or kind.kind != "datetime":
            raise ConditionError(f"within needs a datetime fact in `of`, not {known['of']!r}")
        return _one(Within(kind.id, known["months"]))

    def _repetition(self) -> Repetition:
        if self.repetition is None:
            raise ConditionError("earlier cases need a [repetition] table that says what the same problem is")
        return self.repetition


_COMBINE: Mapping[str, Callable[[ConditionReader, Any], Condition]] = {
    "any": ConditionReader._any,
    "all": ConditionReader._all,
    "not": ConditionReader._not,
    "repeated": ConditionReader._repeated,
    "accumulated": ConditionReader._accumulated,
    "gathered": ConditionReader._gathered,
    "within": ConditionReader._within,
}


def _facts_of(condition: Condition) -> set[str]:
    return {fact for tests in condition.alternatives for test in tests for fact in test.facts()}


def _one(test: Any) -> Condition:
    return Condition(((test,),))


def _tables(name: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, list) or not value:
        raise ConditionError(f"{name} needs a list with at least one item")
    return value


def _typed(kind: FactType, raw: Any) -> Any:
    """A bound in the fact's own type, so that a value the fact can never have is found here."""
    try:
        typed = read_value(kind, raw, UTC)
    except FactError as fault:
        raise ConditionError(str(fault)) from None
    if typed is None:
        raise ConditionError(f"{kind.id} is compared with nothing; use {{ known = false }}")
    return typed


def _fields(name: str, table: Any, needed: set[str], optional: set[str]) -> Mapping[str, Any]:
    if not isinstance(table, Mapping) or not needed <= set(table) <= needed | optional:
        raise ConditionError(f"{name} takes {', '.join(sorted(needed))} and perhaps {', '.join(sorted(optional))}")
    for key in ("months", "times", "grade_at_most", "hours", "persons", "messages"):
        if key in table and (not isinstance(table[key], int) or table[key] < 1):
            raise ConditionError(f"{name}: {key} is a whole number from 1, not {table[key]!r}")
    return table
