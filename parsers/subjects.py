"""Subjects: reply and forward prefixes, our tag, gateways' stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass

REPLY_PREFIXES = ("re", "aw", "sv", "antw", "回复", "回覆", "答复", "答覆", "答複", "回復", "答復")
FORWARD_PREFIXES = ("fw", "fwd", "wg", "转发", "轉寄", "轉發")
_REPLY = "|".join(REPLY_PREFIXES)
_FORWARD = "|".join(FORWARD_PREFIXES)
_PREFIX = re.compile(rf"\s*(?:(?P<reply>{_REPLY})|(?P<forward>{_FORWARD}))\s*(?:\[\d+\]|\(\d+\))?\s*[:：]", re.I)
_STAMP = re.compile(
    r"\s*(?:\[\s*(?:external(?: mail| email| sender)?|ext|spam|外部邮件|外部邮箱|外部|外来邮件)\s*\]"
    r"|【\s*(?:外部邮件|外部|外来邮件)\s*】)",
    re.I,
)
_TAG = re.compile(r"\s*\[\s*K\d{4}-\d{5}[^\]\[]{0,80}\]", re.I)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart; `outermost` is "reply", "forward" or ""."""

    bare: str
    outermost: str
    tagged: bool


def take_apart(subject: str) -> Subject:
    """Strip prefixes, stamps and tags from the front, in any order and however often; tags also elsewhere."""
    position, outermost = 0, ""
    while True:
        if prefix := _PREFIX.match(subject, position):
            outermost = outermost or ("reply" if prefix.group("reply") else "forward")
        found = prefix or _STAMP.match(subject, position) or _TAG.match(subject, position)
        if not found:
            break
        position = found.end()
    return Subject(_TAG.sub("", subject[position:]).strip(), outermost, _TAG.search(subject) is not None)
