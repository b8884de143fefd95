"""Spans of time between cases and their facts: many complaints within hours, a date within months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from cases.deadlines import add_months
from cases.fact_types import Unknown
from cases.facts import Sheet
from cases.history import CASE_DATE, History

PERSON = "person"
Message = tuple[datetime, Any]
"""When somebody wrote, and who; None if nobody knows."""


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
        """The largest number in any window; of fewer than are needed all of them, wherever they stand."""
        if not isinstance(sheet, History):
            return self._most(_messages(sheet))
        key = (self.hours, self.at_least, self.persons)
        if key not in sheet.known:
            sheet.known[key] = self._most(_messages(sheet))
        most: int = sheet.known[key]
        return most

    def _most(self, messages: Sequence[Message]) -> int:
        """A window that moves along the messages in order of time."""
        if not self.persons:
            messages = [(at, number) for number, (at, _) in enumerate(messages)]
        everybody = {who for _, who in messages if who is not None}
        if len(everybody) < self.at_least:
            return len(everybody)
        span, most, leaving = timedelta(hours=self.hours), 0, iter(messages)
        inside: dict[Any, int] = {}
        first, gone = next(leaving)
        for at, who in messages:
            if who is not None:
                inside[who] = inside.get(who, 0) + 1
            begin = at - span
            while first < begin:
                if gone is not None:
                    _take_out(inside, gone)
                first, gone = next(leaving)
            if len(inside) > most:
                most = len(inside)
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


def _messages(sheet: Sheet) -> list[Message]:
    """(moment, person) of this case and the earlier ones, in order of time."""
    found: list[Message] = []
    if isinstance(sheet, History):
        found = [(case.at, case.values.get(PERSON)) for case in sheet.earlier]
    received = sheet.values.get(CASE_DATE)
    if isinstance(received, datetime):
        found.append((received, sheet.values.get(PERSON)))
    return sorted(found, key=itemgetter(0))


def _take_out(inside: dict[Any, int], who: Any) -> None:
    if inside[who] == 1:
        del inside[who]
    else:
        inside[who] -= 1
