"""Letters inside that a grade causes: questions to roles, notice to those who must know, invitation, handing over."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from cases.documents import DocumentRevision
from cases.grading import Missing
from cases.model import Case, Event
from cases.outgoing import MailClass
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.enclosing import enclose, hashes
from kesu.grading import answer_by
from kesu.letters import to_outside, to_person
from kesu.posting import Letter, post
from kesu.present import asks, document_lines, other_forms
from kesu.roles import on_duty, together

CUSTOMER = "customer"
EMERGENCY_MEASURE = "emergency_measure"
_NO_NAME = re.compile(r"[^\w+-]+")


def ask_inside(
    desk: Desk, case: Case, now: datetime, *, asked: Collection[str] = (), told: Collection[str] = ()
) -> None:
    """Ask each role for the facts that are ours to say, but those already `asked`; people in `told` read the
    questions in another letter."""
    for role, missing in _wanted(case, asked).items():
        person = on_duty(desk, case, role, now)
        if person.address not in told:
            _ask(desk, case, role, missing, person, now)


def ask_for_the_absent(desk: Desk, case: Case, now: datetime) -> None:
    """Ask whoever stands in today for somebody who has gone on leave without an answer."""
    for role, missing in _wanted(case, ()).items():
        person = on_duty(desk, case, role, now)
        if person.address != on_duty(desk, case, role, case.received_at).address:
            _ask(desk, case, role, missing, person, now)


def tell_those_who_must_know(desk: Desk, case: Case, now: datetime) -> None:
    """The regulation's `notify`, once per role and grade; owner and engineer have letters of their own."""
    roles = [role for role in (case.grading.notify if case.grading else ()) if role != CUSTOMER]
    inside = [role for role in roles if not any(desk.people.outside_in(one) for one in role.split("|"))]
    told = {case.owner, case.engineer, *_told(desk, case)}
    for person, of in together(desk, case, inside, now):
        if person.address not in told:
            context = {"roles": _titles(desk, of, person)}
            effect = f"{_notice_of(case)}/{of[0]}/1"
            post(desk, case, to_person(desk, person, "notify/graded", effect, context, case), now)
    for role in roles:
        if role not in inside:
            _tell_outside(desk, case, role, now)


def ask_emergency_measure(desk: Desk, case: Case, now: datetime) -> None:
    """Ask the unit that the regulation names for the emergency measure, at once and once per unit."""
    role = case.grading.emergency_by if case.grading else None
    if role is None or EMERGENCY_MEASURE in case.facts:
        return
    person = on_duty(desk, case, role, now)
    wanted = [Missing(EMERGENCY_MEASURE, role)]
    context = {"role": desk.words.role(role, person.language), "asks": asks(desk, wanted, person.language)}
    effect = f"emergency/{role}/1"
    post(desk, case, to_person(desk, person, "role/emergency", effect, context, case, MailClass.QUESTION), now)


def invitations(desk: Desk, case: Case, made: Sequence[DocumentRevision], now: datetime) -> Iterator[Letter]:
    """To each participant once, with the papers; owner and engineer have letters of their own."""
    roles = case.grading.participant_roles if case.grading else ()
    for person, of in together(desk, case, roles, now):
        if person.address in (case.owner, case.engineer):
            continue
        lang = person.language
        context = {
            "roles": _titles(desk, of, person),
            "documents": document_lines(desk, made, lang),
            **other_forms(desk, case, lang),
        }
        effect = f"invite-{_grade(case)}/{person.address}/1"
        letter = to_person(desk, person, "notify/invitation", effect, context, case, MailClass.DOCUMENT)
        yield replace(letter, enclosures=enclose(desk, made), documents=hashes(made))


def hand_over(desk: Desk, case: Case, to: Person, by: str, now: datetime) -> Case:
    """The case with its new owner, who gets the papers elsewhere; the former one is told.

    Where the regulation names nobody who finds the cause, whoever has the case does.
    """
    number = 1 + sum(event.what == "assigned" for event in case.timeline)
    former = desk.people.by_address(case.owner)
    engineer = case.engineer if desk.packs[case.pack].engineer_role else to.address
    case = replace(case, owner=to.address, engineer=engineer).noting(Event(now, "assigned", f"owner {to.name}", by=by))
    if former is not None and former.address not in (to.address, by):
        effect = f"handed-over-{number}/{former.address}/1"
        post(desk, case, to_person(desk, former, "owner/handed-over", effect, {}, case), now)
    return case


def _wanted(case: Case, asked: Collection[str]) -> dict[str, list[Missing]]:
    """Missing facts that are ours to say, by the role that is asked."""
    wanted: dict[str, list[Missing]] = {}
    for item in case.grading.missing if case.grading else ():
        if item.asked_of != CUSTOMER and item.fact not in asked:
            wanted.setdefault(item.asked_of, []).append(item)
    return wanted


def _ask(desk: Desk, case: Case, role: str, missing: Sequence[Missing], person: Person, now: datetime) -> None:
    effect = f"ask/{role}/{'+'.join(item.fact for item in missing)}/{person.address}"
    context = {"role": desk.words.role(role, person.language), "asks": asks(desk, missing, person.language)}
    letter = to_person(desk, person, "role/ask-facts", effect, context, case, MailClass.QUESTION)
    post(desk, case, replace(letter, office_hours=True), now)


def _tell_outside(desk: Desk, case: Case, role: str, now: datetime) -> None:
    """Somebody outside learns that the complaint is being handled, nothing of what we think of it."""
    found = (desk.people.outside_in(one) for one in role.split("|"))
    person = next((person for person in found if person is not None), None)
    if person is None or person.address in (case.customer.contact.address, *case.parties):
        return
    due = answer_by(case)
    context = {
        "number": case.number,
        "received_at": desk.local(case.received_at),
        "answer_by": desk.local(due) if due else None,
    }
    post(desk, case, to_outside(desk, person, "notify/outside", f"notify-outside/{role}/1", context), now)


def _told(desk: Desk, case: Case) -> set[str]:
    """Who has had the notice of this grade."""
    prefix = f"{case.id}/{_notice_of(case)}/"
    return {mail.recipient for mail in desk.store.outgoing_of(case.id) if mail.effect_key.startswith(prefix)}


def _notice_of(case: Case) -> str:
    return f"notify-{_grade(case)}"


def _grade(case: Case) -> str:
    """The grade as part of a name: `1`, `T1-severe`, `open`."""
    grade = case.grading.grade if case.grading else None
    return "open" if grade is None else _NO_NAME.sub("-", str(grade))


def _titles(desk: Desk, roles: Sequence[str], person: Person) -> str:
    """The roles in which somebody is written to, in their language."""
    return desk.words.listed([desk.words.role(role, person.language) for role in roles], person.language)
