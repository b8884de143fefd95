"""Access tokens for Microsoft 365 through MSAL: for an application by itself, or for a person who signs in once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailer.token_file import Token
from mailer.token_http import asking
from mailer.tokens import SignInRefused

WORLDWIDE = "https://login.microsoftonline.com"
FOR_A_PERSON, FOR_ITSELF = "https://outlook.office.com", "https://outlook.office365.com"
"""The mail service, as each kind of permission is named after it."""

LOGIN_AGAIN = 'somebody must sign in again: run "kesu login"'
CERTIFICATES = "Microsoft Entra → App registrations → Certificates & secrets"
ADVICE = {
    "AADSTS7000222": f"the client secret has expired; make a new one under {CERTIFICATES}, "
    "put it where [oauth] names it and set secret_expires",
    "AADSTS7000215": f"the client secret is wrong; use its value, not its id ({CERTIFICATES})",
    "AADSTS7000218": "the application asks for a secret; name one in [oauth], or allow public client flows "
    "(App registrations → Authentication)",
    "AADSTS700016": "the directory knows no such application; check client_id and tenant in [oauth], "
    "or register it (Microsoft Entra → App registrations)",
    "AADSTS90002": "there is no such directory; check tenant in [oauth]",
    "AADSTS65001": "nobody has consented for the application; an administrator must grant it "
    "IMAP and SMTP (App registrations → API permissions)",
    "AADSTS50076": LOGIN_AGAIN,
    "AADSTS50079": LOGIN_AGAIN,
    "AADSTS50173": LOGIN_AGAIN + " (the password was changed)",
    "AADSTS700082": LOGIN_AGAIN + " (nobody used the sign-in for too long)",
    "AADSTS70008": LOGIN_AGAIN + " (the sign-in has expired)",
}
"""What to do about an error of Microsoft Entra, by its code."""


@dataclass(frozen=True, slots=True)
class MicrosoftApp:
    """An app registration. With a `secret` it signs in by itself and `user` is only the mailbox."""

    user: str
    client_id: str
    tenant: str
    secret: Callable[[], str] | None = None
    authority: str = WORLDWIDE
    resource: str = ""
    """The mail service where it is another one, such as https://partner.outlook.cn; "" = the usual."""
    ca_file: str | None = None

    @property
    def account(self) -> str:
        return f"{self.client_id}/{self.tenant}/{self.user}"

    def renew(self, refresh: str, now: datetime) -> Token:
        with_secret = self.secret is not None
        if not with_secret and not refresh:
            raise SignInRefused('nobody has signed in for the mailbox yet: run "kesu login"')
        with self._app() as app:
            if with_secret:
                return self._token(app.acquire_token_for_client(self._scopes), now)
            return self._token(app.acquire_token_by_refresh_token(refresh, self._scopes), now, refresh)

    def sign_in(self, say: Callable[[str], None], now: Callable[[], datetime]) -> Token:
        """A person signs in on any machine with the code that `say` shows (RFC 8628). Raises SignInRefused."""
        with self._app() as app:
            flow = app.initiate_device_flow(self._scopes)
            if "user_code" not in flow:
                raise _refused(flow)
            say(f"open {flow['verification_uri']} in any browser, enter {flow['user_code']}, sign in as {self.user}")
            return self._token(app.acquire_token_by_device_flow(flow), now())

    @property
    def _scopes(self) -> list[str]:
        if self.secret is not None:
            return [f"{self.resource or FOR_ITSELF}/.default"]
        mail = self.resource or FOR_A_PERSON
        return [f"{mail}/IMAP.AccessAsUser.All", f"{mail}/SMTP.Send"]

    @contextmanager
    def _app(self) -> Iterator[Any]:
        """MSAL at work. Raises SignInRefused."""
        import msal  # a third of a second, for those who sign in with tokens

        kind = msal.PublicClientApplication if self.secret is None else msal.ConfidentialClientApplication
        with asking(self.authority, self.ca_file) as session:
            try:
                yield kind(
                    self.client_id,
                    client_credential=self.secret() if self.secret else None,
                    authority=f"{self.authority.rstrip('/')}/{self.tenant}",
                    instance_discovery=False,  # one question less; the authority is what the configuration says
                    http_client=session,
                )
            except msal.exceptions.MsalError as error:
                raise OSError(str(error)) from error

    def _token(self, answer: Mapping[str, Any], now: datetime, refresh: str = "") -> Token:
        if "access_token" not in answer:
            raise _refused(answer)
        expires = now + timedelta(seconds=int(answer.get("expires_in", 3600)))
        return Token(str(answer["access_token"]), now, expires, str(answer.get("refresh_token", refresh)))


_CODE = re.compile(r"AADSTS\d+")


def _refused(answer: Mapping[str, Any]) -> SignInRefused:
    """The provider's own sentence without its trace numbers, and what to do about it."""
    said = str(answer.get("error_description") or answer.get("error") or answer)
    first = said.splitlines()[0].partition(" Trace ID")[0].strip()[:300]
    code = _CODE.search(said)
    usual = LOGIN_AGAIN if answer.get("error") == "invalid_grant" else "check [oauth]"
    advice = ADVICE.get(code[0] if code else "", usual)
    busy = answer.get("error") in ("temporarily_unavailable", "server_error")
    return SignInRefused(f"Microsoft gives no access token ({first}); {advice}", permanent=not busy)
