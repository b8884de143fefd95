"""Conditions as a pack writes them, read into the form the engine weighs.

A table lists what must all be true: `{ qty_mw = { gt = "1" }, defect_degree = 1 }`. A bare value means equal, a
list means one of; `any`, `all` and `not` combine; `repeated` and `accumulated` look at earlier cases; a name from
`[terms]` stands for its condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cases.conditions import ALWAYS, ORDERED, TESTS, Condition, FactTest, all_of, any_of
from cases.fact_types import FactType
from cases.history import Repetition
from cases.repeated import Accumulated, Repeated
from cases.spans import PERSON, Gathered, Within
from kesu.pack_tests import ConditionError, bound_of, facts_of, fields, items, single

MOST_ALTERNATIVES = 200


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
        return any_of([self.read(table) for table in items("any", tables)])

    def _all(self, tables: Any) -> Condition:
        return all_of([self.read(table) for table in items("all", tables)])

    def _not(self, table: Any) -> Condition:
        try:
            return self.read(table).opposite()
        except ValueError as fault:
            raise ConditionError(str(fault)) from None

    def _grade(self, axis: str, value: Any) -> Condition:
        """One of these grades; `{ known = false }` while it is open."""
        if isinstance(value, Mapping):
            known = fields(axis, value, {"known"}, set())["known"]
            return single(FactTest(axis, "known", bool(known)))
        wanted = value if isinstance(value, list) else [value]
        for grade in wanted:
            if grade not in self.grades[axis]:
                raise ConditionError(f"there is no {axis} {grade!r}")
        return single(FactTest(axis, "in", tuple(wanted)))

    def _fact(self, kind: FactType, value: Any) -> Condition:
        if isinstance(value, list):
            value = {"in": value}
        elif not isinstance(value, Mapping):
            value = {"eq": value}
        return all_of([single(self._test(kind, op, bound)) for op, bound in value.items()])

    def _test(self, kind: FactType, op: str, bound: Any) -> FactTest:
        if op not in TESTS:
            raise ConditionError(f"{kind.id}: there is no comparison {op!r} (there are {', '.join(TESTS)})")
        if op in ORDERED and kind.kind not in ("int", "decimal", "datetime"):
            raise ConditionError(f"{kind.id} is a {kind.kind} and has no order for {op!r}")
        if op == "known":
            typed: Any = bound
        elif op == "in":
            typed = tuple(bound_of(kind, item) for item in items("in", bound))
        else:
            typed = bound_of(kind, bound)
        return FactTest(kind.id, op, typed, asks=kind.covered_by)

    def _repeated(self, table: Any) -> Condition:
        repetition = self._repetition()
        known = fields("repeated", table, {"months", "times"}, {"grade_at_most"})
        return single(Repeated(known["months"], known["times"], repetition.window, known.get("grade_at_most")))

    def _accumulated(self, table: Any) -> Condition:
        repetition = self._repetition()
        known = fields("accumulated", table, {"of"}, {"gt", "ge", "where"})
        kind = self.facts.get(known["of"])
        bounds = [op for op in ("gt", "ge") if op in known]
        if kind is None or kind.kind != "decimal" or len(bounds) != 1:
            raise ConditionError("accumulated needs one decimal fact in `of` and one of gt and ge")
        where = self._shared(self.read(known.get("where", {})) if repetition.filtered else ALWAYS)
        self.summed.update([kind.id], facts_of(where))
        op = bounds[0]
        bound = bound_of(kind, known[op])
        return single(Accumulated(kind.id, op, bound, where, repetition.months, repetition.window))

    def _shared(self, condition: Condition) -> Condition:
        """One object for equal conditions, so that a sum is reckoned once however many rules need it."""
        if condition not in self.filters:
            self.filters.append(condition)
        return self.filters[self.filters.index(condition)]

    def _gathered(self, table: Any) -> Condition:
        self._repetition()
        known = fields("gathered", table, {"hours"}, {"persons", "messages"})
        counted = [what for what in ("persons", "messages") if what in known]
        if len(counted) != 1:
            raise ConditionError("gathered needs one of persons and messages")
        persons = counted == ["persons"]
        if persons and PERSON not in self.facts:
            raise ConditionError(f"gathered counts persons, but there is no fact {PERSON!r}")
        self.summed.update([PERSON] if persons else [])
        self.timed.append("gathered")
        return single(Gathered(known["hours"], known[counted[0]], persons))

    def _within(self, table: Any) -> Condition:
        known = fields("within", table, {"months", "of"}, set())
        kind = self.facts.get(known["of"])
        if kind is None or kind.kind != "datetime":
            raise ConditionError(f"within needs a datetime fact in `of`, not {known['of']!r}")
        return single(Within(kind.id, known["months"]))

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
