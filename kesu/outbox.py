"""The outbox at work: each mail to its one recipient, its state durable before and after the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.model import Event
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.ports import Delivery, Sender
from kesu.answers import revision_of
from kesu.desk import Desk
from kesu.desk_clocks import RECEIPT
from kesu.ending import end
from kesu.grading import meet, with_next_due
from kesu.letters import alert, is_alert
from kesu.linting import REFUSALS

log = structlog.get_logger()

RETRIES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30))
LATER = timedelta(hours=1)
ALERT_AFTER = timedelta(hours=1)
GIVE_UP = {MailClass.DOCUMENT: timedelta(days=5), MailClass.ANSWER: timedelta(days=5)}
GIVE_UP_ELSE = timedelta(hours=48)
AMBIGUOUS_AGAIN = timedelta(minutes=10)
"""How long to wait before a mail whose outcome is not known is sent once more, with the same Message-ID."""
ANSWERED = ("first_answer", "preliminary_report", "final_report", "written_reply_to_customer")
"""Clocks that an answer to the customer stops."""


def send_due(
    desk: Desk, sender: Sender, now: datetime, *, limit: int = 100, clock: Callable[[], datetime] | None = None
) -> int:
    """Send what is due, at most `limit` mails; returns how many the server took. `clock` gives times of delivery.

    When the server is away the first mail finds out, and the others keep their turn without an attempt.
    """
    sent = 0
    for mail in desk.store.to_send(now, limit):
        sending = replace(mail, state=Sending.SENDING, attempts=mail.attempts + 1)
        with desk.store.transaction():
            desk.store.update_outgoing(sending)
        delivery = sender.send(sending)
        _record(desk, sending, delivery, clock() if clock else now)
        hit("P10")
        sent += delivery.state is Sending.SENT
        if delivery.server_away:
            break
    return sent


def retry(desk: Desk, effect_key: str, now: datetime) -> OutgoingMail:
    """Send a failed or unknown mail again, by a person's wish; raises LookupError with a sentence."""
    mail = desk.store.outgoing(effect_key)
    if mail is None:
        raise LookupError(f"the outbox has no mail {effect_key!r}; `kesu outbox list` shows them")
    if mail.state not in (Sending.FAILED, Sending.DEFERRED, Sending.UNKNOWN):
        raise LookupError(f"that mail is {mail.state}; only failed, deferred and unknown ones can be sent again")
    again = replace(mail, state=Sending.DEFERRED, next_at=now)
    with desk.store.transaction():
        desk.store.update_outgoing(again)
    return again


def _record(desk: Desk, mail: OutgoingMail, delivery: Delivery, now: datetime) -> None:
    """One durable write: the outcome and what it means for the case."""
    after = _after(mail, delivery, now)
    with desk.store.transaction():
        desk.store.update_outgoing(after)
        if after.state is Sending.SENT and after.mail_class is MailClass.ANSWER:
            _answered(desk, after, now)
        if after.state is Sending.SENT and after.mail_class is MailClass.ACK:
            _acknowledged(desk, after, now)
        if after.state is Sending.FAILED and after.mail_class is MailClass.ANSWER:
            _undelivered(desk, after, now)
        if _worth_an_alert(after, now):
            case = desk.store.case(after.case_id) if after.case_id else None
            what = f"有邮件未能发出 / a mail to {after.recipient} is {after.state}"
            key = f"outbox-{after.state}-{after.message_id[3:19]}"
            alert(desk, what, f"{after.subject}: {after.last_error}", key, now, case)
    log.info(
        "mail.sent" if after.state is Sending.SENT else "mail.not_sent", effect=after.effect_key, state=after.state
    )


def _after(mail: OutgoingMail, delivery: Delivery, now: datetime) -> OutgoingMail:
    """The mail after one attempt."""
    if delivery.state is Sending.SENT:
        return replace(mail, state=Sending.SENT, sent_at=now, last_error="")
    if delivery.state is Sending.UNKNOWN:
        after = replace(mail, state=Sending.UNKNOWN, ambiguous=mail.ambiguous + 1, last_error=delivery.detail)
        return replace(after, next_at=now + AMBIGUOUS_AGAIN) if after.ambiguous < 2 else _given_up(after)
    waited = now - max(mail.queued_at, mail.not_before)
    if delivery.state is Sending.DEFERRED and waited < GIVE_UP.get(mail.mail_class, GIVE_UP_ELSE):
        wait = RETRIES[mail.attempts - 1] if mail.attempts <= len(RETRIES) else LATER
        return replace(mail, state=Sending.DEFERRED, next_at=now + wait, last_error=delivery.detail)
    return replace(mail, state=Sending.FAILED, last_error=delivery.detail)


def _given_up(mail: OutgoingMail) -> OutgoingMail:
    """Two attempts with an unknown end: a third could be a third copy, so a person decides."""
    return replace(mail, state=Sending.FAILED, last_error=f"outcome unknown twice: {mail.last_error}")


def _worth_an_alert(mail: OutgoingMail, now: datetime) -> bool:
    """Never silent; but no alert about an alert, which would never end."""
    if is_alert(mail):
        return False
    late = mail.state is Sending.DEFERRED and now - max(mail.queued_at, mail.not_before) >= ALERT_AFTER
    return mail.state is Sending.FAILED or late


def _undelivered(desk: Desk, mail: OutgoingMail, now: datetime) -> None:
    """The approved answer never arrived: the case takes another revision, or the same mail by hand."""
    case = desk.store.case(mail.case_id)
    if case is not None and may(case, Step.UNDO):
        line = Event(now, "not delivered", mail.last_error, mail=mail.effect_key)
        desk.store.put_case(with_next_due(desk, take(case, Step.UNDO, line), now))


def _acknowledged(desk: Desk, mail: OutgoingMail, now: datetime) -> None:
    """Our receipt is what clocks for accepting and acknowledging wait for."""
    case = desk.store.case(mail.case_id)
    if case is not None and (met := meet(case, now, *RECEIPT)) != case:
        desk.store.put_case(with_next_due(desk, met, now))


def _answered(desk: Desk, mail: OutgoingMail, now: datetime) -> None:
    case = desk.store.case(mail.case_id)
    if case is None:
        return
    case = meet(case, now, *ANSWERED)
    revision = revision_of(case, mail)
    if revision is not None and revision.form in REFUSALS and may(case, Step.DECLINE):
        line = Event(now, "declined", f"to {mail.recipient}", mail=mail.effect_key)
        desk.store.put_case(with_next_due(desk, end(desk, case, Step.DECLINE, line, now), now))
        return
    line = Event(now, "answered", f"to {mail.recipient}", mail=mail.effect_key)
    case = take(case, Step.ANSWER, line) if may(case, Step.ANSWER) else case.noting(line)
    desk.store.put_case(with_next_due(desk, case, now))
