"""A token endpoint on loopback (RFC 6749, 8628), as Microsoft and Google answer: real requests, invented tokens."""

from __future__ import annotations

import json
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

SECRET = "the secret's value"


@dataclass
class TokenServer:
    """`with TokenServer(certificate) as server:` — https on `url`; without a certificate, http.

    Refresh tokens are good once, as some directories have it: `r1` first, then whichever was given last.
    """

    tls: tuple[Path, Path] | None = None
    lifetime: int = 3600
    user: str = "desk"
    """Whom every token is for, as a mail server is told that asks."""
    asked: list[dict[str, str]] = field(default_factory=list)
    """The forms that came to the token endpoint."""
    troubles: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Answers to give instead, used up first."""
    good: set[str] = field(default_factory=set)
    """Access tokens given and not withdrawn."""
    refresh: str = "r1"
    _given: int = 0

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._say(*outer.told(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                self._say(*outer.granted(self.path, form))

            def _say(self, status: int, answer: dict[str, Any]) -> None:
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*self.tls)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://localhost:{self._server.server_port}"

    def told(self, path: str) -> tuple[int, dict[str, Any]]:
        """Discovery, and whether an access token is good (as Dovecot asks)."""
        parts = urlsplit(path)
        if parts.path.endswith("/openid-configuration"):
            directory = f"{self.url}/{parts.path.split('/')[1]}"
            return 200, {
                "issuer": f"{directory}/v2.0",
                "authorization_endpoint": f"{directory}/oauth2/v2.0/authorize",
                "token_endpoint": f"{directory}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{directory}/oauth2/v2.0/devicecode",
            }
        token = parse_qs(parts.query).get("access_token", [""])[0]
        return (200, {"email": self.user}) if token in self.good else (401, {"error": "invalid_token"})

    def granted(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A device code, or a token."""
        if path.endswith("/devicecode"):
            page = "https://microsoft.com/devicelogin"
            code = {"device_code": "d1", "user_code": "ABCD1234", "verification_uri": page}
            return 200, {**code, "expires_in": 900, "interval": 0}
        self.asked.append(form)
        if self.troubles:
            return self.troubles.pop(0)
        kind = form["grant_type"]
        if kind == "refresh_token" and form["refresh_token"] != self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: The refresh token has expired."}
        if kind == "client_credentials" and form.get("client_secret") != SECRET:
            return 401, {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid client secret provided. Trace ID: 0f Timestamp: 2026",
            }
        return 200, self._token(kind)

    def _token(self, kind: str) -> dict[str, Any]:
        self._given += 1
        access = f"a{self._given}"
        self.good.add(access)
        answer: dict[str, Any] = {"token_type": "Bearer", "access_token": access, "expires_in": self.lifetime}
        if kind in ("client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer"):
            return answer
        self.refresh = f"r{self._given + 1}"
        return {**answer, "refresh_token": self.refresh}
