"""One mail into the desk: kept, read, understood, and written down with all that it causes in one transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from cases.faults import hit
from cases.handled import HandledMail
from cases.mail import IncomingMail, Kind
from cases.ports import Fetched
from cases.stores import StoreUnavailable
from kesu import aside
from kesu.desk import Desk
from kesu.handling import JUNK, REVIEW, Handling
from kesu.junk_mail import marked, noted
from kesu.printing import in_one_write
from kesu.proving import asked_ahead
from kesu.rereading import read_in_thread
from kesu.routes import ROUTES
from kesu.siblings import look_again

log = structlog.get_logger()


def take_in(desk: Desk, fetched: Fetched, now: datetime) -> str:
    """Handle one mail from the mailbox; returns the role of the folder it belongs in: done, review or loop.

    Whatever is wrong with the mail ends as a line for a person, never as an exception: one bad mail must not
    keep the next one waiting. What is wrong with the store or the disk is raised, and nothing is lost.
    """
    if not fetched.raw:
        if _from_junk(desk, fetched):
            return JUNK
        return _record(desk, aside.oversize(fetched, desk.config.limits.mail_mb), fetched.transport_key, now)
    sha256 = desk.spool.keep(fetched.raw)
    died = desk.spool.tries(sha256) > desk.config.limits.tries
    try:
        if died:
            return _record(desk, aside.poison(sha256, fetched), fetched.transport_key, now)
        return _read_and_record(desk, sha256, fetched, now)
    finally:  # an error that leaves here is the disk's: only a death without a word counts against the mail
        desk.spool.finished(sha256)


def _read_and_record(desk: Desk, sha256: str, fetched: Fetched, now: datetime) -> str:
    """What the desk does with the mail; a fault of the desk sets this one mail aside and stops no other."""
    try:
        mail = read_in_thread(desk, fetched.raw, fetched.arrived_at)
        return _record(desk, marked(mail) if _from_junk(desk, fetched) else mail, fetched.transport_key, now)
    except (StoreUnavailable, OSError):
        raise
    except Exception as fault:  # a bug must not keep a mailbox waiting; it is logged and told
        log.error("mail.stumbled", sha256=sha256[:12], exc_info=True)
        return _stumbled(desk, aside.stumbled(sha256, fetched, fault), fetched.transport_key, now)


def _from_junk(desk: Desk, fetched: Fetched) -> bool:
    return fetched.folder != desk.config.mailbox.folder


def _stumbled(desk: Desk, mail: IncomingMail, transport_key: str, now: datetime) -> str:
    """Set the mail aside and tell; if even telling fails, it is on the list of `kesu review` at least."""
    try:
        return _record(desk, mail, transport_key, now)
    except (StoreUnavailable, OSError):
        raise
    except Exception:
        log.error("mail.untold", sha256=mail.sha256[:12], exc_info=True)
        untold = Handling("review", mail.kind_reason, folder=REVIEW, set_aside=True)
        with desk.store.transaction():
            desk.store.put_handled(replace(_written(mail, untold, (), now), transport_keys=(transport_key,)))
        return REVIEW


class StillFails(Exception):
    """A mail cannot be taken again; the text says why, for whoever asked."""


def take_again(desk: Desk, handled: HandledMail, now: datetime) -> HandledMail:
    """Read a mail that was set aside once more, with today's parser and facts; returns its new record.

    Raises StillFails; the mail then stays as it was.
    """
    if not handled.sha256:
        raise StillFails(f"{handled.note}: raise [limits] mail_mb and move it back to the inbox")
    try:
        return _take_again(desk, handled, now)
    except (StoreUnavailable, OSError):
        raise
    except Exception as fault:
        raise StillFails(f"the desk still fails on this mail ({type(fault).__name__}: {fault})") from fault


def _take_again(desk: Desk, handled: HandledMail, now: datetime) -> HandledMail:
    mail = read_in_thread(desk, desk.spool.read(handled.sha256), handled.received_at)
    mail = marked(mail) if JUNK in handled.flags else mail
    desk = asked_ahead(desk, mail)

    def work() -> HandledMail:
        known = desk.store.handled(mail.content_key)
        if known is not None and known.content_key != handled.content_key:
            desk.store.put_handled(replace(handled, set_aside=False, note=f"taken in already: {known.note}"))
            return known
        record = _handle(desk, mail, now)
        record = replace(record, transport_keys=handled.transport_keys)
        desk.store.put_handled(record)
        if record.content_key != handled.content_key:  # it stood for a mail that had not been read
            desk.store.put_handled(replace(handled, transport_keys=(), set_aside=False, note=record.note))
        return record

    return in_one_write(desk, work)


def _record(desk: Desk, mail: IncomingMail, transport_key: str, now: datetime) -> str:
    """The one durable write: the mail, what it changed and the mails it causes."""
    desk = asked_ahead(desk, mail)

    def work() -> HandledMail:
        known = desk.store.handled(mail.content_key)
        if known is not None and (known.folder != JUNK or mail.from_junk):
            record = _seen_again(known, transport_key)
        else:
            record = replace(_handle(desk, mail, now), transport_keys=(transport_key,))
        desk.store.put_handled(record)
        return record

    record = in_one_write(desk, work)
    hit("P4")
    log.info("mail.handled", outcome=record.outcome, case=record.case_id, kind=record.kind, sha256=record.sha256[:12])
    return record.folder


def _handle(desk: Desk, mail: IncomingMail, now: datetime) -> HandledMail:
    """First route that fits decides; the record says what happened and why."""
    handling = next(handling for route in ROUTES if (handling := route(desk, mail, now)) is not None)
    look_again(desk, handling.case_id, now)
    flags = handling.flags
    if mail.from_junk:
        flags = (*flags, JUNK)
        if (case := desk.store.case(handling.case_id)) is not None:
            desk.store.put_case(noted(case, mail, now))
    if mail.message_id and mail.kind is not Kind.OWN and desk.store.case_of_message(mail.message_id):
        flags = (*flags, "msgid-reuse")
    return _written(mail, handling, flags, now)


def _written(mail: IncomingMail, handling: Handling, flags: tuple[str, ...], now: datetime) -> HandledMail:
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
