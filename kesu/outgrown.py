"""A case that becomes graver may need other approvers: what they have not seen goes no further without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.documents import DocumentRevision
from cases.lifecycle import Step, take
from cases.model import Case, Event
from cases.outgoing import Sending
from cases.state import State
from kesu.answers import revision_of, stoppable
from kesu.approval_letters import document_of
from kesu.desk import Desk
from kesu.rounds import ask


def restart_if_outgrown(desk: Desk, case: Case, now: datetime) -> Case:
    """A graver case may need other approvers: what they have not seen goes no further without them."""
    last = case.rounds[-1] if case.rounds else None
    wanted = set(case.grading.approvers if case.grading else ())
    if wanted and (unasked := _on_its_way_unasked(desk, case, now)) is not None:
        return _ask_after_all(desk, case, unasked, now)
    if last is None or last.undone or wanted <= {request.role for request in last.requests}:
        return case
    if case.round is not None:
        return _ask_anew(desk, case, "the grade has changed", now)
    queued = stoppable(desk, case, now)
    if case.state is not State.APPROVED or not queued:
        return case
    for out in queued:
        desk.store.update_outgoing(replace(out, state=Sending.CANCELLED, last_error="the grade has changed"))
    undone = replace(case, rounds=(*case.rounds[:-1], replace(last, undone=True)))
    return _ask_anew(desk, take(undone, Step.UNDO), "the grade has changed", now)


def _on_its_way_unasked(desk: Desk, case: Case, now: datetime) -> DocumentRevision | None:
    """The document that nobody had to approve and that has not left yet."""
    if case.state is not State.APPROVED:
        return None
    asked = {(round_.form, round_.revision) for round_ in case.rounds if not round_.undone}
    found = (revision_of(case, mail) for mail in stoppable(desk, case, now))
    return next((doc for doc in found if doc is not None and (doc.form, doc.revision) not in asked), None)


def _ask_after_all(desk: Desk, case: Case, revision: DocumentRevision, now: datetime) -> Case:
    for mail in stoppable(desk, case, now):
        desk.store.update_outgoing(replace(mail, state=Sending.CANCELLED, last_error="the grade has changed"))
    case = take(case, Step.UNDO, Event(now, "approval restarted", "the grade has changed"))
    return ask(desk, case, revision, revision.author, now)


def _ask_anew(desk: Desk, case: Case, why: str, now: datetime) -> Case:
    """The same document before other approvers, since what they were asked about has changed its weight."""
    last = case.rounds[-1]
    case = take(case, Step.DRAFT, Event(now, "approval restarted", why))
    return ask(desk, case, document_of(case, last), last.requester, now)
