"""Waiting for news: IDLE (RFC 2177) where the server has it, a quiet sleep where not, both interruptible."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Sequence
from contextlib import suppress

from mailer.imap_login import Client

RENEW = 540.0
"""Seconds before IDLE is ended and begun again: some servers cut it at 8 to 10 minutes, the RFC says 29."""


class Alarm:
    """Ends a wait from outside, also from a signal handler. Rings until somebody has noticed."""

    def __init__(self) -> None:
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)

    def ring(self) -> None:
        with suppress(OSError):  # full of rings already, or the mailbox is closed
            self._bell.send(b"!")

    def fileno(self) -> int:
        return self._ear.fileno()

    def heard(self) -> bool:
        """Whether it rang since the last call."""
        try:
            return bool(self._ear.recv(4096))
        except BlockingIOError:
            return False

    def close(self) -> None:
        self._ear.close()
        self._bell.close()


def sleep(seconds: float, alarm: Alarm) -> bool:
    """Sleep; False if the alarm ended it."""
    select.select([alarm], [], [], max(seconds, 0.0))
    return not alarm.heard()


def idle(client: Client, seconds: float, alarm: Alarm) -> bool:
    """IDLE for up to `seconds`; True if the server reported anything. Raises OSError or IMAP4.error."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        _, early = client.noop()  # some servers do not report in IDLE what came before it
        if _is_news(early):
            return True
        client.idle()
        news = _listen(client, min(left, RENEW), alarm)
        _, late = client.idle_done()
        if news or _is_news(late):
            return True
        if alarm.heard():
            return False
    return False


def _listen(client: Client, seconds: float, alarm: Alarm) -> bool:
    """Read what the server says until there is news, the alarm rings or the time is over."""
    end = time.monotonic() + seconds
    link = client.socket()
    silent_reads = 0
    while not _is_news(said := client.idle_check(timeout=0)):
        # readable, yet nothing to read, again and again: the other side has hung up (once is a TLS ticket)
        silent_reads = 0 if said else silent_reads + 1
        ready, _, _ = select.select([link, alarm], [], [], max(end - time.monotonic(), 0.0))
        if link not in ready:
            return False
        if silent_reads > 3:
            raise ConnectionResetError("the server has ended the connection")
    return True


def _is_news(lines: Sequence[tuple[object, ...]]) -> bool:
    """Anything but the `* OK Still here` by which a server keeps the line open."""
    return any(line[0] != b"OK" for line in lines)
