"""The mailbox, the submission server, and who vouches for us there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from kesu.config_values import MailAddress, Section
from kesu.presets import PRESETS

Security = Literal["tls", "starttls", "none"]


class Server(Section):
    """What IMAP and SMTP have in common."""

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    security: Security = "tls"
    user: str = ""
    auth: Literal["password", "xoauth2"] = "password"
    """How to sign in: with a password, or with an access token that [oauth] is given."""
    password_env: str = ""
    password_file: Path | None = None
    password_keyring: str = ""
    """The service under which the system's keyring keeps the user's password."""
    secret_expires: date | None = None
    """The last day of the password or authorisation code, if it has one; warned of ahead."""
    ca_file: Path | None = None
    timeout: float = Field(default=60, gt=0)


class MailboxSection(Server):
    preset: str = ""
    folder: str = "INBOX"
    done: str = "Kesu/Done"
    review: str = "Kesu/Review"
    loop: str = "Kesu/Loop"
    junk: Literal["count", "poll", "ignore"] = "count"
    """Mail that the server takes for spam: counted and told, read like the inbox, or nobody's business."""
    identify: Literal["asked", "always"] = "asked"
    """Whether to say who we are (IMAP ID) only to servers that offer it."""
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


class OauthSection(Section):
    """The application that is registered with the provider, where `auth = "xoauth2"`."""

    provider: Literal["", "microsoft", "google"] = ""
    tenant: str = ""
    """Microsoft: the directory, by its id or domain."""
    client_id: str = ""
    client_secret_env: str = ""
    client_secret_file: Path | None = None
    client_secret_keyring: str = ""
    service_account_file: Path | None = None
    """Google: the key of a service account that acts for the mailbox's user."""
    secret_expires: date | None = None
    """The last day of the client secret; warned of ahead."""
    endpoint: str = ""
    """Where tokens are had, if not at the usual place: Microsoft's authority (another cloud), Google's token URI."""
    resource: str = ""
    """Microsoft: the mail service of another cloud, such as https://partner.outlook.cn."""
    ca_file: Path | None = None

    @property
    def has_secret(self) -> bool:
        return bool(self.client_secret_env or self.client_secret_file or self.client_secret_keyring)

    @property
    def by_a_person(self) -> bool:
        """Whether somebody signs in once (`kesu login`), and not the application by itself."""
        return not (self.has_secret if self.provider == "microsoft" else self.service_account_file)
