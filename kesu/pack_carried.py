"""Which rules of its source a pack carries, and in which of its entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cases.clauses import Carried
from kesu.pack_entries import Entry, ReadingPart, Scalar
from kesu.pack_schema import PackPart

LISTS = (
    "clock",
    "flags",
    "documents",
    "notify",
    "also",
    "asks",
    "approvers",
    "participants",
    "owner",
    "emergency_by",
    "state",
    "close",
    "duties",
    "steps",
    "reports",
    "readings",
)
"""The tables of a pack that hold entries, grade tables apart."""


def sections(part: PackPart) -> dict[tuple[str, ...], Sequence[Entry]]:
    """Every list of entries with its place in the file."""
    found: dict[tuple[str, ...], Sequence[Entry]] = {}
    for axis, table in part.tables.items():
        place = part.table_place(axis)
        found[(*place, "rule")] = table.rule
        found[(*place, "residual")] = table.residual
    found |= {(name,): getattr(part, name) for name in LISTS}
    if part.numbering:
        found["numbering",] = [part.numbering]
    return found


def carried(part: PackPart, values: Mapping[str, Scalar]) -> Iterator[Carried]:
    """Every rule by every entry that the settings leave in force."""
    for place, entries in sections(part).items():
        for entry in entries:
            if entry.in_force(values):
                where = ", ".join(entry.by) if isinstance(entry, ReadingPart) else ".".join(place)
                for rule in (entry.id, *entry.carries):
                    yield Carried(rule, entry.status, where, entry.says_zh, entry.says_en)
    for where, rules, zh, en in _tables(part):
        for rule in rules:
            yield Carried(rule, "reading", where, zh, en)


def _tables(part: PackPart) -> Iterable[tuple[str, list[str], str, str]]:
    """Tables that are no entries: where they stand, what they carry, what they say."""
    for name, fact in part.facts.items():
        yield f"facts.{name}", fact.carries, fact.label_zh, fact.label_en
    for name, setting in part.settings.items():
        yield f"settings.{name}", setting.carries, setting.says_zh, setting.says_en
    if part.repetition:
        yield "repetition", part.repetition.carries, "同一问题再次发生", "the same problem again"
    for axis, table in part.tables.items():
        yield ".".join(part.table_place(axis)), table.carries, "分级表", "the grade table"
