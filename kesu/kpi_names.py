"""What figures are counted by, in words: clocks, grades, facts and states instead of their ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.pack import Pack
from generator.words import Words

OF_A_CLOCK = ("clause", "clock", "grade")
"""What the parts of a clock's label are."""
AXES = ("severity", "responsibility")
"""Parts of a grade that are counted by on their own, each by the name of its axis."""


@dataclass(frozen=True, slots=True)
class Names:
    """Words for the labels of figures in one language, `zh` or `en`."""

    lang: str
    words: Words
    packs: Mapping[str, Pack]

    def label(self, dimensions: Sequence[str], label: Sequence[str], pack: str = "") -> str:
        """`R16-D1 · 最终报告 · 1级`. A grade is called as the figure's own regulation calls it, or the one that the
        label speaks of."""
        parts = dict(zip(dimensions, label, strict=False))
        known = self.packs.get(pack or parts.get("pack", "")) or self._pack_of(parts.get("clause", ""))
        return " · ".join(self._part(name, value, known) or "–" for name, value in parts.items())

    def regulation(self, clause: str) -> str:
        """The title of the one with this clause; the clause, if none has it."""
        pack = self._pack_of(clause)
        return clause if pack is None else (pack.title_en if self.lang == "en" else pack.title_zh)

    def clock(self, what: str) -> str:
        return self.words.clock(what, self.lang)

    def grade(self, grade: str, clause: str = "", pack: Pack | None = None) -> str:
        """A grade as the regulation, or the one with this clause, calls it."""
        pack = pack or self._pack_of(clause)
        if pack is not None and any(axis.names for axis in pack.axes):
            return pack.grade_name(grade, self.lang)
        return self.words.grade(grade, self.lang)

    def _part(self, name: str, value: str, pack: Pack | None) -> str:
        if name == "clock":
            return self.clock(value)
        if name == "state":
            return self.words.state(value, self.lang)
        if name == "grade":
            return self.grade(value, pack=pack)
        if name in AXES and pack is not None:
            names = next((axis.names for axis in pack.axes if axis.name == name), {})
            return names.get(value, (value, value))[self.lang == "en"]
        return self.words.value(name, value, self.lang)

    def _pack_of(self, clause: str) -> Pack | None:
        return next((pack for pack in self.packs.values() if any(c.rule == clause for c in pack.clocks)), None)
