"""What each mail template is given, as flat dictionaries. Times are aware and in the desk's zone.

Words are ready to show, in the language of the mail (generator.words turns ids into them); texts of other
people are given as they came, and the templates quote them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from generator.context_parts import (
    Ask,
    Common,
    DeadlineLine,
    DocumentLine,
    Moment,
    OfDesk,
    Points,
    Question,
    Remark,
    ReviewLine,
    Row,
    Verb,
)


class Acknowledge(Common):
    restated: Sequence[Row]
    """Only what generator.words.Words.restate gives: nothing else of the customer's text."""
    questions: Sequence[Question]
    answer_by: datetime
    split_from: str
    """The number of the earlier case of which this one is a part; empty for any other."""


class CustomerAsk(Common):
    questions: Sequence[Question]
    answer_by: datetime


class CustomerAnswer(Common):
    body: str
    """The approved answer in words; empty if the documents are the answer."""
    documents: Sequence[DocumentLine]


class CustomerRefusal(Common):
    body: str
    """The reason and what was found, as approved."""


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


class OutsideNotice(OfDesk):
    """Nothing but what a customer may know."""

    number: str
    received_at: datetime
    answer_by: datetime | None


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


class OwnerReminder(Common):
    deadline: DeadlineLine
    step: Literal["before", "today", "overdue", "waiting"]
    report: str
    """The very words that tell the desk it has happened, with a date; empty where a file or an answer does."""


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


class PerhapsFollowUp(Common):
    number: str
    """The open case that the new one may be a part of."""
    why: str
    sender: str
    words: str


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


CONTEXTS: Mapping[str, type] = {
    "customer/acknowledge": Acknowledge,
    "customer/ask": CustomerAsk,
    "customer/answer": CustomerAnswer,
    "customer/refusal": CustomerRefusal,
    "owner/new-case": NewCase,
    "owner/regraded": Regraded,
    "owner/handed-over": HandedOver,
    "owner/forms": Forms,
    "owner/follow-up": FollowUp,
    "owner/perhaps-follow-up": PerhapsFollowUp,
    "owner/decided": OwnerDecided,
    "owner/goes-out": GoesOut,
    "owner/held": Held,
    "owner/form-unreadable": FormUnreadable,
    "owner/reviewed": FormReviewed,
    "owner/reminder": OwnerReminder,
    "role/ask-facts": AskFacts,
    "role/emergency": EmergencyMeasure,
    "notify/graded": Notice,
    "notify/outside": OutsideNotice,
    "notify/invitation": Invitation,
    "approver/request": ApprovalRequest,
    "approver/unclear": Unclear,
    "approver/receipt": Receipt,
    "approver/too-late": TooLate,
    "approver/code": Code,
    "approver/code-refused": CodeRefused,
    "approver/reminder": ApproverReminder,
    "quality/decision-notice": DecisionNotice,
    "superior/overdue": Overdue,
    "desk/triage": Triage,
    "desk/set-aside": SetAside,
    "desk/alert": Alert,
    "staff/help": Help,
    "staff/step": StepNews,
    "staff/done": Done,
    "staff/status": Status,
}
"""Every purpose and the dictionary its template is given."""
