"""A policy pack in the form the engine reads: conditions parsed, settings resolved, rules in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.conditions import ALWAYS, Condition
from cases.facts import FactTable
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


@dataclass(frozen=True, slots=True)
class Axis:
    """One grade table. `rules` stand in the order of their grades, the one that wins first."""

    name: str
    order: tuple[Grade, ...]
    rules: tuple[GradeRule, ...]
    ladder: tuple[Grade, ...] = ()
    """Grades that can be climbed, the worst first: the only ones a ceiling is told for."""
    residual: GradeRule | None = None
    """Taken when all is known and no rule holds."""
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What people call the grades, in Chinese and English, by the grade as text."""


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
    """One regulation as data."""

    id: str
    """`pack`, or `pack/profile`."""
    version: str
    sha256: str
    source: str
    title_zh: str
    title_en: str
    facts: FactTable
    axes: tuple[Axis, ...]
    """One, named `grade`, or several that are decided in this order."""
    printed: tuple[str, ...] = ()
    """The axes that the grade is printed from, if there are several."""
    joined: str = ""
    pending: str = ""
    """Printed for an axis that is open while another is decided."""
    repetition: Repetition | None = None
    clocks: tuple[Clock, ...] = ()
    listings: Mapping[str, tuple[Listing, ...]] = field(default_factory=dict)
    """By name: approvers, documents, notify, flags, also."""
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    """By name: participants, owner, emergency_by, state."""
    asks: tuple[Question, ...] = ()
    closing: tuple[CloseCheck, ...] = ()
    numbering: Numbering | None = None
    reports: tuple[Report, ...] = ()
    settings: tuple[Setting, ...] = ()
    carried: tuple[Carried, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    owner_role: str = ""
    """Who keeps the case where grading names nobody; "" = the desk's owner."""
    engineer_role: str = ""
    """Who finds the cause and fills the form; "" = the owner."""

    @property
    def rules(self) -> tuple[GradeRule, ...]:
        """The grading rules of all axes, those of one grade together."""
        return tuple(rule for axis in self.axes for rule in axis.rules)

    @property
    def residuals(self) -> tuple[GradeRule, ...]:
        return tuple(axis.residual for axis in self.axes if axis.residual)

    def grade_of(self, decided: Mapping[str, Grade | None]) -> Grade | None:
        """The grade as it is printed, from what each axis came to."""
        if not self.printed:
            return decided[self.axes[0].name]
        parts = [decided[name] for name in self.printed]
        if all(part is None for part in parts):
            return None
        return self.joined.join(self.pending if part is None else str(part) for part in parts)

    def grade_name(self, grade: Grade | None, lang: str) -> str:
        """What people call a grade; the grade itself where the pack has no name for it."""
        if grade is None:
            return ""
        steps = zip(self._printed_axes(), self._parts(grade), strict=False)
        return " · ".join(axis.names.get(part, (part, part))[lang == "en"] for axis, part in steps)

    def milder(self, new: Grade | None, old: Grade) -> bool:
        """Whether `new` lies lower on a ladder than `old`, and higher on none; nothing is milder than any grade."""
        if new is None:
            return True
        steps = zip(self._printed_axes(), self._parts(new), self._parts(old), strict=False)
        moves = [_step(axis, fresh) - _step(axis, former) for axis, fresh, former in steps]
        return max(moves, default=0) > 0 and min(moves, default=0) >= 0

    def _printed_axes(self) -> tuple[Axis, ...]:
        by_name = {axis.name: axis for axis in self.axes}
        return tuple(by_name[name] for name in self.printed) or self.axes[:1]

    def _parts(self, grade: Grade) -> list[str]:
        return str(grade).split(self.joined) if self.printed else [str(grade)]


def _step(axis: Axis, part: str) -> int:
    """How far down its ladder a grade stands, the worst first; below all others if it is on none."""
    steps = [str(step) for step in axis.ladder]
    return steps.index(part) if part in steps else len(steps)
