"""When a mail arrived, where no server can be asked: for mails that lie about as files."""

from __future__ import annotations

import re
from datetime import datetime

from parsers.sent_at import moment

_HEADERS = 64 * 1024
_RECEIVED = re.compile(rb"^received:(?:[^\r\n]|\r?\n[ \t])*?;\s*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(rb"^date:[ \t]*([^\r\n]+)", re.IGNORECASE | re.MULTILINE)


def arrival(raw: bytes, otherwise: datetime) -> datetime:
    """The time of the topmost Received header, else of Date, else `otherwise`; aware (RFC 5321 4.4, RFC 5322 3.6.1)."""
    head = raw[:_HEADERS].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]
    for pattern in (_RECEIVED, _DATE):
        found = pattern.search(head)
        arrived = _moment(found[1]) if found else None
        if arrived is not None:
            return arrived
    return otherwise


def _moment(written: bytes) -> datetime | None:
    found = moment(written.decode("ascii", "replace"))
    return found if found and found.tzinfo else None
