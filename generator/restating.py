"""What an acknowledgement may repeat of a stranger's words: nothing that could carry an advert or a link."""

from __future__ import annotations

import re

from cases.mail import FieldValue

_IDENTIFIER = re.compile(r"[A-Za-z0-9._/-]{1,40}")
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(,[0-9]{3}){0,5}(\.[0-9]{1,9})?%?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?")
_WEB_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/.*)?", re.IGNORECASE)


def restatable(value: str) -> bool:
    """Whether an acknowledgement may repeat this of a stranger's text: dates, numbers, ids of enumerations, and
    identifiers, but nothing a mail client would make a link of (an acknowledgement must carry nobody's advert)."""
    if NUMBER.fullmatch(value) or _DATE.fullmatch(value):
        return True
    return _IDENTIFIER.fullmatch(value) is not None and not _WEB_ADDRESS.fullmatch(value)


def harmless(value: FieldValue) -> bool:
    """Whether the whole value may be repeated: yes or no, or text of which every item is `restatable`."""
    if isinstance(value, bool):
        return True
    return bool(value) and all(restatable(item) for item in ((value,) if isinstance(value, str) else value))
