"""Who must decide, on which bytes, and what a decision does to the round."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from cases.tags import token_hash


class Verdict(StrEnum):
    """What an approver said."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Request:
    """One approver asked about one revision. The token itself is only in the mail; its hash is kept."""

    role: str
    address: str
    token_sha256: str
    asked_at: datetime
    expires_at: datetime
    verdict: Verdict | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""
    evidence: str = ""
    """SHA-256 of the raw mail that decided."""
    origin: str = ""
    """What was known of where that mail came from."""
    confirmed_by: str = ""
    """SHA-256 of the mail with the one-time code, where one was asked for."""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of approval on exactly these bytes."""

    number: int
    revision: str
    form: str
    document_sha256: str
    requester: str
    author: str
    mode: str
    """`all` or `any`."""
    requests: tuple[Request, ...]
    opened_at: datetime
    outcome: Verdict | None = None
    closed_at: datetime | None = None
    undone: bool = False


class Why(StrEnum):
    """Reasons for which a decision has no effect."""

    DECIDED = "decided"
    CHANGED = "changed"
    EXPIRED = "expired"
    NOT_YOURS = "not-yours"
    OWN_WORK = "own-work"
    GONE = "gone"
    """Nothing is left to call back."""
    CALLED_BACK = "called-back"
    ENDED = "ended"
    """The case is closed, or turned out to be none."""


class Refused(Exception):
    """A decision that has no effect; `by` is who decided before, where that is the reason."""

    def __init__(self, why: Why, by: str = "") -> None:
        super().__init__(f"the decision has no effect: {why}")
        self.why = why
        self.by = by


def request_for(round_: Round, token: str) -> Request | None:
    """The request that this token belongs to."""
    wanted = token_hash(token)
    return next((r for r in round_.requests if hmac.compare_digest(r.token_sha256, wanted)), None)


def decide(
    rounds: Sequence[Round],
    token: str,
    sender: str,
    verdict: Verdict,
    reason: str,
    evidence: str,
    now: datetime,
    *,
    origin: str = "",
    confirmed_by: str = "",
) -> Round:
    """The round after `sender` decided by `token`; raises Refused with the reason, changing nothing.

    A token works once, for the person it was sent to (in all roles that this person fills), on the revision it
    was made for, until it expires;
    neither the author of the document nor whoever asked for approval can decide (four eyes). That a refusal needs
    its reason is the grammar's matter: a bare one never gets here.
    """
    round_, request = _find(rounds, token)
    if round_.outcome is not None:
        raise Refused(_over(round_), _decider(round_))
    if request.verdict is not None:
        raise Refused(Why.DECIDED, request.decided_by)
    if now > request.expires_at:
        raise Refused(Why.EXPIRED)
    if sender != request.address:
        raise Refused(Why.NOT_YOURS)
    if sender in (round_.author, round_.requester):
        raise Refused(Why.OWN_WORK)
    said = replace(
        request,
        verdict=verdict,
        decided_at=now,
        decided_by=sender,
        reason=reason.strip(),
        evidence=evidence,
        origin=origin,
        confirmed_by=confirmed_by,
    )
    same = request.token_sha256
    requests = tuple(replace(said, role=r.role) if r.token_sha256 == same else r for r in round_.requests)
    return _close_if_done(replace(round_, requests=requests), now)


def revoke(round_: Round, now: datetime) -> Round:
    """The round ended without effect, since its document changed."""
    return replace(round_, outcome=Verdict.REJECT, closed_at=now, undone=True)


def renew(round_: Round, now: datetime, expires_at: datetime) -> Round:
    """The round with more time for the answers that are still wanted and have run out of it."""
    wanted = waiting_for(round_)
    return replace(
        round_,
        requests=tuple(
            replace(r, expires_at=expires_at) if r in wanted and r.expires_at < now else r for r in round_.requests
        ),
    )


def waiting_for(round_: Round) -> tuple[Request, ...]:
    """Requests whose answer can still change the outcome."""
    if round_.outcome is not None:
        return ()
    settled = {r.role for r in round_.requests if r.verdict is not None}
    return tuple(r for r in round_.requests if r.role not in settled)


def _find(rounds: Sequence[Round], token: str) -> tuple[Round, Request]:
    for round_ in reversed(rounds):
        request = request_for(round_, token)
        if request is not None:
            return round_, request
    raise Refused(Why.NOT_YOURS)


def _over(round_: Round) -> Why:
    if not round_.undone:
        return Why.DECIDED
    return Why.CALLED_BACK if round_.outcome is Verdict.APPROVE else Why.CHANGED


def _decider(round_: Round) -> str:
    return next((r.decided_by for r in reversed(round_.requests) if r.verdict is not None), "")


def _close_if_done(round_: Round, now: datetime) -> Round:
    """One refusal ends a round; approval needs every role, or any of them if the regulation says so.

    A role is settled by its holder or the deputy, whoever answers first.
    """
    if any(r.verdict is Verdict.REJECT for r in round_.requests):
        return replace(round_, outcome=Verdict.REJECT, closed_at=now)
    approved = {r.role for r in round_.requests if r.verdict is Verdict.APPROVE}
    roles = {r.role for r in round_.requests}
    if approved == roles or (approved and round_.mode == "any"):
        return replace(round_, outcome=Verdict.APPROVE, closed_at=now)
    return round_
