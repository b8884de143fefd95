"""A document comes back by mail: kept as a revision, made into the customer's copy, put before the approvers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.approval import Verdict
from cases.documents import DocumentRevision
from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import Attachment, IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass, Sending
from cases.returned import Returned
from cases.tags import token_hash
from generator.customer_copy import FormUnreadable, customer_copy
from kesu import rounds
from kesu.answers import ANSWER, answers_with
from kesu.config import Person
from kesu.desk import Desk
from kesu.fate import tell_fate
from kesu.form_returns import answer, take_form
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.making import next_revision
from kesu.posting import post
from kesu.printing import with_pdf
from kesu.signing import unsigned
from parsers.form_refusals import FormRefused

DOCUMENTS = (".docx", ".docm", ".doc", ".wps", ".pdf", ".odt", ".rtf", ".dotx", ".pages")
"""Endings of files that somebody may mean as the filled form; only the first two can be one."""
REPORT = "report"
"""A document of the engineer's own making."""
WORKING = {"zh": "-工作稿", "en": "-working-copy"}
"""Tells the document as returned from the customer's copy of it, where both are attached."""


class NotThisCase(Exception):
    """A form of another complaint; the text tells the sender."""


@dataclass(frozen=True, slots=True)
class _Turned:
    """A returned file, which form it is, and what it says where it is one of ours."""

    file: Attachment
    form: str
    docx: bytes
    said: Returned | None


def returned_files(mail: IncomingMail) -> list[Attachment]:
    """The documents in this mail, those of no use among them: their sender must hear of it. What an attached mail of
    earlier brings is not returned by it."""
    own = (file for file in mail.attachments if not file.inline and (file.from_tnef or not file.within))
    return [file for file in own if file.filename.lower().endswith(DOCUMENTS)]


def take_documents(
    desk: Desk, case: Case, mail: IncomingMail, files: Sequence[Attachment], sender: Person, now: datetime
) -> Handling:
    """Keep the returned documents: internal ones are filed, one for the customer goes before the approvers."""
    if not may(case, Step.DRAFT):
        zh, en = (desk.words.state(case.state, lang) for lang in ("zh", "en"))
        why = f"案件状态为“{zh}”，现在不能接收文件 / no file can be taken in while the case is: {en}"
        return _not_now(desk, case, mail, sender, why, now)
    handling = None
    forward: list[_Turned] = []
    for file in files:
        try:
            turned = _turned(desk, case, file)
        except (FormUnreadable, FormRefused, NotThisCase) as fault:
            handling = _not_now(desk, _fresh(desk, case), mail, sender, str(fault), now, file.filename)
            continue
        if _goes_outside(desk, turned.form):
            forward.append(turned)
        elif _unchanged(case, file):
            handling = _same(desk, _fresh(desk, case), mail, sender, now, file)
        else:
            handling = _file(desk, _fresh(desk, case), turned, mail, sender, now)
    for turned in forward[1:]:
        why = "一封邮件只能送审一份给客户的文件，请另发 / one document for the customer at a time: send it separately"
        handling = _not_now(desk, _fresh(desk, case), mail, sender, why, now, turned.file.filename)
    if not forward:
        return handling or Handling("refused", "no document", case_id=case.id)
    return _submit(desk, _fresh(desk, case), forward[0], mail, sender, now)


def _turned(desk: Desk, case: Case, file: Attachment) -> _Turned:
    """Raises FormUnreadable and FormRefused for what is of no use, NotThisCase for another customer's form."""
    said = desk.read_form(file.content)
    if said.form in desk.documents.forms():
        if said.case and said.case not in (case.id, case.case_no):
            raise NotThisCase(
                f"这份表单属于投诉 {said.case}，不是 {case.id} / this form belongs to case {said.case}, not {case.id}"
            )
        return _Turned(file, said.form, desk.as_docx(file.content), said)
    customer_copy(file.content)
    return _Turned(file, desk.words.form_named(file.filename) or REPORT, file.content, None)


def _submit(desk: Desk, case: Case, turned: _Turned, mail: IncomingMail, sender: Person, now: datetime) -> Handling:
    """Ask for approval of exactly these bytes; again, if their approval was called back."""
    last = case.rounds[-1] if case.rounds else None
    if _unchanged(case, turned.file):
        if (stopped := _stopped(desk, case, turned.file)) is not None:
            return _put_forward(desk, case, [stopped], mail, sender, now)
        if last is None or not (last.undone and last.outcome is Verdict.APPROVE):
            return _same(desk, case, mail, sender, now, turned.file)
        if last.document_sha256 != turned.file.sha256:
            return _same(desk, case, mail, sender, now, turned.file)
        return _put_forward(desk, case, [rounds.document_of(case, last)], mail, sender, now)
    revision = f"R{next_revision(case, turned.form)}"
    original = _keep(desk, case, turned.form, revision, turned.file.content, mail, sender, now, _ending(turned.file))
    case = replace(case, documents=(*case.documents, original))
    if turned.said is None:
        copy = customer_copy(turned.docx, revision, f"{desk.local(now):%Y-%m-%d}")
        case, outside = _with_copy(desk, case, original, copy, mail, sender, now)
        return _put_forward(desk, case, [original, outside], mail, sender, now)
    case = case.noting(_came(original, mail, sender, now))
    case, checked = take_form(desk, case, turned.said, turned.docx, original, now)
    if checked.copy is None:
        desk.store.put_case(answer(desk, case, checked, original, mail, sender))
        return Handling("returned-document", f"{original.form} {original.revision}, to be completed", case_id=case.id)
    case, outside = _with_copy(desk, case, original, checked.copy, mail, sender, now)
    case = answer(desk, case, checked, original, mail, sender)
    return _put_forward(desk, case, [original, outside], mail, sender, now)


def _with_copy(
    desk: Desk, case: Case, original: DocumentRevision, copy: bytes, mail: IncomingMail, sender: Person, now: datetime
) -> tuple[Case, DocumentRevision]:
    """The case with what the customer would get, and that copy."""
    outside = _keep(desk, case, original.form, f"{original.revision}-customer", copy, mail, sender, now)
    outside = with_pdf(desk, outside)
    hit("P16")
    return replace(case, documents=(*case.documents, outside)), outside


def _fresh(desk: Desk, case: Case) -> Case:
    """The case with what the files before this one have changed."""
    return desk.store.case(case.id) or case


def _unchanged(case: Case, file: Attachment) -> bool:
    return any(doc.sha256 == file.sha256 for doc in case.documents)


def _stopped(desk: Desk, case: Case, file: Attachment) -> DocumentRevision | None:
    """This very file, if it was on its way without approval and has been called back."""
    asked = {(round_.form, round_.revision) for round_ in case.rounds}
    doc = next((doc for doc in case.documents if doc.sha256 == file.sha256), None)
    mails = answers_with(desk, case, doc) if doc is not None and (doc.form, doc.revision) not in asked else []
    return doc if mails and all(mail.state is Sending.CANCELLED for mail in mails) else None


def _same(desk: Desk, case: Case, mail: IncomingMail, sender: Person, now: datetime, file: Attachment) -> Handling:
    why = "文件与已有版本完全相同，没有填写内容 / the file is the same as one we have"
    return _not_now(desk, case, mail, sender, why, now, file.filename)


def take_answer(desk: Desk, case: Case, mail: IncomingMail, text: str, sender: Person, now: datetime) -> Handling:
    """An answer in words instead of a form: approved and sent in the same way."""
    if not may(case, Step.DRAFT):
        zh, en = (desk.words.state(case.state, lang) for lang in ("zh", "en"))
        why = f"案件状态为“{zh}”，现在不能接收答复 / no answer can be taken in while the case is: {en}"
        return _not_now(desk, case, mail, sender, why, now)
    number = next_revision(case, ANSWER)
    said = unsigned(text, sender.name)
    revision = _keep(desk, case, ANSWER, f"R{number}", said.encode(), mail, sender, now, ending="txt")
    case = replace(case, documents=(*case.documents, revision))
    return _put_forward(desk, case, [revision], mail, sender, now)


def _file(desk: Desk, case: Case, turned: _Turned, mail: IncomingMail, sender: Person, now: datetime) -> Handling:
    """An internal form that came back filled: kept with the case, sent to nobody outside."""
    number = f"R{next_revision(case, turned.form)}"
    revision = _keep(desk, case, turned.form, number, turned.file.content, mail, sender, now, _ending(turned.file))
    hit("P16")
    came = _came(revision, mail, sender, now)
    case = replace(case, documents=(*case.documents, revision)).noting(came)
    if turned.said is not None:
        case, checked = take_form(desk, case, turned.said, turned.docx, revision, now)
        if checked.told.findings:
            desk.store.put_case(answer(desk, case, checked, revision, mail, sender))
            return Handling("returned-document", came.text, case_id=case.id)
    desk.store.put_case(case)
    done = desk.words.done("filed", sender.language, revision.filename)
    effect = f"filed-{revision.sha256[:12]}/{sender.address}/1"
    post(desk, case, to_person(desk, sender, "staff/done", effect, {"done": [done]}, case), now)
    return Handling("returned-document", came.text, case_id=case.id)


def _put_forward(
    desk: Desk, case: Case, revisions: list[DocumentRevision], mail: IncomingMail, sender: Person, now: datetime
) -> Handling:
    """Before the approvers; where nobody needs to approve, the sender learns what becomes of it."""
    came = _came(revisions[0], mail, sender, now)
    case = take(case, Step.DRAFT, *(() if came in case.timeline else (came,)))
    case = rounds.ask(desk, case, revisions[0], sender.address, now)
    desk.store.put_case(case)
    if case.round is None:
        tell_fate(desk, case, revisions[0], mail, sender, now)
    return Handling("returned-document", came.text, case_id=case.id)


def _came(document: DocumentRevision, mail: IncomingMail, sender: Person, now: datetime) -> Event:
    told = f"{document.form} {document.revision} by {sender.name}"
    return Event(now, "document returned", told, by=sender.address, mail=mail.sha256)


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
    stage = "" if outside or form == ANSWER or not _goes_outside(desk, form) else WORKING[lang]
    shown = f"{case.number}-{desk.words.form(form, lang)}-{revision.removesuffix('-customer')}{stage}.{ending}"
    return DocumentRevision(form, revision, lang, name, sha256, sender.address, now, shown, mail.sha256)


def _ending(file: Attachment) -> str:
    """Of the file as it came: odt stays odt. An unknown one is a .docx, since it could be read as one."""
    ending = file.filename.lower().rpartition(".")[2]
    return ending if f".{ending}" in DOCUMENTS else "docx"


def _goes_outside(desk: Desk, form: str) -> bool:
    known = desk.documents.forms().get(form)
    return known.outside if known else desk.words.outside(form)


def _not_now(
    desk: Desk, case: Case, mail: IncomingMail, sender: Person, why: str, now: datetime, filename: str = ""
) -> Handling:
    context = {"filename": filename, "why": why}
    effect = f"unreadable-{mail.sha256[:12]}-{token_hash(filename)[:8]}/{sender.address}/1"
    letter = to_person(desk, sender, "owner/form-unreadable", effect, context, case, MailClass.HELP)
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    event = Event(now, "document refused", why, by=sender.address, mail=mail.sha256)
    desk.store.put_case(case.noting(event))
    return Handling("refused", why, case_id=case.id)
