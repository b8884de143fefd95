"""A customer's own 8D form, which prevails over ours where they want it (IATF 16949, 10.2.3): kept with their mail,
named on the case, and handed to the engineer beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cases.mail import Attachment, IncomingMail
from cases.model import Case, Event
from generator.compose import Enclosure
from kesu.desk import Desk
from parsers.eight_d import FLAG

BROUGHT = "customer's 8D form"
EIGHT_D = "F16a"


def forms_in(mail: IncomingMail) -> list[Attachment]:
    """The forms among its files that may be passed on."""
    return [file for file in mail.attachments if FLAG in file.flags and not file.quarantined]


def brought(mail: IncomingMail, now: datetime) -> tuple[Event, ...]:
    """The lines of the timeline that name them."""
    by = mail.sender.address
    return tuple(
        Event(now, BROUGHT, f"客户自带 8D 表 {file.filename}", by=by, mail=mail.sha256) for file in forms_in(mail)
    )


def names(case: Case) -> list[str]:
    """The forms that the customer has sent so far, as files are called."""
    return list(dict.fromkeys(event.text.partition(" 8D 表 ")[2] for event in case.timeline if event.what == BROUGHT))


def enclosed(desk: Desk, case: Case) -> Iterator[Enclosure]:
    """Those files, from the mails that brought them."""
    mails = {event.mail: event.at for event in case.timeline if event.what == BROUGHT}
    for sha256, at in mails.items():
        for file in forms_in(desk.read_mail(desk.spool.read(sha256), at)):
            yield Enclosure(file.filename, "application/octet-stream", file.content)
