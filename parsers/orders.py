"""A decision's argument taken apart: facts with their reason, or an event with its time."""

from __future__ import annotations

import re
from datetime import datetime

from cases.mail import FieldValue
from parsers.settings import BEFORE_REASON, read_settings

_EVENT = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(.*)", re.IGNORECASE)
_YES_NO = {"true": True, "yes": True, "是": True, "有": True, "false": False, "no": False, "否": False, "无": False}


def assignments(text: str, arrived: datetime) -> tuple[dict[str, FieldValue], str]:
    """The facts set in `text`, one `FACT = VALUE` per line, and the reason given with them ("" if none)."""
    written, _ = read_settings(text.splitlines(), arrived)
    facts: dict[str, FieldValue] = {}
    reason = ""
    for line in written:
        fact, _, rest = line.partition(" = ")
        value, _, why = rest.partition(BEFORE_REASON)
        facts[fact] = _YES_NO.get(value.lower(), value)
        reason = why or reason
    return facts, reason


def moment_in(text: str, arrived: datetime) -> tuple[str, datetime | None]:
    """The event's name and its time, in the zone of `arrived` if it names none; the name alone if it is no time."""
    match = _EVENT.fullmatch(text)
    if match is None:
        return "", None
    name, when = match[1].lower(), match[2].strip()
    if not when:
        return name, arrived
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return name, None
    return name, moment if moment.tzinfo else moment.replace(tzinfo=arrived.tzinfo)
