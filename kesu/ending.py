"""The end of a case: nobody is asked to approve, to answer or to hurry any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step
from cases.model import Case, Event
from cases.outgoing import MailClass, Sending
from kesu import rounds
from kesu.desk import Desk
from kesu.gate import drop_held
from kesu.orders import stepped

POINTLESS_AFTER_THE_END = (MailClass.REMINDER, MailClass.APPROVAL, MailClass.QUESTION)


def end(desk: Desk, case: Case, step: Step, line: Event, now: datetime) -> Case:
    """The case after its last step. Raises CommandRefused where it cannot end so."""
    case = stepped(desk, case, step, line)
    drop_held(desk, case, f"the case is {case.state}")
    for mail in desk.store.outgoing_of(case.id):
        if mail.mail_class in POINTLESS_AFTER_THE_END and mail.state is Sending.PENDING:
            desk.store.update_outgoing(replace(mail, state=Sending.CANCELLED, last_error=f"the case is {case.state}"))
    return rounds.withdraw(case, now)
