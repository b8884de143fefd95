"""What approvers are written, and quality management of what they decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from generator.context_parts import Common, Remark, ReviewLine


class ApprovalRequest(Common):
    document: str
    revision: str
    filename: str
    sha256: str
    author: str
    body: str
    """The answer in words that is to be approved; empty if the enclosed document is."""
    sends_to: str
    """Whom the customer's copy goes to after approval; empty if nothing goes outside."""
    remarks: Sequence[Remark]
    """Those that block are the approver's to decide: a promise, a fee."""
    findings: Sequence[ReviewLine]
    """What the review of a form remarks on; none of it blocks."""
    total: int | None
    """Points of 100; None for an answer in words, and a form without rules of review."""
    undo_minutes: int
    others: Sequence[str]
    """The other approvers of this round."""
    mode: Literal["all", "any"]
    expires_at: datetime


class Unclear(Common):
    document: str
    revision: str
    understood: str
    why: str


class Receipt(Common):
    document: str
    revision: str
    verdict: Literal["approve", "reject"]
    at: datetime
    reason: str
    goes_out_at: datetime | None
    undo_minutes: int


class TooLate(Common):
    document: str
    revision: str
    why: Literal["decided", "changed", "expired", "not-yours", "own-work", "gone", "called-back", "ended"]
    by: str
    """Who decided, if `why` is `decided`."""


class Code(Common):
    document: str
    """What the answer decides on; empty for a command."""
    revision: str
    understood: str
    code: str
    """Six digits."""
    asked_at: datetime
    expires_at: datetime


class CodeRefused(Common):
    why: Literal["wrong", "expired", "locked"]
    tries_left: int


class ApproverReminder(Common):
    document: str
    revision: str
    filename: str
    author: str
    body: str
    asked_at: datetime
    expires_at: datetime


class DecisionNotice(Common):
    document: str
    revision: str
    sha256: str
    verdict: Literal["approve", "reject"]
    by: str
    proof: Literal["code", "origin", "token"]
    """How sure it is that it was them."""
    at: datetime
    reason: str
    sends_to: str
    goes_out_at: datetime | None
    undo_minutes: int
