"""The Date header (RFC 5322, 3.3), also as programs write it that do not follow the grammar."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

_USUAL = re.compile(
    r"(?:[A-Za-z]{3}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) (\+|-(?!0000))(\d\d)(\d\d)(?: \(|$)"
)
"""Without `-0000`, which says that no offset is known."""
_CLOCK = re.compile(r"\b(\d{1,2})([:.])(\d{2})(?:\2(\d{2})(?:[.,]\d{1,9})?)?\s*([AP]M\b)?(?!:)", re.I)
_OFFSET = re.compile(r"(?:^|(?<=\s))(?:GMT|UTC?|Z)?([+-])(\d{1,2}):?(\d{2})?(?=\s|\(|$)", re.I)
_ISO = re.compile(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\s+|$)", re.I)
_COMMA = re.compile(r",(?=\s+\d{4}\s)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONGEST = 200
"""Characters that are looked at."""


def moment(text: str) -> datetime | None:
    """What a header says, without an offset if it names none; None if it is no date."""
    try:
        usual = _USUAL.match(text)
        return _read(*usual.groups()) if usual else parsedate_to_datetime(_mended(text[:LONGEST]))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def sent_at(text: str) -> datetime | None:
    """The same, in UTC if no offset is named."""
    found = moment(text)
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _read(
    day: str, month: str, year: str, hour: str, minute: str, second: str, sign: str, hours: str, minutes: str
) -> datetime:
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
    number = _MONTHS.index(month) + 1
    return datetime(int(year), number, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=timezone(offset))


def _mended(text: str) -> str:
    """`2026-03-02T09:00:00.123GMT+8` as `2 Mar 2026 09:00:00 +0800`."""
    if iso := _ISO.match(text):
        year, month, day = iso.groups()
        text = f"{day} {_MONTHS[int(month) - 1]} {year} {text[iso.end() :]}"
    clock = _CLOCK.search(text)
    if clock is None:
        return text
    offset = _OFFSET.sub(_four_digits, text[clock.end() :], count=1)
    return f"{_COMMA.sub('', text[: clock.start()])}{_time(clock)} {offset}"


def _time(clock: re.Match[str]) -> str:
    hour, _, minute, second, half = clock.groups()
    hours = int(hour)
    if half and hours <= 12:
        hours = hours % 12 + (12 if half.upper() == "PM" else 0)
    return f"{hours:02}:{minute}:{second or '00'}"


def _four_digits(offset: re.Match[str]) -> str:
    """`+8`, `+800`, `+08:00` and `GMT+0800` as `+0800`."""
    sign, hours, minutes = offset.groups()
    return f"{sign}{int(hours):02}{minutes or '00'}"
