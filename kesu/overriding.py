"""A named person answers for a text that the rules of communication hold: it goes its way all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.model import Case, Event
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.state import State
from kesu import rounds
from kesu.answers import OVERRIDE, goes_out, queued, revision_of
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.gate import asked_about, held
from kesu.grading import with_next_due
from kesu.letters import alert
from kesu.orders import CommandRefused


def override(desk: Desk, case: Case, which: str, by: str, why: str, now: datetime) -> Case:
    """Let the held mail go, with the reason; `which` is its effect key, "" where only one is held.

    `by` is the address, role or name of one of our people. An answer still has the approvers and the undo window
    before it. Raises CommandRefused.
    """
    person = desk.people.find(by)
    if person is None:
        raise CommandRefused(f"放行须由人员表中的具名人员作出，没有 {by} / [people] knows nobody called {by!r}")
    if not why.strip():
        raise CommandRefused("放行须写明原因 / an override needs a reason")
    mail = _held_mail(desk, case, which)
    line = Event(now, OVERRIDE, f"{mail.last_error}: {why}", by=person.address, mail=mail.effect_key)
    case = case.noting(line)
    revision = revision_of(case, mail)
    if revision is not None and case.state is State.DRAFTED:
        desk.store.update_outgoing(replace(mail, state=Sending.CANCELLED, last_error=f"let go by {person.address}"))
        case = rounds.ask(desk, case, revision, revision.author, now)
    else:
        case = _let_go(desk, case, mail, now)
    case = with_next_due(desk, case, now)
    desk.store.put_case(case)
    _tell(desk, case, line, person, now)
    return case


def held_mail_of(desk: Desk, case: Case, letter: OutgoingMail | None) -> str:
    """The effect key of the held mail that this letter of ours asks about; "" if it asks about none."""
    found = (mail.effect_key for mail in held(desk, case) if letter and asked_about(mail) in letter.effect_key)
    return next(found, "")


def _held_mail(desk: Desk, case: Case, which: str) -> OutgoingMail:
    waiting = [mail for mail in held(desk, case) if which in ("", mail.effect_key)]
    if not waiting:
        raise CommandRefused(f"投诉 {case.number} 没有暂停发送的邮件 / nothing is held in case {case.number}")
    if len(waiting) > 1:
        keys = ", ".join(mail.effect_key for mail in waiting)
        raise CommandRefused(f"有几封邮件暂停发送，请指明一封 / several mails are held, name one: {keys}")
    return waiting[0]


def _let_go(desk: Desk, case: Case, mail: OutgoingMail, now: datetime) -> Case:
    """The very bytes that were held, with the undo window if they are an answer."""
    answer = mail.mail_class is MailClass.ANSWER
    leaves = max(mail.not_before, goes_out(desk, now) if answer else now)
    desk.store.update_outgoing(replace(mail, state=Sending.PENDING, not_before=leaves, last_error=""))
    if answer:
        return case.noting(queued(desk, mail, leaves, now))
    what = {MailClass.ACK: "acknowledged", MailClass.QUESTION: "asked"}.get(mail.mail_class, "reminded")
    return case.noting(Event(now, what, f"to {mail.recipient}", mail=mail.effect_key))


def _tell(desk: Desk, case: Case, line: Event, person: Person, now: datetime) -> None:
    """The quality manager learns that somebody has overruled the rules; not of their own doing."""
    if person.address != desk.people.quality_manager.address:
        number = sum(event.what == OVERRIDE for event in case.timeline)
        what = f"{case.number}：{person.name} 放行了未通过行文检查的邮件 / a held mail was let go by {person.name}"
        alert(desk, what, line.text, f"{case.id}-override-{number}", now, case)
