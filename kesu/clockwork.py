"""What is due: reminders up the ladder, once per step, to the people who can do something about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from cases.clocks import WAITING_FOR_CUSTOMER
from cases.faults import hit
from cases.model import Case, Clock, Event
from cases.outgoing import MailClass, Sending
from cases.reminders import Rung, rungs_due
from cases.state import State
from cases.stores import StoreUnavailable
from kesu import rounds
from kesu.approval_letters import reminder_letter
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.desk_clocks import APPROVAL, NO_CALENDAR, PRE_REPORT, TRIAGE
from kesu.dossier import lateness_decides
from kesu.doubting import triage_letter
from kesu.grading import clocks_again, with_next_due
from kesu.letters import to_person
from kesu.notices import ask_for_the_absent
from kesu.posting import Letter, post
from kesu.pre_report import remind_leaders
from kesu.present import deadline_line
from kesu.regrading import regrade
from kesu.standstill import stand
from kesu.threads import first_mail

log = structlog.get_logger()


def remind(desk: Desk, now: datetime) -> int:
    """Climb every ladder to where it stands at `now`; returns the number of cases that moved."""
    due = desk.store.cases_due(now)
    moved = 0
    for case in due:
        hit("P15")
        try:
            with desk.store.transaction():
                _look_after(desk, case.id, now)
            moved += 1
        except StoreUnavailable:
            raise
        except Exception:  # one case's fault must not silence the others; it is tried again
            log.error("reminder.failed", case=case.id, exc_info=True)
    return moved


def _look_after(desk: Desk, case_id: str, now: datetime) -> None:
    case = desk.store.case(case_id)
    if case is None:
        return
    if any(_starts_anew(case, clock) for clock in case.clocks):
        case = clocks_again(desk, case, now)
    if lateness_decides(desk, case, now):
        case = regrade(desk, case, now)
    case = stand(desk, case, now)
    case = rounds.ask_for_the_absent(desk, case, now)
    ask_for_the_absent(desk, case, now)
    for clock in case.clocks:
        case = _climb(desk, case, clock, now)
    desk.store.put_case(with_next_due(desk, case, now))


def _starts_anew(case: Case, clock: Clock) -> bool:
    """Whether what a clock waited for has come without anybody grading the case: a calendar, or work without the
    customer's answer."""
    awaited = clock.deadline.waiting_for
    without_customer = awaited == WAITING_FOR_CUSTOMER and case.state is not State.WAITING_CUSTOMER
    return awaited.startswith(NO_CALENDAR) or without_customer


def _climb(desk: Desk, case: Case, clock: Clock, now: datetime) -> Case:
    """Mark every rung that was reached; mail only the latest, so that an outage ends in one reminder."""
    rungs = rungs_due(clock, desk.local(case.received_at), desk.local(now), desk.calendar)
    if not rungs:
        return case
    climbed = replace(clock, reminded=(*clock.reminded, *(rung.name for rung in rungs)))
    case = replace(case, clocks=tuple(climbed if c.key == clock.key else c for c in case.clocks))
    if clock.deadline.soft and _passed(clock, now):
        return case
    reminding = REMINDING.get(clock.deadline.rule, _remind_owner)
    return reminding(desk, case, clock, rungs[-1], now)


def _remind_owner(desk: Desk, case: Case, clock: Clock, rung: Rung, now: datetime) -> Case:
    """The owner at every step; the superior too once the date has passed; for who is absent whoever stands in."""
    people, today = desk.people, desk.local(now).date()
    owner = people.or_owner(case.owner)
    superior = people.stand_in(people.superior_of(owner.address) or people.quality_manager, today)
    reader = people.stand_in(owner, today)
    readers = [(reader, "owner/reminder")]
    if rung.overdue and superior.address != reader.address:
        readers.append((superior, "superior/overdue"))
    for person, purpose in readers:
        _post(desk, case, clock, rung, person, purpose, now)
    told = f"{clock.deadline.what}: {rung.name} → {', '.join(person.name for person, _ in readers)}"
    return case.noting(Event(now, "reminded", told))


def _ask_again(desk: Desk, case: Case, clock: Clock, rung: Rung, now: datetime) -> Case:
    """The owner of the desk, whether the doubtful mail is a complaint."""
    why = next((event.text for event in case.timeline if event.what == "doubted"), "")
    letter = triage_letter(desk, case, first_mail(desk, case), why, f"{_step(clock, rung)}/desk-owner/1")
    _send(desk, case, clock, replace(letter, mail_class=MailClass.REMINDER, office_hours=True), now)
    return case.noting(Event(now, "reminded", f"{clock.deadline.what}: {rung.name} → {desk.people.desk_owner.name}"))


def _remind_approvers(desk: Desk, case: Case, clock: Clock, rung: Rung, now: datetime) -> Case:
    """Whoever has not answered; from the first overdue step the deputy as well."""
    case = rounds.renewed(desk, case, now)
    round_ = case.round
    if round_ is None:
        return case
    waiting = rounds.open_requests(case)
    for request in waiting:
        effect = f"{_step(clock, rung)}/{request.address}/{round_.number}"
        letter = reminder_letter(desk, case, round_, request, effect)
        _send(desk, case, clock, replace(letter, mail_class=MailClass.REMINDER, office_hours=True), now)
    case = case.noting(Event(now, "reminded", f"approval: {rung.name} → {', '.join(r.address for r in waiting)}"))
    if rung.overdue:
        for request in waiting:
            open_round = case.round
            if open_round is not None:
                case = rounds.ask_deputy(desk, case, open_round, request, now)
    return case


def _remind_leaders(desk: Desk, case: Case, clock: Clock, rung: Rung, now: datetime) -> Case:
    """Whoever has not acknowledged the report that handling waits for."""
    leaders = remind_leaders(desk, case, rung, now)
    told = f"{clock.deadline.what}: {rung.name} → {', '.join(person.name for person in leaders)}"
    return case.noting(Event(now, "reminded", told))


REMINDING: Mapping[str, Callable[[Desk, Case, Clock, Rung, datetime], Case]] = {
    APPROVAL: _remind_approvers,
    TRIAGE: _ask_again,
    PRE_REPORT: _remind_leaders,
}
"""Clocks of the desk of which others than the owner are reminded."""


def _post(desk: Desk, case: Case, clock: Clock, rung: Rung, person: Person, purpose: str, now: datetime) -> None:
    due = clock.deadline.due
    words = desk.words.report(clock.deadline.waiting_for or clock.deadline.what, person.language)
    context = {
        "deadline": deadline_line(desk, clock.deadline, person.language),
        "report": f"{words} {desk.local(now):%Y-%m-%d %H:%M}" if words else "",
        "step": "overdue" if _passed(clock, now) else _kind(rung),
        "days_over": (desk.local(now).date() - desk.local(due).date()).days if due else 0,
    }
    letter = to_person(
        desk, person, purpose, f"{_step(clock, rung)}/{person.address}/1", context, case, MailClass.REMINDER
    )
    _send(desk, case, clock, replace(letter, office_hours="hours" not in clock.deadline.kind), now)


def _send(desk: Desk, case: Case, clock: Clock, letter: Letter, now: datetime) -> None:
    """Queue a reminder; earlier ones of the same clock that still wait for the office to open have no more to say."""
    queued = post(desk, case, letter, now)
    if queued is None:
        return
    for mail in desk.store.outgoing_of(case.id):
        same = mail.effect_key.startswith(f"{case.id}/remind-{clock.key}-") and mail.recipient == queued.recipient
        if same and mail.effect_key != queued.effect_key and mail.state is Sending.PENDING:
            desk.store.update_outgoing(
                replace(mail, state=Sending.CANCELLED, last_error="overtaken by a later reminder")
            )


def _passed(clock: Clock, now: datetime) -> bool:
    """Whether the date is over, although no step of the ladder has said so yet (after an outage)."""
    return clock.deadline.due is not None and clock.deadline.due < now


def _step(clock: Clock, rung: Rung) -> str:
    """Names a reminder by clock, due date and step, so that it is sent once."""
    due = f"{clock.deadline.due:%Y%m%d%H%M}" if clock.deadline.due else "waiting"
    return f"remind-{clock.key}-{due}-{rung.name}"


def _kind(rung: Rung) -> str:
    if rung.overdue:
        return "overdue"
    return {"on-the-day": "today", "target": "today"}.get(rung.name, "waiting" if "waiting" in rung.name else "before")
