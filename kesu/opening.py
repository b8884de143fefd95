"""A new case: registered, numbered, graded, acknowledged, and its papers ordered, all in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, take
from cases.mail import IN_SIGNATURE, Address, IncomingMail
from cases.model import Case, Customer, Event, Fact
from cases.state import State
from kesu import belonging, own_forms
from kesu.acknowledging import acknowledge
from kesu.asking import customer_missing
from kesu.config_values import MAIL_ADDRESS
from kesu.customers import customer_of
from kesu.desk import Desk
from kesu.facts import take_facts
from kesu.grading import graded, meet
from kesu.handling import Handling
from kesu.notices import ask_emergency_measure, ask_inside, tell_those_who_must_know
from kesu.ordering import INTAKE, papers_job
from kesu.pack_choice import choose_pack
from kesu.placing import placed
from kesu.responsible import engineer_of, owner_of


def new_case(desk: Desk, mail: IncomingMail, now: datetime) -> Handling:
    """A complaint becomes a case."""
    case = register(desk, mail, now)
    known = belonging.known_case(desk, case, mail)
    if known is None:
        case = open_case(desk, case, mail, now)
        return Handling("case", f"new case {case.number}", case_id=case.id, flags=_flags(mail))
    case = open_case(desk, case.noting(known.line(now)), mail, now)
    belonging.propose(desk, case, mail, known, now)
    note = f"new case {case.number}; perhaps a part of {known.case.number}"
    return Handling("case", note, case_id=case.id, flags=(*_flags(mail), "perhaps-follow-up"))


def after_the_end(desk: Desk, ended: Case, mail: IncomingMail, now: datetime) -> Handling:
    """A complaint in the thread of a case that is over is a new occurrence, with a number of its own."""
    follows = Event(now, "follows", f"written in the thread of {ended.number}, which is {ended.state}")
    case = open_case(desk, register(desk, mail, now).noting(follows), mail, now)
    return Handling("case", f"new case {case.number}, after {ended.number}", case_id=case.id, flags=_flags(mail))


def register(desk: Desk, mail: IncomingMail, now: datetime) -> Case:
    """A case with its number, its customer and the facts of its first mail; not graded yet."""
    pack = choose_pack(desk, mail)
    by_staff = desk.people.knows(mail.sender.address)
    taken = take_facts(desk, pack, mail, now, by_staff=by_staff)
    customer = _customer(desk, mail, by_staff)
    year = desk.local(mail.received_at).year
    facts = dict(taken.facts)
    if by_staff and "channel" not in facts:
        facts["channel"] = Fact("staff_forward" if mail.forwarded else "phone", f"person:{mail.sender.address}", now)
    case = Case(
        id=f"K{year}-{desk.store.next_number(f'desk/{year}'):05}",
        pack=pack.id,
        pack_version=pack.version,
        state=State.RECEIVED,
        customer=customer,
        subject=mail.subject_bare or mail.subject,
        received_at=mail.received_at,
        words=_words(mail),
        facts=facts,
        parties=tuple(dict.fromkeys(filter(None, (customer.contact.address, "" if by_staff else mail.sender.address)))),
        thread=(mail.message_id,) if mail.message_id and not by_staff else (),
        timeline=(
            Event(mail.received_at, "received", mail.subject, by=mail.sender.address, mail=mail.sha256),
            *belonging.copied(mail, now),
            *own_forms.brought(mail, now),
        ),
    )
    return case.noting(*(Event(now, "doubt", doubt) for doubt in taken.doubts))


def open_case(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Case:
    """Grade the registered case, tell everybody who must know, and keep it."""
    case = meet(take(case, Step.REGISTER), now, "triage")
    case = graded(desk, case, now)
    owner, engineer = owner_of(desk, case, now), engineer_of(desk, case, now)
    case = replace(case, owner=owner.address, engineer=engineer.address)
    case = _into_work(case, now)
    if case.state is State.WAITING_CUSTOMER:
        case = graded(desk, case, now)  # clocks that stand still meanwhile
    case = placed(desk, case, now)
    case = acknowledge(desk, case, mail, now)
    ask_inside(desk, case, now, told=(case.owner, case.engineer))
    ask_emergency_measure(desk, case, now)
    tell_those_who_must_know(desk, case, now)
    desk.store.put_job(papers_job(desk, case, INTAKE, 1, now))
    desk.store.put_case(case)
    return case


def _customer(desk: Desk, mail: IncomingMail, by_staff: bool) -> Customer:
    """Who complains: the sender; or, when one of us passes it on, the inner sender or whom the text names."""
    named = mail.fields.get("customer_name")
    stated = named.value if named is not None and isinstance(named.value, str) else ""
    sender = mail.sender
    if by_staff and mail.forwarded is not None:
        sender = mail.forwarded
    elif by_staff:
        told = {name: field for name, field in mail.fields.items() if field.where != IN_SIGNATURE}
        contact, address = told.get("contact_name"), told.get("contact_email")
        written = str(address.value).strip().lower() if address else ""
        sender = Address(str(contact.value) if contact else "", written if MAIL_ADDRESS.fullmatch(written) else "")
    customer = customer_of(sender, mail.language, stated, desk.config.customers)
    return customer if customer.key else replace(customer, key=stated, name=stated)


def _words(mail: IncomingMail) -> str:
    """The customer's words: the description if the text has one, else its new text."""
    described = mail.fields.get("description")
    if described is not None and described.where != "subject" and isinstance(described.value, str):
        return described.value
    return mail.new_text or mail.text


def _into_work(case: Case, now: datetime) -> Case:
    """On to the owner; while the customer still owes facts, the case waits for them, but the owner can work."""
    if customer_missing(case):
        return take(case, Step.ASK, Event(now, "asked", _facts_asked(case)))
    case = take(case, Step.GRADE)
    return take(case, Step.ASSIGN, Event(now, "assigned", f"owner {case.owner}"))


def _facts_asked(case: Case) -> str:
    return "customer asked for " + ", ".join(item.fact for item in customer_missing(case))


def _flags(mail: IncomingMail) -> tuple[str, ...]:
    return tuple(mail.defects[:5])
