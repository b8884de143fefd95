"""The desk: everything the use cases work with, in one value that `wire` puts together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.deadlines import Calendar
from cases.lint_rules import Rules
from cases.mail import Address, IncomingMail
from cases.pack import Pack
from cases.photos import Photo
from cases.ports import DocumentWriter, MailReader, OriginCheck, Printer
from cases.returned import Returned
from cases.review_rules import ReviewBook
from cases.stores import CaseStore, Papers, Spool
from generator.mails import MailTexts
from generator.words import Words
from kesu.config import Config
from kesu.people import People


@dataclass(frozen=True)
class Desk:
    """What a use case may reach for. Mailbox and submission server are passed where they are used."""

    config: Config
    store: CaseStore
    spool: Spool
    papers: Papers
    read: MailReader
    origin: OriginCheck
    """Whether a mail comes from the domain of its sender."""
    read_form: Callable[[bytes], Returned]
    """What a returned form says; never raises for what is in the bytes."""
    as_docx: Callable[[bytes], bytes]
    """A returned file as .docx, converted where it is .doc, .odt or .rtf; raises FormRefused."""
    photo: Callable[[bytes], Photo]
    """A customer's picture as documents show it; never raises for what is in the bytes."""
    reviews: Mapping[str, ReviewBook]
    """By form: the rules by which a returned one is reviewed."""
    documents: DocumentWriter
    texts: MailTexts
    words: Words
    packs: Mapping[str, Pack]
    rules: Rules
    """What a text for a customer may say."""
    calendar: Calendar
    people: People
    key: bytes = field(repr=False)
    """The desk's secret: ids and tokens are made with it, so that redoing a step yields the same bytes."""
    printer: Printer | None = None
    """Makes PDFs, where they are wanted."""

    @property
    def address(self) -> Address:
        return Address(self.config.desk.name, self.config.desk.address)

    @property
    def domain(self) -> str:
        return self.address.domain

    def read_mail(self, raw: bytes, arrived_at: datetime) -> IncomingMail:
        """What the mail says; times in it without a zone are ours, whatever zone the server counts in."""
        return self.read(raw, self.local(arrived_at))

    def local(self, moment: datetime) -> datetime:
        """`moment` in the desk's time zone."""
        return moment.astimezone(self.config.zone)
