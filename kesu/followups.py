"""A party to a case writes again: the mail joins its case, its facts count, the grade may rise."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from cases.grading import Missing
from cases.lifecycle import Step, may, take
from cases.mail import IncomingMail, Kind
from cases.model import Case, Event, Fact
from cases.outgoing import MailClass, Sending
from cases.state import State
from generator.context_parts import Question
from kesu.belonging import another_matter, copied
from kesu.customers import same_party
from kesu.demands import unregulated
from kesu.desk import Desk
from kesu.facts import news_in, take_facts
from kesu.gate import post_to_customer
from kesu.grading import answer_again, answer_by, graded, with_next_due
from kesu.handling import Handling
from kesu.letters import to_customer
from kesu.notices import ask_emergency_measure, ask_inside, hand_over, tell_those_who_must_know
from kesu.opening import after_the_end, customer_missing
from kesu.ordering import papers_job
from kesu.outgrown import restart_if_outgrown
from kesu.own_forms import brought
from kesu.paperwork import has_papers
from kesu.passing_on import News, tell_owner
from kesu.placing import placed
from kesu.present import fact_text, questions, shown
from kesu.requests import file_requests
from kesu.responsible import engineer_of, owner_of
from kesu.threads import Thread
from parsers.signs import acceptance_signs, complaint_signs, objection_signs, withdrawal_signs

AFTER_THE_ANSWER = (State.REPLIED, State.IMPLEMENTING, State.VERIFYING, State.CLOSED)
"""States in which a word of thanks is about our answer, and states nothing new of the complaint."""


def follow_up(desk: Desk, thread: Thread, mail: IncomingMail, now: datetime) -> Handling | None:
    """Join the mail to its case; None if its sender has no part in it.

    A complaint in the thread of a case that is over is a new one; after our answer it opens the case again.
    """
    case = thread.case
    if not same_party(mail.sender.address, case.parties, case.customer, desk.config.customers):
        return None
    complains = complaint_signs(replace(mail, subject=""))
    withdraws = withdrawal_signs(mail)
    over = not case.state.open and not may(case, Step.OBJECT)
    if complains and over and not (acceptance_signs(mail) or withdraws):
        return after_the_end(desk, case, mail, now)
    content = acceptance_signs(mail) and case.state in AFTER_THE_ANSWER
    taken = news_in(desk, case, take_facts(desk, desk.packs[case.pack], mail, now, by_staff=False))
    learnt = {} if content else taken.facts
    doubts = () if content else (*another_matter(desk, case, learnt), *taken.doubts)
    joined = replace(
        case,
        facts={**case.facts, **learnt},
        thread=(*case.thread, *([mail.message_id] if mail.message_id else [])),
    ).noting(
        Event(mail.received_at, "follow-up", mail.subject, by=mail.sender.address, mail=mail.sha256),
        *copied(mail, now),
        *brought(mail, now),
        *(Event(now, "fact changed", _change(case, name, fact)) for name, fact in learnt.items() if name in case.facts),
        *(Event(now, "doubt", doubt) for doubt in doubts),
    )
    objects = complains or objection_signs(mail)
    if objects and not content and not withdraws and may(joined, Step.OBJECT):
        line = Event(now, "reopened", "the customer objects", by=mail.sender.address, mail=mail.sha256)
        joined = answer_again(desk, take(joined, Step.OBJECT, line), mail.received_at)
    joined, news = _what_it_comes_to(joined, mail, now, content=content, withdraws=withdraws)
    regraded = regrade(desk, joined, now)
    tell_owner(desk, regraded, mail, learnt, now, doubts, news)
    if not mail.answer_unwanted and mail.kind in (Kind.SUBMISSION, Kind.REPLY):
        regraded = ask_customer_again(desk, regraded, case, now, mail)
    desk.store.put_case(regraded)
    return Handling("follow-up", f"joined case {case.number}", case_id=case.id)


def _what_it_comes_to(
    case: Case, mail: IncomingMail, now: datetime, *, content: bool, withdraws: bool
) -> tuple[Case, News | None]:
    """A customer who accepts our answer has the measures follow; whether one withdraws is for the owner to say."""
    by = mail.sender.address
    if withdraws and case.state.open:
        line = Event(now, "perhaps withdrawn", mail.subject, by=by, mail=mail.sha256)
        return case.noting(line), News("withdrawal", ("withdrawn",))
    if content and may(case, Step.ACCEPT):
        line = Event(now, "customer accepts", mail.subject, by=by, mail=mail.sha256)
        return take(case, Step.ACCEPT, line), News("accepts", ("done",))
    return case, None


def regrade(desk: Desk, case: Case, now: datetime, *, may_improve: bool = False) -> Case:
    """The case graded again; a changed grade brings new papers, told to the owner with what changed and why."""
    if case.state is State.TRIAGE or not case.state.open:
        return case
    if unregulated(desk, case):
        return with_next_due(desk, case, now)
    before = case.grading.grade if case.grading else None
    asked = {item.fact for item in case.grading.missing} if case.grading else set()
    case = graded(desk, case, now, may_improve=may_improve)
    after = case.grading.grade if case.grading else None
    told: set[str] = set()
    if before != after:
        case = _handed_on(desk, _upgraded(desk, case, before, now), now)
        told = _new_to_it(desk, case)
        why = f"the grade changed from {before} to {after}"
        case = _papers_ordered(desk, case, f"regrade:{_shown(before)}", why, now)
    return _told(desk, case, now, asked=asked, told=told)


def _told(desk: Desk, case: Case, now: datetime, *, asked: Collection[str], told: Collection[str]) -> Case:
    """Approvers decide on what a new verdict takes, the case stands where it puts it, and then whoever must know of
    it does. People in `told` read our questions with the papers that are on their way to them."""
    case = restart_if_outgrown(desk, case, now)
    if case.state is State.WAITING_CUSTOMER and not customer_missing(case) and may(case, Step.GRADE):
        case = take(case, Step.GRADE)
        case = take(case, Step.ASSIGN, Event(now, "assigned", f"owner {case.owner}"))
        case = graded(desk, case, now)  # clocks that stood still run again
    case = placed(desk, case, now)
    if case.state.open:
        ask_inside(desk, case, now, asked=asked, told=told)
        ask_emergency_measure(desk, case, now)
    tell_those_who_must_know(desk, case, now)
    return case


def under_another_pack(desk: Desk, case: Case, now: datetime) -> Case:
    """The case as the regulation sees it that it has been put under: grade, number, owner, engineer, papers."""
    case = graded(desk, replace(case, grading=None, case_no=""), now, may_improve=True)
    owner = owner_of(desk, case, now)
    if owner.address != case.owner:
        case = hand_over(desk, case, owner, "desk", now)
    case = replace(case, engineer=engineer_of(desk, case, now).address)
    case = _papers_ordered(desk, case, "regrade:", f"under {case.pack}", now)
    return _told(desk, case, now, asked=(), told=_new_to_it(desk, case))


def _new_to_it(desk: Desk, case: Case) -> set[str]:
    """Who gets the papers as a new case, with our questions."""
    return {address for address in (case.owner, case.engineer) if not has_papers(desk, case, address)}


def _papers_ordered(desk: Desk, case: Case, purpose: str, why: str, now: datetime) -> Case:
    number = 2 + sum(event.what == "papers ordered" for event in case.timeline)
    desk.store.put_job(papers_job(desk, case, purpose, number, now))
    return case.noting(Event(now, "papers ordered", why))


def _upgraded(desk: Desk, case: Case, before: int | str | None, now: datetime) -> Case:
    """A grade that rises during handling dates the upgrade, where the regulation has clocks that start with it."""
    pack, after = desk.packs[case.pack], case.grading.grade if case.grading else None
    if "upgraded_at" not in pack.facts or before is None or after is None or pack.milder(after, before):
        return case
    upgrade = Fact(desk.local(now).isoformat(), "desk", now)
    return graded(desk, replace(case, facts={**case.facts, "upgraded_at": upgrade}), now)


def _handed_on(desk: Desk, case: Case, now: datetime) -> Case:
    """The new grade's owner takes over, unless a person has assigned the case to somebody."""
    owner = owner_of(desk, case, now)
    by_hand = any(event.what == "assigned" and event.by != "desk" for event in case.timeline)
    if by_hand or owner.address == case.owner:
        return case
    return hand_over(desk, case, owner, "desk", now)


def ask_customer_again(desk: Desk, case: Case, before: Case, now: datetime, mail: IncomingMail | None = None) -> Case:
    """Ask for customer facts that have become necessary, never twice for the same ones, and for the files that `mail`
    only links to or that nobody can open."""
    asked = {item.fact for item in customer_missing(before)}
    new: list[Missing] = [item for item in customer_missing(case) if item.fact not in asked]
    lang = case.customer.language
    files = file_requests(mail, lang) if mail else ()
    if not (new or files) or not case.customer.contact.address:
        return case
    due = answer_by(case)
    if due is None:
        return case
    context = {"questions": [*questions(desk, new, lang), *files], "answer_by": desk.local(due)}
    wanted = [*(item.fact for item in new), *([f"files-of-{mail.sha256[:12]}"] if mail and files else [])]
    effect = "ask/customer/" + "+".join(wanted)
    letter = to_customer(desk, case, "customer/ask", effect, context, MailClass.QUESTION)
    case, posted = post_to_customer(desk, case, letter, now)
    if posted is None or posted.state is Sending.HELD:
        return case
    return case.noting(
        Event(now, "asked", "customer asked for " + ", ".join(_asked(new, files)), mail=posted.effect_key)
    )


def _asked(new: Sequence[Missing], files: Sequence[Question]) -> list[str]:
    return [*(item.fact for item in new), *(["attachments"] if files else [])]


def _change(case: Case, name: str, fact: Fact) -> str:
    return f"{name}: {fact_text(case, name)} → {shown(fact.value)}"


def _shown(grade: int | str | None) -> str:
    return "" if grade is None else str(grade)
