"""Who did not get which mail, and why: from a delivery report, else from what servers write instead."""

from __future__ import annotations

import re

from cases.mail import Bounce
from parsers.addresses import ADDRESS_IN_TEXT
from parsers.headers import Headers, decode_value
from parsers.mime import Content

_FIELD = r"(?im)^{name}[ \t]*:[ \t]*(.+(?:\r?\n[ \t]+.+){{0,10}})"
_RECIPIENT = re.compile(_FIELD.format(name="(?:Final|Original)-Recipient"))
_STATUS = re.compile(_FIELD.format(name="Status"))
_DIAGNOSTIC = re.compile(_FIELD.format(name="Diagnostic-Code"))
_ENHANCED = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_BASIC = re.compile(r"(?<!\d)(?P<code>[45]\d\d)(?=[\s\-#]|$)")
_MESSAGE_ID = re.compile(rb"(?im)^(?:X-Microsoft-Original-)?Message-ID\s*:\s*(?:\r?\n\s+)?(<[^<>\s]{1,900}>)")
_REASON_LINES = (
    re.compile(r"(?<!\d)[45]\d\d[\s\-#]|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}"),
    re.compile(
        r"(?i)user (?:unknown|not found)|no such user|mailbox (?:full|not found|unavailable)|does not exist"
        r"|不存在|已满|已滿|拒收|退信原因|host or domain name not found|quota|rejected|refused|找不到|无法送达"
    ),
)
"""A line with a code says more than one with words."""
_ROBOT = re.compile(r"(?i)^(?:mailer-daemon|postmaster|mail-daemon|noreply|no-reply)@")


def read_bounce(headers: Headers, content: Content, raw: bytes, own: frozenset[str]) -> Bounce:
    """Recipient, status (RFC 3463), reason and the id of our mail; "" for what the report does not say."""
    report, text = content.report, content.text
    recipient = _recipient(headers, report, text, own)
    reason = _one_line(_DIAGNOSTIC.search(report)) or _reason(text)
    status = _status(report, f"{reason}\n{text[:4000]}")
    return Bounce(recipient, status, reason, _original_id(headers, content, raw))


def _recipient(headers: Headers, report: str, text: str, own: frozenset[str]) -> str:
    named = _RECIPIENT.search(report)
    for source in (named.group(1) if named else "", headers.text("x-failed-recipients"), text):
        for found in ADDRESS_IN_TEXT.finditer(source):
            address = found.group().strip(".").lower()
            if address not in own and not _ROBOT.match(address):
                return address
    return ""


def _status(report: str, text: str) -> str:
    stated = _STATUS.search(report)
    if stated and (code := _ENHANCED.search(stated.group(1))):
        return code.group()
    if code := _ENHANCED.search(text):
        return code.group()
    basic = _BASIC.search(text)
    return f"{basic.group('code')[0]}.0.0" if basic else ""


def _reason(text: str) -> str:
    """The first line that reads like a reason, at most 300 characters."""
    lines = text.split("\n")
    found = (line for pattern in _REASON_LINES for line in lines if pattern.search(line))
    return " ".join(next(found, "").split())[:300]


def _one_line(found: re.Match[str] | None) -> str:
    """`smtp; 550 5.1.1 User unknown` without its type."""
    if found is None:
        return ""
    text = decode_value(" ".join(found.group(1).split()))
    return re.sub(r"^(?:smtp|x-[\w-]+)\s*;\s*", "", text, flags=re.I)[:300]


def _original_id(headers: Headers, content: Content, raw: bytes) -> str:
    enclosed = _MESSAGE_ID.search(content.returned)
    if enclosed:
        return enclosed.group(1).decode("ascii", "replace")
    own_id = headers.ids("message-id")
    for found in _MESSAGE_ID.finditer(raw):
        id_ = found.group(1).decode("ascii", "replace")
        if id_ not in own_id:
            return id_
    answered = headers.ids("in-reply-to") or headers.ids("references")
    return answered[-1] if answered else ""
