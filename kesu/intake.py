"""One mail into the desk: kept, read, understood, and written down with all that it causes in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from cases.faults import hit
from cases.mail import IncomingMail, Kind
from cases.model import HandledMail
from cases.ports import Fetched
from kesu import aside
from kesu.desk import Desk
from kesu.routes import ROUTES

log = structlog.get_logger()


def take_in(desk: Desk, fetched: Fetched, now: datetime) -> str:
    """Handle one mail from the mailbox; returns the role of the folder it belongs in: done, review or loop.

    Whatever is wrong with the mail ends as a line for a person, never as an exception: one bad mail must not
    keep the next one waiting. What is wrong with the store or the disk is raised, and nothing is lost.
    """
    if not fetched.raw:
        return _record(desk, aside.oversize(fetched, desk.config.limits.mail_mb), fetched.transport_key, now)
    sha256 = desk.spool.keep(fetched.raw)
    if desk.spool.tries(sha256) > desk.config.limits.tries:
        mail = aside.poison(sha256, fetched)
    else:
        mail = desk.read(fetched.raw, fetched.arrived_at)
    folder = _record(desk, mail, fetched.transport_key, now)
    desk.spool.finished(sha256)
    return folder


def take_again(desk: Desk, handled: HandledMail, now: datetime) -> HandledMail:
    """Read a mail that was set aside once more, with today's parser and facts; returns its new record."""
    mail = desk.read(desk.spool.read(handled.sha256), handled.received_at)
    with desk.store.transaction():
        record = _handle(desk, mail, now)
        record = replace(record, transport_keys=handled.transport_keys)
        desk.store.put_handled(record)
    return record


def _record(desk: Desk, mail: IncomingMail, transport_key: str, now: datetime) -> str:
    """The one durable write: the mail, what it changed and the mails it causes."""
    with desk.store.transaction():
        known = desk.store.handled(mail.content_key)
        if known is not None:
            record = _seen_again(known, transport_key)
        else:
            record = replace(_handle(desk, mail, now), transport_keys=(transport_key,))
        desk.store.put_handled(record)
    hit("P4")
    log.info("mail.handled", outcome=record.outcome, case=record.case_id, kind=record.kind, sha256=record.sha256[:12])
    return record.folder


def _handle(desk: Desk, mail: IncomingMail, now: datetime) -> HandledMail:
    """First route that fits decides; the record says what happened and why."""
    handling = next(handling for route in ROUTES if (handling := route(desk, mail, now)) is not None)
    flags = handling.flags
    if mail.message_id and mail.kind is not Kind.OWN and desk.store.case_of_message(mail.message_id):
        flags = (*flags, "msgid-reuse")
    return HandledMail(
        content_key=mail.content_key,
        sha256=mail.sha256,
        transport_keys=(),
        message_id=mail.message_id,
        sender=mail.sender.address,
        subject=mail.subject,
        received_at=mail.received_at,
        handled_at=now,
        kind=mail.kind,
        kind_reason=mail.kind_reason,
        outcome=handling.outcome,
        folder=handling.folder,
        case_id=handling.case_id,
        note=handling.note,
        flags=flags,
        set_aside=handling.set_aside,
    )


def _seen_again(known: HandledMail, transport_key: str) -> HandledMail:
    if transport_key in known.transport_keys:
        return known
    return replace(known, transport_keys=(*known.transport_keys, transport_key))
