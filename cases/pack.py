"""A policy pack in the form the engine reads: conditions parsed, settings resolved, rules in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.conditions import ALWAYS, Condition
from cases.facts import FactType
from cases.history import Repetition

Grade = int | str


@dataclass(frozen=True, slots=True)
class Clause:
    """What every entry of a pack has: the rule it carries, whether its text is `stated` in the source, a `reading`
    of it or our `proposal`, and one sentence in each language."""

    rule: str
    status: str
    zh: str
    en: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class GradeRule(Clause):
    """A condition that puts a case in `grade`, unless one of the rules in `unless` already does."""

    grade: Grade = 0
    unless: tuple[str, ...] = ()
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Clock(Clause):
    """A deadline: `due` (and the earlier `target`) units of `kind` after the first known fact of `starts`."""

    what: str = ""
    kind: str = "natural"
    starts: tuple[str, ...] = ()
    not_before: str = ""
    """A fact that starts the clock anew if it is later than its start."""
    due: int = 0
    target: int | None = None
    soft: bool = False
    start_is_missing: bool = False
    """Whether the start that is not there yet is asked for and makes the case provisional."""
    on_holiday: str = "keep"
    """`keep`, or `next-workday` for a due date that may move."""


@dataclass(frozen=True, slots=True)
class Listing(Clause):
    """Forms, roles or flags that a case gets when the condition holds; all listings that hold add up."""

    gives: tuple[str, ...] = ()
    mode: str = "all"
    """For approvers: `all` or `any`."""


@dataclass(frozen=True, slots=True)
class Choice(Clause):
    """A single value, such as the owner; the first choice that holds is taken."""

    gives: str = ""
    roles: tuple[str, ...] = ()
    """Who is behind a named group of participants."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One ambiguity of the source: the reading taken and the others on offer."""

    key: str
    register: str
    value: int | str | bool
    default: int | str | bool
    alternatives: tuple[int | str | bool, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Pack:
    """One regulation as data. `rules` stand in the order of their grades, the one that wins first."""

    id: str
    version: str
    sha256: str
    source: str
    title_zh: str
    title_en: str
    facts: Mapping[str, FactType]
    rules: tuple[GradeRule, ...]
    ladder: tuple[Grade, ...] = ()
    """Grades that can be climbed, the worst first: the only ones a ceiling is told for."""
    residual: GradeRule | None = None
    """Taken when all is known and no rule holds."""
    repetition: Repetition | None = None
    clocks: tuple[Clock, ...] = ()
    listings: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)
    """By name: approvers, documents, notify, flags."""
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    """By name: participants, owner."""
    settings: tuple[Setting, ...] = ()
    owner_role: str = ""
    """Who keeps the case where grading names nobody; "" = the desk's owner."""
    engineer_role: str = ""
    """Who finds the cause and fills the form; "" = the owner."""
