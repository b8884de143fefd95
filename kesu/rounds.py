"""A round of approval is opened on exactly these bytes: who is asked, again, instead, or once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases import tags
from cases.approval import Request, Round, renew, request_for, revoke, waiting_for
from cases.documents import DocumentRevision
from cases.lifecycle import Step, take
from cases.model import Case, Event
from kesu.answers import goes_out, kept_back, send_to_customer
from kesu.approval_letters import document_of, request_letter, token_of
from kesu.approvers import approvers, deputy_for
from kesu.desk import Desk
from kesu.desk_clocks import APPROVAL, desk_clock
from kesu.gate import drop_held
from kesu.grading import meet, with_next_due
from kesu.people import QUALITY_MANAGER
from kesu.posting import post
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
        for person in approvers(desk, case, role, {requester, revision.author}, now)
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


def ask_deputy(desk: Desk, case: Case, round_: Round, request: Request, now: datetime) -> Case:
    """Put the question to the deputy as well; whoever answers first decides for the role."""
    deputy = deputy_for(desk, request, now)
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


def open_requests(case: Case) -> tuple[Request, ...]:
    """Approvers who have not answered yet."""
    return waiting_for(case.round) if case.round else ()


def code_of(case: Case, code: str) -> Request | None:
    """The request that was sent out with this code."""
    return next((found for r in reversed(case.rounds) if (found := request_for(r, code)) is not None), None)
