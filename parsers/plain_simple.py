"""Text, numbers, bytes and moments as plain JSON and back: the kinds that hold no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Encode = Callable[[Any, list[bytes]], Any]
Decode = Callable[[Any, Sequence[bytes]], Any]
SCALARS: tuple[type, ...] = (str, int, bool, type(None))


class Malformed(ValueError):
    """What was received is not what was agreed."""


def as_it_is(value: Any, _: list[bytes]) -> Any:
    """What JSON holds as it is."""
    return value


def exactly(kind: type) -> Decode:
    """A value of this very type: True is no number."""

    def decode(plain: Any, _: Sequence[bytes]) -> Any:
        if type(plain) is not kind:
            raise Malformed(f"{type(plain).__name__} where {kind.__name__} belongs")
        return plain

    return decode


def number(plain: Any, _: Sequence[bytes]) -> float:
    """A whole number is a number, too."""
    if type(plain) not in (int, float):
        raise Malformed(f"{type(plain).__name__} where a number belongs")
    return float(plain)


def to_blob(value: bytes, blobs: list[bytes]) -> int:
    """Its place among the blobs."""
    blobs.append(value)
    return len(blobs) - 1


def from_blob(plain: Any, blobs: Sequence[bytes]) -> bytes:
    """The blob at this place."""
    if type(plain) is not int or plain < 0:
        raise Malformed("no blob")
    return blobs[plain]


def from_moment(value: datetime, _: list[bytes]) -> str:
    """ISO 8601, with the zone's name behind it where it has one (RFC 9557): days are counted in it."""
    zone = value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else ""
    return f"{value.isoformat()}[{zone}]" if zone else value.isoformat()


def to_moment(plain: Any, _: Sequence[bytes]) -> datetime:
    """The moment in the zone that is named."""
    if type(plain) is not str:
        raise Malformed(f"{type(plain).__name__} where a moment belongs")
    iso, _bracket, zone = plain.partition("[")
    moment = datetime.fromisoformat(iso)
    return moment.astimezone(ZoneInfo(zone.removesuffix("]"))) if zone else moment
