"""Somebody outside whom the regulation wants told, such as a bank, answers us: for the owner to read, no command."""

from __future__ import annotations

from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Event
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.passing_on import tell_owner
from kesu.posting import OUTSIDE
from kesu.threads import Thread


def word_from_outside(desk: Desk, thread: Thread, mail: IncomingMail, now: datetime) -> Handling | None:
    """The answer to a notice, kept with the case and shown to its owner; None if the mail is no such answer."""
    ours = desk.store.outgoing_by_message_id(thread.answers) if thread.answers else None
    if ours is None or ours.thread != OUTSIDE or ours.recipient != mail.sender.address:
        return None
    text = mail.new_text.strip()[:500]
    case = thread.case.noting(Event(mail.received_at, "note", text, by=mail.sender.address, mail=mail.sha256))
    desk.store.put_case(case)
    tell_owner(desk, case, mail, {}, now)
    return Handling("note", f"an answer to a notice about {case.number}", case_id=case.id)
