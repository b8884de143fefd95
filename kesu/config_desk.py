"""How the desk is called, when it works, and which regulation a new mail comes under."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from kesu.config_values import MailAddress, Section


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
