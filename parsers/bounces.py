"""Who did not get which mail, and why: from a delivery report, else from what servers write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.mail import Bounce
from parsers.addresses import ADDRESS_IN_TEXT, parse_addresses
from parsers.bounce_words import (
    DELAYED_SUBJECT,
    DELAYED_TEXT,
    GIVEN_UP,
    LABELLED,
    NAMED_BELOW,
    ORIGINAL_BELOW,
    REASON_CODE,
    REASON_LABEL,
    REASON_WORDS,
)
from parsers.content import Content
from parsers.delivery_reports import SUCCESS, Fate, action_of, fates
from parsers.headers import Headers

_ENHANCED = re.compile(r"(?:^|[\s(#\[:=;,'\"-])([45]\.\d\.\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.])(?<!\d:)(?P<code>[45]\d\d)(?=[\s\-#;:,.\]]|$)")
_MESSAGE_ID = re.compile(rb"(?im)^[ \t>]*(?:X-Microsoft-Original-)?Message-ID\s*:\s*(?:\r?\n\s+)?(<[^<>\s]{1,900}>)")
_INNER_REPORT = re.compile(rb"(?im)^content-type\s*:\s*message/(?:global-)?delivery-status")
_ID_IN_TEXT = re.compile(r"(?i)(?:message[- ]?id|邮件标识)[^<\n]{0,40}(<[^<>\s@]{1,400}@[^<>\s]{1,400}>)")
_ROBOT = re.compile(r"(?i)^(?:mailer-daemon|postmaster|mail-daemon|noreply|no-reply|abuse|helpdesk|support|webmaster)@")
_ANGLE = re.compile(r"^\s*(?:[*•|-]+\s*)?\"?<([^<>\s]{1,250}@[^<>\s]{1,250})>(?=\s*(?:$|[:;,.(]|\.\.\.))")
_NAMED = re.compile(r"^[\s*•|-]*<[^<>\s]{1,250}@[^<>\s]{1,250}>\s*(?::|\.\.\.)\s*(?=\S)")
_LEADING = re.compile(r"^[\s<>*|•-]+(?=\S)")
_WRITTEN_TO = re.compile(r"(?im)^to[ \t]*:[ \t]*(.*(?:\r?\n[ \t]+\S.*){0,20})")
_REPORT_IN_TEXT = re.compile(r"(?im)^(?:final|original)-recipient[ \t]*:")
REASON_LENGTH = 300
TEXT_LENGTH = 20_000
MOST = 50


def read_bounce(headers: Headers, content: Content, raw: bytes, own: frozenset[str]) -> Bounce:
    """Recipients, status (RFC 3463), reason and the id of our mail; "" for what the report does not say.

    `action` is "failed", "delayed" (the server still tries: nothing has failed yet) or "complained" (the mail arrived,
    and its recipient calls it unwanted: RFC 5965)."""
    whole = content.text[:TEXT_LENGTH]
    text = _before_the_original(whole)
    told = fates(_report(content, whole))
    if told and action_of(told) == "failed":
        told = [fate for fate in told if fate.action not in SUCCESS and fate.action != "delayed"]
    named = list(dict.fromkeys(fate.recipient for fate in told if fate.recipient))
    others = own | {each.address for name in ("from", "to") for each in parse_addresses(headers.all(name))}
    recipients = named or _recipients(headers, text, others) or _written_to(content, whole[len(text) :], others)
    stated = next((fate.diagnostic for fate in told if fate.diagnostic), "")
    reason = (stated or _reason(text, recipients))[:REASON_LENGTH]
    return Bounce(
        recipient=recipients[0] if recipients else "",
        status=_stated_status(told) or _status(reason, text),
        reason=reason,
        original_message_id=_original_id(headers, content, raw, whole),
        action=_action(headers, content, told, text),
        recipients=tuple(recipients[:MOST]),
    )


def _report(content: Content, text: str) -> str:
    """What is stated field by field: in its part, in the text, or in a report inside a gateway's own."""
    if content.report or _REPORT_IN_TEXT.search(text):
        return content.report or text
    enclosed = content.returned[:TEXT_LENGTH].decode("latin-1")
    return enclosed if _REPORT_IN_TEXT.search(enclosed) else ""


def _written_to(content: Content, below: str, others: frozenset[str]) -> list[str]:
    """Whom the returned mail was written to, where the server does not say who has not got it: surely, if it is one."""
    written = _WRITTEN_TO.search(content.returned[:TEXT_LENGTH].decode("latin-1") or below)
    found = {each for each in _addresses(written.group(1)) if each not in others} if written else set()
    return list(found) if len(found) == 1 else []


def _action(headers: Headers, content: Content, told: list[Fate], text: str) -> str:
    if "message/feedback-report" in content.types:
        return "complained"
    if stated := action_of(told):
        return stated
    subject = headers.text("subject")
    waits = DELAYED_TEXT.search(text) or (DELAYED_SUBJECT.search(subject) and not REASON_CODE.search(text))
    return "delayed" if waits and not GIVEN_UP.search(text) else "failed"


def _before_the_original(text: str) -> str:
    """What the server says, without the mail that it returns below."""
    found = next((cut for cut in ORIGINAL_BELOW.finditer(text) if text[: cut.start()].strip()), None)
    return text[: found.start()] if found else text


def _recipients(headers: Headers, text: str, others: frozenset[str]) -> list[str]:
    """The surest source that names anybody at all."""
    failed = headers.text("x-failed-recipients")
    for source in (_addresses(failed), _pointed_at(text), _labelled(text), _beside_a_reason(text), _addresses(text)):
        found = [each for each in source if each not in others and not _ROBOT.match(each)]
        if found:
            return list(dict.fromkeys(found))[:MOST]
    return []


def _addresses(text: str) -> list[str]:
    return [found.group().strip(".").lower() for found in ADDRESS_IN_TEXT.finditer(text)]


def _pointed_at(text: str) -> list[str]:
    """Addresses that stand in <> at the beginning of a line, or behind or below words that announce them."""
    found: list[str] = []
    announced = listing = False
    for line in text.split("\n"):
        if angle := _ANGLE.match(line):
            found.append(angle.group(1).lower())
        elif words := NAMED_BELOW.search(line):
            here = _addresses(line[words.end() :])
            announced, listing = not here, bool(here)
            found += here
        elif announced and (here := _addresses(line)):
            announced, listing = False, True
            found += here
        elif listing and _is_list_line(line):
            found += _addresses(line)
        listing = listing and bool(line.strip())
    return found


def _is_list_line(line: str) -> bool:
    """Whether a line is little more than an address."""
    return len(ADDRESS_IN_TEXT.sub("", line).split()) < 3


def _labelled(text: str) -> list[str]:
    return [address for label in LABELLED.finditer(text) for address in _addresses(label.group(1))]


def _beside_a_reason(text: str) -> list[str]:
    return [address for line in _reasons(text) for address in _addresses(line)]


def _reasons(text: str) -> Iterator[str]:
    """Lines that read like a reason; those with a code first, for they say more than words."""
    lines = text.split("\n")
    for pattern in (REASON_CODE, REASON_WORDS):
        yield from (line for line in lines if pattern.search(line))


def _reason(text: str, recipients: list[str]) -> str:
    """The first reason that is given, on one line: behind the first recipient's address, or else anywhere."""
    at = text.lower().find(recipients[0]) if recipients else -1
    behind = text[text.rfind("\n", 0, at) + 1 :] if at >= 0 else ""
    lines = (line for source in (behind, text) for line in _reasons(source))
    found = next((line for line in lines if line.strip().strip("<>:").lower() not in recipients), "")
    words = REASON_LABEL.sub("", _LEADING.sub("", _NAMED.sub("", " ".join(found.split()))))
    for opening, closing in ("()", "<>"):
        if words.endswith(closing) and words.count(closing) > words.count(opening):
            words = words[:-1]
    return words


def _stated_status(told: list[Fate]) -> str:
    """The first recipient's; what the other server said, where the report only names the class (`5.0.0`)."""
    stated = next((fate for fate in told if fate.status), Fate())
    said = _ENHANCED.search(stated.diagnostic) if stated.status.endswith(".0.0") else None
    return said.group(1) if said and said.group(1)[0] == stated.status[0] else stated.status


def _status(reason: str, text: str) -> str:
    """The enhanced code, else the class of the basic one (`550` is `5.0.0`)."""
    for source in (reason, text):
        if code := _ENHANCED.search(source):
            return code.group(1)
    for source in (reason, text):
        if basic := _BASIC.search(source):
            return f"{basic.group('code')[0]}.0.0"
    return ""


def _original_id(headers: Headers, content: Content, raw: bytes, text: str) -> str:
    inner = _INNER_REPORT.search(content.returned)
    enclosed = _MESSAGE_ID.search(content.returned, inner.end() if inner else 0)
    if enclosed:
        return enclosed.group(1).decode("ascii", "replace")
    own_id = headers.ids("message-id")
    for found in _MESSAGE_ID.finditer(raw):
        id_ = found.group(1).decode("ascii", "replace")
        if id_ not in own_id:
            return id_
    for written in _ID_IN_TEXT.finditer(text):
        if (id_ := written.group(1)) not in own_id:
            return id_
    answered = headers.ids("in-reply-to") or headers.ids("references")
    return answered[-1] if answered else ""
