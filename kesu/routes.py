"""The order in which a mail is judged; the first route that fits decides.

Machines and our own mails come before anything that could be a command, so that no automatic mail can ever
approve, assign or close.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from cases.mail import IncomingMail, Kind
from cases.model import Event
from generator.compose import Enclosure
from kesu.customers import same_party
from kesu.desk import Desk
from kesu.doubting import claim, triage_case
from kesu.followups import follow_up
from kesu.handling import LOOP, REVIEW, Handling
from kesu.junk_mail import left_there
from kesu.letters import alert, to_desk_owner
from kesu.opening import new_case
from kesu.outsiders import word_from_outside
from kesu.pack_choice import may_accuse
from kesu.posting import post
from kesu.returned import bounce
from kesu.staff import from_staff, warn_of_our_code, with_a_colleague_s_code
from kesu.threads import thread_of
from parsers.signs import complaint_signs

Route = Callable[[Desk, IncomingMail, datetime], Handling | None]

ATTACHED_AT_MOST = 10 * 1024 * 1024
WRITTEN_BY_SYSTEMS = (Kind.LIST, Kind.AUTO_REPLY)
"""Customers' own systems send complaints, too."""
POSSIBLE_ACCUSATION = (
    "像是检举信。若是，请先回复 letter_type = whistleblow，再回复“投诉”；若不是，直接回复“投诉” / it may be an"
    " accusation: if so, answer letter_type = whistleblow first, then complaint; if not, just complaint"
)
COMPLAINT_IN_JUNK = "在垃圾邮件夹中，内容像投诉 / it was in the junk folder, but reads like a complaint"
MACHINES = (Kind.AUTO_REPLY, Kind.LIST, Kind.RECEIPT, Kind.CALENDAR)


def unreadable(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """What cannot be read, or does not say who sent it, goes to a person with the reason."""
    if mail.kind is Kind.UNREADABLE:
        why = mail.kind_reason
    elif mail.kind in (Kind.SUBMISSION, Kind.REPLY) and (not mail.sender.address or mail.senders != 1):
        why = "邮件没有写明唯一的发件人 / the mail does not name one sender"
        warn_of_our_code(desk, mail, now)
    else:
        return None
    raw = desk.spool.read(mail.sha256) if mail.sha256 else b""
    enclosures = (Enclosure(f"mail-{mail.sha256[:12]}.eml", "application/octet-stream", raw),)
    context = {
        "why": why,
        "sha": mail.sha256 or mail.content_key,
        "subject": mail.subject,
        "sender": str(mail.sender),
        "received_at": desk.local(mail.received_at),
    }
    letter = to_desk_owner(desk, "desk/set-aside", f"set-aside/desk/{mail.content_key[:16]}", context)
    if raw and len(raw) <= ATTACHED_AT_MOST:
        letter = replace(letter, enclosures=enclosures)
    post(desk, None, letter, now)
    return Handling("review", why, folder=REVIEW, set_aside=True)


def junk(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """Out of the junk folder comes what a party writes about its case; whether something else is a complaint is asked,
    and nobody is answered. The rest stays there."""
    if not mail.from_junk or mail.kind is Kind.BOUNCE:
        return None
    if mail.kind not in (Kind.SUBMISSION, Kind.REPLY) or mail.senders != 1:
        return left_there(mail)
    thread, sender = thread_of(desk, mail), mail.sender.address
    if thread is not None:
        case = thread.case
        if desk.people.knows(sender) or same_party(sender, case.parties, case.customer, desk.config.customers):
            return None
    return triage_case(desk, mail, now, COMPLAINT_IN_JUNK) if complaint_signs(mail) else left_there(mail)


def own(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """A mail of ours that came back: never a case, never an answer."""
    if mail.kind is not Kind.OWN and mail.sender.address != desk.address.address:
        return None
    alert(
        desk,
        "客诉台自己发出的邮件又回到了客诉台 / a mail sent by the desk itself came back to it",
        mail.subject,
        f"loop-{now:%Y%m%d}",
        now,
    )
    return Handling("loop", mail.kind_reason or "sent by the desk itself", folder=LOOP)


def machine(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """Automatic answers, lists, receipts, invitations: kept with their case, without any effect."""
    if mail.kind not in MACHINES:
        return None
    thread = thread_of(desk, mail)
    if thread is not None:
        note = f"{mail.kind} from {mail.sender.address} ignored: {mail.kind_reason}"
        desk.store.put_case(thread.case.noting(Event(now, "ignored", note, by=mail.sender.address, mail=mail.sha256)))
        return Handling("ignored", note, case_id=thread.case.id)
    answers = mail.in_reply_to or mail.references
    if mail.kind in WRITTEN_BY_SYSTEMS and not answers and complaint_signs(mail):
        return triage_case(
            desk,
            mail,
            now,
            f"由系统自动发出（{mail.kind}），但内容像投诉 / sent by a machine, but reads like a complaint",
        )
    return Handling("ignored", f"{mail.kind}: {mail.kind_reason}")


def customer(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """A mail about a case of ours: a follow-up, if its sender is a party to the case; else a claim to be one."""
    thread = thread_of(desk, mail)
    if thread is None:
        return None
    known = word_from_outside(desk, thread, mail, now) or follow_up(desk, thread, mail, now)
    if known is not None:
        warn_of_our_code(desk, mail, now)
    joined = known or with_a_colleague_s_code(desk, mail, now)
    return joined or claim(desk, thread.case, mail, now)


def fresh(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """Everything else opens a case, or asks whether it should."""
    if may_accuse(desk, mail):
        return triage_case(desk, mail, now, POSSIBLE_ACCUSATION)
    if complaint_signs(mail):
        return new_case(desk, mail, now)
    return triage_case(desk, mail, now, "没有看到投诉的迹象 / it shows no sign of a complaint")


ROUTES: tuple[Route, ...] = (junk, unreadable, own, bounce, machine, from_staff, customer, fresh)
