"""Access tokens (RFC 6749) for one account, kept between starts and renewed in time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from cases.faults import hit
from mailer.token_file import Token, TokenFile

__all__ = ["AccessTokens", "Provider", "SignInRefused", "Token", "renew"]

NEW = timedelta(minutes=1)


class SignInRefused(Exception):
    """No token can be had; the text tells a person what to do. `permanent`: waiting will not help."""

    def __init__(self, sentence: str, *, permanent: bool = True) -> None:
        super().__init__(sentence)
        self.permanent = permanent


class Provider(Protocol):
    """Somebody who gives tokens for one account."""

    @property
    def account(self) -> str:
        """Names application and mailbox: a kept token of another one is not used."""
        ...

    def renew(self, refresh: str, now: datetime) -> Token:
        """A new token for an earlier one's `refresh`, or without one. Raises SignInRefused."""
        ...


class AccessTokens:
    """Called, it gives an access token that is good now; IMAP and SMTP share one of these.

    A refresh token may be good for one use only: the new one is on the disk before its access token is used, and
    neither a second thread nor a second process renews at the same time.
    """

    def __init__(
        self, provider: Provider, file: TokenFile, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._provider = provider
        self._file = file
        self._clock = clock
        self._lock = threading.Lock()
        self._token: Token | None = None

    def __call__(self) -> str:
        """Raises SignInRefused."""
        with self._lock, self._readable_file():
            if self._token is None or not self._token.fresh(self._clock()):
                self._token = self._kept_or_renewed()
            return self._token.access

    def sign_in(self, token: Token) -> None:
        """Keep the first token, which somebody has just signed in for. Raises SignInRefused."""
        with self._lock, self._readable_file(), self._file.held():
            self._file.write(self._provider.account, token)
            self._token = token

    def forget(self) -> bool:
        """A server has refused the token: whether the next one will be another. One that is new is not the trouble."""
        with self._lock, self._readable_file(), self._file.held():
            refused, self._token = self._token, None
            if refused is None or self._clock() - refused.obtained_at < NEW:
                return False
            if self._file.read(self._provider.account) == refused:  # else another process has renewed it by now
                self._file.write(self._provider.account, replace(refused, access=""))
            return True

    @contextmanager
    def _readable_file(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or error
            raise SignInRefused(
                f"{self._file.path}: the access token cannot be kept ({why})", permanent=False
            ) from error

    def _kept_or_renewed(self) -> Token:
        with self._file.held():
            kept, now = self._file.read(self._provider.account), self._clock()
            if kept is not None and kept.fresh(now):
                return kept
            try:
                token = self._provider.renew(kept.refresh if kept else "", now)
            except SignInRefused as refused:
                if kept is not None and kept.valid(now) and not refused.permanent:
                    return kept  # four fifths of its life are over; it lasts until the provider is back
                raise
            hit("P17")
            self._file.write(self._provider.account, token)
            return token


def renew(secret: Callable[[], str]) -> bool:
    """After a refusal: whether asking `secret` again gives something else."""
    return isinstance(secret, AccessTokens) and secret.forget()
