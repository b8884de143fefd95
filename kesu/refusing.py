"""A decision that has no effect: its sender hears why, and whose code it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Refused, Round, Why
from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass
from kesu.answers import document_words
from kesu.approval_letters import document_of, reminder_letter
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import to_person
from kesu.posting import post
from kesu.rounds import code_of, open_requests, renewed
from kesu.threads import thread_of


def refuse(desk: Desk, case: Case, round_: Round, mail: IncomingMail, refusal: Refused, now: datetime) -> Handling:
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
        effect = f"refused-{now:%Y%m%d%H}-{round_.number}-{refusal.why}/{person.address}/1"
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
    ours = desk.store.outgoing_by_message_id(thread.answers) if thread and thread.answers else None
    owner = request.address if request else ours.recipient if ours else ""
    person = desk.people.by_address(owner) or desk.people.quality_manager
    context = {
        "what": f"{case.number}：有人用发给您的编码答复，未生效 / somebody else used your code, without effect",
        "detail": f"{mail.sender}: {mail.subject}",
    }
    effect = f"alert/{person.address}/code-{mail.sha256[:12]}"
    post(desk, case, to_person(desk, person, "desk/alert", effect, context, case), now)


def _ask_once_more(desk: Desk, case: Case, round_: Round, mail: IncomingMail, now: datetime) -> Case:
    """The question again to who answered too late, as the refusal promises."""
    case = renewed(desk, case, now)
    request = next((r for r in open_requests(case) if r.address == mail.sender.address), None)
    if request is not None and case.round is not None:
        effect = f"approval-{round_.number}/{request.address}/again-{mail.sha256[:12]}"
        post(desk, case, reminder_letter(desk, case, case.round, request, effect), now)
    return case
