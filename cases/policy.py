"""The grading engine: a pack, the facts of a case and its history give a verdict.

It knows no regulation. Unknown is not false: an open fact never decides, and what it could still change is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from cases import clocks, numbering
from cases.clauses import Choice, Clause, Clock, CloseCheck, Listing
from cases.conditions import NOTHING
from cases.deadlines import Calendar, Deadline
from cases.explain import explain, plain_reason
from cases.facts import Sheet, read_facts
from cases.grading import Missing, Reason
from cases.history import CASE_DATE, GRADE, count_cases, with_history
from cases.pack import Pack
from cases.settling import Settled, settle_axes
from cases.verdict import Verdict

CLOSE_CHECK = "close_check"
ACTION, CLOSE = "action", "close"
"""What is asked of the case; closing it is held against the pack's close checks."""


def evaluate(
    pack: Pack,
    facts: Mapping[str, Any],
    history: Sequence[Mapping[str, Any]] = (),
    *,
    zone: tzinfo,
    calendar: Calendar,
    pauses: Sequence[clocks.Pause] = (),
) -> Verdict:
    """The verdict of `pack` on JSON-like facts; `history` holds earlier cases, this one not among them.

    `pauses` are the times in which the case waited for the customer. Raises FactError, with a sentence, for facts
    that cannot be true. Facts the pack does not name are left alone.
    """
    sheet = read_facts(pack.facts, facts, zone)
    count_cases(sheet, pack.facts, history)
    if pack.repetition:
        sheet = with_history(sheet, pack.repetition, pack.facts, history, zone)
    found = settle_axes(pack, sheet)
    grade = pack.grade_of({axis: settled.grade for axis, settled in found.items()})
    sheet.values[GRADE] = grade
    run = _run_clocks(pack, sheet, zone, calendar, pauses)
    given = {name: _holding(listings, sheet) for name, listings in pack.listings.items()}
    approvals, approval_needs = given["approvers"]
    missing = run.needs | approval_needs | _asked(pack, sheet)
    missing = missing.union(*(settled.needs for settled in found.values()))
    participants = _first(pack, "participants", sheet)
    checks = _open_checks(pack, sheet)
    return Verdict(
        pack=pack.id,
        pack_version=pack.version,
        grade=grade,
        reasons=_reasons(pack, sheet, found, [*run.holding, *(each for held, _ in given.values() for each in held)]),
        flags=_once(
            [
                *sheet.flags,
                *(flag for settled in found.values() for flag in settled.flags),
                *_gifts(given["flags"][0]),
                *run.flags,
                *_close_flags(checks, facts),
            ]
        ),
        provisional=bool(missing),
        ceiling=next((settled.ceiling for settled in found.values() if settled.ceiling is not None), None),
        missing=tuple(Missing(fact, kind.asked_of) for fact, kind in pack.facts.items() if fact in missing),
        presumed=sheet.presumed,
        deadlines=run.deadlines,
        approvers=_gifts(approvals),
        approval_mode=approvals[0].mode if approvals else "all",
        documents=_gifts(given["documents"][0]),
        participants=participants.gives if participants else None,
        participant_roles=participants.roles if participants else (),
        notify=_gifts(given["notify"][0]),
        owner=_value(pack, "owner", sheet),
        emergency_by=_value(pack, "emergency_by", sheet),
        state=_value(pack, "state", sheet),
        case_no=_case_no(pack, sheet, history),
        closing=tuple((check.rule, points) for check, points in checks),
    )


@dataclass(frozen=True, slots=True)
class Running:
    """Deadlines with the clocks they come from, flags about their days, and the facts that clocks still need."""

    deadlines: tuple[Deadline, ...]
    holding: tuple[Clause, ...]
    flags: tuple[str, ...]
    needs: frozenset[str]


def _run_clocks(pack: Pack, sheet: Sheet, zone: tzinfo, calendar: Calendar, pauses: Sequence[clocks.Pause]) -> Running:
    running: list[tuple[Clock, Deadline, str]] = []
    needed: set[str] = set()
    for clock in pack.clocks:
        truth, needs = clock.when.weigh(sheet)
        needed |= needs
        if truth:
            deadline, flag = clocks.run(clock, sheet, zone, calendar, pauses)
            running.append((clock, deadline, flag))
            needed |= {deadline.waiting_for} if clock.start_is_missing and not deadline.starts_at else set()
    if any(clock.earliest for clock, *_ in running):
        running = [each for each in running if not _overtaken(each[0], each[1], running)]
    return Running(
        deadlines=tuple(deadline for _, deadline, _ in running),
        holding=tuple(clock for clock, _, _ in running),
        flags=tuple(flag for _, _, flag in running if flag),
        needs=frozenset(needed),
    )


def _overtaken(clock: Clock, deadline: Deadline, running: Sequence[tuple[Clock, Deadline, str]]) -> bool:
    """Whether a clock gives way to another for the same thing that is due before it."""
    if not clock.earliest or deadline.due is None:
        return False
    dues = [other.due for rival, other, _ in running if rival.earliest and rival.what == clock.what]
    return any(due is not None and due < deadline.due for due in dues)


def _reasons(pack: Pack, sheet: Sheet, found: Mapping[str, Settled], others: Sequence[Clause]) -> tuple[Reason, ...]:
    """Every grading rule that decided, then the other entries that hold and count as reasons; each rule once."""
    reasons: dict[str, Reason] = {}
    for settled in found.values():
        for rule in settled.rules if settled.grade is not None else ():
            reasons.setdefault(rule.rule, explain(rule, pack, sheet))
    for each in others:
        if each.reason:
            reasons.setdefault(each.rule, plain_reason(each))
    return tuple(reasons.values())


def _asked(pack: Pack, sheet: Sheet) -> frozenset[str]:
    return frozenset(fact for ask in pack.asks if ask.when.holds(sheet) for fact in ask.facts)


def _open_checks(pack: Pack, sheet: Sheet) -> list[tuple[CloseCheck, tuple[str, ...]]]:
    """Close checks that apply, each with its points that nobody has ticked, if there are any."""
    done = sheet.values.get(CLOSE_CHECK) or ()
    checks = [(check, tuple(point for point in check.points if point not in done)) for check in pack.closing]
    return [(check, points) for check, points in checks if points and check.when.holds(sheet)]


def _close_flags(checks: Sequence[tuple[CloseCheck, tuple[str, ...]]], facts: Mapping[str, Any]) -> list[str]:
    asked = facts.get(ACTION) == CLOSE
    return [f"close-blocked:{check.rule}" for check, _ in checks if asked and check.flagged]


def _case_no(pack: Pack, sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> str | None:
    """The next number of the period in which the case came, if the regulation numbers it."""
    rule, received = pack.numbering, sheet.values.get(CASE_DATE)
    if rule is None or not isinstance(received, datetime) or not rule.when.holds(sheet):
        return None
    day = received.date()
    return numbering.number(rule.pattern, day, numbering.next_serial(rule.pattern, rule.restart, day, rows))


def _holding(listings: Sequence[Listing], sheet: Sheet) -> tuple[list[Listing], frozenset[str]]:
    holding: list[Listing] = []
    needed = NOTHING
    for listing in listings:
        truth, needs = listing.when.weigh(sheet)
        if truth:
            holding.append(listing)
        elif needs:
            needed |= needs
    return holding, needed


def _gifts(holding: Sequence[Listing]) -> tuple[str, ...]:
    return _once([gift for listing in holding for gift in listing.gives])


def _first(pack: Pack, name: str, sheet: Sheet) -> Choice | None:
    for choice in pack.choices.get(name, ()):
        if choice.when.weigh(sheet)[0]:
            return choice
    return None


def _value(pack: Pack, name: str, sheet: Sheet) -> str | None:
    choice = _first(pack, name, sheet)
    return choice.gives if choice else None


def _once(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
