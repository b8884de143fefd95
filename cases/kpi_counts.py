"""Figures that count: by grade, channel or any fact, by age, by problem; upgrades, escalations, rejections, cost."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from cases.approval import Round, Verdict
from cases.books import Book, by_problem
from cases.figures import Amount, Definition, Frequency, Row, Same, Standing, Tally
from cases.lives import Life
from cases.state import State
from cases.stated import number, stated

AGES = ((7, "0-7"), (14, "8-14"), (30, "15-30"), (60, "31-60"))
OLDER = ">60"
MEASURES = ("countermeasure", "corrective_action", "preventive_action", "effect_check")
COSTS = ("cost_module_value", "cost_rectification", "cost_commercial")
RESTRICTED = "restricted"
JOINED = "+"
"""Between the axes of a grade such as major+responsible."""
_GRADED = re.compile(r"grade (.+?) \(was (.+?)\)")
_OVERDUE_DAY = re.compile(r"overdue-([0-9-]{10})")

Labels = Callable[[Life], Iterable[str]]


def tally(definition: Definition, book: Book) -> Iterator[Tally]:
    """Cases received in the period, by what the definition names; in every line that applies."""
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for life in book.received():
        for label in _combined([_labels(name, life) for name in definition.by]):
            groups[label].append(life.case.number)
    yield Tally(definition.id, book.basis, definition.by, _largest_first(groups))


def ageing(definition: Definition, book: Book) -> Iterator[Tally]:
    """Cases open when the period ends, or now, by the days since the day they came."""
    today = book.as_of.astimezone(book.zone).date()
    groups: dict[str, list[str]] = {name: [] for name in (*(name for _, name in AGES), OLDER)}
    for life in book.open_after():
        age = (today - life.received.astimezone(book.zone).date()).days
        groups[next((name for limit, name in AGES if age <= limit), OLDER)].append(life.case.number)
    yield Tally(
        definition.id,
        book.basis,
        ("age",),
        tuple(Row((name,), len(cases), tuple(cases)) for name, cases in groups.items()),
    )


def frequency(definition: Definition, book: Book) -> Iterator[Frequency]:
    """Complaints of the period by problem, with what is on record of their measures."""
    groups = by_problem(book.received(), scope="any")
    same = [Same(key[-1], tuple(_standing(life) for life in lives)) for key, lives in groups.items()]
    yield Frequency(
        definition.id, book.basis, tuple(sorted(same, key=lambda each: (-len(each.cases), each.problem_key)))
    )


def upgrades(definition: Definition, book: Book) -> Iterator[Tally]:
    """Grades that rose in the period: (before, after). A first grade is no upgrade."""
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for life in book.lives:
        for event in life.case.timeline:
            change = _GRADED.match(event.text) if event.what == "graded" and event.at in book.period else None
            if change and change[2] != "None" and book.rose(life.case.pack, change[2], change[1]):
                groups[change[2], change[1]].append(life.case.number)
    yield Tally(definition.id, book.basis, ("before", "after"), _largest_first(groups))


def escalated(definition: Definition, book: Book) -> Iterator[Tally]:
    """Cases reported to a superior in the period for being overdue, by clock."""
    first, last = (moment.astimezone(book.zone).date() for moment in (book.period.start, book.period.last))
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for life in book.lives:
        for clock in life.case.clocks:
            days = [match[1] for rung in clock.reminded if (match := _OVERDUE_DAY.fullmatch(rung))]
            if any(str(first) <= day <= str(last) for day in days):
                groups[clock.deadline.rule, clock.deadline.what].append(life.case.number)
    yield Tally(definition.id, book.basis, ("clock", "work"), _largest_first(groups))


def rejections(definition: Definition, book: Book) -> Iterator[Tally]:
    """Documents approved in the period by how often they were sent back before."""
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for life in book.lives:
        for decided in submissions(life, definition.forms).values():
            approved = next((at for at, each in enumerate(decided) if each.outcome is Verdict.APPROVE), None)
            if approved is not None and decided[approved].closed_at in book.period:
                groups[approved].append(life.case.number)
    rows = tuple(Row((str(loops),), len(cases), tuple(cases)) for loops, cases in sorted(groups.items()))
    yield Tally(definition.id, book.basis, ("rejections",), rows)


def submissions(life: Life, forms: tuple[str, ...]) -> Mapping[str, list[Round]]:
    """The decided rounds of approval on each of the forms; a round that was called off was not decided."""
    groups: defaultdict[str, list[Round]] = defaultdict(list)
    for round_ in life.case.rounds:
        called_off = round_.undone and round_.outcome is not Verdict.APPROVE
        if round_.form in forms and round_.outcome is not None and not called_off:
            groups[round_.form].append(round_)
    return groups


def cost(definition: Definition, book: Book) -> Iterator[Amount]:
    """The handling cost that is known of the cases received in the period, in full or in parts."""
    amounts = [_cost(life) for life in book.received()]
    known = [amount for amount in amounts if amount is not None]
    total, unknown = sum(known, Decimal(0)), len(amounts) - len(known)
    yield Amount(definition.id, book.basis, definition.unit, total, len(known), unknown)


def _cost(life: Life) -> Decimal | None:
    total = number(life.case, "total_cost_cny")
    parts = [part for part in (number(life.case, name) for name in COSTS) if part is not None]
    return total if total is not None or not parts else sum(parts, Decimal(0))


def _standing(life: Life) -> Standing:
    return Standing(life.case.number, str(life.case.state), tuple(name for name in MEASURES if stated(life.case, name)))


def _largest_first(groups: Mapping[tuple[str, ...], list[str]]) -> tuple[Row, ...]:
    rows = [Row(label, len(cases), tuple(cases)) for label, cases in groups.items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.label)))


def _combined(labels: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    if not labels:
        yield ()
        return
    for first in labels[0] or ("",):
        for rest in _combined(labels[1:]):
            yield first, *rest


def _labels(name: str, life: Life) -> tuple[str, ...]:
    """What the case is counted under; a fact by its value, a list of values under each."""
    special = DIMENSIONS.get(name)
    if special is not None:
        return special(life)
    value = stated(life.case, name)
    if value is None:
        return ()
    return tuple(dict.fromkeys(value)) if isinstance(value, tuple) else (str(value),)


def _axis(life: Life, place: int) -> tuple[str, ...]:
    parts = life.grade.split(JOINED)
    return (parts[place],) if place < len(parts) else ()


def _customer(life: Life) -> tuple[str, ...]:
    """By name, but whoever accuses somebody: figures are read widely."""
    if life.case.state is State.RESTRICTED or stated(life.case, "letter_type") == "whistleblow":
        return (RESTRICTED,)
    return (life.case.customer.name or life.case.customer.key,)


def _clauses(life: Life) -> tuple[str, ...]:
    grading = life.case.grading
    return tuple(dict.fromkeys(reason.rule for reason in grading.reasons)) if grading else ()


DIMENSIONS: Mapping[str, Callable[[Life], tuple[str, ...]]] = {
    "grade": lambda life: (life.grade,),
    "severity": lambda life: _axis(life, 0),
    "responsibility": lambda life: _axis(life, 1),
    "clause": _clauses,
    "pack": lambda life: (life.case.pack,),
    "state": lambda life: (str(life.case.state),),
    "customer": _customer,
    "channel": lambda life: (str(stated(life.case, "channel") or "email"),),
}
"""What can be counted by beside the facts of a case: the axes of its grade, its clauses, and what the desk knows."""
