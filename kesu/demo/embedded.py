"""The stage of `kesu demo`: the product's own desk between the embedded servers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

from kesu import service
from kesu.config import Config
from kesu.demo.servers import Servers, append
from kesu.views import case_json
from kesu.wire import open_desk, open_inbox, open_sender


class EmbeddedStage:
    """A desk opened on `config` as `kesu run` opens it; its times come from the play."""

    def __init__(self, config: Config, servers: Servers, password: str, now: datetime) -> None:
        self._config, self._servers, self._password = config, servers, password
        self._inbox, self._sender = open_inbox(config), open_sender(config)
        self._desk = open_desk(config, now=now)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inbox.close()
        self._sender.close()
        self._desk.store.close()

    def deliver(self, raw: bytes, at: datetime) -> None:
        append(self._servers.imap_port, self._config.mailbox.user, self._password, raw, at)

    def pass_at(self, now: datetime) -> None:
        service.once(self._desk, self._inbox, self._sender, now)

    def sent(self) -> Sequence[bytes]:
        return self._servers.accepted()

    def cases(self) -> list[dict[str, object]]:
        """Every case as `kesu cases --json` prints it."""
        return [case_json(self._desk, case) for case in self._desk.store.cases()]
