"""What a customer still owes the case, and the mail that asks for it once it has become necessary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.grading import Missing
from cases.mail import IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass, Sending
from generator.context_parts import Question
from kesu.desk import Desk
from kesu.gate import post_to_customer
from kesu.grading import answer_by
from kesu.letters import to_customer
from kesu.present import questions
from kesu.requests import file_requests


def customer_missing(case: Case) -> list[Missing]:
    """The facts that only the customer can state and the grade still depends on."""
    return [item for item in (case.grading.missing if case.grading else ()) if item.asked_of == "customer"]


def ask_customer_again(desk: Desk, case: Case, before: Case, now: datetime, mail: IncomingMail | None = None) -> Case:
    """Ask for customer facts that have become necessary, never twice for the same ones, and for the files that `mail`
    only links to or that nobody can open."""
    asked = {item.fact for item in customer_missing(before)}
    new: list[Missing] = [item for item in customer_missing(case) if item.fact not in asked]
    lang = case.customer.language
    files = file_requests(mail, lang) if mail else ()
    if not (new or files) or not case.customer.contact.address:
        return case
    due = answer_by(case)
    if due is None:
        return case
    context = {"questions": [*questions(desk, new, lang), *files], "answer_by": desk.local(due)}
    wanted = [*(item.fact for item in new), *([f"files-of-{mail.sha256[:12]}"] if mail and files else [])]
    effect = "ask/customer/" + "+".join(wanted)
    letter = to_customer(desk, case, "customer/ask", effect, context, MailClass.QUESTION)
    case, posted = post_to_customer(desk, case, letter, now)
    if posted is None or posted.state is Sending.HELD:
        return case
    return case.noting(
        Event(now, "asked", "customer asked for " + ", ".join(_asked(new, files)), mail=posted.effect_key)
    )


def _asked(new: Sequence[Missing], files: Sequence[Question]) -> list[str]:
    return [*(item.fact for item in new), *(["attachments"] if files else [])]
