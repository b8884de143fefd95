"""Answers taken from returned forms: what was said of a field or a list, by whom, in which file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.returned import BLOCK, Finding, Row


@dataclass(frozen=True, slots=True)
class Giver:
    """Who returned a form, when, and which file it was."""

    by: str
    """Address."""
    at: datetime
    where: str
    """`F16a R2`."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: `value` of a field (of a choice the ids of its boxes), or `rows` of a list."""

    giver: Giver
    value: str | tuple[str, ...] = ""
    rows: tuple[Row, ...] = ()

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people said different things, and the second did not know the first: nothing is overwritten."""

    field: str
    """Id of the field, or of the list with the name of its row: `d3.actions 在途`, or with its column too."""
    kept: str
    kept_by: str
    offered: str
    by: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a returned form was told: kept with the case, for its people and for the figures."""

    form: str
    revision: str
    at: datetime
    by: str
    findings: tuple[Finding, ...] = ()
    total: int | None = None
    """Points of 100; None for a form without rules of review."""
    clashes: tuple[Clash, ...] = ()
    disciplines: Mapping[str, int] = field(default_factory=dict)
    """Points of 5 for each discipline that was due."""

    @property
    def blocked(self) -> bool:
        return any(each.level == BLOCK for each in self.findings)
