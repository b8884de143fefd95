"""The grading engine: a pack, the facts of a case and its history give a verdict.

It knows no regulation. Unknown is not false: an open fact never decides, and what it could still change is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any

from cases import clocks
from cases.conditions import NOTHING
from cases.deadlines import Calendar, Deadline
from cases.explain import explain
from cases.facts import Sheet, read_facts
from cases.history import GRADE, with_history
from cases.model import Missing
from cases.pack import Choice, Grade, GradeRule, Listing, Pack
from cases.verdict import Verdict


def evaluate(
    pack: Pack,
    facts: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]] = (),
    *,
    zone: tzinfo,
    calendar: Calendar,
) -> Verdict:
    """The verdict of `pack` on JSON-like facts; `history` holds earlier cases, this one not among them.

    Raises FactError, with a sentence, for facts that cannot be true. Facts the pack does not name are left alone.
    """
    sheet = read_facts(pack.facts, facts, zone)
    if pack.repetition:
        sheet = with_history(sheet, pack.repetition, pack.facts, history, zone)
    found = settle(pack, sheet)
    graded = replace(sheet, values={**sheet.values, GRADE: found.grade})
    deadlines, clock_flags, clock_needs = _run_clocks(pack, graded, zone, calendar)
    approvals, approval_needs = _holding(pack.listings.get("approvers", ()), graded)
    missing = found.needs | clock_needs | approval_needs
    participants = _first(pack, "participants", graded)
    return Verdict(
        pack=pack.id,
        pack_version=pack.version,
        grade=found.grade,
        reasons=tuple(explain(rule, pack, sheet) for rule in found.rules),
        flags=_once([*sheet.flags, *found.flags, *_gives(pack, "flags", graded), *clock_flags]),
        provisional=bool(missing),
        ceiling=found.ceiling,
        missing=tuple(Missing(fact, kind.asked_of) for fact, kind in pack.facts.items() if fact in missing),
        presumed=sheet.presumed,
        deadlines=deadlines,
        approvers=_once([role for approval in approvals for role in approval.gives]),
        approval_mode=approvals[0].mode if approvals else "all",
        documents=_gives(pack, "documents", graded),
        participants=participants.gives if participants else None,
        participant_roles=participants.roles if participants else (),
        notify=_gives(pack, "notify", graded),
        owner=_value(pack, "owner", graded),
        emergency_by=_value(pack, "emergency_by", graded),
    )


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


def settle(pack: Pack, sheet: Sheet) -> Settled:
    """The worst grade with a rule that holds and all its rules that do; worse rules that still can are kept apart.

    When all is known and nothing holds, the pack's residual rule decides.
    """
    holding: list[GradeRule] = []
    hanging: list[tuple[Grade, frozenset[str]]] = []
    for rule in pack.rules:
        if holding and rule.grade != holding[0].grade:
            break
        if any(other.rule in rule.unless for other in holding):
            continue
        truth, needs = rule.when.weigh(sheet)
        if truth:
            holding.append(rule)
        elif truth is None:
            hanging.append((rule.grade, needs))
    grade = holding[0].grade if holding else None
    worse = [(reachable, needs) for reachable, needs in hanging if reachable != grade]
    if not holding and not hanging and pack.residual and pack.residual.when.holds(sheet):
        return Settled(pack.residual.grade, (pack.residual,))
    ceiling = next((reachable for reachable, _ in worse if reachable in pack.ladder), None)
    return Settled(grade, tuple(holding), ceiling, NOTHING.union(*(needs for _, needs in worse)))


def _run_clocks(
    pack: Pack, sheet: Sheet, zone: tzinfo, calendar: Calendar
) -> tuple[tuple[Deadline, ...], list[str], frozenset[str]]:
    """Running deadlines, flags about their days, and the facts that clocks still need."""
    deadlines: list[Deadline] = []
    flags: list[str] = []
    needed: set[str] = set()
    for clock in pack.clocks:
        truth, needs = clock.when.weigh(sheet)
        needed |= needs
        if truth:
            deadline, flag = clocks.run(clock, sheet, zone, calendar)
            deadlines.append(deadline)
            flags += [flag] if flag else []
            needed |= {deadline.waiting_for} if clock.start_is_missing and not deadline.starts_at else set()
    return tuple(deadlines), flags, frozenset(needed)


def _holding(listings: Sequence[Listing], sheet: Sheet) -> tuple[list[Listing], frozenset[str]]:
    weighed = [(listing, *listing.when.weigh(sheet)) for listing in listings]
    return [listing for listing, truth, _ in weighed if truth], NOTHING.union(*(needs for *_, needs in weighed))


def _gives(pack: Pack, name: str, sheet: Sheet) -> tuple[str, ...]:
    holding, _ = _holding(pack.listings.get(name, ()), sheet)
    return _once([gift for listing in holding for gift in listing.gives])


def _first(pack: Pack, name: str, sheet: Sheet) -> Choice | None:
    return next((choice for choice in pack.choices.get(name, ()) if choice.when.holds(sheet)), None)


def _value(pack: Pack, name: str, sheet: Sheet) -> str | None:
    choice = _first(pack, name, sheet)
    return choice.gives if choice else None


def _once(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
