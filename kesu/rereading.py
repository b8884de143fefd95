"""A mail read beside the mails of its thread: what it only repeats of them is not new, however its program shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cases.mail import IncomingMail, Kind
from cases.outgoing import OutgoingMail
from kesu.desk import Desk
from kesu.threads import Thread, thread_of

OF_OURS = 6
"""Mails of ours, the latest first, that an answer is compared with."""
OF_THEIRS = 2
"""Mails of the sender that one is compared with."""


def read_in_thread(desk: Desk, raw: bytes, arrived_at: datetime) -> IncomingMail:
    """What the mail says; if it belongs to a case, apart from what our mails and the sender's earlier ones said."""
    mail = desk.read_mail(raw, arrived_at)
    if mail.kind not in (Kind.SUBMISSION, Kind.REPLY):
        return mail
    thread = thread_of(desk, mail)
    if thread is None:
        return mail
    ours = [desk.read_mail(sent.raw, arrived_at).text for sent in _ours(desk, thread, mail)[:OF_OURS]]
    theirs = [desk.read_mail(sent, arrived_at).text for sent in _theirs(desk, thread, mail)]
    if theirs and (read := desk.read(raw, desk.local(arrived_at), [*ours, *theirs])).new_text:
        return read
    return desk.read(raw, desk.local(arrived_at), ours) if ours else mail  # one mail sent twice has been said twice


def _theirs(desk: Desk, thread: Thread, mail: IncomingMail) -> Iterator[bytes]:
    events = [event.mail for event in thread.case.timeline if event.by == mail.sender.address and event.mail]
    for sha256 in list(dict.fromkeys(reversed(events)))[:OF_THEIRS]:
        if sha256 != mail.sha256:
            try:
                yield desk.spool.read(sha256)
            except LookupError:  # it is not the mail of a person, or no longer kept
                continue


def _ours(desk: Desk, thread: Thread, mail: IncomingMail) -> list[OutgoingMail]:
    """Those it names in its headers, then the latest that went to its sender."""
    named = [desk.store.outgoing_by_message_id(id_) for id_ in (*mail.in_reply_to, *reversed(mail.references))]
    sent = [out for out in desk.store.outgoing_of(thread.case.id) if out.recipient == mail.sender.address]
    found = [*(out for out in named if out is not None), *reversed(sent)]
    return list({out.effect_key: out for out in found}.values())
