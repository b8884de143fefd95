"""A mail from one of us: a decision, a returned document, a command, a word on a doubtful mail, or a new complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.mail import Decision, IncomingMail
from cases.model import Case, Event
from kesu import approvals, rounds
from kesu.by_mail import ACTIONS
from kesu.config_people import Person
from kesu.confirming import Confirmed, confirm
from kesu.desk import Desk
from kesu.feedback import note, noted, refused
from kesu.followups import follow_up
from kesu.handling import Handling
from kesu.labelled import labelled
from kesu.orders import CommandRefused
from kesu.posting import INTERNAL, staff_token
from kesu.proving import WEIGHTY, Evidence, ask_for_code, enough, evidence_of
from kesu.refusing import warn
from kesu.restricted import may_read
from kesu.returned_files import returned_files
from kesu.returns import leave_out, take_documents
from kesu.threads import Thread, decision_in, thread_of

IN_WORDS = "answer"
"""The verb of an answer that stands in the mail itself."""
NO_RIGHT = "主题中没有发给您的编码，请回复客诉台发给您的邮件 / no code of yours: answer a mail that was sent to you"


def from_staff(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """What one of our people sends about a case; None if it is about no case (a complaint passed on)."""
    person = desk.people.by_address(mail.sender.address)
    thread = thread_of(desk, mail)
    if person is None or thread is None:
        return None
    if _has_right(desk, thread, mail):
        confirmed = confirm(desk, thread.case, mail, person, now)
        if isinstance(confirmed, Confirmed):
            return _heard(desk, confirmed.waited, person, now, confirmed_by=mail.sha256)
        if confirmed is not None:
            return confirmed
    return _heard(desk, mail, person, now)


def _heard(desk: Desk, mail: IncomingMail, person: Person, now: datetime, *, confirmed_by: str = "") -> Handling | None:
    """What the mail comes to; `confirmed_by` is the mail that brought the code it had waited for."""
    thread = thread_of(desk, mail)
    if thread is None:
        return None
    evidence = evidence_of(desk, mail, confirmed_by)
    decided = approvals.answer(desk, thread.case, mail, thread.token, now, evidence) if thread.token else None
    if decided is not None:
        return decided
    if mail.forwarded is not None:
        passed_on = follow_up(desk, thread, replace(mail, sender=mail.forwarded, message_id=""), now)
        if passed_on is not None:
            return passed_on
    if not _has_right(desk, thread, mail):
        return _without_right(desk, thread.case, mail, person, now)
    return _act(desk, thread.case, mail, person, evidence, now)


def with_a_colleague_s_code(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """Somebody outside answers a mail that was meant for one of us: no effect, no answer, and we are warned."""
    thread = thread_of(desk, mail)
    if thread is None or not _inside(desk, thread):
        return None
    event = Event(now, "refused", "answered from outside with a code of ours", by=mail.sender.address, mail=mail.sha256)
    case = thread.case.noting(event)
    desk.store.put_case(case)
    warn(desk, case, mail, now)
    return Handling("refused", "a mail from outside with a code that was sent inside", case_id=case.id)


def warn_of_our_code(desk: Desk, mail: IncomingMail, now: datetime) -> None:
    """Warn whose code stands in a mail of somebody else, whatever else becomes of the mail."""
    thread = thread_of(desk, mail)
    if thread is not None and _inside(desk, thread):
        warn(desk, thread.case, mail, now)


def _inside(desk: Desk, thread: Thread) -> bool:
    """Whether it answers a mail that went to one of us, or brings the code of a request."""
    ours = desk.store.outgoing_by_message_id(thread.answers) if thread.answers else None
    asked = rounds.code_of(thread.case, thread.token) if thread.token else None
    return (ours is not None and ours.thread == INTERNAL) or asked is not None


def _has_right(desk: Desk, thread: Thread, mail: IncomingMail) -> bool:
    """The code that was sent to this very person, or an answer to a mail that was sent to this very person."""
    sender = mail.sender.address
    if not may_read(desk, thread.case, sender, mail.received_at):
        return False
    if thread.token == staff_token(desk, thread.case.id, sender):
        return True
    asked = rounds.code_of(thread.case, thread.token) if thread.token else None
    if asked is not None and asked.address == sender:
        return True
    ours = desk.store.outgoing_by_message_id(thread.answers) if thread.answers else None
    return ours is not None and ours.thread == INTERNAL and ours.recipient == sender


def _without_right(desk: Desk, case: Case, mail: IncomingMail, person: Person, now: datetime) -> Handling:
    """Kept with the case without effect; whoever meant to do something learns how."""
    case = noted(desk, case, mail, person)
    if mail.decision is not None and mail.decision.verb == "code":
        warn(desk, case, mail, now)
    if mail.decision is None and not returned_files(mail):
        return Handling("note", "kept with the case", case_id=case.id)
    return refused(desk, case, mail, person, NO_RIGHT, now)


def _act(desk: Desk, case: Case, mail: IncomingMail, person: Person, evidence: Evidence, now: datetime) -> Handling:
    """What the first line says, then the files: a correction often comes with the form that it is about."""
    files = returned_files(mail)
    said = decision_in(mail, case) or (None if files else labelled(desk, case, mail))
    if said is None or said.verb not in ACTIONS:
        return take_documents(desk, case, mail, files, person, now) if files else note(desk, case, mail, person, now)
    if said.verb in WEIGHTY and not said.refused_because and not enough(desk, evidence):
        return ask_for_code(desk, case, mail, person, {}, now)
    handled = _obey(desk, case, mail, person, evidence, said, now)
    if not files:
        return handled
    case = desk.store.case(case.id) or case
    if said.verb == IN_WORDS:
        return leave_out(desk, case, mail, files, person, now)
    return take_documents(desk, case, mail, files, person, now)


def _obey(
    desk: Desk, case: Case, mail: IncomingMail, person: Person, evidence: Evidence, said: Decision, now: datetime
) -> Handling:
    if said.refused_because:
        return refused(desk, case, mail, person, said.refused_because, now)
    if said.verb in WEIGHTY:
        case = case.noting(Event(now, "origin", str(evidence), by=person.address, mail=mail.sha256))
    try:
        return ACTIONS[said.verb](desk, case, mail, person, said, now)
    except CommandRefused as refusal:
        return refused(desk, case, mail, person, str(refusal), now)
