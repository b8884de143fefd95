"""What a mail is, before anybody asks what it says: an ordered table of rules, the first that holds decides."""

from __future__ import annotations

import re
from collections.abc import Callable

from cases.mail import Kind
from parsers.automatic import automatic
from parsers.evidence import READING, SHORT, Signs
from parsers.headers import Headers
from parsers.kind_words import (
    CALENDAR_SUBJECT,
    QUARANTINE_SUBJECT,
    QUARANTINE_TEXT,
    RECEIPT_SUBJECT,
    RECEIPT_TEXT,
)
from parsers.mail_servers import delivered, returned

BULK = frozenset(["bulk", "list", "junk"])
NO_ANSWER = re.compile(r"\b(?:all|autoreply|oof)\b", re.I)
CALENDAR_METHOD = re.compile(r"^text/calendar; method=")
OUTLOOK_MEETING = re.compile(r"^application/ms-tnef; class=(?:ipm\.schedule|ipm\.microsoft schedule|ipm\.appointment)")
OUTLOOK_RECEIPT = re.compile(
    r"^application/ms-tnef; class=(?:report\..*ipn(?:n?rn|nr)|report\..*\.dr$|ipm\..*read receipt)"
)

Rule = Callable[[Signs], str]
"""The reason in a sentence if the rule holds, else ""."""


def kind_of(signs: Signs) -> tuple[Kind, str]:
    """The kind and why. Automatic mail is found before replies, so no robot can give a command."""
    for kind, rule in RULES:
        if reason := rule(signs):
            return kind, reason
    return Kind.SUBMISSION, "A mail that answers nothing we know of."


def answer_unwanted(headers: Headers) -> bool:
    """X-Auto-Response-Suppress on a person's mail: do not answer it automatically; it is not automatic itself."""
    return NO_ANSWER.search(headers.text("x-auto-response-suppress")) is not None


def _own(signs: Signs) -> str:
    if signs.sender.address and signs.sender.address in signs.own_addresses:
        return f"It comes from our own address {signs.sender.address}."
    return ""


def _receipt(signs: Signs) -> str:
    if READING & signs.types:
        return "It is a read receipt (RFC 8098)."
    if any(OUTLOOK_RECEIPT.match(kind) for kind in signs.types):
        return "It is a receipt of Outlook (its message class says so)."
    if not RECEIPT_SUBJECT.match(signs.subject):
        return ""
    if not signs.text.strip():
        return "It is a read receipt (its subject says so and it has no text)."
    if len(signs.text) < SHORT and RECEIPT_TEXT.search(signs.text):
        return "It is a read receipt (its subject and its text say so)."
    return ""


def _calendar(signs: Signs) -> str:
    if any(CALENDAR_METHOD.match(kind) for kind in signs.types):
        return "It is an invitation or its answer (iTIP)."
    if "calendarmessage" in signs.headers.token("content-class"):
        return "It is a calendar message (Content-Class)."
    if signs.headers.raw("content-type").lower().lstrip().startswith(b"text/calendar"):
        return "It is nothing but a calendar entry."
    if any(OUTLOOK_MEETING.match(kind) for kind in signs.types):
        return "It is a meeting of Outlook (its message class says so)."
    if CALENDAR_SUBJECT.match(signs.subject) and ("text/calendar" in signs.types or not signs.text.strip()):
        return "It is an invitation or its answer (its subject says so and it has no text of its own)."
    return ""


def _list(signs: Signs) -> str:
    if signs.parts.tagged and signs.headers.token("precedence") not in BULK:
        return ""
    for name in ("list-id", "list-unsubscribe"):
        if signs.headers.has(name):
            return f"The header {name} marks a mailing list."
    precedence = signs.headers.token("precedence")
    if precedence in BULK:
        return f"The header Precedence says {precedence}."
    if QUARANTINE_SUBJECT.search(signs.subject) and not signs.parts.outermost and QUARANTINE_TEXT.search(signs.text):
        return "It is a mail filter's list of what it holds back."
    return ""


def _reply(signs: Signs) -> str:
    if signs.parts.tagged:
        return "The subject carries our case number."
    if signs.parts.outermost == "forward":
        return ""
    if signs.parts.outermost == "reply":
        return "The subject begins like an answer."
    if signs.headers.has("in-reply-to") or signs.headers.has("references"):
        return "Its headers name the mail it answers."
    return ""


RULES: tuple[tuple[Kind, Rule], ...] = (
    (Kind.OWN, _own),
    (Kind.RECEIPT, delivered),
    (Kind.BOUNCE, returned),
    (Kind.RECEIPT, _receipt),
    (Kind.CALENDAR, _calendar),
    (Kind.AUTO_REPLY, automatic),
    (Kind.LIST, _list),
    (Kind.REPLY, _reply),
)
