"""Whether a decision is its sender's own, as far as the desk wants it proved; else a one-time code goes out for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases import codes
from cases.codes import CodeAsked
from cases.mail import IncomingMail, Kind
from cases.model import Case, Event
from cases.origin import Origin, Proof
from cases.outgoing import MailClass
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import alert, to_person
from kesu.posting import post

TOKEN, ORIGIN_OR_CODE = "token", "origin-or-code"
"""Strengths of an approval; the third, "code", never has enough without a code."""
WEIGHTY = frozenset(["close", "override", "withdrawn"])
"""Commands that end a case or send something outside by themselves: they are proved like a decision. What an
engineer returns is not: its author answers for it, and approvers decide on it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of who wrote a mail; `confirmed_by` is the SHA-256 of the mail that brought the code."""

    origin: Origin
    confirmed_by: str = ""

    @property
    def kind(self) -> str:
        """How sure it is: `code`, `origin`, or no more than the `token` of the mail that was answered."""
        return "code" if self.confirmed_by else "origin" if self.origin.proof is Proof.PASSED else "token"

    def __str__(self) -> str:
        return f"{self.origin}; confirmed by code" if self.confirmed_by else str(self.origin)


def evidence_of(desk: Desk, mail: IncomingMail, confirmed_by: str = "") -> Evidence:
    return Evidence(desk.origin(desk.spool.read(mail.sha256), mail.sender.address), confirmed_by)


def asked_ahead(desk: Desk, mail: IncomingMail) -> Desk:
    """The desk, knowing already where a mail of one of us comes from: to ask other servers may take seconds, in which
    no transaction may wait."""
    if mail.kind is Kind.UNREADABLE or desk.people.by_address(mail.sender.address) is None:
        return desk
    known, address = desk.spool.read(mail.sha256), mail.sender.address
    found = desk.origin(known, address)

    def origin(raw: bytes, sender: str) -> Origin:
        return found if sender == address and raw == known else desk.origin(raw, sender)

    return replace(desk, origin=origin)


def enough(desk: Desk, evidence: Evidence) -> bool:
    """Whether a decision may take effect on this."""
    strength = desk.config.approval.strength
    proved = strength == ORIGIN_OR_CODE and evidence.origin.proof is Proof.PASSED
    return strength == TOKEN or bool(evidence.confirmed_by) or proved


def ask_for_code(
    desk: Desk, case: Case, mail: IncomingMail, person: Person, about: Mapping[str, object], now: datetime
) -> Handling:
    """The mail waits; a code for it goes to the registered address, whoever wrote the mail.

    `about`: document and revision that it decides on, empty for a command.
    """
    line = next((line.strip() for line in mail.new_text.splitlines() if line.strip()), "")
    if codes.locked(case.codes, person.address, now):
        return _sends_no_code(desk, case, mail, person, line, now)
    code = codes.code(desk.key, case.id, mail.sha256, person.address)
    asked = CodeAsked(
        mail.sha256,
        mail.received_at,
        person.address,
        codes.seal(desk.key, code, case.id, mail.sha256),
        now,
        now + codes.LASTS,
    )
    case = replace(case, codes=codes.asking(case.codes, asked))
    case = case.noting(Event(now, "code asked", line[:200], by=person.address, mail=mail.sha256))
    context = {
        "document": "",
        "revision": "",
        **about,
        "understood": line[:200],
        "code": code,
        "asked_at": desk.local(mail.received_at),
        "expires_at": desk.local(asked.expires_at),
    }
    effect = f"code-{mail.sha256[:12]}/{person.address}/1"
    post(desk, case, to_person(desk, person, "approver/code", effect, context, case, MailClass.APPROVAL), now)
    desk.store.put_case(case)
    return Handling("code-asked", f"waits for the code that was sent to {person.address}", case_id=case.id)


def tell_code_refused(
    desk: Desk, case: Case, mail: IncomingMail, person: Person, why: str, tries_left: int, now: datetime
) -> None:
    """Why an answer with a code, or a decision without one, has no effect; the registered address reads it."""
    context = {"why": why, "tries_left": tries_left}
    effect = f"code-refused-{mail.sha256[:12]}/{person.address}/1"
    letter = to_person(desk, person, "approver/code-refused", effect, context, case, MailClass.HELP)
    post(desk, case, replace(letter, in_reply_to=mail.message_id), now)


def warn_of_lock(desk: Desk, case: Case, person: Person, now: datetime) -> None:
    what = f"{case.number}：验证码连续输错，{person.name}的答复暂不接受 / codes for {person.name} are locked for a day"
    detail = f"{person.name} <{person.address}>"
    alert(desk, what, detail, f"code-locked-{case.id}-{person.address}-{now:%Y%m%d}", now, case)


def _sends_no_code(desk: Desk, case: Case, mail: IncomingMail, person: Person, line: str, now: datetime) -> Handling:
    case = case.noting(Event(now, "code refused", line[:200], by=person.address, mail=mail.sha256))
    warn_of_lock(desk, case, person, now)
    context = {"why": "locked", "tries_left": 0}
    effect = f"code-locked-{now:%Y%m%d%H}/{person.address}/1"
    post(desk, case, to_person(desk, person, "approver/code-refused", effect, context, case, MailClass.HELP), now)
    desk.store.put_case(case)
    return Handling("refused", "no code is sent: too many were answered wrong, or asked for, in a day", case_id=case.id)
