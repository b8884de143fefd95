"""The desk's configuration: one TOML file, a default for every value that can have one, all faults at once."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kesu.config_company import BPNL, CompanySection
from kesu.config_servers import MailboxSection, OauthSection, SmtpSection
from kesu.config_servers import Server as Server
from kesu.config_values import MAIL_ADDRESS as MAIL_ADDRESS
from kesu.config_values import ConfigError as ConfigError
from kesu.config_values import Copies, MailAddress, PeriodName, Section


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
    copies: Copies | None = None
    """Languages in which this customer gets documents; None: as [documents] says."""
    account_manager: str = ""
    """Role, address or name of who looks after this customer."""
    city: str = ""
    country: str = ""
    bpnl: str = Field(default="", pattern=BPNL)
    """The customer's number among the partners of Catena-X."""
    supplier_no: str = ""
    """Ours among this customer's suppliers. These four stand in reports as data only."""


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
    copies: Copies = ()
    """Languages in which a customer gets a document; none: in the customer's own."""
    pdf: bool = False
    """Whether a PDF goes with each document that the desk makes; needs LibreOffice."""
    photos: int = Field(default=6, ge=0, le=24)
    """Pictures of the customer's that a document shows; 0 for none."""
    photos_mb: float = Field(default=1.5, gt=0, le=20)
    """What they may take of a document altogether, once they are reduced."""
    self_score: bool = False
    """Whether the customer's copy of a report shows the points of our own review."""


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
    sandbox: bool = True
    """Whether mails are read in a process of its own, which the next three limit."""
    parse_memory_mb: int = Field(default=512, ge=128)
    parse_cpu_seconds: int = Field(default=20, ge=1)
    parse_wall_seconds: float = Field(default=60, ge=1)


class Config(Section):
    """The whole file."""

    desk: DeskSection = DeskSection()
    company: CompanySection = CompanySection()
    mailbox: MailboxSection = MailboxSection()
    smtp: SmtpSection = SmtpSection()
    oauth: OauthSection = OauthSection()
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
