"""The same problem again: occurrences counted in a window, amounts added up over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from cases.conditions import ALWAYS, TESTS, Condition, compare
from cases.deadlines import WINDOWS
from cases.fact_types import Unknown
from cases.facts import Sheet
from cases.history import CASE_DATE, GRADE, Earlier, History


@dataclass(frozen=True, slots=True)
class Repeated:
    """At least `times` occurrences within `months`, this one included (corresponding-day rule of the pack)."""

    months: int
    times: int
    window: str
    grade_at_most: int | None = None
    """Only earlier cases whose final level is this or worse (1 is the worst)."""
    negated: bool = False

    def truth(self, sheet: Sheet) -> bool | None:
        cases = self.counted(sheet)
        if cases and isinstance(sheet, History) and sheet.today is None:
            return None
        return (len(cases) + 1 >= self.times) != self.negated

    def counted(self, sheet: Sheet) -> Sequence[Earlier]:
        """The earlier cases that count; all of them while the case has no date."""
        if not isinstance(sheet, History):
            return ()
        cases, worst = _since(sheet, self.window, self.months), self.grade_at_most
        if worst is None:
            return cases
        key = (self.window, self.months, worst)
        if key not in sheet.known:
            sheet.known[key] = [case for case in cases if _at_most(case.values.get(GRADE), worst)]
        found: Sequence[Earlier] = sheet.known[key]
        return found

    def facts(self) -> tuple[str, ...]:
        return (CASE_DATE,)

    def needs(self, _sheet: Sheet) -> tuple[str, ...]:
        return (CASE_DATE,)

    def opposite(self) -> Repeated:
        return replace(self, negated=not self.negated)


@dataclass(frozen=True, slots=True)
class Accumulated:
    """The sum of a fact over this case and at least one earlier one, against a bound from below (gt, ge).

    Only cases that meet `where` add to the sum. An earlier amount that nobody knows adds nothing; the amount
    and the `where` of this case may be open: a lower bound that is already over counts at once.
    """

    of: str
    op: str
    bound: Decimal
    where: Condition = ALWAYS
    months: int = 0
    window: str = "rolling"

    def truth(self, sheet: Sheet) -> bool | None:
        cases = self.counted(sheet)
        if not cases:
            return False
        before = self.sum_before(sheet)
        if TESTS[self.op](before, self.bound):
            return True
        qualifies = self.where.weigh(sheet)[0]
        if qualifies is False:
            return False
        over = self._over(before, sheet)
        return over if qualifies or over is False else None

    def counted(self, sheet: Sheet) -> Sequence[Earlier]:
        return _since(sheet, self.window, self.months) if isinstance(sheet, History) else ()

    def sum_before(self, sheet: Sheet) -> Decimal:
        """The sum of the earlier cases that qualify."""
        if not isinstance(sheet, History):
            return Decimal(0)
        key = (self.of, id(self.where), self.months)
        if key not in sheet.known:
            sheet.known[key] = self._sum(self.counted(sheet))
        total: Decimal = sheet.known[key]
        return total

    def _sum(self, cases: Sequence[Earlier]) -> Decimal:
        """Cases that agree on what `where` looks at qualify together."""
        looks_at = sorted({fact for tests in self.where.alternatives for test in tests for fact in test.facts()})
        if not looks_at:
            return sum((amount for case in cases if (amount := case.values.get(self.of))), Decimal(0))
        qualifying: dict[tuple[Any, ...], bool] = {}
        total = Decimal(0)
        for case in cases:
            values = case.values
            seen = tuple([values.get(fact) for fact in looks_at])
            if seen not in qualifying:
                qualifying[seen] = self.where.holds(Sheet({**values}))
            if qualifying[seen]:
                total += values.get(self.of) or 0
        return total

    def _over(self, before: Decimal, sheet: Sheet) -> bool | None:
        own = sheet.values.get(self.of)
        if own is None:
            return False
        if type(own) is not Unknown:
            return TESTS[self.op](before + own, self.bound)
        low = None if own.low is None else before + own.low
        high = None if own.high is None else before + own.high
        return compare(Unknown(low=low, high=high), self.op, self.bound)

    def facts(self) -> tuple[str, ...]:
        return (self.of,)

    def needs(self, sheet: Sheet) -> tuple[str, ...]:
        own = (self.of,) if type(sheet.values.get(self.of)) is Unknown else ()
        return (*own, *self.where.weigh(sheet)[1])

    def opposite(self) -> Accumulated:
        raise ValueError("accumulated cannot stand under not: a sum never stops growing")


def _since(sheet: History, window: str, months: int) -> Sequence[Earlier]:
    """The earlier cases within so many months; all of them without a limit, or while the case has no date."""
    if not months or sheet.today is None:
        return sheet.earlier
    key = (window, months)
    if key not in sheet.known:
        first = WINDOWS[window](sheet.today, months)
        sheet.known[key] = [case for case in sheet.earlier if case.day >= first]
    found: Sequence[Earlier] = sheet.known[key]
    return found


def _at_most(grade: Any, worst: int) -> bool:
    """A case without a level does not count."""
    return type(grade) is int and grade <= worst
