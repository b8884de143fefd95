"""pymap, an IMAP server from the package index, embedded on a loopback port."""

from __future__ import annotations

import asyncio
import threading
import warnings
from argparse import Namespace
from types import TracebackType
from typing import Self

from proxyprotocol.reader import ProxyProtocolReader

with warnings.catch_warnings():
    # pymap prefers passlib's hashes if passlib is there, and that imports the deprecated `crypt`
    warnings.filterwarnings("ignore", "'crypt' is deprecated", DeprecationWarning)
    from pymap.backend.dict import DictBackend
    from pymap.imap import IMAPServer


class PymapServer:
    """`with PymapServer() as server:` — one user, an empty mailbox in memory, IMAP on `server.port`."""

    user = "desk"
    password = "secret"

    def __enter__(self) -> Self:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        if not ready.wait(20):
            raise RuntimeError("pymap does not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(timeout=20)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
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
        answer = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        self.port: int = server.sockets[0].getsockname()[1]
        ready.set()
        await self._over.wait()
        server.close()
