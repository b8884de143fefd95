"""Rounds of approval by mail: asked on exactly these bytes, decided by one word, called back within minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from cases import tags
from cases.approval import Refused, Why, decide, renew, request_for, revoke, waiting_for
from cases.faults import hit
from cases.lifecycle import Step, may, take
from cases.mail import Decision, IncomingMail, MailClass, OutgoingMail, Sending
from cases.model import Case, DocumentRevision, Event, Request, Round, State, Verdict
from kesu.config import Person
from kesu.desk import Desk
from kesu.grading import APPROVAL, desk_clock, meet, with_next_due
from kesu.handling import Handling
from kesu.letters import to_customer, to_person
from kesu.posting import Letter, enclose, post
from kesu.present import document_lines
from kesu.threads import thread_of

VERDICTS = {"approve": Verdict.APPROVE, "reject": Verdict.REJECT}
ANSWER = "answer"
"""The form of an answer in words, when no form is sent."""
NOTHING_UNDERSTOOD = Decision("", understood="", refused_because="no decision was found in the first line")


def ask(desk: Desk, case: Case, revision: DocumentRevision, requester: str, now: datetime) -> Case:
    """Open a round on this revision and ask every approver; without approvers the document goes out by itself."""
    if case.round is not None:
        case = replace(case, rounds=(*case.rounds[:-1], revoke(case.rounds[-1], now)))
        case = meet(case, now, "approval")
    roles = case.grading.approvers if case.grading else ()
    if not roles:
        case = take(case, Step.APPROVE, Event(now, "approved", "no approval is needed at this grade"))
        return send_to_customer(desk, case, revision, now, now)
    number = len(case.rounds) + 1
    expires = now + timedelta(days=desk.config.approval.expires_days)
    requests = tuple(
        Request(
            role, person.address, tags.token_hash(_token(desk, case, number, revision, person.address)), now, expires
        )
        for role in roles
        for person in _approvers(desk, role, {requester, revision.author}, now)
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


def _approvers(desk: Desk, role: str, barred: set[str], now: datetime) -> list[Person]:
    """Who is asked for a role: its holders, but never who wrote the document or sends it for approval (four eyes):
    for them their deputy, their superior or the quality manager decides."""
    people = desk.people
    asked = [_instead(desk, person, barred) for person in people.holders(role, desk.local(now).date())]
    return _once(person for person in asked if person is not None) or _once([people.quality_manager])


def _instead(desk: Desk, person: Person, barred: set[str]) -> Person | None:
    people = desk.people
    others = (person, people.deputy_of(person), people.superior_of(person.address), people.quality_manager)
    return next((other for other in others if other is not None and other.address not in barred), None)


def ask_anew(desk: Desk, case: Case, why: str, now: datetime) -> Case:
    """The same document before other approvers, since what they were asked about has changed its weight."""
    last = case.rounds[-1]
    case = take(case, Step.DRAFT, Event(now, "approval restarted", why))
    return ask(desk, case, document_of(case, last), last.requester, now)


def withdraw(case: Case, now: datetime) -> Case:
    """Nobody is asked for approval any more."""
    if case.round is None:
        return case
    return meet(replace(case, rounds=(*case.rounds[:-1], revoke(case.rounds[-1], now))), now, "approval")


def restart_if_outgrown(desk: Desk, case: Case, now: datetime) -> Case:
    """A graver case may need other approvers: what they have not seen goes no further without them."""
    last = case.rounds[-1] if case.rounds else None
    wanted = set(case.grading.approvers if case.grading else ())
    if last is None or last.undone or wanted <= {request.role for request in last.requests}:
        return case
    if case.round is not None:
        return ask_anew(desk, case, "the grade has changed", now)
    queued = _stoppable(desk, case, now)
    if case.state is not State.APPROVED or not queued:
        return case
    for out in queued:
        desk.store.update_outgoing(replace(out, state=Sending.CANCELLED, last_error="the grade has changed"))
    undone = replace(case, rounds=(*case.rounds[:-1], replace(last, undone=True)))
    return ask_anew(desk, take(undone, Step.UNDO), "the grade has changed", now)


def request_letter(
    desk: Desk, case: Case, round_: Round, request: Request, purpose: str = "approver/request"
) -> Letter:
    """The question to one approver, with the document as returned and the customer's copy of it."""
    person = _person(desk, request.address)
    documents = [doc for doc in case.documents if doc.form == round_.form and _of(round_, doc)]
    revision = next(doc for doc in documents if doc.revision == round_.revision)
    others = [other.address for other in round_.requests if other.address != request.address]
    context = {
        **_document(desk, revision, person.language),
        "filename": revision.filename,
        "sha256": revision.sha256,
        "author": _name(desk, round_.author),
        "body": _in_words(desk, revision),
        "sends_to": case.customer.contact.address,
        "undo_minutes": int(desk.config.approval.undo_minutes),
        "others": [_name(desk, address) for address in others],
        "mode": round_.mode,
        "asked_at": desk.local(request.asked_at),
        "expires_at": desk.local(request.expires_at),
    }
    letter = to_person(
        desk, person, purpose, f"approval-{round_.number}/{request.address}/1", context, case, MailClass.APPROVAL
    )
    return replace(
        letter,
        token=_token(desk, case, round_.number, revision, request.address),
        enclosures=enclose(desk, documents),
        documents=tuple(doc.sha256 for doc in documents),
    )


def reminder_letter(desk: Desk, case: Case, round_: Round, request: Request, effect: str) -> Letter:
    """The same question again, with the same code: answering either mail decides."""
    return replace(request_letter(desk, case, round_, request, "approver/reminder"), effect=effect)


def ask_deputy(desk: Desk, case: Case, round_: Round, request: Request, now: datetime) -> Case:
    """Put the question to the deputy as well; whoever answers first decides for the role."""
    person = desk.people.by_address(request.address)
    deputy = desk.people.deputy_of(person) if person else None
    barred = (round_.author, round_.requester, *(other.address for other in round_.requests))
    if deputy is None or deputy.address in barred:
        return case
    revision = document_of(case, round_)
    code = _token(desk, case, round_.number, revision, deputy.address)
    extra = replace(request, address=deputy.address, token_sha256=tags.token_hash(code), asked_at=now)
    round_ = replace(round_, requests=(*round_.requests, extra))
    case = replace(case, rounds=(*case.rounds[:-1], round_))
    post(desk, case, request_letter(desk, case, round_, extra), now)
    return case.noting(Event(now, "approval asked", f"deputy {deputy.address} for {request.role}"))


def answer(desk: Desk, case: Case, mail: IncomingMail, code: str, now: datetime) -> Handling | None:
    """A mail that carries an approval's code: decide, call back, or say why not.

    None if the code is not one, or if the mail says something else that may be said in an answer to us.
    """
    round_ = next((r for r in reversed(case.rounds) if request_for(r, code) is not None), None)
    request = request_for(round_, code) if round_ else None
    if round_ is None or request is None:
        return None
    said = mail.decision or NOTHING_UNDERSTOOD
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


def code_of(case: Case, code: str) -> Request | None:
    """The request that was sent out with this code."""
    return next((found for r in reversed(case.rounds) if (found := request_for(r, code)) is not None), None)


def _meant_otherwise(said: Decision) -> bool:
    """A clear command that is no decision, such as 状态; the mail that asks for the decision offers help as well."""
    return said.verb not in (*VERDICTS, "unclear", "") and not said.refused_because


def send_to_customer(desk: Desk, case: Case, revision: DocumentRevision, at: datetime, now: datetime) -> Case:
    """The approved document on its way: the customer's copy, in the customer's thread, not before `at`."""
    if not case.customer.contact.address:
        return case.noting(Event(now, "not sent", "the customer's address is not known; pass the document on by hand"))
    copies = [
        doc for doc in case.documents if doc.revision == f"{revision.revision}-customer" and doc.form == revision.form
    ]
    context = {"body": _in_words(desk, revision), "documents": document_lines(desk, copies, case.customer.language)}
    effect = f"answer-{revision.revision}-{revision.sha256[:12]}/customer/{len(case.rounds)}"
    letter = to_customer(desk, case, "customer/answer", effect, context, MailClass.ANSWER)
    letter = replace(
        letter, enclosures=enclose(desk, copies), documents=tuple(doc.sha256 for doc in copies), not_before=at
    )
    posted = post(desk, case, letter, now)
    if posted is None:
        return case.noting(Event(now, "not sent", "no mail can be sent to the customer's address"))
    return case.noting(
        Event(now, "answer queued", f"goes out at {desk.local(at):%Y-%m-%d %H:%M}", mail=posted.effect_key)
    )


def _conclude(desk: Desk, case: Case, round_: Round, now: datetime) -> Case:
    """What a closed round does to the case; an open one waits for the other approvers."""
    if round_.outcome is None:
        return case
    case = meet(case, now, "approval")
    if round_.outcome is Verdict.REJECT:
        return take(case, Step.REJECT)
    revision = document_of(case, round_)
    return send_to_customer(desk, take(case, Step.APPROVE), revision, _goes_out(desk, now), now)


def _tell(desk: Desk, case: Case, round_: Round, mail: IncomingMail, now: datetime) -> None:
    """Receipt to who decided, the outcome to the owner and author, a notice to the quality manager."""
    request = next(r for r in round_.requests if r.evidence == mail.sha256)
    sends_to = case.customer.contact.address
    goes_out = desk.local(_goes_out(desk, now)) if round_.outcome is Verdict.APPROVE and sends_to else None
    decider = _person(desk, mail.sender.address)
    told = {
        "verdict": str(request.verdict),
        "by": decider.name,
        "at": desk.local(now),
        "reason": request.reason,
        "goes_out_at": goes_out,
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
        told | _document(desk, revision, decider.language),
        case,
    )
    post(desk, case, replace(receipt, token=_token(desk, case, round_.number, revision, decider.address)), now)
    if round_.outcome is not None:
        for person in _once(_person(desk, address) for address in (case.owner, round_.author)):
            context = told | _document(desk, revision, person.language)
            post(
                desk, case, to_person(desk, person, "owner/decided", f"{effect}/{person.address}/1", context, case), now
            )
    quality = desk.people.quality_manager
    context = told | _document(desk, revision, quality.language)
    post(desk, case, to_person(desk, quality, "quality/decision-notice", f"{effect}/quality/1", context, case), now)


def call_back(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Handling:
    """Stop an approved answer that has not left: by an approver, the author, the owner or the quality manager."""
    round_ = case.rounds[-1] if case.rounds else None
    if round_ is None:
        return Handling("refused", "there was no approval to call back", case_id=case.id)
    deciders = {request.decided_by for request in round_.requests}
    allowed = {*deciders, round_.author, case.owner, desk.people.quality_manager.address} - {""}
    queued = _stoppable(desk, case, now)
    sender = mail.sender.address
    if round_.outcome is not Verdict.APPROVE or not queued or sender not in allowed:
        return _refuse(desk, case, round_, mail, Refused(Why.GONE if sender in allowed else Why.NOT_YOURS), now)
    for out in queued:
        desk.store.update_outgoing(replace(out, state=Sending.CANCELLED, last_error=f"called back by {sender}"))
    event = Event(now, "called back", f"approval of {round_.revision}", by=sender, mail=mail.sha256)
    case = replace(case, rounds=(*case.rounds[:-1], replace(round_, undone=True)))
    case = take(case, Step.UNDO, event) if may(case, Step.UNDO) else case.noting(event)
    desk.store.put_case(with_next_due(desk, case, now))
    for person in _once(_person(desk, address) for address in sorted({sender, case.owner, round_.author})):
        done = {"done": [desk.words.done("called-back", person.language, _titled(desk, round_, person.language))]}
        effect = f"undone-{mail.sha256[:12]}/{person.address}/1"
        post(desk, case, to_person(desk, person, "staff/done", effect, done, case), now)
    return Handling("decision", f"approval called back by {sender}", case_id=case.id)


def _stoppable(desk: Desk, case: Case, now: datetime) -> list[OutgoingMail]:
    """Answers to the customer that are approved and have not left."""
    return [
        out
        for out in desk.store.outgoing_of(case.id)
        if out.mail_class is MailClass.ANSWER and out.state is Sending.PENDING and now < out.not_before
    ]


def _ask_back(desk: Desk, case: Case, round_: Round, mail: IncomingMail, said: Decision, now: datetime) -> Handling:
    """Nothing changes; the sender reads what was understood and the exact words, once an hour at most."""
    person = _person(desk, mail.sender.address)
    revision = document_of(case, round_)
    first_line = next((line.strip() for line in mail.new_text.splitlines() if line.strip()), "")
    context = {
        **_document(desk, revision, person.language),
        "understood": said.understood or first_line,
        "why": said.refused_because or NOTHING_UNDERSTOOD.refused_because,
    }
    effect = f"unclear-{round_.number}-{now:%Y%m%d%H}/{mail.sender.address}/1"
    letter = to_person(desk, person, "approver/unclear", effect, context, case, MailClass.HELP)
    letter = replace(
        letter, token=_token(desk, case, round_.number, revision, person.address), in_reply_to=mail.message_id
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
        context = _document(desk, revision, person.language)
        context |= {"why": str(refusal.why), "by": _name(desk, refusal.by)}
        effect = f"refused-{mail.sha256[:12]}/{person.address}/1"
        letter = to_person(desk, person, "approver/too-late", effect, context, case, MailClass.HELP)
        post(desk, case, replace(letter, in_reply_to=mail.message_id), now)
    if refusal.why is Why.EXPIRED:
        case = _ask_once_more(desk, case, round_, mail, now)
    desk.store.put_case(case)
    return Handling("refused", str(refusal), case_id=case.id)


def warn(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> None:
    """Somebody answers with a code that was sent to another person, who should know."""
    thread = thread_of(desk, mail)
    request = code_of(case, thread.token) if thread else None
    person = _person(desk, request.address) if request else desk.people.quality_manager
    context = {
        "what": f"{case.number}：有人用发给您的编码答复，未生效 / somebody else used your code, without effect",
        "detail": f"{mail.sender}: {mail.subject}",
    }
    effect = f"alert/{person.address}/code-{mail.sha256[:12]}"
    post(desk, case, to_person(desk, person, "desk/alert", effect, context, case), now)


def renewed(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with more time for approvers whose time is over: a document must not wait for ever."""
    if case.round is None:
        return case
    until = now + timedelta(days=desk.config.approval.expires_days)
    return replace(case, rounds=(*case.rounds[:-1], renew(case.round, now, until)))


def _ask_once_more(desk: Desk, case: Case, round_: Round, mail: IncomingMail, now: datetime) -> Case:
    """The question again to who answered too late, as the refusal promises."""
    case = renewed(desk, case, now)
    request = next((r for r in open_requests(case) if r.address == mail.sender.address), None)
    if request is not None and case.round is not None:
        effect = f"approval-{round_.number}/{request.address}/again-{mail.sha256[:12]}"
        post(desk, case, reminder_letter(desk, case, case.round, request, effect), now)
    return case


def open_requests(case: Case) -> tuple[Request, ...]:
    """Approvers who have not answered yet."""
    return waiting_for(case.round) if case.round else ()


def _goes_out(desk: Desk, now: datetime) -> datetime:
    return now + timedelta(minutes=desk.config.approval.undo_minutes)


def _token(desk: Desk, case: Case, number: int, revision: DocumentRevision, address: str) -> str:
    return tags.token(desk.key, case.id, "approval", str(number), revision.sha256, address)


def document_of(case: Case, round_: Round) -> DocumentRevision:
    """The revision that the round is about."""
    return next(doc for doc in case.documents if (doc.form, doc.revision) == (round_.form, round_.revision))


def _titled(desk: Desk, round_: Round, lang: str) -> str:
    return f"{desk.words.form(round_.form, lang)} {round_.revision}"


def _in_words(desk: Desk, revision: DocumentRevision) -> str:
    """The text of an answer in words; "" of a form, which speaks for itself."""
    return desk.papers.get(revision.name).decode() if revision.form == ANSWER else ""


def _of(round_: Round, doc: DocumentRevision) -> bool:
    return doc.revision in (round_.revision, f"{round_.revision}-customer")


def _document(desk: Desk, revision: DocumentRevision, lang: str) -> dict[str, object]:
    return {"document": desk.words.form(revision.form, lang), "revision": revision.revision}


def _person(desk: Desk, address: str) -> Person:
    return desk.people.by_address(address) or desk.people.desk_owner


def _name(desk: Desk, address: str) -> str:
    person = desk.people.by_address(address)
    return person.name if person else address


def _once(people: Iterable[Person]) -> list[Person]:
    return list({person.address: person for person in people}.values())
