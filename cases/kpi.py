"""The figures of a complaint desk over its cases: each formula by name, and what a formula is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal

from cases import kpi_counts, kpi_rates, kpi_times
from cases.books import Book, Rose
from cases.figures import ALL, VALID, Definition, Figure, Figures, Flow, Given
from cases.lives import Sent, counts, life_of
from cases.model import Case
from cases.periods import Period


@dataclass(frozen=True, slots=True)
class Formula:
    """A way of counting."""

    reckon: Callable[[Definition, Book], Iterable[Figure]]
    needs: frozenset[str] = frozenset()
    """Keys of a definition without which it cannot count."""
    takes: frozenset[str] = frozenset()
    """Keys that it can do without."""
    divides: bool = False
    """Whether it gives a rate, which may have a target."""
    bases: tuple[str, ...] = (ALL, VALID)


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


ONCE = (ALL,)
"""Figures that do not change with the complaints found unjustified, or are about them."""

FORMULAS: Mapping[str, Formula] = {
    "acknowledged-in-time": Formula(kpi_times.acknowledged_in_time, _keys("hours"), divides=True),
    "clocks-on-time": Formula(kpi_times.clocks_on_time, takes=_keys("rules by"), divides=True),
    "services-on-time": Formula(kpi_times.services_on_time, takes=_keys("rules"), divides=True),
    "closed-in-time": Formula(kpi_times.closed_in_time, divides=True),
    "closure-rate": Formula(kpi_times.closure_rate, divides=True),
    "response-time": Formula(kpi_times.response_time),
    "cycle-time": Formula(kpi_times.cycle_time),
    "overdue": Formula(kpi_times.overdue),
    "tally": Formula(kpi_counts.tally, _keys("by")),
    "ageing": Formula(kpi_counts.ageing),
    "frequency": Formula(kpi_counts.frequency),
    "upgrades": Formula(kpi_counts.upgrades),
    "escalated": Formula(kpi_counts.escalated),
    "rejections": Formula(kpi_counts.rejections, _keys("forms")),
    "cost": Formula(kpi_counts.cost),
    "repeat-rate": Formula(kpi_rates.repeat_rate, _keys("months scope"), divides=True),
    "graded-by": Formula(kpi_rates.graded_by, _keys("rules"), divides=True),
    "valid-share": Formula(kpi_rates.valid_share, divides=True, bases=ONCE),
    "first-pass": Formula(kpi_rates.first_pass, _keys("forms"), divides=True),
    "effective-measures": Formula(kpi_rates.effective_measures, _keys("days"), divides=True),
    "complaints-per": Formula(kpi_rates.complaints_per, _keys("per"), _keys("responsible"), divides=True),
    "defects-per": Formula(kpi_rates.defects_per, _keys("per"), divides=True),
    "satisfaction": Formula(kpi_rates.satisfaction, _keys("given"), _keys("requires"), divides=True, bases=ONCE),
    "stated-by-a-person": Formula(
        kpi_rates.stated_by_a_person, _keys("given"), _keys("requires"), divides=True, bases=ONCE
    ),
}


def figures(
    definitions: Sequence[Definition],
    cases: Iterable[Case],
    period: Period,
    *,
    now: datetime,
    zone: tzinfo,
    given: Given | None = None,
    rose: Rose | None = None,
    sent: Sent | None = None,
    pack: str = "",
) -> Figures:
    """Every figure of the period, in the order of the definitions.

    Dismissed and doubtful cases are left out. `cases` should hold the earlier ones too: repeats are found among
    them. A definition that names a pack is told of that pack's cases; `pack` narrows everything to one pack.
    """
    lives = tuple(life_of(case, zone, sent) for case in cases if counts(case) and pack in ("", case.pack))
    book = Book(lives, period, now, zone, given or {}, rose or by_number)
    books = {basis: _of_basis(book, basis) for basis in (ALL, VALID)}
    told = [
        figure
        for definition in definitions
        if pack in ("", definition.pack) or not definition.pack
        for basis in FORMULAS[definition.formula].bases
        for figure in FORMULAS[definition.formula].reckon(definition, _of_pack(books[basis], definition.pack))
    ]
    return Figures(period, book.as_of, pack, tuple(_flow(each) for each in books.values()), tuple(told))


def by_number(_pack: str, before: str, after: str) -> bool:
    """Whether a numbered grade rose: 1 is the worst."""
    return before.isdecimal() and after.isdecimal() and Decimal(after) < Decimal(before)


def _of_basis(book: Book, basis: str) -> Book:
    kept = (life for life in book.lives if life.valid or basis == ALL)
    return replace(book, lives=tuple(kept), basis=basis)


def _of_pack(book: Book, pack: str) -> Book:
    return replace(book, lives=tuple(life for life in book.lives if life.case.pack == pack)) if pack else book


def _flow(book: Book) -> Flow:
    return Flow(book.basis, len(book.open_before()), len(book.received()), len(book.ended()), len(book.open_after()))
