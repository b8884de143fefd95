"""Figures of time: acknowledged, answered and closed by the date, and how long it took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from cases.books import Book, judged, rate
from cases.figures import Definition, Late, OverdueList, Rate, Spread
from cases.lives import Life, in_time, kept
from cases.model import Clock

WITHIN_THE_HOUSE = ("desk.approval", "desk.triage")
"""Clocks that no customer waits for; an approval's clock starts anew with every round."""


def acknowledged_in_time(definition: Definition, book: Book) -> Iterator[Rate]:
    """Acknowledgements by their time / those due in the period; none is due to a customer without an address."""
    limit = timedelta(hours=definition.hours)

    def kept_word(life: Life) -> bool:
        return life.acknowledged is not None and in_time(life.acknowledged, life.received + limit)

    due = [
        life
        for life in book.lives
        if life.received + limit in book.period and life.case.customer.contact.address
        if life.acknowledged is not None or not in_time(book.now, life.received + limit)
    ]
    yield rate(definition, book.basis, due, kept_word)


def clocks_on_time(definition: Definition, book: Book) -> Iterator[Rate]:
    """Done by the date / due in the period, one figure per clock, or per clock and grade."""
    groups: defaultdict[tuple[str, ...], list[tuple[Life, bool]]] = defaultdict(list)
    for life, clock, good in _due(definition, book):
        key = (clock.deadline.rule, clock.deadline.what, *((life.grade,) if definition.by else ()))
        groups[key].append((life, good))
    for label, outcomes in sorted(groups.items()):
        late = tuple(life.case.number for life, in_good_time in outcomes if not in_good_time)
        done = Decimal(len(outcomes) - len(late))
        yield judged(definition, book.basis, done, Decimal(len(outcomes)), label, late)
    if not groups:
        yield judged(definition, book.basis, Decimal(0), Decimal(0))


def services_on_time(definition: Definition, book: Book) -> Iterator[Rate]:
    """Cases that kept every clock due in the period / cases with such a clock."""
    services: dict[str, tuple[Life, bool]] = {}
    for life, _, good in _due(definition, book):
        services[life.case.id] = (life, good and services.get(life.case.id, (life, True))[1])
    lives = [life for life, _ in services.values()]
    yield rate(definition, book.basis, lives, lambda life: services[life.case.id][1])


def closed_in_time(definition: Definition, book: Book) -> Iterator[Rate]:
    """Cases ended by the last firm date they had / those whose last date lies in the period, if it is over for them."""
    lives = [(life, due) for life in book.lives if (due := _last_date(life)) and due in book.period]
    over = [(life, due) for life, due in lives if life.ended is not None or not in_time(book.now, due)]
    late = tuple(life.case.number for life, due in over if life.ended is None or not in_time(life.ended, due))
    yield judged(definition, book.basis, Decimal(len(over) - len(late)), Decimal(len(over)), cases=late)


def closure_rate(definition: Definition, book: Book) -> Iterator[Rate]:
    """Ended in the period / open at its start and received in it."""
    yield rate(definition, book.basis, [*book.open_before(), *book.received()], lambda life: life.ended in book.period)


def response_time(definition: Definition, book: Book) -> Iterator[Spread]:
    """From receipt to the first substantive reply, of the replies given in the period."""
    answered = [(life, life.answered) for life in book.lives if life.answered and life.answered in book.period]
    yield from _spreads(definition, book, answered)


def cycle_time(definition: Definition, book: Book) -> Iterator[Spread]:
    """From receipt to the end, of the cases ended in the period."""
    yield from _spreads(definition, book, [(life, life.ended) for life in book.ended() if life.ended])


def overdue(definition: Definition, book: Book) -> Iterator[OverdueList]:
    """What is late when the period ends, or now: open cases, firm dates only."""
    late = [
        _late(book, life, clock, due)
        for life in book.open_after()
        for clock in life.case.clocks
        if (due := clock.deadline.due) and not clock.deadline.soft and not in_time(book.as_of, due)
        if clock.met_at is None or clock.met_at > book.as_of
    ]
    late.sort(key=lambda each: (each.due, each.case, each.rule, each.what))
    yield OverdueList(definition.id, book.basis, tuple(late))


def spread(definition: Definition, basis: str, label: str, spans: Sequence[timedelta]) -> Spread:
    """Mean, median and 90th percentile (nearest rank) of the spans."""
    ordered, count = sorted(spans), len(spans)
    if not count:
        return Spread(definition.id, basis, (label,), 0)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    p90 = ordered[(9 * count + 9) // 10 - 1]
    return Spread(definition.id, basis, (label,), count, sum(spans, timedelta()) / count, middle, p90)


def _spreads(definition: Definition, book: Book, ends: Sequence[tuple[Life, datetime]]) -> Iterator[Spread]:
    yield spread(definition, book.basis, "elapsed", [end - life.received for life, end in ends])
    yield spread(definition, book.basis, "own", [life.own_time(end) for life, end in ends])


def _due(definition: Definition, book: Book) -> Iterator[tuple[Life, Clock, bool]]:
    """Clocks due in the period that were kept or missed."""
    for life in book.lives:
        for clock in life.case.clocks:
            wanted = clock.deadline.rule in definition.rules if definition.rules else _outward(clock)
            if wanted and clock.deadline.due in book.period:
                good = kept(life, clock, book.now)
                if good is not None:
                    yield life, clock, good


def _outward(clock: Clock) -> bool:
    return clock.deadline.rule not in WITHIN_THE_HOUSE


def _last_date(life: Life) -> datetime | None:
    firm = [clock.deadline.due for clock in life.case.clocks if not clock.deadline.soft and _outward(clock)]
    return max((due for due in firm if due is not None), default=None)


def _late(book: Book, life: Life, clock: Clock, due: datetime) -> Late:
    days = (book.as_of.astimezone(book.zone).date() - due.astimezone(book.zone).date()).days
    return Late(life.case.number, clock.deadline.rule, clock.deadline.what, due, days, life.grade, life.case.owner)
