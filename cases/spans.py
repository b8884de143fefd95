"""Spans of time between cases and their facts: many complaints within hours, a date within months."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cases.deadlines import add_months
from cases.facts import Sheet, Unknown
from cases.history import CASE_DATE, History

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Gathered:
    """At least so many persons, or messages, about the same matter within `hours`, both ends included.

    The case itself is one of them. A message whose sender nobody knows counts as a message, not as a person.
    """

    hours: int
    at_least: int
    persons: bool = True
    negated: bool = False

    def truth(self, sheet: Sheet) -> bool | None:
        return (self.most(sheet) >= self.at_least) != self.negated

    def most(self, sheet: Sheet) -> int:
        """The largest number in any window."""
        messages = _messages(sheet)
        if not self.persons:
            messages = [(at, number) for number, (at, _) in enumerate(messages)]
        span, first, most = timedelta(hours=self.hours), 0, 0
        inside: Counter[Any] = Counter()
        for at, who in messages:
            inside[who] += 1
            while at - messages[first][0] > span:
                _take_out(inside, messages[first][1])
                first += 1
            most = max(most, len(inside) - (None in inside))
        return most

    def facts(self) -> tuple[str, ...]:
        return (PERSON, CASE_DATE)

    def needs(self, _sheet: Sheet) -> tuple[str, ...]:
        return ()

    def opposite(self) -> Gathered:
        return replace(self, negated=not self.negated)


@dataclass(frozen=True, slots=True)
class Within:
    """The day of the case is at or before the corresponding day `months` after the day of a fact."""

    of: str
    months: int
    negated: bool = False

    def truth(self, sheet: Sheet) -> bool | None:
        start, received = sheet.values.get(self.of), sheet.values.get(CASE_DATE)
        if start is None:
            return self.negated
        if not isinstance(start, datetime) or not isinstance(received, datetime):
            return None
        return (received.date() <= add_months(start.date(), self.months)) != self.negated

    def facts(self) -> tuple[str, ...]:
        return (self.of, CASE_DATE)

    def needs(self, sheet: Sheet) -> tuple[str, ...]:
        return (self.of,) if type(sheet.values.get(self.of)) is Unknown else (CASE_DATE,)

    def opposite(self) -> Within:
        return replace(self, negated=not self.negated)


def _messages(sheet: Sheet) -> list[tuple[datetime, Any]]:
    """(moment, person) of this case and the earlier ones, in order of time."""
    found: list[tuple[datetime, Any]] = []
    if isinstance(sheet, History):
        found = [(case.at, case.values.get(PERSON)) for case in sheet.earlier if case.at is not None]
    received = sheet.values.get(CASE_DATE)
    if isinstance(received, datetime):
        found.append((received, sheet.values.get(PERSON)))
    return sorted(found, key=lambda message: message[0])


def _take_out(inside: Counter[Any], who: Any) -> None:
    inside[who] -= 1
    if not inside[who]:
        del inside[who]
