"""Grading rules that can never decide, and limits that leave room between them or cross each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Any

from cases.clauses import GradeRule
from cases.conditions import ORDERED, FactTest, Test, possible
from cases.fact_types import FactType, Unknown, unknown
from cases.pack import Axis, Pack

Tests = tuple[Test, ...]
Demand = tuple[str, Any, bool]


def unreachable(axis: Axis, pack: Pack) -> Iterator[tuple[GradeRule, str]]:
    """Rules that contradict themselves, or whose every case a worse grade takes first."""
    for number, rule in enumerate(axis.rules):
        ways = [tests for tests in rule.when.alternatives if _can_hold(tests, pack.facts)]
        if not ways:
            yield rule, f"{rule.rule} can never hold: its conditions contradict each other"
            continue
        worse = [other for other in axis.rules[:number] if other.grade != rule.grade]
        taken = [_taken_by(tests, worse, pack.facts) for tests in ways]
        if all(taken):
            yield rule, f"{rule.rule} can never decide: {', '.join(sorted(set(taken)))} always comes first"


def gaps_and_crossings(axis: Axis, pack: Pack) -> Iterator[tuple[GradeRule, str]]:
    """What the limits on one number, with all else equal, leave out, and grades whose ranges cross.

    A range inside another is no crossing: the worse grade wins there.
    """
    for (fact, _), ranges in _ranges(axis, pack.facts).items():
        yield from _gaps(fact, ranges, pack.facts[fact])
        for (rule, one), (other, two) in combinations(ranges, 2):
            if rule.grade != other.grade and _cross(one, two, pack.facts[fact]):
                yield other, f"{other.rule} and {rule.rule} cross on {fact}: some values meet both, some only one"


def _can_hold(tests: Tests, facts: Mapping[str, FactType]) -> bool:
    return all(possible(_anything(facts.get(fact)), demands) for fact, demands in _demands(tests).items())


def _taken_by(tests: Tests, worse: Sequence[GradeRule], facts: Mapping[str, FactType]) -> str:
    """The rule of a worse grade that holds whenever all these tests do; "" if there is none."""
    for rule in worse:
        if any(all(_implies(tests, test, facts) for test in other) for other in rule.when.alternatives):
            return rule.rule
    return ""


def _implies(tests: Tests, wanted: Test, facts: Mapping[str, FactType]) -> bool:
    if wanted in tests:
        return True
    if not isinstance(wanted, FactTest) or wanted.op == "known":
        return False
    demands = _demands(tests).get(wanted.fact)
    against: Demand = (wanted.op, wanted.value, not wanted.negated)
    return bool(demands) and not possible(_anything(facts.get(wanted.fact)), [*(demands or []), against])


def _demands(tests: Tests) -> dict[str, list[Demand]]:
    """What is demanded of each fact's value; whether it is known is another matter."""
    found: dict[str, list[Demand]] = defaultdict(list)
    for test in tests:
        if isinstance(test, FactTest) and test.op != "known":
            found[test.fact].append((test.op, test.value, test.negated))
    return found


def _anything(kind: FactType | None) -> Unknown:
    return unknown(kind) if kind is not None else Unknown()


Ranges = list[tuple[GradeRule, list[Demand]]]


def _ranges(axis: Axis, facts: Mapping[str, FactType]) -> dict[tuple[str, frozenset[str]], Ranges]:
    """By number fact and by everything else that is tested: each rule with its limits on that number."""
    found: dict[tuple[str, frozenset[str]], Ranges] = defaultdict(list)
    for rule in axis.rules:
        for tests in rule.when.alternatives:
            for fact, demands in _demands(tests).items():
                limits = [demand for demand in demands if demand[0] in ORDERED]
                if limits and fact in facts and facts[fact].kind in ("int", "decimal"):
                    others = frozenset(repr(test) for test in tests if getattr(test, "fact", "") != fact)
                    found[fact, others].append((rule, limits))
    return found


def _gaps(fact: str, ranges: Ranges, kind: FactType) -> Iterator[tuple[GradeRule, str]]:
    """Values that no range includes although one begins or ends beside them."""
    limits = sorted({Decimal(bound) for _, demands in ranges for _, bound, _ in demands})
    step = 1 if kind.kind == "int" else Decimal(0)
    between = [(low, high) for low, high in pairwise(limits) if high - low > step]
    inner = {(low, high): (low + step if step else (low + high) / 2) for low, high in between}
    for (low, high), value in inner.items():
        if not _taken(ranges, value):
            yield _limited(ranges, low), f"no grade takes {fact} between {low} and {high}"
    for bound in limits:
        beside = [next((at for (low, _), at in inner.items() if low == bound), bound + 1)]
        beside.append(next((at for (_, high), at in inner.items() if high == bound), bound - 1))
        if not _taken(ranges, bound) and all(_taken(ranges, value) for value in beside):
            yield _limited(ranges, bound), f"no grade takes {fact} = {bound} exactly"


def _limited(ranges: Ranges, bound: Decimal) -> GradeRule:
    return next(rule for rule, demands in ranges if any(demand[1] == bound for demand in demands))


def _taken(ranges: Ranges, value: Decimal) -> bool:
    return any(_meets(demands, value) for _, demands in ranges)


def _meets(demands: Sequence[Demand], value: Any) -> bool:
    return possible(Unknown(low=value, high=value), [*demands])


def _cross(one: Sequence[Demand], two: Sequence[Demand], kind: FactType) -> bool:
    """Whether two ranges overlap without one lying inside the other."""
    anything = unknown(kind)
    both = possible(anything, [*one, *two])
    only_one = any(possible(anything, [*one, (op, value, not no)]) for op, value, no in two)
    only_two = any(possible(anything, [*two, (op, value, not no)]) for op, value, no in one)
    return both and only_one and only_two
