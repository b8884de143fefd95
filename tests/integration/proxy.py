"""A TCP proxy on loopback whose link a test can cut or silence."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self


class CuttingProxy:
    """`with CuttingProxy(server.port) as link:` — connect to `link.port`; `link.cut()` breaks what is open."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._silent = threading.Event()
        self.accepted = 0
        self.idling = False
        """Whether the client waits in IDLE (RFC 2177) over the connection that spoke last."""
        self.cut_after: int | None = None
        """Cut a connection once the server has sent so many bytes over it; None = never."""

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Break every open connection; new ones are let through."""
        with self._lock:
            doomed, self._open = self._open, []
        self.idling = False
        for one in doomed:
            _end(one)

    def silence(self) -> None:
        """From now on drop every byte of every connection, and leave the connections open: a dead link."""
        self._silent.set()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:  # the server is away; it may come back
                _end(near)
                continue
            with self._lock:
                self.accepted += 1
                self._open += [near, far]
            for one, other, limited in ((near, far, False), (far, near, True)):
                threading.Thread(target=self._pump, args=(one, other, limited), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, limited: bool) -> None:
        passed = 0
        limit = self.cut_after if limited else None
        with suppress(OSError):
            while data := source.recv(65536):
                if limit is not None:
                    data = data[: limit - passed]
                passed += len(data)
                self._listen(data)
                if not self._silent.is_set():
                    target.sendall(data)
                if limit is not None and passed >= limit:
                    break
        _end(source)
        _end(target)

    def _listen(self, data: bytes) -> None:
        """Follow what is said about IDLE; servers and clients write these as lines of their own."""
        if data.startswith(b"+ idling"):
            self.idling = True
        elif data.startswith(b"DONE"):
            self.idling = False


def _end(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
