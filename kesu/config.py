"""The desk's configuration: one TOML file, a default for every value that can have one, all faults at once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kesu.config_company import CompanySection
from kesu.config_desk import DeskSection
from kesu.config_people import CustomerEntry, Person
from kesu.config_servers import MailboxSection, OauthSection, SmtpSection
from kesu.config_values import Copies, PeriodName, Section


class StoreSection(Section):
    url: str = "tinydb:data"

    @field_validator("url")
    @classmethod
    def _tinydb(cls, value: str) -> str:
        if not value.startswith("tinydb:") or value == "tinydb:":
            raise ValueError("write it as tinydb:FOLDER")
        return value


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
