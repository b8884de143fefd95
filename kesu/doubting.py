"""Mails of which nobody knows yet what they are: put to the owner of the desk, or linked with what they claim to be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.deadlines import Deadline
from cases.lifecycle import Step, take
from cases.mail import IncomingMail
from cases.model import Case, Clock, Event
from generator.compose import Enclosure
from kesu import belonging
from kesu.desk import Desk
from kesu.desk_clocks import TRIAGE
from kesu.grading import with_next_due
from kesu.handling import Handling
from kesu.letters import to_desk_owner
from kesu.opening import open_case, register
from kesu.posting import Letter, post
from parsers.signs import complaint_signs


def claim(desk: Desk, claimed: Case, mail: IncomingMail, now: datetime) -> Handling | None:
    """Somebody who is no party names a case: a case of its own, linked; nothing of the other one is shown."""
    if not complaint_signs(mail):
        return triage_case(
            desk,
            mail,
            now,
            f"提到投诉 {claimed.number}，但发件人不是该案当事人 / it names that case, but its sender is no party to it",
            claims=claimed.id,
        )
    case = replace(register(desk, mail, now), claims=claimed.id)
    case = open_case(desk, case, mail, now)
    if claimed.state.open:
        belonging.propose(desk, case, mail, belonging.claimed(claimed), now)
    note = f"new case {case.number}; its sender claims to belong to {claimed.number}"
    return Handling("case", note, case_id=case.id, flags=("claims",))


def triage_case(desk: Desk, mail: IncomingMail, now: datetime, why: str, *, claims: str = "") -> Handling:
    """Perhaps no complaint: kept, not graded, not acknowledged; the desk's owner is asked."""
    case = take(replace(register(desk, mail, now), claims=claims), Step.DOUBT, Event(now, "doubted", why))
    case = with_next_due(desk, replace(case, clocks=(_until_judged(case),)), now)
    desk.store.put_case(case)
    post(desk, case, triage_letter(desk, case, mail, why, "triage/desk-owner/1"), now)
    return Handling("triage", why, case_id=case.id)


def triage_letter(desk: Desk, case: Case, mail: IncomingMail, why: str, effect: str) -> Letter:
    """The question whether this is a complaint, with the mail as it came, unless it brings something harmful."""
    harmless = not any(file.quarantined for file in mail.attachments)
    known = belonging.in_doubt(desk, case, mail)
    context = {
        "sender": str(mail.sender),
        "words": mail.new_text or mail.text,
        "why": f"{why}；{known.why}" if known and not case.claims else why,
        "number": known.case.number if known else "",
        "enclosed": harmless,
    }
    letter = to_desk_owner(desk, "desk/triage", effect, context, case)
    if not harmless:
        return letter
    raw = desk.spool.read(mail.sha256)
    enclosure = Enclosure(f"mail-{mail.sha256[:12]}.eml", "application/octet-stream", raw)
    return replace(letter, enclosures=(enclosure,))


def _until_judged(case: Case) -> Clock:
    """Asks again every few days, so that a doubtful mail is not forgotten; it is never overdue."""
    return Clock(Deadline(TRIAGE, "triage", "working", waiting_for="triage", starts_at=case.received_at))
