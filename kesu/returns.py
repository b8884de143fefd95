"""A document comes back by mail: kept as a revision, made into the customer's copy, put before the approvers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import Attachment, IncomingMail, MailClass
from cases.model import Case, DocumentRevision, Event
from generator.customer_copy import FormUnreadable, customer_copy
from kesu import approvals
from kesu.config import Person
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.posting import post

ANSWER_FORM = "answer"
"""The answer in words, when no form is sent."""


def returned_document(mail: IncomingMail) -> Attachment | None:
    """The Word document in this mail, if it brings one."""
    return next((a for a in mail.attachments if not a.inline and a.filename.lower().endswith((".docx", ".docm"))), None)


def take_document(
    desk: Desk, case: Case, mail: IncomingMail, document: Attachment, sender: Person, now: datetime
) -> Handling:
    """Keep the returned document and ask for approval of exactly these bytes."""
    if not may(case, Step.DRAFT):
        return _not_now(
            desk, case, mail, sender, f"案件状态 {case.state}，不再接收文件 / the case is {case.state}", now
        )
    try:
        copy = customer_copy(document.content)
    except FormUnreadable as fault:
        return _not_now(desk, case, mail, sender, str(fault), now, document.filename)
    form = _form_of(case, document)
    number = _next_revision(case, form)
    original = _keep(desk, case, form, f"R{number}", document.content, mail, sender, now)
    outside = _keep(desk, case, form, f"R{number}-customer", copy, mail, sender, now)
    hit("P16")
    return _put_forward(desk, case, [original, outside], mail, sender, now)


def take_answer(desk: Desk, case: Case, mail: IncomingMail, text: str, sender: Person, now: datetime) -> Handling:
    """An answer in words instead of a form: approved and sent in the same way."""
    if not may(case, Step.DRAFT):
        return _not_now(
            desk, case, mail, sender, f"案件状态 {case.state}，不再接收答复 / the case is {case.state}", now
        )
    number = _next_revision(case, ANSWER_FORM)
    revision = _keep(desk, case, ANSWER_FORM, f"R{number}", text.encode(), mail, sender, now, ending="txt")
    return _put_forward(desk, case, [revision], mail, sender, now)


def _put_forward(
    desk: Desk, case: Case, revisions: list[DocumentRevision], mail: IncomingMail, sender: Person, now: datetime
) -> Handling:
    told = f"{revisions[0].form} {revisions[0].revision} by {sender.name}"
    case = replace(case, documents=(*case.documents, *revisions))
    case = take(case, Step.DRAFT, Event(now, "document returned", told, by=sender.address, mail=mail.sha256))
    case = approvals.ask(desk, case, revisions[0], sender.address, now)
    desk.store.put_case(case)
    return Handling("returned-document", told, case_id=case.id)


def _keep(
    desk: Desk,
    case: Case,
    form: str,
    revision: str,
    content: bytes,
    mail: IncomingMail,
    sender: Person,
    now: datetime,
    ending: str = "docx",
) -> DocumentRevision:
    name = f"{case.id}/{form}-{revision}.{ending}"
    sha256 = desk.papers.put(name, content)
    outside = revision.endswith("-customer")
    lang = case.customer.language if outside else sender.language
    shown = f"{case.number}-{desk.words.form(form, lang)}-{revision.removesuffix('-customer')}.{ending}"
    return DocumentRevision(form, revision, lang, name, sha256, sender.address, now, shown, mail.sha256)


def _form_of(case: Case, document: Attachment) -> str:
    """Which of our forms this is: the one whose file name it still carries, else the one that goes outside."""
    ours = [doc for doc in case.documents if doc.author == "desk"]
    stem = document.filename.lower()
    named = [doc for doc in ours if doc.filename and doc.filename.rpartition("-")[0].lower() in stem]
    chosen = (named or [doc for doc in ours if doc.form == "F16a"] or ours)[-1:]
    return chosen[0].form if chosen else "F16a"


def _next_revision(case: Case, form: str) -> int:
    """The desk's own paper is R1; every return counts on, over all forms that have come back under this id."""
    numbers = [int(doc.revision[1:].partition("-")[0]) for doc in case.documents if doc.form == form]
    return max(numbers, default=0) + 1


def _not_now(
    desk: Desk, case: Case, mail: IncomingMail, sender: Person, why: str, now: datetime, filename: str = ""
) -> Handling:
    context = {"filename": filename, "why": why}
    effect = f"unreadable-{mail.sha256[:12]}/{sender.address}/1"
    letter = to_person(desk, sender, "owner/form-unreadable", effect, context, case, MailClass.HELP)
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    event = Event(now, "document refused", why, by=sender.address, mail=mail.sha256)
    desk.store.put_case(case.noting(event))
    return Handling("refused", why, case_id=case.id)
