"""An answer on its way, or held, is called back before it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Refused, Round, Verdict, Why
from cases.documents import DocumentRevision
from cases.lifecycle import Step, may, take
from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import Sending
from kesu.answers import revision_of, stoppable
from kesu.desk import Desk
from kesu.grading import with_next_due
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.people import once_each
from kesu.posting import post
from kesu.refusing import refuse


def call_back(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Handling:
    """Stop an approved answer that has not left: by an approver, the author, the owner or the quality manager."""
    round_ = case.rounds[-1] if case.rounds else None
    unapproved = _without_approval(desk, case, round_, now)
    if unapproved is not None:
        return _call_back_unapproved(desk, case, unapproved, mail, now)
    if round_ is None:
        return Handling("refused", "there was no approval to call back", case_id=case.id)
    deciders = {request.decided_by for request in round_.requests}
    allowed = {*deciders, round_.author, case.owner, desk.people.quality_manager.address} - {""}
    queued = stoppable(desk, case, now)
    sender = mail.sender.address
    if round_.outcome is not Verdict.APPROVE or not queued or sender not in allowed:
        return refuse(desk, case, round_, mail, Refused(Why.GONE if sender in allowed else Why.NOT_YOURS), now)
    _cancel(desk, case, sender, now)
    case = replace(case, rounds=(*case.rounds[:-1], replace(round_, undone=True)))
    case = _stopped(case, Event(now, "called back", f"approval of {round_.revision}", by=sender, mail=mail.sha256))
    desk.store.put_case(with_next_due(desk, case, now))
    _tell_stopped(desk, case, round_.form, round_.revision, {sender, case.owner, round_.author}, mail, now)
    return Handling("decision", f"approval called back by {sender}", case_id=case.id)


def _without_approval(desk: Desk, case: Case, round_: Round | None, now: datetime) -> DocumentRevision | None:
    """The document that waits to leave, or is held, although no round was about it."""
    found = (revision_of(case, out) for out in stoppable(desk, case, now))
    asked = (round_.form, round_.revision) if round_ else ("", "")
    return next((doc for doc in found if doc is not None and (doc.form, doc.revision) != asked), None)


def _call_back_unapproved(
    desk: Desk, case: Case, revision: DocumentRevision, mail: IncomingMail, now: datetime
) -> Handling:
    """Stop an answer that needed no approval: by its author, the owner or the quality manager."""
    sender = mail.sender.address
    if sender not in (revision.author, case.owner, desk.people.quality_manager.address):
        desk.store.put_case(case.noting(Event(now, "refused", "undo", by=sender, mail=mail.sha256)))
        return Handling("refused", "only its author, the owner and the quality manager can stop it", case_id=case.id)
    _cancel(desk, case, sender, now)
    case = _stopped(case, Event(now, "called back", revision.revision, by=sender, mail=mail.sha256))
    desk.store.put_case(with_next_due(desk, case, now))
    _tell_stopped(desk, case, revision.form, revision.revision, {sender, case.owner, revision.author}, mail, now)
    return Handling("decision", f"answer stopped by {sender}", case_id=case.id)


def _cancel(desk: Desk, case: Case, by: str, now: datetime) -> None:
    for out in stoppable(desk, case, now):
        desk.store.update_outgoing(replace(out, state=Sending.CANCELLED, last_error=f"called back by {by}"))


def _stopped(case: Case, event: Event) -> Case:
    return take(case, Step.UNDO, event) if may(case, Step.UNDO) else case.noting(event)


def _tell_stopped(
    desk: Desk, case: Case, form: str, revision: str, whom: set[str], mail: IncomingMail, now: datetime
) -> None:
    for person in once_each(desk.people.or_owner(address) for address in sorted(whom)):
        titled = f"{desk.words.form(form, person.language)} {revision}"
        done = {"done": [desk.words.done("called-back", person.language, titled)]}
        effect = f"undone-{mail.sha256[:12]}/{person.address}/1"
        post(desk, case, to_person(desk, person, "staff/done", effect, done, case), now)
