"""A party to a case writes again: the mail joins its case, its facts count, the grade may rise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, may, take
from cases.mail import IncomingMail, Kind
from cases.model import Case, Event, Fact
from cases.state import State
from kesu.asking import ask_customer_again
from kesu.belonging import another_matter, copied
from kesu.customers import same_party
from kesu.desk import Desk
from kesu.facts import news_in, take_facts
from kesu.grading import answer_again
from kesu.handling import Handling
from kesu.opening import after_the_end
from kesu.own_forms import brought
from kesu.passing_on import News, tell_owner
from kesu.present import fact_text, shown
from kesu.regrading import regrade
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


def _change(case: Case, name: str, fact: Fact) -> str:
    return f"{name}: {fact_text(case, name)} → {shown(fact.value)}"
