"""A whole desk for use-case tests: real parsers, packs, texts and documents; mailbox, sender and store as fakes."""

from __future__ import annotations

import email
import email.policy
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.model import Case
from cases.pack import Pack
from cases.ports import Printer
from cases.review_rules import ReviewBook
from cases.stores import CaseStore
from generator.documents import DocxWriter
from generator.mails import MailTexts
from generator.words import Words
from kesu import service
from kesu.calendar_cn import ChinaCalendar
from kesu.config import Config
from kesu.desk import Desk
from kesu.form_review import review_books
from kesu.lint_pack import load_rules
from kesu.packs import load_pack
from kesu.people import People
from kesu.photos import PhotoShelf
from kesu.stationery import TEMPLATES
from kesu.wire import mail_texts, words
from parsers.form_read import FormReader, other_format, to_docx
from parsers.limits import Limits
from parsers.office_convert import OfficeConverter
from parsers.origin import MailOrigin
from parsers.photos import shown
from parsers.read import MailParser
from tests.fakes import FakePapers, FakeSpool, FakeStore
from tests.fakes_mail import FakeInbox, FakeSender

ZONE = ZoneInfo("Asia/Shanghai")
DESK = "kesu@works.example"
CUSTOMER = "qc@farridge.example"

PEOPLE: dict[str, dict[str, Any]] = {
    "desk-owner": {"name": "方晓", "address": "fang@works.example", "reports_to": "gm"},
    "quality-manager": {"name": "温亦", "address": "wen@works.example"},
    "pqc-engineer": {"name": "罗静", "address": "luo@works.example", "reports_to": "resp-dept-manager"},
    "fae": {"name": "方晓", "address": "fang@works.example"},
    "account-manager": {"name": "傅明", "address": "fu@works.example"},
    "resp-dept-manager": {"name": "江海川", "address": "jiang@works.example", "deputy": "gm"},
    "gm": {"name": "林致远", "address": "lin@works.example"},
    "quality-mgmt": {"name": "温亦", "address": "wen@works.example"},
    "quality-director": {"name": "陈立群", "address": "chen@works.example"},
    "quality-owner": {"name": "温亦", "address": "wen@works.example"},
    "sales-hq": {"name": "傅明", "address": "fu@works.example"},
    "vp-sales": {"name": "VP 销售", "address": "vps@works.example"},
    "vp-quality": {"name": "VP 质量", "address": "vpq@works.example"},
    "vp-technical": {"name": "VP 技术", "address": "vpt@works.example"},
    "vp-production": {"name": "VP 生产", "address": "vpp@works.example"},
    "bank": {"name": "合作银行", "address": "complaints@bank.example", "outside": True},
}
PEOPLE |= {
    role: {"name": f"{role} 负责人", "address": f"{role}@works.example", "reports_to": "gm"}
    for role in """
    accounting equipment investment legal operations production-company public-testing publicity quality rd sales
    supply technical tech-marketing deputy-gm gm-office gm-office-pm vp-in-charge qc-dept qc-manager power-dept
    after-sales-dept after-sales-manager sales-unit sales-head sales-vp-or-head countermeasure-unit admin-dept
    general-affairs marketing engineering service-leader business-dept hr quality-safety marketing-planning
    service-office service-office-director service-committee-director service-specialist ops-monitor
    collection-supervisor
    """.split()
}


def at(text: str) -> datetime:
    """`2026-03-02 10:00`, in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def settings(**sections: dict[str, Any]) -> Config:
    """A configuration of the works, with some sections changed."""
    raw: dict[str, Any] = {
        "desk": {"address": DESK, "default_pack": "memory-device"},
        "mailbox": {"host": "localhost", "user": DESK, "start": "all"},
        "smtp": {"host": "localhost"},
        "people": PEOPLE,
        "base": Path(),
    }
    for name, section in sections.items():
        raw[name] = {**raw.get(name, {}), **section}
    return Config.model_validate(raw)


@lru_cache
def _writer() -> DocxWriter:
    return DocxWriter([TEMPLATES])


@lru_cache
def _reader() -> FormReader:
    return FormReader(_writer().forms().values(), OfficeConverter())


def _as_docx(content: bytes) -> bytes:
    return to_docx(content, other_format(content), OfficeConverter())


@lru_cache
def _reviews() -> dict[str, ReviewBook]:
    return review_books([TEMPLATES])


@lru_cache
def _texts() -> MailTexts:
    return mail_texts(settings())


@lru_cache
def _words(packs: tuple[str, ...]) -> Words:
    return words(settings(), [_pack(name) for name in packs])


@lru_cache
def _pack(name: str) -> Pack:
    return load_pack(name)


@dataclass
class Office:
    """The works: what arrives, what the desk does at a time, what went out to whom."""

    config: Config = field(default_factory=settings)
    store: CaseStore = field(default_factory=FakeStore)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    sender: FakeSender = field(default_factory=FakeSender)
    origin: MailOrigin = field(default_factory=MailOrigin)
    printer: Printer | None = None
    count: int = 0

    def __post_init__(self) -> None:
        self.inbox.account = self.config.mailbox.account
        self.desk = Desk(
            config=self.config,
            store=self.store,
            spool=FakeSpool(),
            papers=FakePapers(),
            read=MailParser(frozenset({DESK}), Limits()),
            read_form=_reader(),
            as_docx=_as_docx,
            photo=PhotoShelf(shown),
            reviews=_reviews(),
            origin=self.origin,
            documents=_writer(),
            texts=_texts(),
            words=_words(tuple(self.config.desk.packs)),
            packs={key: _pack(name) for name in self.config.desk.packs for key in (name, _pack(name).id)},
            rules=load_rules(),
            calendar=ChinaCalendar(),
            people=People(self.config.people),
            key=b"k" * 32,
            printer=self.printer,
        )

    def again(self) -> Office:
        """Another works in the state of this one, which stays as it is."""
        state = deepcopy((self.store, self.inbox, self.sender))
        other = Office(self.config, *state, self.origin, self.printer, self.count)
        other.desk = replace(other.desk, spool=deepcopy(self.desk.spool), papers=deepcopy(self.desk.papers))
        return other

    def arrives(self, raw: bytes | EmailMessage, when: datetime) -> None:
        """A mail is delivered to the desk's mailbox."""
        self.inbox.deliver(raw if isinstance(raw, bytes) else raw.as_bytes(policy=email.policy.SMTP), when)

    def works(self, now: datetime) -> service.Pass:
        """One pass of the desk."""
        return service.once(self.desk, self.inbox, self.sender, now)

    def letter(
        self, sender: str, subject: str, text: str, *, to: EmailMessage | None = None, **headers: str
    ) -> EmailMessage:
        """A mail to the desk; `to` makes it an answer to one of ours, with its subject and ids."""
        self.count += 1
        mail = EmailMessage()
        mail["From"], mail["To"] = sender, DESK
        mail["Message-ID"] = f"<m{self.count}@{sender.rpartition('@')[2].strip('>')}>"
        mail["Subject"] = subject or (f"Re: {to['Subject']}" if to is not None else "")
        if to is not None:
            mail["In-Reply-To"], mail["References"] = to["Message-ID"], to["Message-ID"]
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        return mail

    def sent(self, recipient: str = "") -> list[EmailMessage]:
        """Mails that went out (to one recipient), as the recipient's program reads them."""
        found = [out for out in self.sender.sent if not recipient or out.recipient == recipient]
        mails = [email.message_from_bytes(out.raw, policy=email.policy.default) for out in found]
        return [mail for mail in mails if isinstance(mail, EmailMessage)]

    def last(self, recipient: str) -> EmailMessage:
        return self.sent(recipient)[-1]

    def cases(self) -> list[Case]:
        return list(self.store.cases())

    def case(self) -> Case:
        (only,) = self.cases()
        return only


def text_of(mail: EmailMessage) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def files_of(mail: EmailMessage) -> dict[str, bytes]:
    """Attachments by name."""
    return {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}  # type: ignore[misc]
