"""What the people who have the case are written: its owner, and the engineer who fills the form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from generator.context_parts import (
    Ask,
    Common,
    DeadlineLine,
    DocumentLine,
    Points,
    Question,
    Remark,
    ReviewLine,
    Row,
    Verb,
)


class NewCase(Common):
    in_charge: bool
    """Whether the reader is the owner; else the engineer, who fills in the form."""
    acknowledged: bool
    """Whether an acknowledgement goes to the customer (some mails may not be answered automatically)."""
    words: str
    facts: Sequence[Row]
    doubts: Sequence[str]
    """What the mail seems to say and only a person can settle, in both languages."""
    attachments_received: Sequence[str]
    documents: Sequence[DocumentLine]
    by_hand: Sequence[str]
    """Names of forms that the regulation wants and that have no template."""
    later: Sequence[str]
    """Forms that the regulation wants and that are made when their time comes: id and name."""
    asks: Sequence[Ask]
    questions: Sequence[Question]
    """What the customer has been asked."""


class Regraded(Common):
    in_charge: bool
    before: str
    """Empty while there was no grade."""
    after: str
    documents: Sequence[DocumentLine]
    by_hand: Sequence[str]
    later: Sequence[str]


class Forms(Common):
    in_charge: bool
    asked_for: bool
    """Whether the reader asked for them; else the case has come to where they are needed."""
    documents: Sequence[DocumentLine]


class HandedOver(Common):
    """To who had the case; its owner is named in `case`."""


class FollowUp(Common):
    news: str
    """What the mail comes to, such as a withdrawal; empty for any other mail."""
    replies: Sequence[Verb]
    """What can be answered to the news."""
    sender: str
    words: str
    facts: Sequence[Row]
    doubts: Sequence[str]
    attachments_received: Sequence[str]


class PerhapsFollowUp(Common):
    number: str
    """The open case that the new one may be a part of."""
    why: str
    sender: str
    words: str


class OwnerDecided(Common):
    document: str
    revision: str
    verdict: Literal["approve", "reject"]
    by: str
    reason: str
    goes_out_at: datetime | None
    """When the customer's copy leaves. None: nothing goes out."""
    undo_minutes: int
    """How long it can be called back before it leaves; 0: not at all."""
    remarks: Sequence[Remark]


class GoesOut(Common):
    document: str
    revision: str
    filename: str
    recipient: str
    leaves_at: datetime
    undo_minutes: int
    remarks: Sequence[Remark]


class Held(Common):
    what: str
    """What kind of mail it is: an acknowledgement, an answer …"""
    recipient: str
    remarks: Sequence[Remark]
    body: str
    """The whole text of the mail."""
    documents: Sequence[DocumentLine]
    ours: bool
    """Whether the desk wrote it, from its templates."""


class FormUnreadable(Common):
    filename: str
    why: str


class FormReviewed(Common):
    document: str
    revision: str
    filename: str
    blocked: bool
    outside: bool
    """Whether the form is one for the customer."""
    findings: Sequence[ReviewLine]
    total: int | None
    """Points of 100; None for a form without rules of review."""
    disciplines: Sequence[Points]
    new_form: str
    """File name of the form enclosed to go on with; empty if nothing is left to do."""


class OwnerReminder(Common):
    deadline: DeadlineLine
    step: Literal["before", "today", "overdue", "waiting"]
    report: str
    """The very words that tell the desk it has happened, with a date; empty where a file or an answer does."""
