"""An SMTP server that keeps what it is given and misbehaves on request.

In a test: `with SmtpSink() as sink:`. For a bench in another process, with a log to count by:
`python -m tests.integration.smtp_sink --port 2525 --log sink.jsonl`.
"""

from __future__ import annotations

import argparse
import base64
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

Answer = str | None
"""A line to answer with instead of the usual one; None = hang up without a word."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A mail whose final dot was answered with 250, or whose answer was swallowed on purpose."""

    raw: bytes
    sender: str
    recipients: tuple[str, ...]
    at: float
    """time.time() when the final dot came."""

    @property
    def message_id(self) -> str:
        for line in self.raw.partition(b"\r\n\r\n")[0].split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"message-id":
                return value.strip().decode()
        return ""


@dataclass
class Manners:
    """How the sink behaves; change it while it runs. Keys of `answers`: `CONNECT`, a verb, or `DOT`."""

    answers: dict[str, Answer]
    delay: float = 0.0
    """Seconds before the final dot is answered."""
    hang_up_after: str = ""
    """Hang up after answering this verb (`DOT`: after the 250)."""
    cut_data_at: int | None = None
    """Hang up once so many bytes of a mail's data have come."""
    swallow: bool = False
    """Keep the mail and hang up without answering the final dot: the window SMTP leaves open."""


class SmtpSink:
    """One thread per connection; every verb of RFC 5321 that a client needs, and AUTH PLAIN if asked for."""

    def __init__(
        self,
        *,
        port: int = 0,
        log: Path | None = None,
        size: int = 0,
        login: tuple[str, str] | None = None,
        tokens: Collection[str] = (),
        tls: tuple[Path, Path] | None = None,
        starttls: bool = False,
    ) -> None:
        self._listener = socket.create_server(("127.0.0.1", port), backlog=100)
        self.port: int = self._listener.getsockname()[1]
        self._log = log
        self._size = size
        self._login = login
        self._tokens = tokens
        self._starttls = starttls
        self._tls = _server_context(*tls) if tls else None
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.accepted: list[Accepted] = []
        self.connections = 0
        self.manners = Manners(answers={})

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """End every open connection, as a server does that has waited too long."""
        with self._lock:
            doomed, self._open = self._open, set()
        for one in doomed:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def wait_for(self, count: int, seconds: float = 10.0) -> list[Accepted]:
        """The mails so far, once there are `count` of them; AssertionError if that takes too long."""
        end = time.monotonic() + seconds
        while len(self.accepted) < count:
            assert time.monotonic() < end, f"{len(self.accepted)} of {count} mails came in {seconds} s"
            time.sleep(0.01)
        return list(self.accepted)

    def serve(self) -> None:
        """Accept connections until the listener is closed."""
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self.connections += 1
                self._open.add(link)
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with suppress(OSError):
            _Dialogue(self, self.secure(link) if self._tls and not self._starttls else link).run()
        with self._lock:
            self._open.discard(link)

    def keep(self, mail: Accepted) -> None:
        with self._lock:
            self.accepted.append(mail)
            if self._log:
                with self._log.open("a", encoding="utf-8") as log:
                    log.write(_as_json(mail) + "\n")

    @property
    def extensions(self) -> list[str]:
        """What EHLO is answered with."""
        offers = [f"SIZE {self._size}", "8BITMIME"]
        if self._starttls:
            offers.append("STARTTLS")
        if self._login:
            offers.append("AUTH PLAIN LOGIN XOAUTH2")
        return offers

    def secure(self, link: socket.socket) -> socket.socket:
        assert self._tls
        return self._tls.wrap_socket(link, server_side=True)

    def takes(self, credentials: str) -> bool:
        """Whether the argument of AUTH XOAUTH2 is our user with a token that is good now."""
        assert self._login
        token = base64.b64decode(credentials).decode().removeprefix(f"user={self._login[0]}\x01auth=Bearer ")
        return token.removesuffix("\x01\x01") in self._tokens

    def lets_in(self, credentials: str) -> bool:
        """Whether the argument of AUTH PLAIN (RFC 4616) is the login we expect."""
        _, user, password = base64.b64decode(credentials).decode().split("\0")
        return (user, password) == self._login


class _HangUp(Exception):
    """The sink ends the connection."""


class _Dialogue:
    """One connection."""

    def __init__(self, sink: SmtpSink, link: socket.socket) -> None:
        self._sink = sink
        self._link = link
        self._file: BinaryIO = link.makefile("rb")
        self._sender = ""
        self._recipients: list[str] = []

    def run(self) -> None:
        verbs: dict[str, Callable[[str], None]] = {
            "EHLO": self._hello,
            "HELO": self._hello,
            "STARTTLS": self._start_tls,
            "AUTH": self._auth,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._reset,
            "NOOP": self._noop,
            "QUIT": self._quit,
        }
        try:
            self._say("CONNECT", "220 sink ready")
            while line := self._file.readline().decode("ascii", "replace").strip():
                verb, _, rest = line.partition(" ")
                act = verbs.get(verb.upper())
                if act:
                    act(rest)
                else:
                    self._send("502 unknown")
        except _HangUp:
            return
        finally:
            self._file.close()
            self._link.close()

    def _say(self, verb: str, usual: str) -> bool:
        """Answer as the manners say; whether it was a positive answer."""
        manners = self._sink.manners
        answer = manners.answers.get(verb, usual)
        if answer is None:
            raise _HangUp
        self._send(answer)
        if manners.hang_up_after == verb or answer.startswith("421"):
            raise _HangUp
        return answer[0] in "23"

    def _send(self, lines: str) -> None:
        self._link.sendall(lines.encode() + b"\r\n")

    def _hello(self, _: str) -> None:
        offers = ["sink", *self._sink.extensions]
        self._say("EHLO", "\r\n".join([f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]))

    def _start_tls(self, _: str) -> None:
        if self._say("STARTTLS", "220 go ahead"):
            self._file.close()
            self._link = self._sink.secure(self._link)
            self._file = self._link.makefile("rb")

    def _auth(self, rest: str) -> None:
        mechanism, _, credentials = rest.partition(" ")
        good = self._sink.lets_in(credentials) if mechanism == "PLAIN" else self._sink.takes(credentials)
        if mechanism == "XOAUTH2" and not good:
            self._send("334 " + base64.b64encode(b'{"status":"401","schemes":"bearer"}').decode())
            self._file.readline()  # an empty line, as Google and Microsoft want it
        self._say("AUTH", "235 welcome" if good else "535 5.7.8 authentication failed")

    def _mail(self, rest: str) -> None:
        self._sender = rest[rest.index("<") + 1 : rest.index(">")]
        self._recipients = []
        self._say("MAIL", "250 sender ok")

    def _rcpt(self, rest: str) -> None:
        if self._say("RCPT", "250 recipient ok"):
            self._recipients.append(rest[rest.index("<") + 1 : rest.index(">")])

    def _noop(self, _: str) -> None:
        self._say("NOOP", "250 fine")

    def _reset(self, _: str) -> None:
        self._recipients = []
        self._say("RSET", "250 forgotten")

    def _quit(self, _: str) -> None:
        self._say("QUIT", "221 bye")
        raise _HangUp

    def _data(self, _: str) -> None:
        if not self._say("DATA", "354 go on"):
            return
        raw = self._read_data()
        manners = self._sink.manners
        usual = manners.answers.get("DOT", "250 kept")
        time.sleep(manners.delay)
        if usual is not None and usual.startswith("250"):
            self._sink.keep(Accepted(raw, self._sender, tuple(self._recipients), time.time()))
        if manners.swallow:
            raise _HangUp
        self._say("DOT", "250 kept")

    def _read_data(self) -> bytes:
        lines: list[bytes] = []
        size = 0
        while (line := self._file.readline()) != b".\r\n":
            size += len(line)
            limit = self._sink.manners.cut_data_at
            if not line or (limit is not None and size >= limit):
                raise _HangUp
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)


def _server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def _as_json(mail: Accepted) -> str:
    return json.dumps(
        {
            "message_id": mail.message_id,
            "sender": mail.sender,
            "recipients": mail.recipients,
            "at": mail.at,
            "raw": base64.b64encode(mail.raw).decode(),
        }
    )


def read_log(log: Path) -> list[Accepted]:
    """What a sink in another process has kept so far."""
    if not log.exists():
        return []
    kept = []
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        raw = base64.b64decode(entry["raw"])
        kept.append(Accepted(raw, entry["sender"], tuple(entry["recipients"]), entry["at"]))
    return kept


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--log", type=Path, required=True)
    chosen = options.parse_args()
    SmtpSink(port=chosen.port, log=chosen.log).serve()


if __name__ == "__main__":
    main()
