"""The entries of a pack, each with the rule of the source that it carries: conditions parsed, settings resolved."""

from __future__ import annotations

from dataclasses import dataclass

from cases.conditions import ALWAYS, Condition

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
    reason: bool = False
    """Whether the rule counts among the reasons of the verdict when it holds, beside those of the grade."""


@dataclass(frozen=True, slots=True)
class GradeRule(Clause):
    """A condition that puts a case in `grade` (None: a gap of the regulation), unless a rule in `unless` does."""

    grade: Grade | None = 0
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
    pausable: bool = False
    """Whether it stands still while the case waits for the customer."""
    earliest: bool = False
    """Whether, of the clocks so marked for the same `what`, only the one that is due first runs."""
    at_night: str = "arrival"
    """`arrival`, or `next-business-hour` for mail that comes in when nobody works."""


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
class Question(Clause):
    """While it holds, these facts are asked for and the verdict is provisional."""

    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloseCheck(Clause):
    """Points of the fact `close_check` without which a case cannot be closed."""

    points: tuple[str, ...] = ()
    flagged: bool = True
    """Whether asking to close too early is told by a flag."""


@dataclass(frozen=True, slots=True)
class Numbering(Clause):
    """How the regulation numbers its cases: `pattern` with year, month and serial; serials `restart`."""

    pattern: str = ""
    restart: str = "never"
    """`month`, `year` or `never`."""


@dataclass(frozen=True, slots=True)
class Report(Clause):
    """What is reported every `period`, to which roles and on which forms."""

    period: str = "month"
    """week, month, quarter, half-year, year or event."""
    to: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carried:
    """One rule of the source and where the pack keeps it."""

    rule: str
    status: str
    where: str
    """A section of the pack file, or what a reading is realised by."""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A rule of the source that software does not act on, and why."""

    rule: str
    zh: str
    en: str
