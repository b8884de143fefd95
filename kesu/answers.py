"""The answer on its way to the customer: checked, held or queued, and stoppable while it has not left."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.documents import DocumentRevision, copies_of, signed_copy_of
from cases.lint_rules import Level, Lint
from cases.model import Case, Event
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.state import State
from kesu.desk import Desk
from kesu.enclosing import enclose, hashes
from kesu.gate import Enclosed, looked_at, post_to_customer
from kesu.letters import to_customer
from kesu.linting import INTERIM, REFUSALS
from kesu.posting import Letter, written
from kesu.present import document_lines

ANSWER, REFUSAL = "answer", "refusal"
"""The forms of an answer in words, when no form is sent."""
OVERRIDE = "override"
"""The line of the timeline that says who let a text go although the rules hold it."""


def send_to_customer(
    desk: Desk, case: Case, revision: DocumentRevision, at: datetime, now: datetime, *, approved: bool
) -> Case:
    """The document on its way: the customer's copy, in the customer's thread, not before `at`.

    `approved`: approvers have decided on it, so that what it promises is approved.
    """
    if not case.customer.contact.address:
        return case.noting(Event(now, "not sent", "the customer's address is not known; pass the document on by hand"))
    letter = replace(_letter(desk, case, revision), not_before=at)
    enclosed = _enclosed(case, revision, approved=approved)
    case, posted = post_to_customer(desk, case, letter, now, enclosed, let_go=let_go(case, revision))
    if posted is None:
        return case.noting(Event(now, "not sent", "no mail can be sent to the customer's address"))
    return case if posted.state is Sending.HELD else case.noting(queued(desk, posted, at, now))


def queued(desk: Desk, mail: OutgoingMail, at: datetime, now: datetime) -> Event:
    return Event(now, "answer queued", f"goes out at {desk.local(at):%Y-%m-%d %H:%M}", mail=mail.effect_key)


def kept_back(desk: Desk, case: Case, revision: DocumentRevision, now: datetime, *, to_approve: bool) -> Case | None:
    """The case with a text that may not go held, before anybody is asked to approve it; None if it may go on.

    Where approvers are to decide, what it promises is theirs to say.
    """
    if not case.customer.contact.address or let_go(case, revision):
        return None
    if judged(desk, case, revision, approved=to_approve).level is not Level.BLOCK:
        return None
    return send_to_customer(desk, case, revision, now, now, approved=to_approve)


def judged(desk: Desk, case: Case, revision: DocumentRevision, *, approved: bool = False) -> Lint:
    """What the rules say of the answer, the mail and its documents."""
    letter = _letter(desk, case, revision)
    return looked_at(desk, case, letter, written(desk, case, letter), _enclosed(case, revision, approved=approved))


def let_go(case: Case, revision: DocumentRevision) -> bool:
    """Whether a named person has answered for this very text."""
    return any(event.what == OVERRIDE and _effect(revision) in event.mail for event in case.timeline)


def revision_of(case: Case, mail: OutgoingMail) -> DocumentRevision | None:
    """The document that an answer carries, as it was returned."""
    return next((doc for doc in case.documents if _effect(doc) in mail.effect_key), None)


def in_words(desk: Desk, revision: DocumentRevision) -> str:
    """The text of an answer in words; "" of a form, which speaks for itself."""
    return desk.papers.get(revision.name).decode() if revision.form in (ANSWER, REFUSAL) else ""


def goes_out(desk: Desk, now: datetime) -> datetime:
    return now + timedelta(minutes=desk.config.approval.undo_minutes)


def document_words(desk: Desk, revision: DocumentRevision, lang: str) -> dict[str, object]:
    return {"document": desk.words.form(revision.form, lang), "revision": revision.revision}


def answers_with(desk: Desk, case: Case, revision: DocumentRevision) -> list[OutgoingMail]:
    """Mails to the customer that carry this revision, whatever became of them."""
    return [mail for mail in desk.store.outgoing_of(case.id) if _effect(revision) in mail.effect_key]


def stoppable(desk: Desk, case: Case, now: datetime) -> list[OutgoingMail]:
    """Answers to the customer that have not left: they wait for the end of the undo window, or are held."""
    return [
        out
        for out in desk.store.outgoing_of(case.id)
        if out.mail_class is MailClass.ANSWER
        and (out.state is Sending.HELD or (out.state is Sending.PENDING and now < out.not_before))
    ]


def _letter(desk: Desk, case: Case, revision: DocumentRevision) -> Letter:
    copies = _copies(case, revision)
    context = {"body": in_words(desk, revision), "documents": document_lines(desk, copies, case.customer.language)}
    effect = f"{_effect(revision)[1:]}customer/{1 + len(answers_with(desk, case, revision))}"
    purpose = "customer/answer"
    if revision.form == REFUSAL:
        purpose, context = "customer/refusal", {"body": context["body"]}
    letter = to_customer(desk, case, purpose, effect, context, MailClass.ANSWER)
    return replace(letter, enclosures=enclose(desk, copies), documents=hashes(copies))


def _enclosed(case: Case, revision: DocumentRevision, *, approved: bool) -> Enclosed:
    in_form = revision.form == REFUSAL  # whose parts are the reason and the findings
    refuses = in_form or revision.form in REFUSALS or case.state is State.DECLINED
    kind = "reject" if refuses else "interim" if revision.form in INTERIM else "reply"
    return Enclosed(_copies(case, revision), kind, reasoned=in_form, approved=approved, author=revision.author)


def _copies(case: Case, revision: DocumentRevision) -> tuple[DocumentRevision, ...]:
    """The customer's copies; signed, as soon as they are."""
    signed = {doc.revision: doc for doc in case.documents if doc.form == revision.form}
    copies = copies_of(case.documents, revision.form, revision.revision)
    return tuple(signed.get(signed_copy_of(copy.revision), copy) for copy in copies)


def _effect(revision: DocumentRevision) -> str:
    """Part of the effect key of every mail that carries exactly these bytes."""
    return f"/answer-{revision.revision}-{revision.sha256[:12]}/"
