"""What each command in a mail does, and what whoever gave it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from cases.lifecycle import Step, may
from cases.mail import Decision, IncomingMail
from cases.model import Case, Event
from cases.state import State
from kesu import commands, orders
from kesu.actions import STEPS
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.feedback import done, help_mail, note, status_mail
from kesu.handling import Handling
from kesu.opening import open_case
from kesu.orders import CommandRefused
from kesu.overriding import held_mail_of, override
from kesu.passing_on import tell_owner
from kesu.present import grade_text, shown
from kesu.rights import who_may_lower
from kesu.story import told as told_of
from kesu.submitting import take_answer
from kesu.threads import first_mail, thread_of
from kesu.triage import complaint_after_all
from kesu.undoing import call_back
from parsers.orders import assignments, moment_in

_A_BARE_NO = re.compile(r"(?:不是|no)[\s,，。.!！]*", re.I)
_AFTER_THE_VERB = re.compile(r"[^:：\n]{1,40}[:：][ \t]*([^\n]*)")


def _answer(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    """The words behind the verb as they were written: the grammar's own copy has its marks made plain."""
    first, *others = said.reason.split("\n")
    written = _AFTER_THE_VERB.match(mail.new_text.lstrip())
    start = written[1].strip() if written else ""
    text = "\n".join([start, *others]) if start else said.reason
    return take_answer(desk, case, mail, text or first, person, now)


def _set(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    facts, why = assignments(said.reason, desk.local(mail.received_at))
    if not facts:
        raise CommandRefused("没有读到“事实 = 数值” / no FACT = VALUE was found")
    changed = commands.set_facts(desk, case, facts, person.address, why, now)
    words, lang = desk.words, person.language
    kept = {name: changed.facts[name].value if name in changed.facts else value for name, value in facts.items()}
    told = [words.line(words.label(name, lang), words.value(name, value, lang), lang) for name, value in kept.items()]
    if any(event.what == "grade kept" for event in changed.timeline[len(case.timeline) :]):
        names = [other.name for other in who_may_lower(desk, changed, now)]
        told.append(words.done("grade-kept", lang, words.listed(names, lang)))
    said_so = ", ".join(f"{name} = {shown(value)}" for name, value in facts.items())
    return done(desk, changed, mail, person, said_so, told, now)


def _event(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    name, at = moment_in(said.reason, desk.local(mail.received_at))
    if not name or at is None:
        raise CommandRefused(
            "请写明事件和时间 / write the event and its time, such as: sample_received_at 2026-03-04 15:00"
        )
    changed = commands.event(desk, case, name, at, person.address, now)
    words, lang = desk.words, person.language
    label = words.label(name, lang) if words.knows(name) else words.clock(name, lang)
    told = [words.line(label, f"{desk.local(at):%Y-%m-%d %H:%M}", lang)]
    return done(desk, changed, mail, person, f"{name} {at}", told, now)


def _assign(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    changed = commands.assign(desk, case, said.reason.strip(), person.address, now)
    owner = desk.people.by_address(changed.owner)
    told = [desk.words.done("owner", person.language, owner.name if owner else changed.owner)]
    return done(desk, changed, mail, person, f"owner: {changed.owner}", told, now)


def _close(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    changed = commands.close(desk, case, person.address, said.reason, now)
    told = [desk.words.done("closed", person.language, said.reason)]
    return done(desk, changed, mail, person, f"closed: {said.reason}", told, now)


def _regrade(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    changed = commands.again(desk, case, person.address, said.reason, now)
    told = [desk.words.done("regraded", person.language, grade_text(desk, changed, person.language))]
    return done(desk, changed, mail, person, "graded again", told, now)


def _override(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    """The held mail that they answer the question about, else the only one that is held."""
    thread = thread_of(desk, mail)
    ours = desk.store.outgoing_by_message_id(thread.answers) if thread and thread.answers else None
    which = held_mail_of(desk, case, ours)
    changed = override(desk, case, which, person.address, said.reason, now)
    told = [desk.words.done("override", person.language, said.reason)]
    on_its_way = [line for line in changed.timeline[len(case.timeline) :] if line.what == "answer queued"]
    told += [told_of(desk, changed, line, person.language) for line in on_its_way]
    return done(desk, changed, mail, person, f"override: {said.reason}", told, now)


def _complaint(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    """The doubtful mail is a complaint: graded and acknowledged as if it had just come; a demand is one after all."""
    if case.state is State.DEMAND:
        return _by_step(complaint_after_all)(desk, case, mail, person, said, now)
    if case.state is not State.TRIAGE or not may(case, Step.REGISTER):
        raise CommandRefused(f"投诉 {case.number} 不在待判断状态 / it is {case.state}, nobody doubts it")
    first = first_mail(desk, case)
    confirmed = case.noting(Event(now, "confirmed", "it is a complaint", by=person.address, mail=mail.sha256))
    opened = open_case(desk, confirmed, first, now)
    told = [desk.words.done("opened", person.language, opened.number)]
    return done(desk, opened, mail, person, f"case {opened.number} is open", told, now)


def _no_complaint(
    desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime
) -> Handling:
    """A bare no answers the question whether it is one; later it takes the whole words."""
    if case.state is not State.TRIAGE and _A_BARE_NO.fullmatch(said.understood):
        raise CommandRefused(
            f"投诉 {case.number} 已受理；确非投诉的，请写“不是投诉 原因”"
            f" / case {case.number} is {case.state}; if it is none, write: not a complaint"
        )
    return _by_step(STEPS["not-a-complaint"])(desk, case, mail, person, said, now)


def _merge(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    changed = commands.merge(desk, case, said.reason.strip(), person.address, now)
    living = desk.store.case(changed.duplicate_of)
    if living is not None:
        tell_owner(desk, living, first_mail(desk, case), case.facts, now)
    told = [desk.words.done("merged", person.language, changed.duplicate_of)]
    return done(desk, changed, mail, person, f"merged into {changed.duplicate_of}", told, now)


def _status(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    return status_mail(desk, case, mail, person, now)


def _undo(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    return call_back(desk, case, mail, now)


def _help(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    return help_mail(desk, case, mail, person, "", f"help-{mail.sha256[:12]}/{person.address}/1", now)


Action = Callable[[Desk, Case, IncomingMail, Person, Decision, datetime], Handling]


def _approve(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
    """A leader who answers the report before handling with a yes has read it."""
    if case.state is not State.AWAITING_PRE_REPORT:
        return note(desk, case, mail, person, now)
    return _by_step(STEPS["acknowledge"])(desk, case, mail, person, said, now)


def _by_step(step: orders.Action) -> Action:
    """A step in one line: done, and told to whoever asked for it."""

    def act(desk: Desk, case: Case, mail: IncomingMail, person: Person, said: Decision, now: datetime) -> Handling:
        outcome = step(desk, case, orders.Order(said.reason, person.address, now, mail))
        told = [desk.words.done(outcome.what, person.language, outcome.detail)]
        made = f"{outcome.what}: {outcome.detail}" if outcome.detail else outcome.what
        return done(desk, outcome.case, mail, person, made, told, now)

    return act


ACTIONS: dict[str, Action] = {
    **{verb: _by_step(step) for verb, step in STEPS.items()},
    "approve": _approve,
    "answer": _answer,
    "set": _set,
    "event": _event,
    "assign": _assign,
    "close": _close,
    "regrade": _regrade,
    "override": _override,
    "complaint": _complaint,
    "not-a-complaint": _no_complaint,
    "merge": _merge,
    "undo": _undo,
    "status": _status,
    "help": _help,
}
"""What each verb does; the parsers know the words for it in both languages."""
