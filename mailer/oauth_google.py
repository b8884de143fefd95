"""Access tokens for Gmail and Google Workspace through google-auth: a service account, or a person's sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mailer.token_file import Token
from mailer.token_http import asking
from mailer.tokens import SignInRefused

MAIL = "https://mail.google.com/"
"""The scope of IMAP and SMTP."""
ENDPOINT = "https://oauth2.googleapis.com/token"

ADVICE = {
    "invalid_grant": 'the sign-in has expired or was withdrawn: run "kesu login" (while the consent screen is in '
    "testing, Google ends every sign-in after 7 days; publish it, or make it internal)",
    "invalid_client": "check client_id and the client secret in [oauth] (Google Cloud → APIs & Services → Credentials)",
    "unauthorized_client": "the service account may not read this mailbox; give its client id the scope "
    f"{MAIL} (Google Admin → Security → API controls → Domain-wide delegation)",
    "access_denied": "access was not granted",
}
"""What to do about an error of the token endpoint (RFC 6749 5.2)."""


@dataclass(frozen=True, slots=True)
class GoogleApp:
    """An OAuth client of Google Cloud, used by the person who signed in."""

    user: str
    client_id: str
    secret: Callable[[], str]
    endpoint: str = ENDPOINT
    ca_file: str | None = None

    @property
    def account(self) -> str:
        return f"{self.client_id}/{self.user}"

    def renew(self, refresh: str, now: datetime) -> Token:
        from google.oauth2.credentials import Credentials

        if not refresh:
            raise SignInRefused('nobody has signed in for the mailbox yet: run "kesu login"')
        known = Credentials(
            token=None,
            refresh_token=refresh,
            token_uri=self.endpoint,
            client_id=self.client_id,
            client_secret=self.secret(),
            scopes=[MAIL],
        )
        return _renewed(known, self.endpoint, self.ca_file, now)


@dataclass(frozen=True, slots=True)
class GoogleServiceAccount:
    """A service account that acts for the mailbox's user (domain-wide delegation of Google Workspace)."""

    user: str
    key_file: Path
    ca_file: str | None = None

    @property
    def account(self) -> str:
        return f"{self.key_file.name}/{self.user}"

    def renew(self, refresh: str, now: datetime) -> Token:  # noqa: ARG002 - it signs in by itself
        from google.oauth2.service_account import Credentials

        try:
            known = Credentials.from_service_account_file(str(self.key_file), scopes=[MAIL], subject=self.user)
        except (OSError, ValueError, KeyError) as error:
            raise SignInRefused(f"{self.key_file} is no key file of a service account ({error})") from error
        return _renewed(known, str(known._token_uri), self.ca_file, now)


def _renewed(known: Any, endpoint: str, ca_file: str | None, now: datetime) -> Token:
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from google.auth.transport.requests import Request

    with asking(endpoint, ca_file) as session:
        try:
            known.refresh(Request(session))
        except TransportError as error:
            raise OSError(str(error)) from error
        except RefreshError as error:
            raise _refused(error) from error
        except GoogleAuthError as error:
            raise SignInRefused(f"Google gives no access token ({error}); check [oauth]") from error
    expires = known.expiry.replace(tzinfo=UTC) if known.expiry else now + timedelta(hours=1)
    return Token(str(known.token), now, expires, str(getattr(known, "refresh_token", None) or ""))


def _refused(error: Any) -> SignInRefused:
    told = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    kind = str(told.get("error", ""))
    said = str(told.get("error_description") or kind or error.args[0])[:300]
    advice = ADVICE.get(kind, "check [oauth]")
    return SignInRefused(f"Google gives no access token ({said}); {advice}", permanent=not error.retryable)
