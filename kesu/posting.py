"""A letter into the outbox: its text, its thread, its id and its bytes, once per effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from cases import tags
from cases.mail import Address
from cases.model import Case
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.reminders import office_time
from generator.compose import Enclosure, MailText, compose
from generator.headers import UnusableAddress
from generator.letter import html
from kesu.desk import Desk
from kesu.restricted import may_read

log = structlog.get_logger()

CUSTOMER, INTERNAL, OUTSIDE = "customer", "internal", "outside"


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
