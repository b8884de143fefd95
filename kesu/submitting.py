"""What is meant for the customer is put before the approvers: a form, the engineer's own report, an answer in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Verdict
from cases.documents import DocumentRevision
from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import IncomingMail
from cases.model import Case
from cases.outgoing import Sending
from kesu import own_reports, rounds
from kesu.answers import ANSWER, answers_with
from kesu.config import Person
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
        return _put_forward(desk, case, [again], mail, sender, now)
    revision = f"R{next_revision(case, back.form)}"
    original = keep(desk, case, back.form, revision, back.file.content, mail, sender, now, back.ending)
    case = replace(case, documents=(*case.documents, original))
    if back.said is None:
        copy = own_reports.outside_copy(desk, back.docx, revision, now)
        case, outside = _with_copy(desk, case, original, copy, mail, sender, now)
        return _put_forward(desk, case, [original, outside], mail, sender, now)
    case = case.noting(came(original, mail, sender, now))
    case, checked = take_form(desk, case, back.said, back.docx, original, now)
    if checked.copy is None:
        desk.store.put_case(answer(desk, case, checked, original, mail, sender))
        return Handling("returned-document", f"{original.form} {original.revision}, to be completed", case_id=case.id)
    case, outside = _with_copy(desk, case, original, checked.copy, mail, sender, now)
    case = answer(desk, case, checked, original, mail, sender)
    return _put_forward(desk, case, [original, outside], mail, sender, now)


def take_answer(desk: Desk, case: Case, mail: IncomingMail, text: str, sender: Person, now: datetime) -> Handling:
    """An answer in words instead of a form: approved and sent in the same way."""
    if not may(case, Step.DRAFT):
        return send_back(desk, case, mail, sender, not_now(desk, case, AN_ANSWER), now)
    number = next_revision(case, ANSWER)
    said = unsigned(text, sender.name)
    revision = keep(desk, case, ANSWER, f"R{number}", said.encode(), mail, sender, now, ending="txt")
    case = replace(case, documents=(*case.documents, revision))
    return _put_forward(desk, case, [revision], mail, sender, now)


def _again(desk: Desk, case: Case, back: ReturnedFile) -> DocumentRevision | None:
    """The revision that this very file is, if its approval or its way to the customer was called back."""
    if (stopped := _stopped(desk, case, back)) is not None:
        return stopped
    last = case.rounds[-1] if case.rounds else None
    if last is None or not (last.undone and last.outcome is Verdict.APPROVE):
        return None
    return rounds.document_of(case, last) if last.document_sha256 == back.file.sha256 else None


def _stopped(desk: Desk, case: Case, back: ReturnedFile) -> DocumentRevision | None:
    """This very file, if it was on its way without approval and has been called back."""
    asked = {(round_.form, round_.revision) for round_ in case.rounds}
    doc = next((doc for doc in case.documents if doc.sha256 == back.file.sha256), None)
    mails = answers_with(desk, case, doc) if doc is not None and (doc.form, doc.revision) not in asked else []
    return doc if mails and all(mail.state is Sending.CANCELLED for mail in mails) else None


def _with_copy(
    desk: Desk, case: Case, original: DocumentRevision, copy: bytes, mail: IncomingMail, sender: Person, now: datetime
) -> tuple[Case, DocumentRevision]:
    """The case with what the customer would get, and that copy."""
    outside = keep(desk, case, original.form, f"{original.revision}-customer", copy, mail, sender, now)
    outside = with_pdf(desk, outside)
    hit("P16")
    return replace(case, documents=(*case.documents, outside)), outside


def _put_forward(
    desk: Desk, case: Case, revisions: list[DocumentRevision], mail: IncomingMail, sender: Person, now: datetime
) -> Handling:
    """Before the approvers; where nobody needs to approve, the sender learns what becomes of it."""
    told = came(revisions[0], mail, sender, now)
    case = take(case, Step.DRAFT, *(() if told in case.timeline else (told,)))
    case = rounds.ask(desk, case, revisions[0], sender.address, now)
    desk.store.put_case(case)
    if case.round is None:
        tell_fate(desk, case, revisions[0], mail, sender, now)
    return Handling("returned-document", told.text, case_id=case.id)
