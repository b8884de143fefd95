"""Numbered fault points: places where a crash must lose nothing.

`hit` does nothing unless a bench or a test has armed a handler; the product never arms one.
"""

from __future__ import annotations

from collections.abc import Callable

POINTS = {
    "P0": "before the mailbox is listed",
    "P1": "a mail's bytes are in memory only",
    "P2": "the spool file is durable, the store knows nothing",
    "P3": "inside the intake transaction",
    "P4": "intake committed, the mail not moved",
    "P5": "a document's temporary file is written",
    "P6": "a document is in place, its hash not recorded",
    "P7": "`sending` is committed, no connection yet",
    "P8": "half of the mail's data is on the wire",
    "P9": "the server has the mail, the outbox does not know",
    "P10": "`sent` is committed, before QUIT",
    "P11": "before the mailbox move",
    "P12": "copied to the done folder, not expunged (servers without MOVE)",
    "P13": "after the mailbox move",
    "P14": "a decision is read, its transaction is open",
    "P15": "a reminder is due, not queued",
    "P16": "a returned document is in place, its revision not recorded",
}
AT_SIGN_IN = {"P17": "an access token is renewed, not saved"}
"""Passed only by a desk that signs in with tokens."""


def _nothing(point: str) -> None:
    """The product's handler."""


_handler: Callable[[str], None] = _nothing


def arm(handler: Callable[[str], None] | None) -> None:
    """Call `handler(point)` at every fault point from now on; None disarms."""
    global _handler
    _handler = handler or _nothing


def hit(point: str) -> None:
    """Say that execution has come to `point`, one of `POINTS` or `AT_SIGN_IN`."""
    _handler(point)
