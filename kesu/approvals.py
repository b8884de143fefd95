"""What an approver answers: decided by one word, called back within minutes, or told why it has no effect."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Refused, Why, decide, request_for
from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import Decision, IncomingMail, MailClass, Sending
from cases.model import Case, DocumentRevision, Event, Round, Verdict
from kesu.answers import document_words, goes_out, judged, revision_of, send_to_customer, stoppable
from kesu.desk import Desk
from kesu.grading import meet, with_next_due
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.linting import remarks
from kesu.people import once_each
from kesu.posting import post
from kesu.rounds import code_of, document_of, open_requests, reminder_letter, renewed, token_of
from kesu.threads import decision_in, thread_of

VERDICTS = {"approve": Verdict.APPROVE, "reject": Verdict.REJECT}
NOTHING_UNDERSTOOD = Decision("", understood="", refused_because="no decision was found in the first line")


def answer(desk: Desk, case: Case, mail: IncomingMail, code: str, now: datetime) -> Handling | None:
    """A mail that carries an approval's code: decide, call back, or say why not.

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
        decided = decide(case.rounds, code, mail.sender.address, VERDICTS[said.verb], said.reason, mail.sha256, now)
    except Refused as refusal:
        return _refuse(desk, case, round_, mail, refusal, now)
    hit("P14")
    case = replace(case, rounds=tuple(decided if r.number == decided.number else r for r in case.rounds))
    who = f"{said.verb}: {said.reason}".strip(": ")
    case = case.noting(Event(now, "decided", who, by=mail.sender.address, mail=mail.sha256))
    case = _conclude(desk, case, decided, now)
    _tell(desk, case, decided, mail, now)
    desk.store.put_case(with_next_due(desk, case, now))
    return Handling("decision", f"{said.verb} by {mail.sender.address}", case_id=case.id)


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
        return _refuse(desk, case, round_, mail, Refused(Why.GONE if sender in allowed else Why.NOT_YOURS), now)
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


def warn(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> None:
    """Somebody answers with a code that was sent to another person, who should know."""
    thread = thread_of(desk, mail)
    request = code_of(case, thread.token) if thread else None
    person = desk.people.or_owner(request.address) if request else desk.people.quality_manager
    context = {
        "what": f"{case.number}：有人用发给您的编码答复，未生效 / somebody else used your code, without effect",
        "detail": f"{mail.sender}: {mail.subject}",
    }
    effect = f"alert/{person.address}/code-{mail.sha256[:12]}"
    post(desk, case, to_person(desk, person, "desk/alert", effect, context, case), now)


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
    case = take(case, Step.APPROVE)
    return send_to_customer(desk, case, revision, goes_out(desk, now), now, approved=True)


def _tell(desk: Desk, case: Case, round_: Round, mail: IncomingMail, now: datetime) -> None:
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


def _refuse(desk: Desk, case: Case, round_: Round, mail: IncomingMail, refusal: Refused, now: datetime) -> Handling:
    """The decision has no effect; its sender, if one of us, is told why."""
    event = Event(now, "decision refused", refusal.why, by=mail.sender.address, mail=mail.sha256)
    case = case.noting(event)
    if refusal.why is Why.NOT_YOURS:
        warn(desk, case, mail, now)
    person = desk.people.by_address(mail.sender.address)
    if person is not None:
        revision = document_of(case, round_)
        context = document_words(desk, revision, person.language)
        context |= {"why": str(refusal.why), "by": desk.people.name_of(refusal.by)}
        effect = f"refused-{mail.sha256[:12]}/{person.address}/1"
        letter = to_person(desk, person, "approver/too-late", effect, context, case, MailClass.HELP)
        post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    if refusal.why is Why.EXPIRED:
        case = _ask_once_more(desk, case, round_, mail, now)
    desk.store.put_case(case)
    return Handling("refused", str(refusal), case_id=case.id)


def _ask_once_more(desk: Desk, case: Case, round_: Round, mail: IncomingMail, now: datetime) -> Case:
    """The question again to who answered too late, as the refusal promises."""
    case = renewed(desk, case, now)
    request = next((r for r in open_requests(case) if r.address == mail.sender.address), None)
    if request is not None and case.round is not None:
        effect = f"approval-{round_.number}/{request.address}/again-{mail.sha256[:12]}"
        post(desk, case, reminder_letter(desk, case, case.round, request, effect), now)
    return case
