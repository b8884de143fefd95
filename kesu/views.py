"""A case as JSON and as a timeline: the one shape that `case --json`, `cases --json` and the demo print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from cases.approval import Request, Round
from cases.documents import DocumentRevision
from cases.model import Case, Clock, Event
from cases.outgoing import OutgoingMail
from kesu.desk import Desk
from kesu.enclosing import pdf_name
from kesu.restricted import veiled


def case_json(desk: Desk, case: Case, *, hide: bool = False) -> dict[str, object]:
    """The case in plain values, times in the desk's zone; with `hide` a restricted one without words, facts, people."""
    hidden = hide and case.restricted
    case = veiled(case) if hidden else case
    grading = case.grading
    return {
        "id": case.id,
        "case_no": case.case_no,
        "pack": case.pack,
        "pack_version": case.pack_version,
        "state": str(case.state),
        "grade": grading.grade if grading else None,
        "reasons": [reason.rule for reason in grading.reasons] if grading else [],
        "provisional": bool(grading and grading.provisional),
        "ceiling": grading.ceiling if grading else None,
        "missing": [item.fact for item in grading.missing] if grading else [],
        "flags": list(grading.flags) if grading else [],
        "customer": {
            "name": case.customer.name,
            "address": case.customer.contact.address,
            "language": case.customer.language,
        },
        "subject": case.subject,
        "received_at": _time(desk, case.received_at),
        "facts": {name: _plain(fact.value) for name, fact in case.facts.items()},
        "deadlines": [_deadline(desk, clock) for clock in case.clocks],
        "owner": case.owner,
        "approvals": [_round(desk, round_) for round_ in case.rounds],
        "documents": [_document(doc) for doc in case.documents],
        "by_hand": list(case.by_hand),
        "mails": [] if hidden else [_mail(desk, mail) for mail in desk.store.outgoing_of(case.id)],
        "timeline": [_event(desk, event) for event in case.timeline],
        "claims": case.claims,
        "duplicate_of": case.duplicate_of,
        "related": list(case.related),
        "restricted": case.restricted,
    }


def overdue(cases: Sequence[Case], now: datetime) -> list[Case]:
    """Open cases with a firm date that has passed, the latest first."""
    late = [(due, case) for case in cases if case.state.open and (due := _earliest(case)) is not None and due < now]
    return [case for _, case in sorted(late, key=lambda pair: pair[0])]


def _earliest(case: Case) -> datetime | None:
    firm = (clock.deadline.due for clock in case.clocks if clock.met_at is None and not clock.deadline.soft)
    return min((due for due in firm if due is not None), default=None)


def _deadline(desk: Desk, clock: Clock) -> dict[str, object]:
    deadline = clock.deadline
    found: dict[str, object] = {"rule": deadline.rule, "what": deadline.what, "due": _time(desk, deadline.due)}
    if deadline.due is None:
        found["waiting_for"] = deadline.waiting_for
    if deadline.target is not None:
        found["target"] = _time(desk, deadline.target)
    if deadline.soft:
        found["soft"] = True
    if clock.met_at is not None:
        found["met_at"] = _time(desk, clock.met_at)
    return found


def _round(desk: Desk, round_: Round) -> dict[str, object]:
    return {
        "round": round_.number,
        "form": round_.form,
        "revision": round_.revision,
        "sha256": round_.document_sha256,
        "mode": round_.mode,
        "outcome": str(round_.outcome) if round_.outcome else None,
        "called_back": round_.undone,
        "requests": [_request(desk, request) for request in round_.requests],
    }


def _request(desk: Desk, request: Request) -> dict[str, object]:
    return {
        "role": request.role,
        "address": request.address,
        "asked_at": _time(desk, request.asked_at),
        "verdict": str(request.verdict) if request.verdict else None,
        "decided_at": _time(desk, request.decided_at),
        "reason": request.reason,
        "evidence": request.evidence,
        "origin": request.origin,
        "confirmed_by": request.confirmed_by,
    }


def _document(doc: DocumentRevision) -> dict[str, object]:
    return {
        "form": doc.form,
        "revision": doc.revision,
        "path": str(PurePosixPath("documents") / doc.name),
        "sha256": doc.sha256,
        "author": doc.author,
        **({"pdf": str(PurePosixPath("documents") / pdf_name(doc.name))} if doc.pdf else {}),
    }


def _mail(desk: Desk, mail: OutgoingMail) -> dict[str, object]:
    return {
        "effect": mail.effect_key,
        "class": str(mail.mail_class),
        "to": mail.recipient,
        "subject": mail.subject,
        "message_id": mail.message_id,
        "state": str(mail.state),
        "queued_at": _time(desk, mail.queued_at),
        "sent_at": _time(desk, mail.sent_at),
    }


def _event(desk: Desk, event: Event) -> dict[str, object]:
    return {"at": _time(desk, event.at), "what": event.what, "text": event.text, "by": event.by, "mail": event.mail}


def _time(desk: Desk, at: datetime | None) -> str | None:
    return desk.local(at).isoformat() if at else None


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
