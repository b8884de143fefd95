"""A new case: registered, numbered, graded, acknowledged, and its papers ordered, all in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.grading import Missing
from cases.lifecycle import Step, take
from cases.mail import IN_SIGNATURE, Address, IncomingMail
from cases.model import Case, Customer, Event, Fact
from cases.outgoing import MailClass, Sending
from cases.pack import Pack
from cases.reminders import office_time
from cases.state import State
from kesu import belonging, own_forms
from kesu.answering import may_acknowledge
from kesu.config import MAIL_ADDRESS, Rule
from kesu.customers import customer_of
from kesu.desk import Desk
from kesu.facts import take_facts
from kesu.gate import Enclosed, post_to_customer
from kesu.grading import answer_by, graded, meet
from kesu.handling import Handling
from kesu.letters import alert, to_customer
from kesu.notices import ask_emergency_measure, ask_inside, tell_those_who_must_know
from kesu.ordering import INTAKE, papers_job
from kesu.placing import placed
from kesu.present import questions, received, restated
from kesu.requests import file_requests
from kesu.responsible import engineer_of, owner_of
from parsers.signs import accusation_signs

LETTER_TYPE = "letter_type"
"""The fact by which a regulation tells accusations from complaints."""


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
    case = _acknowledge(desk, case, mail, now)
    ask_inside(desk, case, now, told=(case.owner, case.engineer))
    ask_emergency_measure(desk, case, now)
    tell_those_who_must_know(desk, case, now)
    desk.store.put_job(papers_job(desk, case, INTAKE, 1, now))
    desk.store.put_case(case)
    return case


def customer_missing(case: Case) -> list[Missing]:
    return [item for item in (case.grading.missing if case.grading else ()) if item.asked_of == "customer"]


def choose_pack(desk: Desk, mail: IncomingMail) -> Pack:
    """By the first rule of the configuration that fits, else the default pack."""
    rule = next((rule for rule in desk.config.desk.assign if _fits(rule, mail)), None)
    return desk.packs[rule.pack if rule else desk.config.desk.default_pack]


def may_accuse(desk: Desk, mail: IncomingMail) -> bool:
    """Whether a new mail reads like an accusation under a regulation that restricts who may read those: until a
    person has judged it, the department that it may be about must not get it."""
    return LETTER_TYPE in choose_pack(desk, mail).facts and accusation_signs(mail)


def _fits(rule: Rule, mail: IncomingMail) -> bool:
    text = f"{mail.subject}\n{mail.text}".lower()
    product = " ".join(
        str(mail.fields[name].value) for name in ("product_name", "model", "part_no") if name in mail.fields
    ).lower()
    recipients = {address.address for address in (*mail.to, *mail.cc)}
    checks = (
        not rule.recipient or rule.recipient.lower() in recipients,
        not rule.sender or mail.sender.address.endswith(rule.sender.lower()),
        not rule.product or rule.product.lower() in product,
        not rule.words or any(word.lower() in text for word in rule.words),
    )
    return all(checks)


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


def _acknowledge(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Case:
    """One mail to the customer: receipt, what we understood, what we still need, and by when we answer."""
    leave = may_acknowledge(desk, case, mail, now)
    if not leave.allowed:
        return case.noting(Event(now, "not acknowledged", leave.why))
    if leave.delay:
        alert(
            desk, "受理回执暂缓发出 / acknowledgements are being held back", leave.why, f"ack-cap-{now:%Y%m%d%H}", now
        )
    lang = case.customer.language
    understood = restated(desk, case, lang) or [received(desk, mail, lang)]
    context = {
        "restated": understood,
        "questions": [*questions(desk, customer_missing(case), lang), *file_requests(mail, lang)],
        "answer_by": desk.local(answer_by(case) or _fallback_date(desk, now)),
        "split_from": _split_from(desk, case),
    }
    letter = to_customer(desk, case, "customer/acknowledge", "ack/customer/1", context, MailClass.ACK)
    enclosed = Enclosed(restated=tuple(row["value"] for row in understood))
    case, posted = post_to_customer(desk, case, replace(letter, not_before=now + leave.delay), now, enclosed)
    if posted is None:
        return case.noting(Event(now, "not acknowledged", "no mail can be sent to the address"))
    if posted.state is Sending.HELD:
        return case
    return case.noting(Event(now, "acknowledged", f"to {case.customer.contact.address}", mail=posted.effect_key))


def _split_from(desk: Desk, case: Case) -> str:
    """The number that the customer knows the matter by, where it has just become two."""
    first = desk.store.case(case.related[0]) if case.related else None
    return first.number if first is not None else ""


def _fallback_date(desk: Desk, now: datetime) -> datetime:
    """Where no calendar is known for the year, so that no clock has a date: a week, on a weekday."""
    return office_time(desk.local(now) + timedelta(days=7), desk.config.desk.office, desk.calendar)


def _flags(mail: IncomingMail) -> tuple[str, ...]:
    return tuple(mail.defects[:5])
