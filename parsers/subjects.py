"""Subjects: reply and forward prefixes, our tag, gateways' stamps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.tags import tags_in, without_tags

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
_DAMAGED_TAG = re.compile(r"\s*\[\s*K\d{4}-\d{5,9}[^\]\[]{0,80}\]", re.I)
"""A tag whose token was cut or changed on the way; it proves nothing and is stripped all the same."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject taken apart; `outermost` is "reply", "forward" or ""."""

    bare: str
    outermost: str
    tagged: bool


def take_apart(subject: str) -> Subject:
    """Strip prefixes, stamps and tags from the front, in any order and however often; tags also elsewhere."""
    tagged = bool(tags_in(subject)) or _DAMAGED_TAG.search(subject) is not None
    plain = _DAMAGED_TAG.sub("", without_tags(subject)) if tagged else subject
    position, outermost = 0, ""
    while True:
        if prefix := _PREFIX.match(plain, position):
            outermost = outermost or ("reply" if prefix.group("reply") else "forward")
        found = prefix or _STAMP.match(plain, position)
        if not found:
            break
        position = found.end()
    return Subject(plain[position:].strip(), outermost, tagged)
