"""A mail out of the junk folder: whoever forged its sender, it must not move anything by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Case, Event
from kesu.handling import JUNK, Handling

NO_COMMANDS = (
    "这封邮件在垃圾邮件夹中，其中的指令不生效；请从公司邮箱重新回复"
    " / it was found in the junk folder, where no command counts; please answer again from your company mailbox"
)
"""Why a command has no effect."""


def marked(mail: IncomingMail) -> IncomingMail:
    """The mail as one from the junk folder: whoever it says it is from, no command in it counts."""
    said = mail.decision
    harmless = replace(said, refused_because=said.refused_because or NO_COMMANDS) if said else None
    return replace(mail, from_junk=True, decision=harmless)


def noted(case: Case, mail: IncomingMail, now: datetime) -> Case:
    """The case with a line that says where its mail was found."""
    return case.noting(Event(now, "junk", "found in the junk folder", by=mail.sender.address, mail=mail.sha256))


def left_there(mail: IncomingMail) -> Handling:
    """Nothing of it looks like a complaint: it stays where the server has put it, and nobody is bothered."""
    return Handling("junk", f"left in the junk folder: {mail.kind}", folder=JUNK)
