"""A round of approval is opened on exactly these bytes: who is asked, again, instead, or once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases import tags
from cases.approval import Request, Round, renew, request_for, revoke, waiting_for
from cases.documents import DocumentRevision, copies_of
from cases.lifecycle import Step, take
from cases.model import Case, Event
from cases.outgoing import MailClass
from kesu.answers import (
    document_words,
    goes_out,
    in_words,
    judged,
    kept_back,
    send_to_customer,
)
from kesu.config import Person
from kesu.desk import Desk
from kesu.desk_clocks import APPROVAL, desk_clock
from kesu.enclosing import enclose, hashes
from kesu.gate import drop_held
from kesu.grading import meet, with_next_due
from kesu.letters import to_person
from kesu.linting import remarks
from kesu.people import QUALITY_MANAGER, once_each
from kesu.posting import Letter, post
from kesu.review_words import review_of
from kesu.roles import holders
from kesu.signatures import with_signed_copy


def ask(desk: Desk, case: Case, revision: DocumentRevision, requester: str, now: datetime) -> Case:
    """Open a round on this revision and ask every approver; at a grade without approvers it goes out by itself.

    What the rules of communication hold is asked of its author and owner instead. A case whose grade is still open
    could turn out to need approval: until then the quality manager decides.
    """
    if case.round is not None:
        case = replace(case, rounds=(*case.rounds[:-1], revoke(case.rounds[-1], now)))
        case = meet(case, now, "approval")
    drop_held(desk, case, f"overtaken by {revision.form} {revision.revision}")
    graded = case.grading is not None and case.grading.grade is not None
    roles = case.grading.approvers if case.grading and graded else (QUALITY_MANAGER,)
    if (kept := kept_back(desk, case, revision, now, to_approve=bool(roles))) is not None:
        return kept
    if not roles:
        case = take(case, Step.APPROVE, Event(now, "approved", "no approval is needed at this grade"))
        case = with_signed_copy(desk, case, revision, now)
        return send_to_customer(desk, case, revision, goes_out(desk, now), now, approved=False)
    number = len(case.rounds) + 1
    expires = now + timedelta(days=desk.config.approval.expires_days)
    requests = tuple(
        Request(
            role, person.address, tags.token_hash(token_of(desk, case, number, revision, person.address)), now, expires
        )
        for role in roles
        for person in _approvers(desk, case, role, {requester, revision.author}, now)
    )
    round_ = Round(
        number=number,
        revision=revision.revision,
        form=revision.form,
        document_sha256=revision.sha256,
        requester=requester,
        author=revision.author,
        mode=case.grading.approval_mode if case.grading else "all",
        requests=requests,
        opened_at=now,
    )
    days = desk.config.approval.within_working_days
    clock = desk_clock(desk, APPROVAL, "approval", now, days)
    others = [c for c in case.clocks if c.deadline.rule != APPROVAL]
    case = replace(case, rounds=(*case.rounds, round_), clocks=(*others, clock))
    case = take(case, Step.ASK_APPROVAL, Event(now, "approval asked", f"{revision.form} {revision.revision}"))
    for request in requests:
        post(desk, case, request_letter(desk, case, round_, request), now)
    return with_next_due(desk, case, now)


def withdraw(case: Case, now: datetime) -> Case:
    """Nobody is asked for approval any more."""
    if case.round is None:
        return case
    return meet(replace(case, rounds=(*case.rounds[:-1], revoke(case.rounds[-1], now))), now, "approval")


def renewed(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with more time for approvers whose time is over: a document must not wait for ever."""
    if case.round is None:
        return case
    until = now + timedelta(days=desk.config.approval.expires_days)
    return replace(case, rounds=(*case.rounds[:-1], renew(case.round, now, until)))


def request_letter(
    desk: Desk, case: Case, round_: Round, request: Request, purpose: str = "approver/request"
) -> Letter:
    """The question to one approver, with the document as returned and the customer's copies of it."""
    person = desk.people.or_owner(request.address)
    revision = document_of(case, round_)
    documents = [revision, *copies_of(case.documents, round_.form, round_.revision)]
    others = [other.address for other in round_.requests if other.address != request.address]
    context = {
        **document_words(desk, revision, person.language),
        "filename": revision.filename,
        "sha256": revision.sha256,
        "author": desk.people.name_of(round_.author),
        "body": in_words(desk, revision),
        "sends_to": case.customer.contact.address,
        "remarks": remarks(judged(desk, case, revision).findings, person.language),
        **review_of(case, revision, person.language),
        "undo_minutes": int(desk.config.approval.undo_minutes),
        "others": [desk.people.name_of(address) for address in others],
        "mode": round_.mode,
        "asked_at": desk.local(request.asked_at),
        "expires_at": desk.local(request.expires_at),
    }
    letter = to_person(
        desk, person, purpose, f"approval-{round_.number}/{request.address}/1", context, case, MailClass.APPROVAL
    )
    return replace(
        letter,
        token=token_of(desk, case, round_.number, revision, request.address),
        enclosures=enclose(desk, documents),
        documents=hashes(documents),
    )


def reminder_letter(desk: Desk, case: Case, round_: Round, request: Request, effect: str) -> Letter:
    """The same question again, with the same code: answering either mail decides."""
    return replace(request_letter(desk, case, round_, request, "approver/reminder"), effect=effect)


def ask_deputy(desk: Desk, case: Case, round_: Round, request: Request, now: datetime) -> Case:
    """Put the question to the deputy as well; whoever answers first decides for the role."""
    deputy = _deputy(desk, request, now)
    barred = (round_.author, round_.requester, *(other.address for other in round_.requests))
    if deputy is None or deputy.address in barred:
        return case
    revision = document_of(case, round_)
    code = token_of(desk, case, round_.number, revision, deputy.address)
    extra = replace(request, address=deputy.address, token_sha256=tags.token_hash(code), asked_at=now)
    round_ = replace(round_, requests=(*round_.requests, extra))
    case = replace(case, rounds=(*case.rounds[:-1], round_))
    post(desk, case, request_letter(desk, case, round_, extra), now)
    return case.noting(Event(now, "approval asked", f"deputy {deputy.address} for {request.role}"))


def ask_for_the_absent(desk: Desk, case: Case, now: datetime) -> Case:
    """Put what is asked of people who have gone on leave since to whoever stands in for them."""
    today = desk.local(now).date()
    for request in open_requests(case):
        person = desk.people.by_address(request.address)
        if person is not None and case.round is not None and desk.people.away(person, today):
            case = ask_deputy(desk, case, case.round, request, now)
    return case


def _deputy(desk: Desk, request: Request, now: datetime) -> Person | None:
    """The deputy, if there is one; of somebody absent whoever stands in."""
    people, today = desk.people, desk.local(now).date()
    person = people.by_address(request.address)
    deputy = people.deputy_of(person) if person else None
    if person is None or (deputy is None and not people.away(person, today)):
        return None
    return people.stand_in(deputy or person, today)


def open_requests(case: Case) -> tuple[Request, ...]:
    """Approvers who have not answered yet."""
    return waiting_for(case.round) if case.round else ()


def code_of(case: Case, code: str) -> Request | None:
    """The request that was sent out with this code."""
    return next((found for r in reversed(case.rounds) if (found := request_for(r, code)) is not None), None)


def document_of(case: Case, round_: Round) -> DocumentRevision:
    """The revision that the round is about."""
    return next(doc for doc in case.documents if (doc.form, doc.revision) == (round_.form, round_.revision))


def _approvers(desk: Desk, case: Case, role: str, barred: set[str], now: datetime) -> list[Person]:
    """Who is asked for a role: its holders, but never who wrote the document or sends it for approval (four eyes):
    for them their deputy, their superior or the quality manager decides."""
    asked = [_instead(desk, person, barred, now) for person in holders(desk, case, role, now)]
    return once_each(person for person in asked if person is not None) or _last_resort(desk, barred)


def _last_resort(desk: Desk, barred: set[str]) -> list[Person]:
    """Whoever of quality manager and desk owner has no part in the document."""
    people = [desk.people.quality_manager, desk.people.desk_owner]
    return [person for person in people if person.address not in barred][:1] or people[:1]


def _instead(desk: Desk, person: Person, barred: set[str], now: datetime) -> Person | None:
    """The first who may decide, those who are here before those who are absent."""
    people, today = desk.people, desk.local(now).date()
    others = (person, people.deputy_of(person), people.superior_of(person.address), people.quality_manager)
    may = [other for other in others if other is not None and other.address not in barred]
    return next((other for other in may if not people.away(other, today)), next(iter(may), None))


def token_of(desk: Desk, case: Case, number: int, revision: DocumentRevision, address: str) -> str:
    return tags.token(desk.key, case.id, "approval", str(number), revision.sha256, address)
