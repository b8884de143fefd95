"""The shape of the entries of a policy pack file: each carries a rule, and may hold under one reading only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Scalar = bool | int | str
Grade = int | str
Table = dict[str, Any]
"""A condition: read by kesu.pack_conditions, which knows the facts."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Entry(Part):
    """What every entry of a regulation says of itself."""

    id: str = Field(alias="rule")
    status: Literal["stated", "reading", "proposal"]
    says_zh: str
    says_en: str
    only: dict[str, Scalar | list[Scalar]] = {}
    """In force only under these readings: the value of a setting, or one of several."""
    when: Table = {}
    reason: bool = False
    carries: list[str] = []

    def in_force(self, values: Mapping[str, Scalar]) -> bool:
        """Whether the settings leave this entry in force."""
        return all(values.get(key) in wanted for key, wanted in self.readings())

    def readings(self) -> list[tuple[str, list[Scalar]]]:
        """Settings with the values under which the entry is in force."""
        return [(key, wanted if isinstance(wanted, list) else [wanted]) for key, wanted in self.only.items()]


class RulePart(Entry):
    id: str
    grade: Grade | None = None
    unless: list[str] = []
    flag: str = ""


class ClockPart(Entry):
    id: str
    what: str
    kind: Literal["natural", "natural-inclusive", "working", "hours", "business-hours", "same-day", "months", "date"]
    starts: list[str] = Field(min_length=1)
    due: int = Field(default=0, ge=0)
    target: int | None = Field(default=None, ge=0)
    soft: bool = False
    start_is_missing: bool = False
    on_holiday: Literal["keep", "next-workday"] = "keep"
    not_before: str = "nothing"
    pausable: bool = False
    earliest: bool = False


class ListingPart(Entry):
    gives: list[str]


class ApproverPart(Entry):
    gives: list[str] = []
    gives_participants: bool = False
    mode: Literal["all", "any"] = "all"


class ParticipantsPart(Entry):
    people: list[str] = []
    levels: list[str] = []
    departments: list[str] = []


class ChoicePart(Entry):
    gives: str


class AlsoPart(Entry):
    """Adds its rule to the reasons when it holds."""


class AskPart(Entry):
    facts: list[str] = Field(min_length=1)


class ClosePart(Entry):
    points: list[str] = Field(min_length=1)
    flagged: bool = True


class NumberingPart(Entry):
    pattern: str
    restart: Literal["month", "year", "never"]


class DutyPart(Entry):
    roles: list[str] = Field(min_length=1)


class StepPart(Entry):
    states: list[str] = Field(min_length=1)


class ReportPart(Entry):
    period: Literal["week", "month", "quarter", "half-year", "year", "event"]
    to: list[str] = []
    gives: list[str] = []
    target: dict[str, str] = {}


class ReadingPart(Entry):
    by: list[str] = Field(min_length=1)
