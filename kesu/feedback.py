"""What one of us hears about a mail with a command: done, refused and why, how the case stands, what can be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass
from cases.tags import token_hash
from generator.context_parts import Row
from kesu import commands
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.posting import post
from kesu.present import asks, document_lines, of_desk
from kesu.story import told as told_of
from kesu.verbs import verb_lines


def done(
    desk: Desk, case: Case, mail: IncomingMail, person: Person, note: str, told: list[str], now: datetime
) -> Handling:
    commands.report_done(desk, case, person.address, told, f"done-{mail.sha256[:12]}/staff/1", now)
    return Handling("command", note, case_id=case.id)


def note(desk: Desk, case: Case, mail: IncomingMail, person: Person, now: datetime) -> Handling:
    """Words without a command stay with the case; whoever wrote them learns that nothing was done."""
    case = noted(desk, case, mail, person)
    effect = f"help-{now:%Y%m%d%H}/{person.address}/1"
    return help_mail(desk, case, mail, person, _first_line(mail), effect, now)


def noted(desk: Desk, case: Case, mail: IncomingMail, person: Person) -> Case:
    text = mail.new_text.strip()[:500]
    case = case.noting(Event(mail.received_at, "note", text, by=person.address, mail=mail.sha256))
    desk.store.put_case(case)
    return case


def refused(desk: Desk, case: Case, mail: IncomingMail, person: Person, why: str, now: datetime) -> Handling:
    """A command without effect is answered with the reason: the same one at most once an hour."""
    effect = f"refused-{now:%Y%m%d%H}-{token_hash(why)[:8]}/{person.address}/1"
    return help_mail(desk, case, mail, person, _first_line(mail), effect, now, why=why)


def _first_line(mail: IncomingMail) -> str:
    return next((line.strip()[:200] for line in mail.new_text.splitlines() if line.strip()), "")


def help_mail(
    desk: Desk,
    case: Case,
    mail: IncomingMail,
    person: Person,
    understood: str,
    effect: str,
    now: datetime,
    *,
    why: str = "",
) -> Handling:
    """What was understood, why it had no effect, and what can be written."""
    lang = person.language
    context = {
        "desk": of_desk(desk),
        "understood": understood,
        "why": why,
        "verbs": verb_lines(lang),
        "facts": _can_be_stated(desk, case, lang),
    }
    letter = to_person(desk, person, "staff/help", effect, context, case, MailClass.HELP)
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    return Handling("help", f"{understood}: {why}".strip(": ") or "help asked for", case_id=case.id)


def status_mail(desk: Desk, case: Case, mail: IncomingMail, person: Person, now: datetime) -> Handling:
    """How the case stands: its documents, what is missing, what happened last."""
    lang = person.language
    missing = case.grading.missing if case.grading else ()
    context = {
        "documents": document_lines(desk, case.documents, lang),
        "missing": [ask["label"] for ask in asks(desk, missing, lang)],
        "timeline": [
            {"at": desk.local(line.at), "text": told_of(desk, case, line, lang)} for line in case.timeline[-8:]
        ],
    }
    letter = to_person(
        desk, person, "staff/status", f"status-{mail.sha256[:12]}/staff/1", context, case, MailClass.HELP
    )
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    return Handling("command", "status", case_id=case.id)


def _can_be_stated(desk: Desk, case: Case, lang: str) -> list[Row]:
    """What the case's regulation looks at, as it is called and as it is written."""
    known = [fact for fact in desk.packs[case.pack].facts if desk.words.knows(fact)]
    return [{"label": desk.words.label(fact, lang), "value": fact} for fact in known]
