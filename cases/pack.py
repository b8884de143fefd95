"""A policy pack in the form the engine reads: grade tables, clocks, papers and people, rules in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.clauses import (
    Carried,
    Choice,
    Clock,
    CloseCheck,
    Grade,
    GradeRule,
    LeftOut,
    Listing,
    Numbering,
    Question,
    Report,
)
from cases.facts import FactTable
from cases.history import Repetition


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
