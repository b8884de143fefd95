"""Two real mail servers on loopback ports, in this process: IMAP (pymap) and SMTP (aiosmtpd)."""

from __future__ import annotations

import asyncio
import imaplib
import threading
import warnings
from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from mailer.network import tune

try:
    with warnings.catch_warnings():
        # pymap prefers passlib's hashes if passlib is there, and that imports the deprecated `crypt`
        warnings.filterwarnings("ignore", "'crypt' is deprecated", DeprecationWarning)
        from aiosmtpd.smtp import SMTP, Envelope
        from proxyprotocol.reader import ProxyProtocolReader
        from pymap.backend.dict import DictBackend
        from pymap.imap import IMAPServer
except ImportError as missing:
    raise ImportError(
        f"the demo brings its own mail servers and {missing.name} is not installed; run: pip install 'kesu[demo]'"
    ) from missing

HOST = "127.0.0.1"


class Servers:
    """`with Servers(user, password) as servers:` — one mailbox in memory on `imap_port`, a sink on `smtp_port`."""

    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password
        self._accepted: list[bytes] = []

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(20):
            raise RuntimeError("the mail servers of the demo do not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(timeout=20)

    def accepted(self) -> Sequence[bytes]:
        """Every mail that the SMTP server took, in order."""
        return list(self._accepted)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802, ARG002 - aiosmtpd's
        """Take a mail (RFC 5321)."""
        assert isinstance(envelope.content, bytes)
        self._accepted.append(envelope.content)
        return "250 OK"

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        mailbox = await asyncio.start_server(await self._imap(), HOST, 0)
        sink = await self._loop.create_server(lambda: SMTP(self, hostname=HOST), HOST, 0)
        self.imap_port: int = mailbox.sockets[0].getsockname()[1]
        self.smtp_port: int = sink.sockets[0].getsockname()[1]
        ready.set()
        await self._over.wait()
        mailbox.close()
        sink.close()

    async def _imap(self) -> Any:
        arguments = Namespace(
            host=None,
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            demo_data=False,
            demo_user=self.user,
            demo_password=self.password,
        )
        backend, config = await DictBackend.init(arguments, invalid_user_sleep=0.0)
        config.apply_context()
        return ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))


def append(port: int, user: str, password: str, raw: bytes, at: datetime) -> None:
    """Put a mail into an INBOX with `at` as its time of arrival (APPEND, RFC 9051 6.3.12)."""
    with imaplib.IMAP4(HOST, port, timeout=20) as client:
        tune(client.socket())
        client.login(user, password)
        answer, detail = client.append("INBOX", "", imaplib.Time2Internaldate(at), raw)
    if answer != "OK":
        raise RuntimeError(f"the mailbox did not take a mail: {detail!r}")
