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

ANSWER, REPORT = "answer", "report"
"""An answer in words, when no form is sent; and a document of the engineer's own making."""
WORKING = {"zh": "-工作稿", "en": "-working-copy"}
"""Tells the document as returned from the customer's copy of it, where both are attached."""


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
    form = _form_of(desk, case, document)
    if any(doc.sha256 == document.sha256 for doc in case.documents):
        why = "文件与已有版本完全相同，没有填写内容 / the file is the same as one we have"
        return _not_now(desk, case, mail, sender, why, now, document.filename)
    try:
        copy = customer_copy(document.content)
    except FormUnreadable as fault:
        return _not_now(desk, case, mail, sender, str(fault), now, document.filename)
    number = _next_revision(case, form)
    original = _keep(desk, case, form, f"R{number}", document.content, mail, sender, now)
    if not _goes_outside(desk, form):
        hit("P16")
        return _file(desk, case, original, mail, sender, now)
    outside = _keep(desk, case, form, f"R{number}-customer", copy, mail, sender, now)
    hit("P16")
    return _put_forward(desk, case, [original, outside], mail, sender, now)


def take_answer(desk: Desk, case: Case, mail: IncomingMail, text: str, sender: Person, now: datetime) -> Handling:
    """An answer in words instead of a form: approved and sent in the same way."""
    if not may(case, Step.DRAFT):
        return _not_now(
            desk, case, mail, sender, f"案件状态 {case.state}，不再接收答复 / the case is {case.state}", now
        )
    number = _next_revision(case, ANSWER)
    revision = _keep(desk, case, ANSWER, f"R{number}", text.encode(), mail, sender, now, ending="txt")
    return _put_forward(desk, case, [revision], mail, sender, now)


def _file(
    desk: Desk, case: Case, revision: DocumentRevision, mail: IncomingMail, sender: Person, now: datetime
) -> Handling:
    """An internal form that came back filled: kept with the case, sent to nobody outside."""
    told = f"{revision.form} {revision.revision} by {sender.name}"
    case = replace(case, documents=(*case.documents, revision))
    case = case.noting(Event(now, "document returned", told, by=sender.address, mail=mail.sha256))
    desk.store.put_case(case)
    done = {
        "done": [
            f"{revision.filename} 已归档（内部单据，不发客户） / filed; an internal form, not sent to the customer"
        ]
    }
    effect = f"filed-{mail.sha256[:12]}/{sender.address}/1"
    post(desk, case, to_person(desk, sender, "staff/done", effect, done, case), now)
    return Handling("returned-document", told, case_id=case.id)


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
    stage = "" if outside or not _goes_outside(desk, form) else WORKING[lang]
    shown = f"{case.number}-{desk.words.form(form, lang)}-{revision.removesuffix('-customer')}{stage}.{ending}"
    return DocumentRevision(form, revision, lang, name, sha256, sender.address, now, shown, mail.sha256)


def _form_of(desk: Desk, case: Case, document: Attachment) -> str:
    """Which of our forms this is, by the file name that it still carries; else a report of the sender's own."""
    stem = document.filename.lower()
    for doc in reversed(case.documents):
        if doc.author == "desk" and any(name.lower() in stem for name in _names(desk, doc)):
            return doc.form
    return REPORT


def _names(desk: Desk, doc: DocumentRevision) -> list[str]:
    """Names by which people know the document, as they stand in file names."""
    form = desk.documents.forms().get(doc.form)
    return [desk.words.form(doc.form, lang) for lang in ("zh", "en")] + ([form.template] if form else [])


def _goes_outside(desk: Desk, form: str) -> bool:
    known = desk.documents.forms().get(form)
    return known is None or known.outside


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
