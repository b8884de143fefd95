"""What stands behind a verb: `FACT = VALUE` lines with a reason, or an event with its time."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from cases.mail import FieldValue

_ASSIGNMENT = re.compile(r"^\s*([a-z][a-z0-9_.]*)\s*=\s*(.+?)\s*$", re.IGNORECASE)
_REASON = re.compile(r"\s*[,;(]?\s*(?:理由|原因|reason|because)\s*:?\s*(.+?)\)?\s*$", re.IGNORECASE)
_EVENT = re.compile(r"^\s*([a-z][a-z0-9_]*)\s*[:=]?\s*(.*)$", re.IGNORECASE)
_YES_NO = {"true": True, "yes": True, "是": True, "有": True, "false": False, "no": False, "否": False, "无": False}


def assignments(text: str) -> tuple[dict[str, FieldValue], str]:
    """The facts set in `text`, one `FACT = VALUE` per line, and the reason given with them ("" if none)."""
    facts: dict[str, FieldValue] = {}
    reason = ""
    for line in unicodedata.normalize("NFKC", text).splitlines():
        found = _REASON.search(line)
        if found:
            reason, line = found[1], line[: found.start()]
        match = _ASSIGNMENT.match(line)
        if match:
            facts[match[1].lower()] = _value(match[2])
    return facts, reason


def moment_in(text: str, arrived_at: datetime) -> tuple[str, datetime | None]:
    """The event's name and its time, in the zone of `arrived_at` if it names none; ("", None) if it is no event."""
    match = _EVENT.match(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return "", None
    name, when = match[1].lower(), match[2].strip()
    if not when:
        return name, arrived_at
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return name, None
    return name, moment if moment.tzinfo else moment.replace(tzinfo=arrived_at.tzinfo)


def _value(written: str) -> FieldValue:
    lowered = written.lower()
    if lowered in _YES_NO:
        return _YES_NO[lowered]
    number = written.replace(",", "")
    return number if re.fullmatch(r"[+-]?\d+(\.\d+)?", number) else written
