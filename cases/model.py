"""What a case is: frozen values; a step returns a new Case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from cases.approval import Round
from cases.codes import CodeAsked
from cases.deadlines import Deadline
from cases.documents import DocumentRevision
from cases.given import Given, Reviewed
from cases.grading import Grading
from cases.mail import NOBODY, Address, FieldValue
from cases.state import State


@dataclass(frozen=True, slots=True)
class Fact:
    """A value the case goes by, and who says so."""

    value: FieldValue
    source: str
    """`mail:<sha256>`, `person:<address>` or `desk`."""
    at: datetime
    raw: str = ""
    where: str = ""
    reason: str = ""
    """Why a person set it."""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Customer:
    """Who complains. `key` names the same customer again: a configured name, else the exact address."""

    key: str
    name: str
    contact: Address = NOBODY
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline running on the case, with the reminders it has already caused."""

    deadline: Deadline
    met_at: datetime | None = None
    reminded: tuple[str, ...] = ()
    """Ladder steps done, e.g. `day-before`, `overdue-2026-03-13`."""

    @property
    def key(self) -> str:
        """Names the clock within its case."""
        return f"{self.deadline.rule}.{self.deadline.what}"


@dataclass(frozen=True, slots=True)
class PreReport:
    """A leader who must have read that it happened before handling starts."""

    role: str
    address: str
    asked_at: datetime
    acknowledged_at: datetime | None = None
    evidence: str = ""
    """SHA-256 of the mail that acknowledges."""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the case's timeline."""

    at: datetime
    what: str
    """received, graded, acknowledged, asked, document, approval-asked, decided, answered, reminded …"""
    text: str
    by: str = "desk"
    mail: str = ""
    """SHA-256 of the mail behind it, or the effect key of the mail it caused."""


@dataclass(frozen=True, slots=True)
class Case:
    """A complaint from its first mail to its end."""

    id: str
    pack: str
    pack_version: str
    state: State
    customer: Customer
    subject: str
    received_at: datetime
    case_no: str = ""
    """The regulation's own number, where it gives one."""
    words: str = ""
    """The customer's own words, never changed."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    grading: Grading | None = None
    clocks: tuple[Clock, ...] = ()
    owner: str = ""
    """Address of the person who has the case."""
    engineer: str = ""
    """Address of the person who fills the form."""
    parties: tuple[str, ...] = ()
    """Addresses outside that may follow up: whoever submitted; a Cc never."""
    thread: tuple[str, ...] = ()
    """Message-IDs of the customer's thread, oldest first."""
    documents: tuple[DocumentRevision, ...] = ()
    rounds: tuple[Round, ...] = ()
    timeline: tuple[Event, ...] = ()
    by_hand: tuple[str, ...] = ()
    """Forms the regulation asks for that have no template yet."""
    claims: str = ""
    """The case number that this mail's sender claims to belong to, without the right to."""
    duplicate_of: str = ""
    related: tuple[str, ...] = ()
    """Ids of the cases that this one was split into, or the one that it was split from."""
    pre_reports: tuple[PreReport, ...] = ()
    """Who had to know before handling could start."""
    answers: Mapping[str, Given] = field(default_factory=dict)
    """What people have filled into forms, by the id of the field or list; forms share what they have in common."""
    reviews: tuple[Reviewed, ...] = ()
    """What was said of the forms that came back, the oldest first."""
    codes: tuple[CodeAsked, ...] = ()
    """Mails that waited for a one-time code, the oldest first."""
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    """From when to when the case waited for the customer; None while it still does."""
    next_due: datetime | None = None
    """When the clock must look at this case again."""

    @property
    def number(self) -> str:
        """The number people use: the regulation's, else the desk's."""
        return self.case_no or self.id

    @property
    def problem_key(self) -> str:
        """Product family and failure mode."""
        return self.text("problem_key")

    @property
    def issue_key(self) -> str:
        """The matter that several people may complain about; the same problem, unless somebody says otherwise."""
        return self.text("issue_key") or self.problem_key

    @property
    def round(self) -> Round | None:
        """The round of approval that is still open."""
        return self.rounds[-1] if self.rounds and self.rounds[-1].outcome is None else None

    @property
    def restricted(self) -> bool:
        """Whether only its owner and whoever the regulation names may read the case."""
        return self.grading is not None and self.grading.grade == WHISTLEBLOW

    @property
    def demand(self) -> bool:
        """Whether one of us has taken it as a demand, and nobody as a complaint since."""
        said = (event.what for event in reversed(self.timeline) if event.what in ("demand", "taken as a complaint"))
        return self.state is State.DEMAND or next(said, "") == "demand"

    def noting(self, *events: Event) -> Case:
        """This case with more lines in its timeline."""
        return replace(self, timeline=self.timeline + events)

    def text(self, fact: str) -> str:
        """A fact that is stated in words; "" where it is unknown or a figure."""
        known = self.facts.get(fact)
        return known.value if known is not None and isinstance(known.value, str) else ""


WHISTLEBLOW = "whistleblow"
"""The grade of an accusation against our own people."""
MATTERS = ("problem_key", "issue_key")
"""By what cases are known to be about the same matter."""
