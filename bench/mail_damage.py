"""One small damage to a mail: bits flipped, bytes replaced, deleted, inserted, doubled, zeroed, or the rest cut off."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path

from parsers.limits import Limits
from parsers.parts import Outline, leaves

MAILS = Path(__file__).resolve().parent.parent / "tests" / "fixtures" / "mails"
Change = Callable[[bytearray, int, random.Random], None]


def _flip(mail: bytearray, at: int, rng: random.Random) -> None:
    mail[at] ^= 1 << rng.randrange(8)


def _replace(mail: bytearray, at: int, rng: random.Random) -> None:
    for offset in range(rng.randint(1, 4)):
        if at + offset < len(mail):
            mail[at + offset] = rng.randrange(256)


def _delete(mail: bytearray, at: int, rng: random.Random) -> None:
    del mail[at : at + rng.randint(1, 4)]


def _insert(mail: bytearray, at: int, rng: random.Random) -> None:
    mail[at:at] = rng.randbytes(rng.randint(1, 4))


def _double(mail: bytearray, at: int, rng: random.Random) -> None:
    mail[at:at] = mail[at : at + rng.randint(1, 4)]


def _zero(mail: bytearray, at: int, rng: random.Random) -> None:
    mail[at : at + rng.randint(1, 4)] = bytes(1)


def _cut(mail: bytearray, at: int, _rng: random.Random) -> None:
    del mail[at:]


SMALL: tuple[Change, ...] = (_flip, _replace, _delete, _insert, _double, _zero)
ANY: tuple[Change, ...] = (*SMALL, _cut)


def mutant_of(name: str, in_body: bool, rng: random.Random) -> tuple[bytes, str]:
    """The fixture with one change, in the body of a part or anywhere; and what was changed where."""
    raw = bytearray((MAILS / name).read_bytes())
    bodies = _bodies(name)
    if in_body and bodies:
        first, last = rng.choices(bodies, [last - first for first, last in bodies])[0]
        change, at = rng.choice(SMALL), rng.randrange(first, last)
    else:
        change, at = rng.choice(ANY), rng.randrange(len(raw))
    change(raw, at, rng)
    return bytes(raw), f"{change.__name__.strip('_')} at {at}"


@cache
def _bodies(name: str) -> list[tuple[int, int]]:
    """First and last byte of the body of each part."""
    raw = (MAILS / name).read_bytes()
    found, position = [], 0
    for part in leaves(raw, Limits(), Outline()):
        start = raw.find(part.body, position)
        if part.body and start >= 0:
            position = start + len(part.body)
            found.append((start, position))
    return found
