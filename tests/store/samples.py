"""Builders: a case, a handled mail, a mail to send, with what a test does not care about filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from cases.documents import DocumentJob
from cases.handled import HandledMail
from cases.model import Case, Customer, Fact
from cases.outgoing import MailClass, OutgoingMail
from cases.state import State

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""


def after(**span: float) -> datetime:
    return NOON + timedelta(**span)


def a_case(number: int = 1, *, problem: str = "", customer: str = "kunde@example.com", **rest: Any) -> Case:
    given: dict[str, Any] = {
        "id": f"K2026-{number:05}",
        "pack": "pv-module",
        "pack_version": "1",
        "state": State.REGISTERED,
        "customer": Customer(customer, "客户"),
        "subject": "组件隐裂",
        "received_at": NOON,
        "facts": {"problem_key": Fact(problem, "desk", NOON)} if problem else {},
    }
    return Case(**given | rest)


def a_handled_mail(name: str = "one", **rest: Any) -> HandledMail:
    given: dict[str, Any] = {
        "content_key": f"content-{name}",
        "sha256": "0" * 64,
        "transport_keys": (f"desk/INBOX/1/{name}",),
        "message_id": f"<{name}@example.com>",
        "sender": "kunde@example.com",
        "subject": "组件隐裂",
        "received_at": NOON,
        "handled_at": NOON,
        "kind": "submission",
        "kind_reason": "",
        "outcome": "case",
        "folder": "done",
    }
    return HandledMail(**given | rest)


def an_outgoing_mail(effect: str = "K2026-00001/ack/customer/1", **rest: Any) -> OutgoingMail:
    given: dict[str, Any] = {
        "effect_key": effect,
        "message_id": f"<k.{effect.replace('/', '.')}@desk.example>",
        "case_id": effect.partition("/")[0],
        "mail_class": MailClass.ACK,
        "recipient": "kunde@example.com",
        "subject": "收到",
        "raw": b"Subject: =?utf-8?b?5pS25Yiw?=\r\n\r\nhello\r\n",
        "queued_at": NOON,
        "not_before": NOON,
    }
    return OutgoingMail(**given | rest)


def a_job(key: str = "K2026-00001/intake", **rest: Any) -> DocumentJob:
    given: dict[str, Any] = {
        "key": key,
        "case_id": key.partition("/")[0],
        "forms": ("contact-sheet", "8d"),
        "lang": "zh",
        "purpose": "intake",
        "created_at": NOON,
    }
    return DocumentJob(**given | rest)
