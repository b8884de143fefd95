"""The answer on its way to the customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.mail import MailClass, OutgoingMail, Sending
from cases.model import Case, DocumentRevision, Event
from kesu.desk import Desk
from kesu.letters import to_customer
from kesu.posting import enclose, post
from kesu.present import document_lines

ANSWER = "answer"
"""The form of an answer in words, when no form is sent."""


def send_to_customer(desk: Desk, case: Case, revision: DocumentRevision, at: datetime, now: datetime) -> Case:
    """The approved document on its way: the customer's copy, in the customer's thread, not before `at`."""
    if not case.customer.contact.address:
        return case.noting(Event(now, "not sent", "the customer's address is not known; pass the document on by hand"))
    copies = [
        doc for doc in case.documents if doc.revision == f"{revision.revision}-customer" and doc.form == revision.form
    ]
    context = {"body": in_words(desk, revision), "documents": document_lines(desk, copies, case.customer.language)}
    effect = f"answer-{revision.revision}-{revision.sha256[:12]}/customer/{len(case.rounds)}"
    letter = to_customer(desk, case, "customer/answer", effect, context, MailClass.ANSWER)
    letter = replace(
        letter, enclosures=enclose(desk, copies), documents=tuple(doc.sha256 for doc in copies), not_before=at
    )
    posted = post(desk, case, letter, now)
    if posted is None:
        return case.noting(Event(now, "not sent", "no mail can be sent to the customer's address"))
    return case.noting(
        Event(now, "answer queued", f"goes out at {desk.local(at):%Y-%m-%d %H:%M}", mail=posted.effect_key)
    )


def in_words(desk: Desk, revision: DocumentRevision) -> str:
    """The text of an answer in words; "" of a form, which speaks for itself."""
    return desk.papers.get(revision.name).decode() if revision.form == ANSWER else ""


def goes_out(desk: Desk, now: datetime) -> datetime:
    return now + timedelta(minutes=desk.config.approval.undo_minutes)


def document_words(desk: Desk, revision: DocumentRevision, lang: str) -> dict[str, object]:
    return {"document": desk.words.form(revision.form, lang), "revision": revision.revision}


def stoppable(desk: Desk, case: Case, now: datetime) -> list[OutgoingMail]:
    """Answers to the customer that are approved and have not left."""
    return [
        out
        for out in desk.store.outgoing_of(case.id)
        if out.mail_class is MailClass.ANSWER and out.state is Sending.PENDING and now < out.not_before
    ]
