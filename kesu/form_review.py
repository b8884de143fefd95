"""A returned form is held against the rules of review, and against what is known of its case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cases.deadlines import CalendarMissing
from cases.forms import Form
from cases.returned import BLOCK, Finding, Returned
from cases.review import CHECKS, Review, review
from cases.review_rules import ReviewBook, ReviewFaulty, load
from cases.review_sheet import About
from cases.review_text import day
from kesu.calendar_cn import ChinaCalendar


@dataclass(frozen=True, slots=True)
class Expected:
    """What the caller knows of the forms: their case, the newest revision handed out, the grade; "" or None = not."""

    case: str = ""
    revision: str = ""
    grade: int | None = None


def review_books(folders: Sequence[Path]) -> dict[str, ReviewBook]:
    """The review rules by form; a company's own folder before ours. Raises ReviewFaulty."""
    found: dict[str, ReviewBook] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "review").glob("*.toml")):
            try:
                book = load(path.read_text(encoding="utf-8"), CHECKS)
            except ReviewFaulty as fault:
                raise ReviewFaulty(f"{path}: {fault}") from fault
            found[book.form] = book
    return found


def reviewed(
    forms: Mapping[str, Form], books: Mapping[str, ReviewBook], returned: Returned, today: date, grade: int | None
) -> Review | None:
    """The review by the rules of the form; None where it has none or could not be read."""
    form, book = forms.get(returned.form), books.get(returned.form)
    if form is None or book is None:
        return None
    return review(form, book, returned, About(today, day(returned.text("received_at")), grade, rests=_rests))


def strayed(returned: Returned, expected: Expected) -> list[Finding]:
    """A form of another case, or one that was filled before a newer revision went out."""
    found = []
    if expected.case and returned.case and returned.case != expected.case:
        found.append(
            Finding(
                "FORM-other-case",
                BLOCK,
                f"这份表单属于投诉 {returned.case}，不是 {expected.case}。",
                f"This form belongs to case {returned.case}, not {expected.case}.",
            )
        )
    if expected.revision and returned.revision and _number(returned.revision) < _number(expected.revision):
        found.append(
            Finding(
                "FORM-older-revision",
                BLOCK,
                f"这份表单是旧版 {returned.revision}，最新为 {expected.revision}。",
                f"This form is revision {returned.revision}; the newest is {expected.revision}.",
            )
        )
    return found


def _number(revision: str) -> int:
    digits = revision.lstrip("Rr")
    return int(digits) if digits.isdecimal() else 0


def _rests(at: date) -> bool:
    """Whether nobody works on a day; False where the calendar does not know the year."""
    try:
        return not ChinaCalendar().is_workday(at)
    except CalendarMissing:
        return False
