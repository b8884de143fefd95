"""What a figure is reckoned from: the lives of the cases that count, a period, and what a person has stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import pairwise

from cases.deadlines import add_months
from cases.figures import ALL, Definition, Given, Rate
from cases.lives import Life
from cases.periods import Period
from cases.targets import MET, MISSED, NOT_AVAILABLE

NOTHING_COUNTED, NO_TARGET = "nothing-counted", "no-target"
Rose = Callable[[str, str, str], bool]
"""rose(pack, before, after): whether the grade `after` is graver than `before` under the regulation."""


@dataclass(frozen=True, slots=True)
class Book:
    """The cases that a figure looks at, the earlier ones included, and the moment it is told of."""

    lives: tuple[Life, ...]
    period: Period
    now: datetime
    zone: tzinfo
    given: Given
    rose: Rose
    basis: str = ALL

    @property
    def as_of(self) -> datetime:
        """The end of the period, or now if that is earlier."""
        return min(self.now, self.period.last)

    def received(self) -> list[Life]:
        return [life for life in self.lives if life.received in self.period]

    def ended(self) -> list[Life]:
        return [life for life in self.lives if life.ended in self.period]

    def open_before(self) -> list[Life]:
        """Open when the period began."""
        start = self.period.start
        return [life for life in self.lives if life.received < start and (life.ended is None or life.ended >= start)]

    def open_after(self) -> list[Life]:
        """Open when the period ended, or now."""
        return [life for life in self.lives if life.open_at(self.as_of)]


def rate(
    definition: Definition,
    basis: str,
    among: Sequence[Life],
    good: Callable[[Life], bool],
    *,
    rare: bool = False,
) -> Rate:
    """The share of the cases that are `good`, with the numbers of those that are not; of what should be `rare`, of
    those that are."""
    outcomes = [(life.case.number, good(life)) for life in among]
    num = sum(1 for _, outcome in outcomes if outcome)
    cases = tuple(number for number, outcome in outcomes if outcome is rare)
    return judged(definition, basis, Decimal(num), Decimal(len(outcomes)), cases=cases)


def judged(
    definition: Definition,
    basis: str,
    num: Decimal,
    den: Decimal,
    label: tuple[str, ...] = (),
    cases: tuple[str, ...] = (),
) -> Rate:
    """The rate beside its target."""
    target, why = definition.target, ""
    if target is None or not den:
        why = NO_TARGET if den else NOTHING_COUNTED
    grade = target.grade(num, den, definition.unit) if target else NOT_AVAILABLE
    return Rate(definition.id, basis, num, den, definition.unit, label, target, grade, why, cases)


def not_given(definition: Definition, basis: str, num: Decimal, name: str) -> Rate:
    """A rate whose denominator nobody has stated."""
    return Rate(
        definition.id, basis, num, Decimal(0), definition.unit, target=definition.target, why=f"not-given:{name}"
    )


def required(definition: Definition, facts: Given, grade: str) -> tuple[str, str]:
    """The grade once what must also be true is looked at: (grade, name of the first that nobody has stated)."""
    if grade != MET:
        return grade, ""
    if any(facts.get(name) is False for name in definition.requires):
        return MISSED, ""
    open_ = next((name for name in definition.requires if facts.get(name) is not True), "")
    return (NOT_AVAILABLE, open_) if open_ else (MET, "")


def alike(life: Life, scope: str) -> tuple[str, ...] | None:
    """What makes two cases the same problem; None of a case with no problem key, and of a follow-up."""
    if not life.case.problem_key or life.case.facts.get("followup_of"):
        return None
    customer = life.case.customer.key if scope == "customer" else ""
    return customer, life.case.problem_key


def by_problem(lives: Iterable[Life], scope: str) -> dict[tuple[str, ...], list[Life]]:
    """The cases of each problem, in the order they came."""
    groups: defaultdict[tuple[str, ...], list[Life]] = defaultdict(list)
    for life in sorted(lives, key=lambda life: (life.received, life.case.id)):
        key = alike(life, scope)
        if key is not None:
            groups[key].append(life)
    return groups


def repeats(book: Book, months: int, scope: str) -> Iterator[Life]:
    """Cases received in the period whose problem had come within so many months before (corresponding day included)."""
    for group in by_problem(book.lives, scope).values():
        for before, life in pairwise(group):
            first, again = (each.received.astimezone(book.zone).date() for each in (before, life))
            if life.received in book.period and again <= add_months(first, months):
                yield life
