"""What a mail is, before anybody asks what it says: an ordered table of rules, the first that holds decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cases.mail import Address, Kind
from parsers.headers import Headers
from parsers.subjects import Subject

AUTO_HEADERS = (
    "x-qq-auto-reply",
    "x-autoreply",
    "x-autorespond",
    "x-autoreply-from",
    "x-auto-reply",
    "x-mail-autoreply",
)
AUTO_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,20}\]\s*)?(?:"
    r"自动回复|自動回覆|自动答复|自動答覆|自动应答|自動回復|系统自动回复"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response|responder)|out[- ]of[- ](?:the[- ])?office|ooo\b"
    r"|(?:休假|外出|出差)(?:中|通知|自动回复|自动答复|回复)?\s*(?:[:：]|$)|vacation (?:reply|response|notice)"
    r"|abwesenheits(?:notiz|nachricht)|automatische antwort|réponse automatique|respuesta automática"
    r")",
    re.I,
)
AUTO_TEXT = re.compile(
    r"这是来自QQ邮箱的假期自动回复邮件|这是一封自动回复邮件|this is an automatic(?:ally generated)? reply", re.I
)
QQ_VACATION_PATH = re.compile(r"\+auto_=", re.I)
ROBOTS = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|maildaemon|mdaemon)$", re.I)
BOUNCE_SUBJECT = re.compile(
    r"系统退信|系統退信|退信|邮件退回|退件"
    r"|未送达|無法傳遞|无法送达|投递失败"
    r"|undeliver|delivery (?:status notification|failure|has failed|failed)"
    r"|returned mail|mail delivery (?:failed|failure|system)|failure notice|mail system error|non[- ]remis",
    re.I,
)
RECEIPT_SUBJECT = re.compile(
    r"^\s*(?:已读|已讀|已读回执|已讀回條|阅读回执|未读便已删除)\s*[:：]|^\s*(?:read|not read)\s*:", re.I
)
BULK = frozenset(["bulk", "list", "junk"])
NO_ANSWER = re.compile(r"\b(?:all|autoreply|oof)\b", re.I)
CALENDAR_METHOD = re.compile(r"^text/calendar; method=")


@dataclass(frozen=True, slots=True)
class Signs:
    """What the rules look at."""

    headers: Headers
    sender: Address
    subject: str
    parts: Subject
    text: str
    types: frozenset[str]
    own_addresses: frozenset[str]


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


def _bounce(signs: Signs) -> str:
    if "message/delivery-status" in signs.types or "multipart/report; report-type=delivery-status" in signs.types:
        return "It is a delivery report (RFC 3464)."
    if signs.headers.has("x-failed-recipients"):
        return "The header X-Failed-Recipients names who did not get the mail."
    robot = ROBOTS.match(signs.sender.address.partition("@")[0]) is not None
    nobody = any(not value.strip(b"<> ") for value in signs.headers.all("return-path"))
    if (robot or nobody) and BOUNCE_SUBJECT.search(signs.subject):
        return "A mail server returns a mail (its subject says so)."
    return ""


def _receipt(signs: Signs) -> str:
    if {"message/disposition-notification", "multipart/report; report-type=disposition-notification"} & signs.types:
        return "It is a read receipt (RFC 8098)."
    if RECEIPT_SUBJECT.match(signs.subject) and not signs.text.strip():
        return "It is a read receipt (its subject says so and it has no text)."
    return ""


def _calendar(signs: Signs) -> str:
    if any(CALENDAR_METHOD.match(kind) for kind in signs.types):
        return "It is an invitation or its answer (iTIP)."
    if "calendarmessage" in signs.headers.token("content-class"):
        return "It is a calendar message (Content-Class)."
    return ""


def _automatic(signs: Signs) -> str:
    headers = signs.headers
    submitted = headers.token("auto-submitted")
    if submitted and submitted != "no":
        return f"The header Auto-Submitted says {submitted} (RFC 3834)."
    for name in AUTO_HEADERS:
        if headers.has(name) and headers.token(name) not in ("no", "false"):
            return f"The header {name} marks an automatic answer."
    if "auto_reply" in (headers.token("precedence"), headers.token("preference")):
        return "The header Precedence says auto_reply."
    if any(QQ_VACATION_PATH.search(path.decode("latin-1")) for path in headers.all("return-path")):
        return "The return path is that of QQ Mail's holiday answer."
    if AUTO_SUBJECT.match(signs.subject):
        return "The subject begins like an automatic answer."
    if AUTO_TEXT.search(signs.text[:300]):
        return "The text says that it is an automatic answer."
    return ""


def _list(signs: Signs) -> str:
    for name in ("list-id", "list-unsubscribe"):
        if signs.headers.has(name):
            return f"The header {name} marks a mailing list."
    precedence = signs.headers.token("precedence")
    return f"The header Precedence says {precedence}." if precedence in BULK else ""


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
    (Kind.BOUNCE, _bounce),
    (Kind.RECEIPT, _receipt),
    (Kind.CALENDAR, _calendar),
    (Kind.AUTO_REPLY, _automatic),
    (Kind.LIST, _list),
    (Kind.REPLY, _reply),
)
