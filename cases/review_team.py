"""Checks of D1, the team, and of D3, containment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cases.returned import Row
from cases.review_rules import ReviewRule
from cases.review_sheet import About, Sheet
from cases.review_text import day, declined, holds, number, plain

TEAM, CONTAINMENT = "d1.team", "d3.actions"
WHOLE = 100


def _named(sheet: Sheet) -> list[Row]:
    return [row for row in sheet.rows(TEAM) if row.get("name") and not declined(row["name"])]


def _in_role(rows: Iterable[Row], words: Iterable[str]) -> list[str]:
    wanted = list(words)
    return [row["name"] for row in rows if holds(wanted, row.get("role", ""))]


def roles_named(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The roles that nobody has."""
    rows = _named(sheet)
    return [name for name, words in rule.given["roles"].items() if not _in_role(rows, words)]


def roles_differ(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Who has both roles."""
    first, second = ({plain(name): name for name in _in_role(_named(sheet), w)} for w in rule.given["roles"].values())
    return [name for key, name in first.items() if key in second]


def departments(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Fewer departments than `least`."""
    rows = _named(sheet)
    found = {plain(row["department"]) for row in rows if row.get("department")}
    return [str(len(found))] if rows and len(found) < rule.given["least"] else []


def reachable(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Nobody has a mail address."""
    rows = _named(sheet)
    return [""] if rows and not any("@" in row.get("contact", "") for row in rows) else []


def team_size(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """How many members there are beside the sponsor, if too few or too many."""
    rows = _named(sheet)
    count = sum(not holds(rule.words("sponsor"), row.get("role", "")) for row in rows)
    return [str(count)] if rows and not rule.given["least"] <= count <= rule.given["most"] else []


def one_department(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """All departments have one of the words."""
    found = [row["department"] for row in _named(sheet) if row.get("department")]
    return [""] if found and all(holds(rule.words(), each) for each in found) else []


def no_department(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """No department has one of the words."""
    found = [row["department"] for row in _named(sheet) if row.get("department")]
    return [""] if found and not any(holds(rule.words(), each) for each in found) else []


def places_answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The places without a row; 不适用 with a reason is an answer."""
    rows = sheet.rows(CONTAINMENT)
    for name, words in rule.given["places"].items():
        if not any(holds(words, row.get("location", "")) for row in rows):
            yield name


def percent_rows(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The rows whose percentage is no number from 0 to 100."""
    for number_, row in enumerate(sheet.applying(rule.given["table"]), 1):
        said = row.get(rule.given["column"], "")
        value = number(said)
        if value is None or not 0 <= value <= WHOLE:
            yield f"{row.get(rule.given['key']) or number_}: {said or '—'}"


def partly_effective(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The places that are protected in part by one action alone."""
    rows = sheet.applying(CONTAINMENT)
    places = [plain(row.get("location", "")) for row in rows]
    for row, place in zip(rows, places, strict=True):
        value = number(row.get("effect", ""))
        if value is not None and 0 <= value < WHOLE and places.count(place) == 1:
            yield f"{row.get('location', '')}: {row['effect']}"


def only_looked_at(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows that claim 100 % with visual inspection and no measurement."""
    for row in sheet.applying(CONTAINMENT):
        action = row.get("action", "")
        looked = holds(rule.words(), action) and not holds(rule.words("tests"), action)
        if looked and number(row.get("effect", "")) == WHOLE:
            yield row.get("location", "") or action


def not_before_complaint(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows dated before the complaint."""
    for key, at in _dated(sheet, rule):
        if about.complained is not None and at < about.complained:
            yield f"{key}: {at}"


def not_after_due(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows dated after the deadline of the discipline `due`."""
    limit = about.due.get(rule.given["due"])
    for key, at in _dated(sheet, rule):
        if limit is not None and at > limit:
            yield f"{key}: {at} > {limit}"


def not_after_today(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows dated in the future."""
    for key, at in _dated(sheet, rule):
        if at > about.today:
            yield f"{key}: {at}"


def on_rest_day(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows dated on a day on which nobody works."""
    for key, at in _dated(sheet, rule):
        if about.rests is not None and about.rests(at):
            yield f"{key}: {at}"


def _dated(sheet: Sheet, rule: ReviewRule) -> Iterator[tuple[str, date]]:
    for number_, row in enumerate(sheet.applying(rule.given["table"]), 1):
        at = day(row.get(rule.given["column"], ""))
        if at is not None:
            yield row.get(rule.given["key"]) or str(number_), at


def rows_complete(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows with an empty cell among `columns`, each with the names of those."""
    table = rule.given["table"]
    for number_, row in enumerate(sheet.applying(table), 1):
        empty = [name for name in rule.given["columns"] if not row.get(name)]
        if empty:
            cells = ", ".join(f"{table}.{name}" for name in empty)
            yield f"{row.get(rule.given['key']) or number_} ({cells})"


def rows_dated(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The rows with something in the column `filled` and no full date in `column`."""
    for number_, row in enumerate(sheet.applying(rule.given["table"]), 1):
        if row.get(rule.given["filled"]) and day(row.get(rule.given["column"], "")) is None:
            yield row.get(rule.given["key"]) or str(number_)
