"""Figures that divide: repeats, validity, first pass, effect of measures, satisfaction, complaints per delivery."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from cases.approval import Verdict
from cases.books import Book, alike, by_problem, judged, not_given, rate, repeats, required
from cases.figures import Definition, Given, Rate
from cases.kpi_counts import submissions
from cases.lives import Life
from cases.stated import number, stated

SATISFIED = frozenset(("非常满意", "很满意", "满意", "very satisfied", "satisfied"))
DISSATISFIED = frozenset(
    ("基本满意", "一般", "较满意", "不满意", "很不满意", "非常不满意", "neutral", "dissatisfied", "very dissatisfied")
)
_POINTS = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)\s*(?:(%|分)|/\s*([0-9]{1,6}))?")
HUNDRED = Decimal(100)


def repeat_rate(definition: Definition, book: Book) -> Iterator[Rate]:
    """Cases whose problem had come before within the window / cases received."""
    again = {life.case.id for life in repeats(book, definition.months, definition.scope)}
    yield rate(definition, book.basis, book.received(), lambda life: life.case.id in again, rare=True)


def graded_by(definition: Definition, book: Book) -> Iterator[Rate]:
    """Cases that one of the clauses graded / cases received."""
    rules = set(definition.rules)

    def graded(life: Life) -> bool:
        grading = life.case.grading
        return grading is not None and any(reason.rule in rules for reason in grading.reasons)

    yield rate(definition, book.basis, book.received(), graded, rare=True)


def valid_share(definition: Definition, book: Book) -> Iterator[Rate]:
    """Complaints found justified, or not found otherwise / complaints received."""
    yield rate(definition, book.basis, book.received(), lambda life: life.valid)


def first_pass(definition: Definition, book: Book) -> Iterator[Rate]:
    """Documents approved when first submitted, and not called back / first submissions decided in the period."""
    first = [
        (life, decided[0])
        for life in book.lives
        for decided in submissions(life, definition.forms).values()
        if decided[0].closed_at in book.period
    ]
    sent_back = tuple(life.case.number for life, r in first if r.outcome is not Verdict.APPROVE or r.undone)
    yield judged(definition, book.basis, Decimal(len(first) - len(sent_back)), Decimal(len(first)), cases=sent_back)


def effective_measures(definition: Definition, book: Book) -> Iterator[Rate]:
    """Ended cases whose problem did not come again for so many days / those whose days were over in the period."""
    wait = timedelta(days=definition.days)
    over = [life for life in book.lives if life.ended and life.ended + wait in book.period]
    over = [life for life in over if life.ended and life.ended + wait <= book.now and alike(life, "any")]
    groups = by_problem(book.lives, "any")

    def quiet(life: Life) -> bool:
        key, ended = alike(life, "any"), life.ended
        later = groups[key] if key else []
        return not any(ended < other.received <= ended + wait for other in later) if ended else False

    yield rate(definition, book.basis, over, quiet)


def complaints_per(definition: Definition, book: Book) -> Iterator[Rate]:
    """Complaints received (that we are responsible for) / what a person says was shipped or served."""
    among = [life for life in book.received() if life.responsible or not definition.responsible]
    yield _per(definition, book, Decimal(len(among)))


def defects_per(definition: Definition, book: Book) -> Iterator[Rate]:
    """Defective pieces that customers reported / pieces delivered."""
    pieces = [number(life.case, "qty_defect") or Decimal(0) for life in book.received()]
    pieces = [number(life.case, "qty_defect") or Decimal(0) for life in book.received()]
    yield _per(definition, book, sum(pieces, Decimal(0)))


def satisfaction(definition: Definition, book: Book) -> Iterator[Rate]:
    """Points of a survey as a person states them; else the customers' own words on the cases: satisfied / rated."""
    if any(name in book.given for name in definition.given):
        yield as_given(definition, book.given, book.basis)
        return
    said = [life for life in book.lives if (fact := life.case.facts.get("satisfaction")) and fact.at in book.period]
    marks = [mark for life in said if (mark := _mark(stated(life.case, "satisfaction"))) is not None]
    yield judged(definition, book.basis, sum(marks, Decimal(0)), Decimal(len(marks)))


def stated_by_a_person(definition: Definition, book: Book) -> Iterator[Rate]:
    """Numerator and denominator that no case tells."""
    yield as_given(definition, book.given, book.basis)


def as_given(definition: Definition, given: Given, basis: str) -> Rate:
    """A rate of two stated numbers, with what else must be true."""
    numbers = [given.get(name) for name in definition.given]
    num, den = (Decimal(value or 0) for value in numbers)
    for name, value in zip(definition.given, numbers, strict=True):
        if value is None:
            return not_given(definition, basis, num, name)
    found = judged(definition, basis, num, den)
    grade, open_ = required(definition, given, found.grade)
    why = f"unknown:{open_}" if open_ else found.why
    return Rate(found.id, basis, num, den, found.unit, (), found.target, grade, why)


def _per(definition: Definition, book: Book, num: Decimal) -> Rate:
    den = book.given.get(definition.per)
    if den is None:
        return not_given(definition, book.basis, num, definition.per)
    return judged(definition, book.basis, num, Decimal(den))


def _mark(said: str | bool | tuple[str, ...] | None) -> Decimal | None:
    """Satisfaction from 0 to 1: a word counts whole or not at all, points as their share; None if unreadable."""
    text = str(said).strip().lower()
    if text in SATISFIED:
        return Decimal(1)
    if text in DISSATISFIED:
        return Decimal(0)
    points = _POINTS.fullmatch(text)
    if points is None:
        return None
    most = Decimal(points[3] or HUNDRED)
    share = Decimal(points[1]) / most if most else Decimal(2)
    return share if share <= 1 else None
