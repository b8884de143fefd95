"""A returned form as its reviewer sees it, and what the reviewer knows beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from cases.forms import Form
from cases.returned import Returned, Row
from cases.review_text import blank, day, declined

_ID = re.compile(r"\bd\d\.\w+(?:\.\w+)?")
CAUSES = {"C1": "d4.tua", "C2": "d4.tun", "C3": "d4.sua", "C4": "d4.sun"}
NAMES = {"C1": "tua", "C2": "tun", "C3": "sua", "C4": "sun"}


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the case. `rests`: whether nobody works on a day; None without a calendar."""

    today: date
    complained: date | None = None
    grade: int | None = None
    due: Mapping[str, date] = field(default_factory=dict)
    """By discipline (D3, D8) its deadline."""
    rests: Callable[[date], bool] | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers without placeholders. A column is asked for by its full id: `d5.actions.owner`."""

    returned: Returned
    form: Form

    def text(self, field_id: str) -> str:
        said = self.returned.text(field_id)
        return "" if blank(said) else said

    def rows(self, table: str) -> list[Row]:
        """The rows in which somebody wrote."""
        hands = self._by_hand(table)
        found = [
            {name: "" if blank(text) else text for name, text in row.items()}
            for row in self.returned.rows.get(table, ())
        ]
        return [row for row in found if any(row.get(name) for name in hands)]

    def applying(self, table: str) -> list[Row]:
        """The rows but those that say 不适用 instead of most of their cells, or instead of a measure."""
        hands = self._by_hand(table)
        return [
            row
            for row in self.rows(table)
            if not _waived([row[name] for name in hands if row.get(name)], hands)
            and not declined(row.get("action", ""))
        ]

    def texts(self, name: str) -> Iterator[tuple[str, str]]:
        """Everything said under a field or a column, with where it stands."""
        if "." in name and name.rpartition(".")[0] in {table.id for table in self.form.tables}:
            table, _, column = name.rpartition(".")
            for number, row in enumerate(self.rows(table), 1):
                if row.get(column):
                    yield f"{name} {number}", row[column]
        elif self.text(name):
            yield name, self.text(name)

    def engineers(self) -> Iterator[tuple[str, str]]:
        """Everything that a person wrote into the form."""
        for each in self.form.anchored():
            if each.fill.by_hand and each.kind not in ("choice", "photo"):
                yield from self.texts(each.id)

    def causes(self) -> dict[str, str]:
        """C1 to C4: the causes that are given and apply."""
        return {
            name: self.text(field_id)
            for name, field_id in CAUSES.items()
            if self.text(field_id) and not declined(self.text(field_id))
        }

    def day(self, field_id: str) -> date | None:
        return day(self.text(field_id))

    def label(self, where: str, lang: str) -> str:
        """`d7.read_across` -> 横向展开, also within other words; `qty_defect` only where it stands alone."""
        labels = {each.id: each.label(lang) for each in self.form.anchored()}
        if where in labels:
            return labels[where]
        return _ID.sub(lambda found: labels.get(found[0], found[0]), where)

    def _by_hand(self, table: str) -> list[str]:
        found = next((each for each in self.form.tables if each.id == table), None)
        return [] if found is None else [column.id for column in found.columns if column.fill.by_hand]


def _waived(said: list[str], hands: list[str]) -> bool:
    answers = [text for text in said if not declined(text)]
    return len(answers) < len(said) and 2 * len(answers) < len(hands)
