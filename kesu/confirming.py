"""An answer with the six digits of a one-time code: the mail that waited for it takes effect, or why it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cases import codes
from cases.codes import Answer
from cases.mail import IncomingMail
from cases.model import Case, Event
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.proving import tell_code_refused, warn_of_lock


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The mail that waited, read again, and the case that remembers that its code is used."""

    case: Case
    waited: IncomingMail


def confirm(desk: Desk, case: Case, mail: IncomingMail, person: Person, now: datetime) -> Confirmed | Handling | None:
    """What the digits in `mail` come to; None if it has none, or if no code waits for this person."""
    said = mail.decision
    asked = codes.waiting(case.codes, person.address)
    if said is None or said.verb != "code" or asked is None:
        return None
    after, answer = codes.answered(case.codes, asked, desk.key, said.reason, case.id, now)
    case = replace(case, codes=after)
    if answer is Answer.RIGHT:
        case = case.noting(Event(now, "code accepted", "", by=person.address, mail=mail.sha256))
        desk.store.put_case(case)
        return Confirmed(case, desk.read_mail(desk.spool.read(asked.mail), asked.said_at))
    case = case.noting(Event(now, "code refused", answer, by=person.address, mail=mail.sha256))
    tell_code_refused(desk, case, mail, person, answer, codes.tries_left(after, person.address, now), now)
    if answer is Answer.LOCKED:
        warn_of_lock(desk, case, person, now)
    desk.store.put_case(case)
    return Handling("refused", f"the code is {answer}", case_id=case.id)
