"""What came back becomes a revision of the case: a file under a name of ours, and a line in the timeline."""

from __future__ import annotations

from datetime import datetime

from cases.documents import DocumentRevision
from cases.mail import IncomingMail
from cases.model import Case, Event
from kesu.answers import ANSWER
from kesu.config_people import Person
from kesu.desk import Desk

WORKING = {"zh": "-工作稿", "en": "-working-copy"}
"""Tells the document as returned from the customer's copy of it, where both are attached."""


def keep(
    desk: Desk,
    case: Case,
    form: str,
    revision: str,
    content: bytes,
    mail: IncomingMail,
    sender: Person,
    now: datetime,
    ending: str = "docx",
    lang: str = "",
) -> DocumentRevision:
    """`content` as a revision, durable when this returns; the case does not know of it yet. `lang`: that of a copy for
    the customer, who knows nothing of its being one."""
    name = f"{case.id}/{form}-{revision}.{ending}"
    sha256 = desk.papers.put(name, content)
    stage = "" if lang or form == ANSWER or not goes_outside(desk, form) else WORKING[sender.language]
    lang = lang or sender.language
    shown = f"{case.number}-{desk.words.form(form, lang)}-{revision.partition('-')[0]}{stage}.{ending}"
    return DocumentRevision(form, revision, lang, name, sha256, sender.address, now, shown, mail.sha256)


def goes_outside(desk: Desk, form: str) -> bool:
    """Whether the form is one for the customer."""
    known = desk.documents.forms().get(form)
    return known.outside if known else desk.words.outside(form)


def came(document: DocumentRevision, mail: IncomingMail, sender: Person, now: datetime) -> Event:
    """The line of the timeline that tells of it."""
    told = f"{document.form} {document.revision} by {sender.name}"
    return Event(now, "document returned", told, by=sender.address, mail=mail.sha256)
