"""The shape of a whole policy pack file, checked by pydantic before anything is read out of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kesu.pack_entries import (
    AlsoPart,
    ApproverPart,
    AskPart,
    ChoicePart,
    ClockPart,
    ClosePart,
    DutyPart,
    Grade,
    ListingPart,
    NumberingPart,
    Part,
    ParticipantsPart,
    ReadingPart,
    ReportPart,
    RulePart,
    Scalar,
    StepPart,
    Table,
)


class SettingPart(Part):
    register_: str = Field(default="", alias="register")
    default: Scalar
    alternatives: list[Scalar]
    carries: list[str] = []
    says_zh: str
    says_en: str


class FactPart(Part):
    type: Literal["bool", "named", "int", "decimal", "enum", "text", "datetime", "list", "checklist"]
    open: bool = False
    asked_of: str = "customer"
    label_zh: str
    label_en: str
    unit: str = ""
    unit_en: str = ""
    """Where it is not the same in English."""
    values: list[int | str] = []
    minimum: str | None = None
    maximum: str | None = None
    parts: list[str] = []
    product: list[str] = []
    scale: str = "1"
    default_from: str = ""
    presumed: bool | None = None
    denied_by: list[str] = []
    covered_by: str = ""
    default: Scalar | None = None
    counted: list[str] = []
    not_before: str = ""
    not_over: str = ""
    carries: list[str] = []


class GradePart(Part):
    order: list[Grade]
    ladder: list[Grade] = []
    guard: Table = {}
    rule: list[RulePart]
    residual: list[RulePart] = []
    names: dict[str, list[str]] = {}
    carries: list[str] = []


class AxesPart(Part):
    """How the grade is printed from several axes."""

    joined: str = Field(min_length=1)
    printed: list[str] = Field(min_length=2)
    pending: str = "pending"


class CalendarPart(Part):
    received: Literal["arrival", "next-business-hour"] = "arrival"


class LeftOutPart(Part):
    rule: str
    why_zh: str
    why_en: str


class RepetitionPart(Part):
    same: list[str] = Field(min_length=1)
    scope: Literal["customer", "any"]
    months: int = Field(default=0, ge=0)
    window: Literal["rolling", "rolling-exclusive", "calendar-months"] = "rolling"
    filtered: bool = True
    carries: list[str] = []


class KeepersPart(Part):
    """Roles that the desk writes to: a proposal where the source names nobody."""

    owner: str
    engineer: str = ""


class PackPart(Part):
    """The whole file, settings resolved."""

    schema_: Literal[1] = Field(alias="schema")
    id: str
    version: str
    source: str
    title_zh: str
    title_en: str
    settings: dict[str, SettingPart] = {}
    facts: dict[str, FactPart]
    calendar: CalendarPart = CalendarPart()
    repetition: RepetitionPart | None = None
    terms: dict[str, Table] = {}
    grade: GradePart | None = None
    axes: AxesPart | None = None
    axis: dict[str, GradePart] = {}
    clock: list[ClockPart] = []
    flags: list[ListingPart] = []
    documents: list[ListingPart] = []
    notify: list[ListingPart] = []
    also: list[AlsoPart] = []
    asks: list[AskPart] = []
    approvers: list[ApproverPart] = []
    participants: list[ParticipantsPart] = []
    owner: list[ChoicePart] = []
    keepers: KeepersPart | None = None
    emergency_by: list[ChoicePart] = []
    state: list[ChoicePart] = []
    close: list[ClosePart] = []
    numbering: NumberingPart | None = None
    duties: list[DutyPart] = []
    steps: list[StepPart] = []
    reports: list[ReportPart] = []
    readings: list[ReadingPart] = []
    left_out: list[LeftOutPart] = []

    @property
    def tables(self) -> dict[str, GradePart]:
        """The grade tables by axis; a pack with one calls it `grade`."""
        return {"grade": self.grade} if self.grade else self.axis

    def table_place(self, axis: str) -> tuple[str, ...]:
        """Where in the file the grade table of an axis stands."""
        return ("grade",) if self.grade else ("axis", axis)
