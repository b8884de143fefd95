"""The entries of a pack that its settings leave in force, with their conditions read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cases.conditions import ALWAYS, Condition
from kesu.pack_checks import Faults
from kesu.pack_conditions import ConditionReader
from kesu.pack_entries import Entry, Scalar
from kesu.pack_facts import fact_table, grades, repetition
from kesu.pack_lines import Place
from kesu.pack_schema import PackPart
from kesu.pack_tests import ConditionError


class InForce:
    """Reads the entries of one pack under the values of its settings, and collects the faults of their conditions."""

    def __init__(self, part: PackPart, values: Mapping[str, Scalar]) -> None:
        self.values = values
        self.faults: Faults = []
        self.facts = fact_table(part, self.faults)
        self.repetition = repetition(part)
        self.reader = ConditionReader(self.facts, grades(part), self.repetition)
        for name, table in part.terms.items():
            self.reader.terms[name] = self.condition(table, ("terms", name))

    def condition(self, table: Any, place: Place) -> Condition:
        """What the table says; a condition that always holds, and a fault, if it cannot be read."""
        try:
            return self.reader.read(table)
        except ConditionError as fault:
            self.faults.append((place, str(fault)))
            return ALWAYS

    def entries(self, entries: Iterable[Entry], *place: str) -> Iterator[tuple[Any, dict[str, Any]]]:
        """Entries in force, each with what all clauses have; the conditions of the others are read too."""
        for number, entry in enumerate(entries):
            when = self.condition(entry.when, (*place, number, "when"))
            if entry.in_force(self.values):
                clause = {"rule": entry.id, "status": entry.status, "zh": entry.says_zh, "en": entry.says_en}
                yield entry, {**clause, "when": when, "reason": entry.reason}
