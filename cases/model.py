"""What a case is: frozen values; a step returns a new Case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from cases.deadlines import Deadline
from cases.given import Given, Reviewed
from cases.mail import NOBODY, Address, FieldValue


class State(StrEnum):
    """Where a case stands (the kernel's states, the same for every regulation)."""

    RECEIVED = "received"
    TRIAGE = "triage"
    """Perhaps no complaint: a person of the desk is asked."""
    REGISTERED = "registered"
    WAITING_CUSTOMER = "waiting_customer"
    TRIAGED = "triaged"
    DECLINED = "declined"
    DEMAND = "demand"
    """A wish outside of what was promised: answered, but no complaint."""
    RESTRICTED = "restricted"
    """An accusation: only the leader in charge and whoever the regulation names may read it."""
    AWAITING_PRE_REPORT = "awaiting-pre-report"
    """Handling starts when the leaders have acknowledged the report that it happened."""
    ASSIGNED = "assigned"
    CONTAINED = "contained"
    ANALYSING = "analysing"
    DRAFTED = "drafted"
    APPROVAL_PENDING = "approval_pending"
    APPROVED = "approved"
    REPLIED = "replied"
    IMPLEMENTING = "implementing"
    VERIFYING = "verifying"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The customer has withdrawn the complaint."""
    DISMISSED = "dismissed"
    """Not a complaint, or merged into another case."""

    @property
    def open(self) -> bool:
        return self not in (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.DISMISSED)


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
class Reason:
    """The clause that decided, with its sentence."""

    rule: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact the grade still depends on, and who is asked for it: `customer` or a role."""

    fact: str
    asked_of: str


@dataclass(frozen=True, slots=True)
class Grading:
    """What the regulation says of the case on its facts at `at`."""

    grade: int | str | None
    at: datetime
    reasons: tuple[Reason, ...] = ()
    provisional: bool = False
    ceiling: int | str | None = None
    missing: tuple[Missing, ...] = ()
    approvers: tuple[str, ...] = ()
    approval_mode: str = "all"
    documents: tuple[str, ...] = ()
    participants: str | None = None
    participant_roles: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    owner: str | None = None
    emergency_by: str | None = None
    flags: tuple[str, ...] = ()
    state: str | None = None
    """Where the regulation puts the case at intake, such as `awaiting-pre-report`."""
    closing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What stands against closing the case: a rule and its open points."""


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
class DocumentRevision:
    """A document of the case as a file: made by the desk or returned by mail."""

    form: str
    revision: str
    """R1, R2 …; the customer's copy of R2 is `R2-customer`."""
    lang: str
    name: str
    """Name under which `Papers` keeps it."""
    sha256: str
    author: str
    """`desk` or the address of who returned it."""
    at: datetime
    filename: str = ""
    """As shown to people."""
    source_mail: str = ""
    pdf: str = ""
    """SHA-256 of the PDF that is kept beside it; "" if there is none."""


class Verdict(StrEnum):
    """What an approver said."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Request:
    """One approver asked about one revision. The token itself is only in the mail; its hash is kept."""

    role: str
    address: str
    token_sha256: str
    asked_at: datetime
    expires_at: datetime
    verdict: Verdict | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    evidence: str = ""
    """SHA-256 of the raw mail that decided."""
    origin: str = ""
    """What was known of where that mail came from."""
    confirmed_by: str = ""
    """SHA-256 of the mail with the one-time code, where one was asked for."""


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A mail that waits until its sender has shown, by a one-time code, to read the registered mailbox."""

    mail: str
    """SHA-256 of the raw mail that waits."""
    said_at: datetime
    """When that mail came."""
    address: str
    """Where the code went."""
    sealed: str
    """Keyed hash of the code, which is only in the mail itself."""
    asked_at: datetime
    expires_at: datetime
    tries: int = 0
    """Wrong answers."""
    state: str = "waiting"
    """waiting, used, overtaken (by a later mail of the same person) or locked."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of approval on exactly these bytes."""

    number: int
    revision: str
    form: str
    document_sha256: str
    requester: str
    author: str
    mode: str
    """`all` or `any`."""
    requests: tuple[Request, ...]
    opened_at: datetime
    outcome: Verdict | None = None
    closed_at: datetime | None = None
    undone: bool = False


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
        return self._text("problem_key")

    @property
    def issue_key(self) -> str:
        """The matter that several people may complain about; the same problem, unless somebody says otherwise."""
        return self._text("issue_key") or self.problem_key

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

    def _text(self, fact: str) -> str:
        known = self.facts.get(fact)
        return known.value if known is not None and isinstance(known.value, str) else ""


WHISTLEBLOW = "whistleblow"
"""The grade of an accusation against our own people."""
MATTERS = ("problem_key", "issue_key")
"""By what cases are known to be about the same matter."""


@dataclass(frozen=True, slots=True)
class HandledMail:
    """One mail that was taken in: written in the same transaction as what it caused."""

    content_key: str
    sha256: str
    transport_keys: tuple[str, ...]
    message_id: str
    sender: str
    subject: str
    received_at: datetime
    handled_at: datetime
    kind: str
    kind_reason: str
    outcome: str
    """case, follow-up, decision, returned-form, command, triage, ignored, review, loop, known …"""
    folder: str
    """Role of the folder it belongs in: `done`, `review` or `loop`."""
    case_id: str = ""
    note: str = ""
    """For a person: what happened and why, one sentence."""
    flags: tuple[str, ...] = ()
    set_aside: bool = False
    """Waits for a person (`kesu review`)."""


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """Documents to make and mail once the case is durable; done again under the same names after a crash."""

    key: str
    case_id: str
    forms: tuple[str, ...]
    lang: str
    purpose: str
    """intake, regrade, request …"""
    created_at: datetime
    attempts: int = 0
    last_error: str = ""
