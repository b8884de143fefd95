"""A mail that goes out, as a value: why it goes, how far it has come, and its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MailClass(StrEnum):
    """Why a mail goes out; decides priority, retry and what an unknown outcome means."""

    ACK = "ack"
    QUESTION = "question"
    DOCUMENT = "document"
    APPROVAL = "approval-request"
    ANSWER = "answer"
    REMINDER = "reminder"
    NOTICE = "notice"
    HELP = "help"


class Sending(StrEnum):
    """States of a mail in the outbox."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    HELD = "held"
    """Kept back by the rules of communication, until a person lets it go or another text takes its place."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail to one recipient, final to the byte: what is stored is what is sent and hashed."""

    effect_key: str
    """`case/event/recipient-role/seq`: the same effect can be queued only once."""
    message_id: str
    case_id: str
    mail_class: MailClass
    recipient: str
    subject: str
    raw: bytes = field(repr=False)
    """RFC 5322, 7-bit, CRLF."""
    queued_at: datetime
    not_before: datetime
    """Earliest sending time (undo window, office hours)."""
    state: Sending = Sending.PENDING
    attempts: int = 0
    ambiguous: int = 0
    """Attempts whose outcome could not be known."""
    next_at: datetime | None = None
    """When a deferred or unknown one is tried again; None = at `not_before`."""
    sent_at: datetime | None = None
    last_error: str = ""
    """Why it has not gone out: what the server said, or the rules that hold it."""
    documents: tuple[str, ...] = ()
    """SHA-256 of each attached document."""
    thread: str = "customer"
    """`customer` or `internal`: the two never share references."""
