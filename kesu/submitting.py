"""What is meant for the customer is put before the approvers: a form, the engineer's own report, an answer in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.approval import Verdict
from cases.documents import DocumentRevision, customer_copy_of
from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import IncomingMail
from cases.model import Case
from cases.outgoing import Sending
from kesu import own_reports, rounds
from kesu.answers import ANSWER, answers_with
from kesu.approval_letters import document_of
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.fate import tell_fate
from kesu.form_returns import answer, take_form
from kesu.handling import Handling
from kesu.making import next_revision
from kesu.printing import with_pdf
from kesu.returned_files import ReturnedFile
from kesu.revisions import came, keep
from kesu.sending_back import AN_ANSWER, SAME, not_now, send_back
from kesu.signing import unsigned


def submit(desk: Desk, case: Case, back: ReturnedFile, mail: IncomingMail, sender: Person, now: datetime) -> Handling:
    """Ask for approval of exactly these bytes; again, if their approval was called back."""
    if back.known_to(case):
        again = _again(desk, case, back)
        if again is None:
            return send_back(desk, case, mail, sender, SAME, now, back.file.filename)
        return _put_forward(desk, case, again, mail, sender, now)
    original = _original(desk, case, back, mail, sender, now)
    case = replace(case, documents=(*case.documents, original))
    if back.said is None:
        copy = {case.customer.language: own_reports.outside_copy(desk, back.docx, original.revision, now)}
        case = _with_copies(desk, case, original, copy, mail, sender, now)
        return _put_forward(desk, case, original, mail, sender, now)
    case = case.noting(came(original, mail, sender, now))
    case, checked = take_form(desk, case, back.said, back.docx, original, now)
    if not checked.copies:
        desk.store.put_case(answer(desk, case, checked, original, mail, sender))
        return Handling("returned-document", f"{original.form} {original.revision}, to be completed", case_id=case.id)
    case = _with_copies(desk, case, original, checked.copies, mail, sender, now)
    case = answer(desk, case, checked, original, mail, sender)
    return _put_forward(desk, case, original, mail, sender, now)


def join(desk: Desk, case: Case, back: ReturnedFile, mail: IncomingMail, sender: Person, now: datetime) -> None:
    """Take the answers of one of several copies of a form; what is to be said of them is told with the last."""
    original = _original(desk, case, back, mail, sender, now)
    case = replace(case, documents=(*case.documents, original)).noting(came(original, mail, sender, now))
    if back.said is not None:
        case, _ = take_form(desk, case, back.said, back.docx, original, now)
    desk.store.put_case(case)


def take_answer(desk: Desk, case: Case, mail: IncomingMail, text: str, sender: Person, now: datetime) -> Handling:
    """An answer in words instead of a form: approved and sent in the same way."""
    if not may(case, Step.DRAFT):
        return send_back(desk, case, mail, sender, not_now(desk, case, AN_ANSWER), now)
    number = next_revision(case, ANSWER)
    said = unsigned(text, sender.name)
    revision = keep(desk, case, ANSWER, f"R{number}", said.encode(), mail, sender, now, ending="txt")
    case = replace(case, documents=(*case.documents, revision))
    return _put_forward(desk, case, revision, mail, sender, now)


def _original(
    desk: Desk, case: Case, back: ReturnedFile, mail: IncomingMail, sender: Person, now: datetime
) -> DocumentRevision:
    """The file as it came, kept as the next revision."""
    revision = f"R{next_revision(case, back.form)}"
    return keep(desk, case, back.form, revision, back.file.content, mail, sender, now, back.ending)


def _again(desk: Desk, case: Case, back: ReturnedFile) -> DocumentRevision | None:
    """The revision that this very file is, if its approval or its way to the customer was called back."""
    if (stopped := _stopped(desk, case, back)) is not None:
        return stopped
    last = case.rounds[-1] if case.rounds else None
    if last is None or not (last.undone and last.outcome is Verdict.APPROVE):
        return None
    return document_of(case, last) if last.document_sha256 == back.file.sha256 else None


def _stopped(desk: Desk, case: Case, back: ReturnedFile) -> DocumentRevision | None:
    """This very file, if it was on its way without approval and has been called back."""
    asked = {(round_.form, round_.revision) for round_ in case.rounds}
    doc = next((doc for doc in case.documents if doc.sha256 == back.file.sha256), None)
    mails = answers_with(desk, case, doc) if doc is not None and (doc.form, doc.revision) not in asked else []
    return doc if mails and all(mail.state is Sending.CANCELLED for mail in mails) else None


def _with_copies(
    desk: Desk,
    case: Case,
    original: DocumentRevision,
    copies: Mapping[str, bytes],
    mail: IncomingMail,
    sender: Person,
    now: datetime,
) -> Case:
    """The case with what the customer would get, in each language."""
    for number, (lang, copy) in enumerate(copies.items()):
        name = customer_copy_of(original.revision, lang if number else "")
        outside = keep(desk, case, original.form, name, copy, mail, sender, now, lang=lang)
        outside = with_pdf(desk, outside)
        hit("P16")
        case = replace(case, documents=(*case.documents, outside))
    return case


def _put_forward(
    desk: Desk, case: Case, revision: DocumentRevision, mail: IncomingMail, sender: Person, now: datetime
) -> Handling:
    """Before the approvers; where nobody needs to approve, the sender learns what becomes of it."""
    told = came(revision, mail, sender, now)
    case = take(case, Step.DRAFT, *(() if told in case.timeline else (told,)))
    case = rounds.ask(desk, case, revision, sender.address, now)
    desk.store.put_case(case)
    if case.round is None:
        tell_fate(desk, case, revision, mail, sender, now)
    return Handling("returned-document", told.text, case_id=case.id)
