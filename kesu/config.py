"""The desk's configuration: one TOML file, a default for every value that can have one, all faults at once."""

from __future__ import annotations

import re
from datetime import UTC, date, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from cases.periods import read_period
from kesu.presets import PRESETS


class ConfigError(Exception):
    """The configuration cannot be used; `faults` are sentences with file and line, the first one first."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults[0])
        self.faults = faults


class Section(BaseModel):
    """A table of the file; an unknown key is a fault, since it is most often a typo."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


MAIL_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+")


def _mail_address(value: object) -> object:
    if isinstance(value, str) and MAIL_ADDRESS.fullmatch(value.strip()):
        return value.strip().lower()
    raise ValueError("is not a mail address")


def _period(value: object) -> object:
    return read_period(str(value), UTC).text


PeriodName = Annotated[str, BeforeValidator(_period)]
MailAddress = Annotated[str, BeforeValidator(_mail_address)]
Security = Literal["tls", "starttls", "none"]


class Rule(Section):
    """Chooses the pack of a new mail; every condition given must hold, the first rule that fits wins."""

    pack: str
    recipient: str = ""
    sender: str = ""
    product: str = ""
    words: list[str] = []


class DeskSection(Section):
    name: str = "客诉受理台"
    name_en: str = "Complaint desk"
    company: str = "示例制造有限公司"
    company_en: str = "Example Manufacturing Co., Ltd."
    department: str = "质量管理部 Quality Management"
    address: MailAddress = "kesu@example.com"
    zone: str = "Asia/Shanghai"
    calendar: str = "CN"
    packs: list[str] = ["pv-module", "memory-device"]
    default_pack: str = "memory-device"
    policies: list[Path] = []
    templates: list[Path] = []
    assign: list[Rule] = []
    first_answer: int = Field(default=3, ge=1, le=60)
    silence_days: int = Field(default=14, ge=1, le=365)
    """Natural days without a word from the customer after which our answer counts as accepted."""
    office_hours: str = "09:00-18:00"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @field_validator("office_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        opening, _, closing = value.partition("-")
        try:
            fits = time.fromisoformat(opening) < time.fromisoformat(closing)
        except ValueError:
            fits = False
        if not fits:
            raise ValueError("write it as 09:00-18:00")
        return value

    @property
    def office(self) -> tuple[time, time]:
        opening, _, closing = self.office_hours.partition("-")
        return time.fromisoformat(opening), time.fromisoformat(closing)


class Server(Section):
    """What IMAP and SMTP have in common."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    security: Security = "tls"
    user: str = ""
    password_env: str = ""
    password_file: Path | None = None
    ca_file: Path | None = None
    timeout: float = Field(default=60, gt=0)


class MailboxSection(Server):
    preset: str = ""
    folder: str = "INBOX"
    done: str = "Kesu/Done"
    review: str = "Kesu/Review"
    loop: str = "Kesu/Loop"
    start: Literal["now", "all"] = "now"
    ack_max_age: float = Field(default=2, ge=0)
    poll_seconds: float = Field(default=60, gt=0)

    @property
    def account(self) -> str:
        return f"{self.user}@{self.host}"

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, value: str) -> str:
        if value and value not in PRESETS:
            raise ValueError(f"no such preset; there are {', '.join(PRESETS)}")
        return value

    @field_validator("folder", "done", "review", "loop")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value or any(ord(char) < 32 for char in value):
            raise ValueError("a folder name is one line of text")
        return value


class SmtpSection(Server):
    divert_to: MailAddress | Literal[""] = ""
    per_minute: int = Field(default=20, ge=1)


class StoreSection(Section):
    url: str = "tinydb:data"

    @field_validator("url")
    @classmethod
    def _tinydb(cls, value: str) -> str:
        if not value.startswith("tinydb:") or value == "tinydb:":
            raise ValueError("write it as tinydb:FOLDER")
        return value


class Absence(Section):
    first: date
    last: date


class Person(Section):
    """Who fills a role."""

    name: str
    address: MailAddress
    also: list[str] = []
    """Further roles of the same person."""
    outside: bool = False
    """Whether this is somebody outside the company, such as a bank: told what customers may know, nothing else."""
    deputy: str = ""
    """Role, address or name of who stands in."""
    reports_to: str = ""
    department: str = ""
    language: Literal["zh", "en"] = "zh"
    absent: list[Absence] = []


class CustomerEntry(Section):
    name: str
    addresses: list[MailAddress] = []
    domains: list[str] = []
    language: Literal["", "zh", "en"] = ""
    account_manager: str = ""
    """Role, address or name of who looks after this customer."""


class ApprovalSection(Section):
    strength: Literal["token", "origin-or-code", "code"] = "token"
    """What a decision needs beside the code of its request: nothing, a proved origin or else a one-time code, or a
    one-time code in any case."""
    authserv_id: str = Field(default="", pattern=r"^[^\s;]*$")
    """Whose Authentication-Results count; else whom `kesu check --online` has found."""
    undo_minutes: float = Field(default=15, ge=0)
    expires_days: int = Field(default=7, ge=1)
    within_working_days: int = Field(default=1, ge=1)


class DocumentsSection(Section):
    contact_sheet: bool = True
    eight_d: dict[str, list[int]] = {"memory-device": [1], "pv-module": [1, 2, 3]}
    """Grades of each pack for which the 8D skeleton is made at intake."""


class LimitsSection(Section):
    mail_mb: float = Field(default=35, gt=0)
    acks_per_sender_day: int = Field(default=2, ge=1)
    acks_per_domain_hour: int = Field(default=10, ge=1)
    batch: int = Field(default=50, ge=1, le=500)
    tries: int = Field(default=3, ge=1)
    header_block_kb: int = Field(default=256, ge=16)
    header_kb: int = Field(default=64, ge=4)
    headers: int = Field(default=1000, ge=50)
    recipients: int = Field(default=500, ge=1)
    parts: int = Field(default=500, ge=10)
    depth: int = Field(default=20, ge=3)
    attachments: int = Field(default=100, ge=1)
    archive_entries: int = Field(default=200, ge=1)
    archive_unpacked_mb: int = Field(default=200, ge=1)
    archive_ratio: int = Field(default=100, ge=2)


class Config(Section):
    """The whole file."""

    desk: DeskSection = DeskSection()
    mailbox: MailboxSection = MailboxSection()
    smtp: SmtpSection = SmtpSection()
    store: StoreSection = StoreSection()
    people: dict[str, Person] = {}
    customers: list[CustomerEntry] = []
    approval: ApprovalSection = ApprovalSection()
    documents: DocumentsSection = DocumentsSection()
    limits: LimitsSection = LimitsSection()
    figures: dict[PeriodName, dict[str, bool | int | str]] = {}
    """What no mail tells and figures are divided by, per period: [figures."2026-03"] users_served = 1200."""
    settings: dict[str, dict[str, bool | int | str]] = {}
    """By pack, as `packs` names it: readings of its regulation other than the default."""
    base: Path = Path()
    """Folder that relative paths start from: the file's own."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.desk.zone)

    @property
    def folder(self) -> Path:
        return self.path(Path(self.store.url.removeprefix("tinydb:")))

    def path(self, path: Path) -> Path:
        return path if path.is_absolute() else self.base / path
