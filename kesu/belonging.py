"""A new mail that may belong to a case we have: its owner is asked, one word joins them, nothing is merged silently."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Case, Event, Fact
from cases.outgoing import MailClass
from cases.state import State
from kesu.desk import Desk
from kesu.letters import to_person
from kesu.posting import post

PRODUCT = ("part_no", "model", "product_name")
"""By what a product is known, the most exact first: the first of them that both mails state decides."""


@dataclass(frozen=True, slots=True)
class Known:
    """An open case that a new one may be a part of, and why, in Chinese and English."""

    case: Case
    zh: str
    en: str

    @property
    def why(self) -> str:
        return f"{self.zh} / {self.en}"

    def line(self, now: datetime) -> Event:
        return Event(now, "perhaps a follow-up", f"{self.case.number}: {self.en}")


def known_case(desk: Desk, case: Case, mail: IncomingMail) -> Known | None:
    """The latest open case of the same customer with the customer's own number, with the product and lot, or under the
    subject that this mail answers. Accusations are nobody's to be found."""
    if not case.customer.key:
        return None
    others = [
        other
        for other in desk.store.cases_of(case.customer.key)
        if other.id != case.id and other.state.open and other.state is not State.TRIAGE and not other.restricted
    ]
    return next((Known(other, *why) for other in reversed(others) for why in _alike(other, case, mail)), None)


def in_doubt(desk: Desk, case: Case, mail: IncomingMail) -> Known | None:
    """The case that a doubtful mail may be a part of: one that it is like, or the one that its sender names."""
    named = desk.store.case(case.claims) if case.claims else None
    return known_case(desk, case, mail) or (claimed(named) if named and named.state.open else None)


def claimed(case: Case) -> Known:
    """The case that somebody names who is no party to it."""
    return Known(
        case, "来信写明该编号，但发件人不是该案当事人", "it names that number, but its sender is no party to it"
    )


def another_matter(desk: Desk, case: Case, stated: Mapping[str, Fact]) -> tuple[str, ...]:
    """Why a mail in the thread of a case may be about something else, for its owner; () if nothing says so."""
    mail = replace(case, facts=stated)
    lots = (_value(case, "batch_no"), _value(mail, "batch_no"))
    if all(lots) and not lots[0] & lots[1]:
        fact = "batch_no"
    elif not _same_product(case, mail) and (named := _both_state(case, mail)):
        fact = named
    else:
        return ()
    label = desk.words.label(fact, "zh")
    return (
        f"{label} {fact}：“{_shown(mail, fact)}”（本案为“{_shown(case, fact)}”；如是另一件事，请回复“拆分 说明”"
        " / not that of this case: if it is another matter, answer: split TEXT）",
    )


def propose(desk: Desk, case: Case, mail: IncomingMail, known: Known, now: datetime) -> None:
    """Ask the owner of the known case whether the new one is a part of it; until then it is handled by itself."""
    person = desk.people.or_owner(known.case.owner)
    context = {
        "number": known.case.number,
        "why": known.zh if person.language == "zh" else known.en,
        "sender": str(mail.sender),
        "words": mail.new_text or mail.text,
    }
    effect = f"perhaps/{known.case.id}/{person.address}/1"
    post(desk, case, to_person(desk, person, "owner/perhaps-follow-up", effect, context, case, MailClass.QUESTION), now)


def _alike(other: Case, case: Case, mail: IncomingMail) -> Iterator[tuple[str, str]]:
    theirs = _value(other, "customer_ref")
    if theirs & _value(case, "customer_ref"):
        shown = _shown(case, "customer_ref")
        yield f"客户编号相同：{shown}", f"the same number of the customer's: {shown}"
    lot = _value(other, "batch_no")
    if lot & _value(case, "batch_no") and _same_product(other, case):
        shown = _shown(case, "batch_no")
        yield f"同一客户、同一产品、同一批号：{shown}", f"the same customer, product and lot: {shown}"
    answers = mail.subject_bare and mail.subject_bare != mail.subject.strip()
    if answers and mail.subject_bare == other.subject and mail.sender.address in other.parties:
        yield "同一发件人回复了该案的来信主题", "its sender answers under the subject of that case"


def _both_state(one: Case, other: Case) -> str:
    """The most exact name of the product that both give."""
    return next((fact for fact in PRODUCT if _value(one, fact) and _value(other, fact)), "")


def _same_product(one: Case, other: Case) -> bool:
    fact = _both_state(one, other)
    return bool(fact and _value(one, fact) & _value(other, fact))


def _value(case: Case, fact: str) -> frozenset[str]:
    """What the case states, without regard to width, case and spaces."""
    known = case.facts.get(fact)
    values = known.value if known is not None and isinstance(known.value, tuple) else (known.value if known else "",)
    plain = ("".join(unicodedata.normalize("NFKC", str(value)).casefold().split()) for value in values)
    return frozenset(value for value in plain if value)


def _shown(case: Case, fact: str) -> str:
    value = case.facts[fact].value
    return "、".join(value) if isinstance(value, tuple) else str(value)


def copied(mail: IncomingMail, now: datetime) -> tuple[Event, ...]:
    """Who else got the mail: recorded with the case; nobody becomes a party by it."""
    others = [address.address for address in (*mail.to, *mail.cc) if address.address]
    return (Event(now, "copied", ", ".join(others), mail=mail.sha256),) if mail.cc else ()
