"""The rules of communication as values: what a text may not say, and what it must. kesu.lint_pack reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern

from cases.clauses import LeftOut


class Level(StrEnum):
    """What a text is worth: the worst of its findings."""

    PASS = "pass"  # noqa: S105  # no password
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Words:
    """Patterns that hit, and patterns of what only looks like it: a hit that touches one of those is none."""

    hits: tuple[Pattern[str], ...] = ()
    unless: tuple[Pattern[str], ...] = ()

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every hit in a plain text."""
        hits = [match.span() for pattern in self.hits for match in pattern.finditer(text)]
        spared = [match.span() for pattern in self.unless for match in pattern.finditer(text)] if hits else []
        for first, last in hits:
            if not any(start < last and first < end for start, end in spared):
                yield first, last

    def found(self, text: str) -> str:
        """The words of all hits, each once; "" if there is none."""
        return ", ".join(dict.fromkeys(text[start:end] for start, end in self.places(text)))

    def hit(self, text: str) -> bool:
        """Whether there is one."""
        return any(True for _ in self.places(text))


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something that a customer may be promised, and the approvals of other remedies that include it."""

    id: str
    covered_by: frozenset[str]
    words: Words


@dataclass(frozen=True, slots=True)
class Promises:
    """How a promise reads: words that promise, then a remedy within `reach` characters.

    After a `firm` verb (agree) even "your request for exchange" is a promise; after a `loose` one (we will) it is
    not. `turned` between verb and remedy, `asked` between them or behind a loose one's remedy, make it something else.
    """

    firm: Words
    loose: Words
    turned: Words
    asked: tuple[Pattern[str], ...]
    reach: int
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the file. It holds for `kinds` of mail (none named: all) whose facts are as in `when`, if its
    words are hit (without words: at once) and of the groups that it `lacks` one is not there."""

    id: str
    level: Level
    status: str
    source: str
    zh: str
    en: str
    kinds: frozenset[str]
    when: tuple[tuple[str, tuple[object, ...]], ...]
    words: Words
    times: int
    """Hits that are too many, where a check counts."""
    lacks: tuple[Words, ...]
    check: str
    approves: str
    """The remedy whose approval lifts the rule; "" for none."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file. `facts` are the facts it knows, by name, with their type."""

    version: str
    kinds: tuple[str, ...]
    facts: Mapping[str, str]
    rules: tuple[Rule, ...]
    promises: Promises
    refusal: Words
    reason: Words
    evidence: Words
    carried: tuple[str, ...]
    """Ids of all clauses that the file puts into practice."""
    left_out: tuple[LeftOut, ...]
    title_zh: str
    title_en: str

    @property
    def remedies(self) -> frozenset[str]:
        return frozenset(remedy.id for remedy in self.promises.remedies)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken, where, and by which words; both empty where something is not there."""

    rule: str
    level: Level
    zh: str
    en: str
    sentence: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lint:
    """All findings of a text."""

    findings: tuple[Finding, ...] = ()

    @property
    def level(self) -> Level:
        levels = {finding.level for finding in self.findings}
        return next((level for level in (Level.BLOCK, Level.WARN) if level in levels), Level.PASS)

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids that decide: those of the worst level, each once."""
        return tuple(dict.fromkeys(finding.rule for finding in self.at(self.level)))

    def at(self, level: Level) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level is level)
