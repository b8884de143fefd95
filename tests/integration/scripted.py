"""An IMAP server that follows a script, for what no server that can be had does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

Script = Callable[[str, str], str | None]
"""(command in upper case, its arguments) → the answer; None = hang up.

`{tag}` is filled in; an answer that ends in `…` stops there, in the middle of its line.
"""


class ScriptedImap:
    """`with ScriptedImap(script) as server:` — every connection is answered by `script`, every command kept."""

    def __init__(self, script: Script, greeting: str = "* OK ready") -> None:
        self._script = script
        self._greeting = greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.commands: list[str] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(link,), daemon=True).start()

    def _talk(self, link: socket.socket) -> None:
        with link, link.makefile("rb") as lines, suppress(OSError):
            link.sendall(self._greeting.encode() + b"\r\n")
            tag = ""
            for line in lines:
                first, _, rest = line.decode().strip().partition(" ")
                tag, rest = (tag, first) if first == "DONE" else (first, rest)
                command, _, arguments = rest.partition(" ")
                self.commands.append(rest)
                answer = self._script(command.upper(), arguments)
                if answer is None:
                    return
                text = answer.replace("{tag}", tag).replace("\n", "\r\n") + "\r\n"
                link.sendall(text.partition("…")[0].encode())
