"""An access token, and where it is kept: one file that only its owner can read, whole or not there at all."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

RENEWED_AT = 0.8
"""Part of its life after which a token is replaced."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a provider gives. `refresh` gets the next one; "" = the application signs in by itself."""

    access: str
    obtained_at: datetime
    expires_at: datetime
    refresh: str = ""

    def fresh(self, now: datetime) -> bool:
        """Whether it need not be renewed yet. A clock that was set back makes it stale, not eternal."""
        life = self.expires_at - self.obtained_at
        return bool(self.access) and self.obtained_at <= now < self.obtained_at + life * RENEWED_AT

    def valid(self, now: datetime) -> bool:
        return bool(self.access) and now < self.expires_at


@dataclass(frozen=True, slots=True)
class TokenFile:
    """A token under `path`; beside it a lock that only one process holds."""

    path: Path

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else reads or writes meanwhile. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def read(self, account: str) -> Token | None:
        """The token kept for `account`; None if there is none, or none that can be read. Raises OSError."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            if kept["account"] != account:
                return None
            obtained, expires = (datetime.fromisoformat(kept[key]) for key in ("obtained_at", "expires_at"))
            return Token(str(kept["access"]), obtained, expires, str(kept["refresh"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def write(self, account: str, token: Token) -> None:
        """Durable when it returns, readable by its owner alone from the first byte on. Raises OSError."""
        told = {
            "account": account,
            "access": token.access,
            "refresh": token.refresh,
            "obtained_at": token.obtained_at.isoformat(),
            "expires_at": token.expires_at.isoformat(),
        }
        fresh = self.path.with_suffix(".tmp")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
