"""The shapes that the dictionaries of the mail templates are made of, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict


class Desk(TypedDict):
    name: str
    name_en: str
    address: str


class CaseLines(TypedDict):
    id: str
    number: str
    customer_name: str
    contact: str
    """Name and address of who wrote; empty if unknown."""
    subject: str
    product: str
    """Empty if unknown."""
    received_at: datetime
    grade: str | None
    provisional: bool
    ceiling: str | None
    state: str
    owner_name: str
    flags: Sequence[str]
    """What a person must mind: gaps, contradictions, rules of elsewhere."""


class ReasonLine(TypedDict):
    rule: str
    sentence: str


class DeadlineLine(TypedDict):
    what: str
    due: datetime | None
    target: datetime | None
    soft: bool
    waiting_for: str
    """The event that starts the clock, while it has not happened; else empty."""


class Row(TypedDict):
    label: str
    value: str


class Question(TypedDict):
    label: str
    hint: str
    """A whole sentence: what exactly is asked, with an example and the unit."""


class Ask(Question):
    fact: str
    """The id to answer with: `total_cost_cny = 120000`."""


class DocumentLine(TypedDict):
    name: str
    revision: str
    filename: str


class Remark(TypedDict):
    """What the rules of communication say of a text."""

    rule: str
    blocks: bool
    says: str
    sentence: str
    """Where; empty if something is missing."""
    words: str


class ReviewLine(TypedDict):
    """What was found in a returned form."""

    rule: str
    blocks: bool
    sentence: str


class Points(TypedDict):
    name: str
    """A discipline: D4."""
    points: int
    """1 to 5."""


class Moment(TypedDict):
    at: datetime
    text: str


class Verb(TypedDict):
    verb: str
    meaning: str
    example: str


class OfDesk(TypedDict):
    desk: Desk
    tag: str
    """`[K2026-00012 #k3…]`; empty where there is no case."""


class Common(OfDesk):
    case: CaseLines
    reasons: Sequence[ReasonLine]
    deadlines: Sequence[DeadlineLine]
    customer_forms: Sequence[str]
    """Files of the customer that are 8D forms of their own."""
