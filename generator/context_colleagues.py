"""What roles, superiors and other colleagues are written, and whoever looks after the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from generator.context_parts import Ask, Common, DeadlineLine, DocumentLine, Moment, OfDesk, Row, Verb


class AskFacts(Common):
    role: str
    asks: Sequence[Ask]


class EmergencyMeasure(AskFacts):
    """The one thing asked is the emergency measure, at once."""


class Notice(Common):
    roles: str
    """In which roles the reader is told, in words."""


class Invitation(Notice):
    documents: Sequence[DocumentLine]
    by_hand: Sequence[str]
    later: Sequence[str]


class Overdue(Common):
    deadline: DeadlineLine
    days_over: int
    """0 for a clock in hours that has just run out."""


class Triage(Common):
    sender: str
    words: str
    why: str
    number: str
    """A case that it may belong to; empty if none is known."""
    enclosed: bool
    """Whether the mail itself is enclosed; one with possibly harmful files stays in the mailbox."""


class SetAside(OfDesk):
    sender: str
    subject: str
    received_at: datetime
    why: str
    sha: str


class Alert(OfDesk):
    what: str
    detail: str


class Help(OfDesk):
    understood: str
    """The line that was read; empty if the person only asked for help."""
    why: str
    """Why it had no effect, where it was understood."""
    verbs: Sequence[Verb]
    facts: Sequence[Row]
    """What can be stated under the case's regulation: in words, and the id to write."""


class StepNews(Common):
    news: str
    """What has happened, as a clause without its full stop."""
    by: str
    """Who said so."""
    words: str
    """What they said; empty if there is nothing to quote."""
    replies: Sequence[Verb]
    """What the reader can answer."""


class Done(Common):
    done: Sequence[str]


class Status(Common):
    documents: Sequence[DocumentLine]
    missing: Sequence[str]
    timeline: Sequence[Moment]
    """The latest events, newest last."""
