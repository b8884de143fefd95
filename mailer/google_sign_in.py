"""The first sign-in of a person at Google: consent in a browser, the code brought back to this machine (RFC 8252)."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from mailer.oauth_google import ADVICE, MAIL, GoogleApp
from mailer.token_file import Token
from mailer.token_http import asking
from mailer.tokens import SignInRefused

CONSENT = "https://accounts.google.com/o/oauth2/v2/auth"
PATIENCE = 600.0
"""Seconds that the browser may take."""


@dataclass(frozen=True, slots=True)
class Request:
    """One sign-in: only an answer to it is taken (state), and only we can use its code (PKCE, RFC 7636)."""

    app: GoogleApp
    redirect: str
    state: str
    verifier: str

    @property
    def address(self) -> str:
        """What the person opens."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "client_id": self.app.client_id,
            "redirect_uri": self.redirect,
            "response_type": "code",
            "scope": MAIL,
            "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "code_challenge_method": "S256",
            "access_type": "offline",
            "prompt": "consent",
            "login_hint": self.app.user,
        }
        return f"{CONSENT}?{urlencode(asked)}"

    def token(self, answered: str, now: datetime) -> Token:
        """The token for the address at which the browser arrived. Raises SignInRefused."""
        told = {name: values[0] for name, values in parse_qs(urlsplit(answered.strip()).query).items()}
        if told.get("state") != self.state:
            raise SignInRefused("that is not the answer to this sign-in; start again")
        if "code" not in told:
            said = told.get("error", "no code")
            raise SignInRefused(f"Google has not granted access ({said})")
        return self._exchange(told["code"], now)

    def _exchange(self, code: str, now: datetime) -> Token:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "code_verifier": self.verifier,
            "redirect_uri": self.redirect,
            "client_id": self.app.client_id,
            "client_secret": self.app.secret(),
        }
        with asking(self.app.endpoint, self.app.ca_file) as session:
            told = json.loads(session.post(self.app.endpoint, data=form).text)
        if "refresh_token" not in told:
            kind = str(told.get("error", "no refresh token"))
            raise SignInRefused(f"Google gives no access token ({kind}); {ADVICE.get(kind, 'check [oauth]')}")
        expires = now + timedelta(seconds=int(told.get("expires_in", 3600)))
        return Token(str(told["access_token"]), now, expires, str(told["refresh_token"]))


def request(app: GoogleApp, redirect: str = "http://127.0.0.1:1") -> Request:
    """A sign-in to be answered at `redirect`. The default leads nowhere: the person copies the address from there."""
    return Request(app, redirect, secrets.token_urlsafe(24), secrets.token_urlsafe(48))


def in_this_browser(app: GoogleApp, say: Callable[[str], None], now: Callable[[], datetime]) -> Token:
    """Listen on this machine for the browser's way back. Raises SignInRefused."""
    arrived: list[str] = []

    class Way(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "state=" in self.path:
                arrived.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write("kesu: 登录信息已收到，可以关闭本页。/ You can close this page.\n".encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """The address holds the code: it is not for a log."""

    with HTTPServer(("127.0.0.1", 0), Way) as server:
        wanted = request(app, f"http://127.0.0.1:{server.server_port}")
        say(f"open this address in a browser on this machine and sign in as {app.user}:\n{wanted.address}")
        server.timeout = 1.0
        end = time.monotonic() + PATIENCE
        while not arrived and time.monotonic() < end:
            server.handle_request()
    if not arrived:
        raise SignInRefused('nobody has signed in; run "kesu login" again, with --paste if the browser is elsewhere')
    return wanted.token(arrived[0], now())
