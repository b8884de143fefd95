"""The grade table at work: which rules hold, which still can, and what grade that makes."""

from __future__ import annotations

from dataclasses import dataclass

from cases.clauses import Grade, GradeRule
from cases.conditions import NOTHING
from cases.facts import Sheet
from cases.pack import Axis, Pack


@dataclass(frozen=True, slots=True)
class Settled:
    """The grade, the rules that gave it, and what open facts could still make of it."""

    grade: Grade | None
    rules: tuple[GradeRule, ...] = ()
    ceiling: Grade | None = None
    needs: frozenset[str] = NOTHING

    @property
    def flags(self) -> list[str]:
        return [rule.flag for rule in self.rules if rule.flag]


def settle_axes(pack: Pack, sheet: Sheet) -> dict[str, Settled]:
    """Every axis in turn; what one came to can be tested by the next."""
    found: dict[str, Settled] = {}
    for axis in pack.axes:
        found[axis.name] = settle(axis, sheet)
        sheet.values[axis.name] = found[axis.name].grade
    return found


def settle(axis: Axis, sheet: Sheet) -> Settled:
    """The worst grade with a rule that holds and all its rules that do; worse rules that still can are kept apart.

    When all is known and nothing holds, the residual rule decides.
    """
    holding: list[GradeRule] = []
    hanging: list[tuple[Grade | None, frozenset[str]]] = []
    for rule in axis.rules:
        if holding and rule.grade != holding[0].grade:
            break
        if rule.unless and any(other.rule in rule.unless for other in holding):
            continue
        truth, needs = rule.when.weigh(sheet)
        if truth:
            holding.append(rule)
        elif truth is None:
            hanging.append((rule.grade, needs))
    grade = holding[0].grade if holding else None
    worse = [(reachable, needs) for reachable, needs in hanging if reachable != grade]
    if not holding and not hanging and axis.residual and axis.residual.when.holds(sheet):
        return Settled(axis.residual.grade, (axis.residual,))
    ceiling = next((reachable for reachable, _ in worse if reachable in axis.ladder), None)
    return Settled(grade, tuple(holding), ceiling, NOTHING.union(*(needs for _, needs in worse)))
