"""The acknowledgement: what came, what was understood, what is still needed, and when the answer comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass, Sending
from cases.reminders import office_time
from kesu.answering import may_acknowledge
from kesu.asking import customer_missing
from kesu.desk import Desk
from kesu.gate import Enclosed, post_to_customer
from kesu.grading import answer_by
from kesu.letters import alert, to_customer
from kesu.present import questions, received, restated
from kesu.requests import file_requests


def acknowledge(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Case:
    """One mail to the customer: receipt, what we understood, what we still need, and by when we answer."""
    leave = may_acknowledge(desk, case, mail, now)
    if not leave.allowed:
        return case.noting(Event(now, "not acknowledged", leave.why))
    if leave.delay:
        alert(
            desk, "受理回执暂缓发出 / acknowledgements are being held back", leave.why, f"ack-cap-{now:%Y%m%d%H}", now
        )
    lang = case.customer.language
    understood = restated(desk, case, lang) or [received(desk, mail, lang)]
    context = {
        "restated": understood,
        "questions": [*questions(desk, customer_missing(case), lang), *file_requests(mail, lang)],
        "answer_by": desk.local(answer_by(case) or _fallback_date(desk, now)),
        "split_from": _split_from(desk, case),
    }
    letter = to_customer(desk, case, "customer/acknowledge", "ack/customer/1", context, MailClass.ACK)
    enclosed = Enclosed(restated=tuple(row["value"] for row in understood))
    case, posted = post_to_customer(desk, case, replace(letter, not_before=now + leave.delay), now, enclosed)
    if posted is None:
        return case.noting(Event(now, "not acknowledged", "no mail can be sent to the address"))
    if posted.state is Sending.HELD:
        return case
    return case.noting(Event(now, "acknowledged", f"to {case.customer.contact.address}", mail=posted.effect_key))


def _split_from(desk: Desk, case: Case) -> str:
    """The number that the customer knows the matter by, where it has just become two."""
    first = desk.store.case(case.related[0]) if case.related else None
    return first.number if first is not None else ""


def _fallback_date(desk: Desk, now: datetime) -> datetime:
    """Where no calendar is known for the year, so that no clock has a date: a week, on a weekday."""
    return office_time(desk.local(now) + timedelta(days=7), desk.config.desk.office, desk.calendar)
