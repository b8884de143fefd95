"""What an approver answers: decided by one word, called back within minutes, or told why it has no effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Refused, Round, Verdict, Why, decide, request_for
from cases.faults import hit
from cases.lifecycle import Step, take
from cases.mail import Decision, IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass
from kesu.answers import document_words, goes_out, judged, send_to_customer
from kesu.approval_letters import document_of, token_of
from kesu.desk import Desk
from kesu.grading import meet, with_next_due
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.linting import remarks
from kesu.people import once_each
from kesu.posting import post
from kesu.proving import Evidence, ask_for_code, enough
from kesu.refusing import refuse
from kesu.signatures import with_signed_copy
from kesu.threads import decision_in
from kesu.undoing import call_back

VERDICTS = {"approve": Verdict.APPROVE, "reject": Verdict.REJECT}
NOTHING_UNDERSTOOD = Decision("", understood="", refused_because="no decision was found in the first line")


def answer(desk: Desk, case: Case, mail: IncomingMail, code: str, now: datetime, evidence: Evidence) -> Handling | None:
    """A mail that carries an approval's code: decide, call back, ask for proof, or say why not.

    None if the code is not one, or if the mail says something else that may be said in an answer to us.
    """
    round_ = next((r for r in reversed(case.rounds) if request_for(r, code) is not None), None)
    request = request_for(round_, code) if round_ else None
    if round_ is None or request is None:
        return None
    said = decision_in(mail, case) or NOTHING_UNDERSTOOD
    if said.verb == "undo" and not said.refused_because:
        return call_back(desk, case, mail, now)
    clear = said.verb in VERDICTS and not said.refused_because
    if not clear and mail.sender.address == request.address and (_meant_otherwise(said) or request.verdict):
        return None
    try:
        if not clear and mail.sender.address == request.address:
            return _ask_back(desk, case, round_, mail, said, now)
        if not clear:
            raise Refused(Why.NOT_YOURS)
        if not case.state.open:
            raise Refused(Why.ENDED)
        decided = decide(
            case.rounds,
            code,
            mail.sender.address,
            VERDICTS[said.verb],
            said.reason,
            mail.sha256,
            now,
            origin=str(evidence.origin),
            confirmed_by=evidence.confirmed_by,
        )
    except Refused as refusal:
        return refuse(desk, case, round_, mail, refusal, now)
    if not enough(desk, evidence):
        person = desk.people.or_owner(request.address)
        about = document_words(desk, document_of(case, round_), person.language)
        return ask_for_code(desk, case, mail, person, about, now)
    hit("P14")
    case = replace(case, rounds=tuple(decided if r.number == decided.number else r for r in case.rounds))
    who = f"{said.verb}: {said.reason}".strip(": ")
    case = case.noting(Event(now, "decided", who, by=mail.sender.address, mail=mail.sha256))
    case = case.noting(Event(now, "origin", str(evidence), by=mail.sender.address, mail=mail.sha256))
    case = _conclude(desk, case, decided, now)
    _tell(desk, case, decided, mail, evidence, now)
    desk.store.put_case(with_next_due(desk, case, now))
    return Handling("decision", f"{said.verb} by {mail.sender.address}", case_id=case.id)


def _meant_otherwise(said: Decision) -> bool:
    """A clear command that is no decision, such as 状态; the mail that asks for the decision offers help as well."""
    return said.verb not in (*VERDICTS, "unclear", "") and not said.refused_because


def _conclude(desk: Desk, case: Case, round_: Round, now: datetime) -> Case:
    """What a closed round does to the case; an open one waits for the other approvers."""
    if round_.outcome is None:
        return case
    case = meet(case, now, "approval")
    if round_.outcome is Verdict.REJECT:
        return take(case, Step.REJECT)
    revision = document_of(case, round_)
    case = with_signed_copy(desk, take(case, Step.APPROVE), revision, now)
    return send_to_customer(desk, case, revision, goes_out(desk, now), now, approved=True)


def _tell(desk: Desk, case: Case, round_: Round, mail: IncomingMail, evidence: Evidence, now: datetime) -> None:
    """Receipt to who decided, the outcome to the owner and author, a notice to the quality manager."""
    request = next(r for r in round_.requests if r.evidence == mail.sha256)
    sends_to = case.customer.contact.address
    leaves = desk.local(goes_out(desk, now)) if round_.outcome is Verdict.APPROVE and sends_to else None
    decider = desk.people.or_owner(mail.sender.address)
    told = {
        "verdict": str(request.verdict),
        "by": decider.name,
        "at": desk.local(now),
        "reason": request.reason,
        "goes_out_at": leaves,
        "sha256": round_.document_sha256,
        "sends_to": sends_to,
        "undo_minutes": int(desk.config.approval.undo_minutes),
        "proof": evidence.kind,
    }
    revision = document_of(case, round_)
    effect = f"decided-{round_.number}-{mail.sha256[:12]}"
    receipt = to_person(
        desk,
        decider,
        "approver/receipt",
        f"{effect}/approver/1",
        told | document_words(desk, revision, decider.language),
        case,
    )
    post(desk, case, replace(receipt, token=token_of(desk, case, round_.number, revision, decider.address)), now)
    if round_.outcome is not None:
        found = judged(desk, case, revision, approved=True).findings
        for person in once_each(desk.people.or_owner(address) for address in (case.owner, round_.author)):
            context = told | document_words(desk, revision, person.language)
            context |= {"remarks": remarks(found, person.language)}
            post(
                desk,
                case,
                to_person(desk, person, "owner/decided", f"{effect}/{person.address}/1", context, case),
                now,
            )
    quality = desk.people.quality_manager
    context = told | document_words(desk, revision, quality.language)
    post(
        desk,
        case,
        to_person(desk, quality, "quality/decision-notice", f"{effect}/quality/1", context, case),
        now,
    )


def _ask_back(desk: Desk, case: Case, round_: Round, mail: IncomingMail, said: Decision, now: datetime) -> Handling:
    """Nothing changes; the sender reads what was understood and the exact words, once an hour at most."""
    person = desk.people.or_owner(mail.sender.address)
    revision = document_of(case, round_)
    first_line = next((line.strip() for line in mail.new_text.splitlines() if line.strip()), "")
    context = {
        **document_words(desk, revision, person.language),
        "understood": said.understood or first_line,
        "why": said.refused_because or NOTHING_UNDERSTOOD.refused_because,
    }
    effect = f"unclear-{round_.number}-{now:%Y%m%d%H}/{mail.sender.address}/1"
    letter = to_person(desk, person, "approver/unclear", effect, context, case, MailClass.HELP)
    letter = replace(
        letter, token=token_of(desk, case, round_.number, revision, person.address), in_reply_to=mail.message_id
    )
    post(desk, case, letter, now)
    event = Event(now, "unclear", str(context["understood"]), by=mail.sender.address, mail=mail.sha256)
    desk.store.put_case(case.noting(event))
    return Handling("unclear", str(context["why"]), case_id=case.id)
