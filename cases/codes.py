"""One-time codes by mail: who answers with one can read the registered mailbox, whatever the From of a mail says."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LASTS = timedelta(minutes=30)
TRIES = 5
"""Wrong answers of one person about one case in a day, over all codes: then no code works and none is sent."""
CODES = 10
"""Codes to one person about one case in a day: somebody who has got hold of a token must not flood a mailbox."""
DAY = timedelta(days=1)
WAITING, USED, OVERTAKEN, LOCKED = "waiting", "used", "overtaken", "locked"


@dataclass(frozen=True, slots=True)
class CodeAsked:
    """A mail that waits until its sender has shown, by a one-time code, to read the registered mailbox."""

    mail: str
    """SHA-256 of the raw mail that waits."""
    said_at: datetime
    """When that mail came."""
    address: str
    """Where the code went."""
    sealed: str
    """Keyed hash of the code, which is only in the mail itself."""
    asked_at: datetime
    expires_at: datetime
    tries: int = 0
    """Wrong answers."""
    state: str = "waiting"
    """waiting, used, overtaken (by a later mail of the same person) or locked."""


Codes = tuple[CodeAsked, ...]


class Answer(StrEnum):
    """What an answer with six digits came to."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    LOCKED = "locked"
    """Now: the last try was wrong."""


def code(key: bytes, case_id: str, mail: str, address: str) -> str:
    """The six digits for the mail that waits: the same for the same mail, so that a redone step writes the same."""
    return f"{int.from_bytes(_digest(key, 'one-time', case_id, mail, address)[:8]) % 1_000_000:06d}"


def seal(key: bytes, written: str, case_id: str, mail: str) -> str:
    """What the store keeps: without the desk's key, a million tries would not find the code."""
    return _digest(key, "sealed", case_id, mail, written).hex()


def waiting(codes: Codes, address: str) -> CodeAsked | None:
    """The code that this person can still answer."""
    return next((asked for asked in reversed(codes) if asked.address == address and asked.state == WAITING), None)


def locked(codes: Codes, address: str, now: datetime) -> bool:
    """Whether this person is sent no code for now: too many wrong answers, or too many codes, in a day."""
    return len(_of_a_day(codes, address, now)) >= CODES or tries_left(codes, address, now) <= 0


def asking(codes: Codes, new: CodeAsked) -> Codes:
    """With one more code; an earlier one of the same person no longer works, so that guessing gets no easier."""
    earlier = waiting(codes, new.address)
    return (*(replace(asked, state=OVERTAKEN) if asked is earlier else asked for asked in codes), new)


def answered(
    codes: Codes, asked: CodeAsked, key: bytes, written: str, case_id: str, now: datetime
) -> tuple[Codes, Answer]:
    """The codes after somebody answered `asked` with these digits, and what it came to."""
    if now > asked.expires_at:
        return codes, Answer.EXPIRED
    if hmac.compare_digest(asked.sealed, seal(key, written, case_id, asked.mail)):
        return _changed(codes, asked, replace(asked, state=USED)), Answer.RIGHT
    codes = _changed(codes, asked, replace(asked, tries=asked.tries + 1))
    if tries_left(codes, asked.address, now) > 0:
        return codes, Answer.WRONG
    (last,) = (other for other in codes if other.mail == asked.mail and other.state == WAITING)
    return _changed(codes, last, replace(last, state=LOCKED)), Answer.LOCKED


def tries_left(codes: Codes, address: str, now: datetime) -> int:
    """How many wrong answers this person has left today."""
    return TRIES - sum(asked.tries for asked in _of_a_day(codes, address, now))


def _changed(codes: Codes, old: CodeAsked, new: CodeAsked) -> Codes:
    return tuple(new if asked is old else asked for asked in codes)


def _of_a_day(codes: Codes, address: str, now: datetime) -> list[CodeAsked]:
    return [asked for asked in codes if asked.address == address and now - asked.asked_at < DAY]


def _digest(key: bytes, *parts: str) -> bytes:
    told = b"".join(b"%d:%s," % (len(part), part) for part in (p.encode() for p in ("code", *parts)))
    return hmac.new(key, told, hashlib.sha256).digest()
