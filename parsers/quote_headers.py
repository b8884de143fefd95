"""The header lines that programs write above what they quote: `发件人: …`, `Sent: …`."""

from __future__ import annotations

import re

from parsers import quote_marks as marks

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\ufeff]")
HEADER_LINES = 30
"""How far below the first line of a quoted header block its other lines may stand (recipient lists fold)."""
FOLDED = 8
"""Lines over which one list of recipients may fold."""


class Heads:
    """The header lines of a text, each of which is read once."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._read: dict[int, tuple[str, str] | None] = {}

    def block(self, start: int) -> tuple[dict[str, str], int]:
        """The header block that begins at `start`, by kind (from, sent, date, to, cc, subject, other), and the number
        of the line below it; {} and `start` if none begins there."""
        first = self._head(start)
        if first is None or first[0] in ("cc", "other"):
            return {}, start
        found: dict[str, str] = {}
        kind, folded, end = "", 0, start
        for i in range(start, min(len(self._lines), start + HEADER_LINES)):
            head = self._head(i)
            if head is not None:
                kind, folded, end = head[0], 0, i + 1
                found.setdefault(kind, head[1])
            elif not self._lines[i].strip():
                if _is_block(found, first[0]):
                    break
            elif folded < FOLDED and _continues(kind, self._lines[i]):
                folded, end = folded + 1, i + 1
                found[kind] = f"{found[kind]} {self._lines[i].strip()}"
            else:
                break
        return (found, end) if _is_block(found, first[0]) else ({}, start)

    def _head(self, i: int) -> tuple[str, str] | None:
        if i not in self._read:
            self._read[i] = header_line(self._lines[i])
        return self._read[i]


def header_line(line: str) -> tuple[str, str] | None:
    """The kind and the value of a header line; None if it is none."""
    if ":" not in line and "：" not in line and "|" not in line:
        return None
    found = marks.HEADER_LINE.match(_INVISIBLE.sub("", line).replace("\xa0", " "))
    if found is None:
        return None
    kind = marks.LABELS.get("".join(found.group(1).split()).lower())
    return (kind, found.group(2).strip(" |")) if kind else None


def _continues(kind: str, line: str) -> bool:
    return kind in ("from", "to", "cc") and any(sign in line for sign in "@;；<")


def _is_block(found: dict[str, str], first: str) -> bool:
    """A delivery (`From: Shanghai`, `To: Berlin`) and the head of a fax have neither an address nor a time of day;
    what a web form sends has no date."""
    if "from" not in found:
        return False
    address = "@" in found["from"]
    time = marks.TIME.search(found.get("sent") or found.get("date") or "") is not None
    if first != "from":
        return address and time and ("to" in found or "subject" in found)
    if address:
        return "sent" in found or "date" in found or ("to" in found and "subject" in found)
    return time and ("subject" in found or ("sent" in found and "to" in found))
