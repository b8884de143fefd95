"""The shape of the file with the rules of communication, checked by pydantic before anything is read out of it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kesu.pack_schema import LeftOutPart

Value = bool | str


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class WordsPart(Part):
    hits: list[str]
    unless: list[str] = []


class RulePart(Part):
    id: str = Field(alias="rule", pattern=r"^L-[0-9]{2}$")
    level: Literal["block", "warn"]
    status: Literal["stated", "reading", "proposal"]
    source: str
    says_zh: str
    says_en: str
    carries: list[str] = []
    kinds: list[str] = []
    when: dict[str, Value | list[Value]] = {}
    hits: list[str] = []
    unless: list[str] = []
    times: int = Field(default=1, ge=1)
    lacks: list[str] = []
    check: str = "phrases"
    approves: str = ""
    """The remedy whose approval lifts the rule."""


class RemedyPart(WordsPart):
    id: str
    covered_by: list[str] = []


class PromisesPart(Part):
    reach: int = Field(ge=1, le=100)
    firm: list[str]
    loose: list[str]
    not_: list[str] = Field(alias="not")
    turned: list[str]
    asked: list[str]
    remedy: list[RemedyPart]


class DeskPart(Part):
    refusal: list[str]
    reason: list[str]
    evidence: list[str]


class DutyPart(Part):
    rule: str
    by: list[str]
    says_zh: str
    says_en: str


class LintPart(Part):
    """The whole file."""

    schema_: Literal[1] = Field(alias="schema")
    id: Literal["comm-lint"]
    version: str
    source: str
    title_zh: str
    title_en: str
    kinds: list[str] = Field(min_length=1)
    facts: dict[str, Literal["bool", "text", "enum", "list"]]
    parts: dict[str, str] = {}
    words: dict[str, WordsPart] = {}
    desk: DeskPart
    rule: list[RulePart]
    promises: PromisesPart
    duties: list[DutyPart] = []
    left_out: list[LeftOutPart] = []
