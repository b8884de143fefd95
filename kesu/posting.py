"""A letter into the outbox: its text, its thread, its id and its bytes, once per effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

import structlog

from cases import tags
from cases.documents import DocumentRevision
from cases.mail import Address, Attachment, IncomingMail
from cases.model import Case
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.reminders import office_time
from generator.compose import Enclosure, MailText, compose
from generator.headers import UnusableAddress
from generator.letter import html
from kesu.desk import Desk
from kesu.restricted import may_read

log = structlog.get_logger()

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain",
}
ANY = "application/octet-stream"
CUSTOMER, INTERNAL, OUTSIDE = "customer", "internal", "outside"
PASSED_ON_AT_MOST = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as the use case means it; `effect` is `event/recipient-role/seq`, unique within its case."""

    purpose: str
    to: Address
    lang: str
    effect: str
    mail_class: MailClass
    context: Mapping[str, object]
    thread: str = INTERNAL
    token: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    documents: tuple[str, ...] = field(default=())
    in_reply_to: str = ""
    not_before: datetime | None = None
    office_hours: bool = False


def written(desk: Desk, case: Case | None, letter: Letter) -> MailText:
    """The letter's words."""
    tag = tags.subject_tag(tags.Tag(case.id, letter.token)) if case else ""
    return desk.texts.write(letter.purpose, letter.lang, {"tag": tag, **letter.context})


def post(
    desk: Desk, case: Case | None, letter: Letter, now: datetime, *, held: str | None = None
) -> OutgoingMail | None:
    """Queue the letter; None if this effect was queued before, if no mail can go to that address, or if its reader may
    not know of the case.

    `held` says why it may not go out yet, "" that it may: kesu.gate alone knows that of a letter to a customer.
    Call inside a transaction.
    """
    if letter.thread == CUSTOMER and held is None:
        raise ValueError(f"{letter.purpose} is for a customer and has not been checked")
    if case is not None and letter.thread == INTERNAL and not may_read(desk, case, letter.to.address, now):
        return None
    owner = case.id if case else "desk"
    effect_key = f"{owner}/{letter.effect}"
    if desk.store.outgoing(effect_key) is not None:
        return None
    message_id = tags.message_id(desk.key, effect_key, desk.domain)
    text = written(desk, case, letter)
    try:
        raw = compose(
            _diverted(desk, letter, text),
            sender=desk.address,
            recipient=letter.to,
            message_id=message_id,
            date=desk.local(now),
            in_reply_to=letter.in_reply_to or _parent(case, letter),
            references=_references(desk, case, letter),
            headers=_headers(letter, case, effect_key),
            attachments=letter.enclosures,
        )
    except UnusableAddress as fault:
        log.error("mail.unusable_address", effect=effect_key, reason=str(fault))
        return None
    mail = OutgoingMail(
        effect_key=effect_key,
        message_id=message_id,
        case_id=case.id if case else "",
        mail_class=letter.mail_class,
        recipient=letter.to.address,
        subject=text.subject,
        raw=raw,
        queued_at=now,
        not_before=_not_before(desk, letter, now),
        state=Sending.HELD if held else Sending.PENDING,
        last_error=held or "",
        documents=letter.documents,
        thread=letter.thread,
    )
    return mail if desk.store.queue(mail) else None


def enclose(desk: Desk, documents: Sequence[DocumentRevision]) -> tuple[Enclosure, ...]:
    """The files of these revisions as attachments, each with its PDF if it has one."""
    return tuple(
        Enclosure(shown, TYPES.get(name.rpartition(".")[2], ANY), desk.papers.get(name))
        for doc in documents
        for shown, name in _files(doc)
    )


def _files(document: DocumentRevision) -> Iterator[tuple[str, str]]:
    """What people see it called, and the name it is kept under."""
    yield document.filename, document.name
    if document.pdf:
        yield pdf_name(document.filename), pdf_name(document.name)


def hashes(documents: Sequence[DocumentRevision]) -> tuple[str, ...]:
    """SHA-256 of each of these files, as `enclose` attaches them."""
    return tuple(sha256 for doc in documents for sha256 in (doc.sha256, doc.pdf) if sha256)


def pdf_name(name: str) -> str:
    """What the PDF of a document is called: `K2026-00001/F16a-R2-customer.pdf`."""
    return f"{name.removesuffix('.docx')}.pdf"


def passed_on(mail: IncomingMail) -> tuple[Enclosure, ...]:
    """The files of a customer's mail for one of our people, as far as a mail holds them."""
    return tuple(Enclosure(file.filename, ANY, file.content) for file in _passed_on(mail))


TOO_LARGE = "过大，见原邮件 / too large, see the original mail"
ELSEWHERE = "链接里的文件会过期，请客户作为附件发送 / files behind a link, which expires: to be sent as attachments"
QUARANTINED = "可能有害，已隔离，未转发 / possibly harmful: kept in quarantine, not passed on"


def files_received(mail: IncomingMail) -> list[str]:
    """The names of all files of a customer's mail; of those that are not passed on it is said why."""
    kept = _passed_on(mail)
    names = [
        file.filename if file in kept else f"{file.filename}（{QUARANTINED if file.quarantined else TOO_LARGE}）"
        for file in mail.attachments
        if not file.inline or file.quarantined
    ]
    return [*names, *(f"{urlsplit(link).hostname}（{ELSEWHERE}）" for link in mail.linked_files)]


def _passed_on(mail: IncomingMail) -> list[Attachment]:
    kept: list[Attachment] = []
    for file in mail.attachments:
        if (
            not file.inline
            and not file.quarantined
            and sum(other.size for other in kept) + file.size <= PASSED_ON_AT_MOST
        ):
            kept.append(file)
    return kept


def staff_token(desk: Desk, case_id: str, address: str) -> str:
    """The code that lets one of our people give commands about one case by mail."""
    return tags.token(desk.key, case_id, "staff", address)


def _not_before(desk: Desk, letter: Letter, now: datetime) -> datetime:
    earliest = letter.not_before or now
    if letter.office_hours:
        return office_time(desk.local(earliest), desk.config.desk.office, desk.calendar)
    return earliest


def _parent(case: Case | None, letter: Letter) -> str:
    """The mail that this one answers: the customer's latest, for mails to the customer."""
    return case.thread[-1] if case and case.thread and letter.thread == CUSTOMER else ""


def _references(desk: Desk, case: Case | None, letter: Letter) -> tuple[str, ...]:
    """The customer's thread for the customer; roots of our own for the others, so that the threads never meet."""
    if case is None:
        return (letter.in_reply_to,) if letter.in_reply_to else ()
    if letter.thread == CUSTOMER:
        return case.thread
    root = tags.message_id(desk.key, f"{case.id}/thread/{letter.thread}", desk.domain)
    return (root, letter.in_reply_to) if letter.in_reply_to else (root,)


def _headers(letter: Letter, case: Case | None, effect_key: str) -> dict[str, str]:
    """RFC 3834: say that a machine wrote this, so that no machine answers."""
    kind = "auto-replied" if letter.mail_class in (MailClass.ACK, MailClass.HELP) else "auto-generated"
    return {
        "Auto-Submitted": kind,
        "X-Auto-Response-Suppress": "All",
        "X-Kesu-Id": effect_key if case is None else f"{case.id}; {effect_key}",
    }


def _diverted(desk: Desk, letter: Letter, text: MailText) -> MailText:
    """In a rehearsal every mail goes to one address; its text says whose it would have been."""
    if not desk.config.smtp.divert_to:
        return text
    plain = f"【演练 rehearsal】原收件人 original recipient: {letter.to.address}\n\n{text.text}"
    return MailText(text.subject, plain, html(text.subject, plain, letter.lang))
