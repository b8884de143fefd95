"""Made-up cases, handled mails and answers, as a year of complaints leaves them in a store."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from cases.handled import HandledMail
from cases.mail import Address
from cases.model import Case, Customer, Event, Fact
from cases.outgoing import MailClass, OutgoingMail
from cases.state import State

RARE, RARE_CASES = "model-rare/crack", 20
"""A problem that as many cases are about in every store, whatever its size."""
START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def a_case(number: int) -> Case:
    """About 2 KB of JSON, as a complaint of one mail is after intake."""
    at = START + timedelta(minutes=number)
    source = f"mail:{number:064x}"
    facts = {
        "problem_key": Fact(RARE if number <= RARE_CASES else f"model-{number % 5_000}/crack", source, at),
        "product": Fact("JAM72S30-545/MR", source, at, raw="型号：JAM72S30-545/MR", where="table"),
        "affected_quantity": Fact(str(number % 300), source, at, raw="隐裂 12 块", where="text"),
        "delivered_power_w": Fact("545", source, at, where="table"),
        "line_stop": Fact(False, source, at, where="text"),
    }
    words = "我司在到货验收中发现组件隐裂，请贵司尽快给出临时措施和原因分析，并于三日内书面回复。"
    return Case(
        id=f"K2026-{number:06}",
        pack="pv-module",
        pack_version="1",
        state=State.REGISTERED,
        customer=Customer(f"customer-{number % 2_000}", "华东光伏工程公司", Address("张工", f"z{number % 2_000}@x.cn")),
        subject="组件隐裂投诉",
        received_at=at,
        case_no=f"202603-{number}",
        words=words * 2,
        facts=facts,
        owner="owner@desk.example",
        parties=(f"z{number % 2_000}@x.cn",),
        thread=(f"<m{number}@x.cn>",),
        timeline=tuple(Event(at, what, "收到并登记", mail=f"{number:064x}") for what in ("received", "graded")),
        next_due=at + timedelta(days=3),
    )


def a_mail(case: Case, number: int, rng: random.Random) -> HandledMail:
    return HandledMail(
        content_key=f"{rng.getrandbits(256):064x}",
        sha256=f"{number:064x}",
        transport_keys=(f"desk/INBOX/17/{number}",),
        message_id=f"<{rng.getrandbits(64):x}.{number}@x.cn>",
        sender=case.parties[0],
        subject=case.subject,
        received_at=case.received_at,
        handled_at=case.received_at,
        kind="submission",
        kind_reason="",
        outcome="case",
        folder="done",
        case_id=case.id,
    )


def an_answer(case: Case, rng: random.Random) -> OutgoingMail:
    return OutgoingMail(
        effect_key=f"{case.id}/ack/customer/1",
        message_id=f"<k.{rng.getrandbits(128):032x}@desk.example>",
        case_id=case.id,
        mail_class=MailClass.ACK,
        recipient=case.parties[0],
        subject=f"Re: {case.subject} [{case.id}]",
        raw=b"Subject: =?utf-8?b?5pS25Yiw?=\r\n\r\n" + b"5pS25Yiw5oKo55qE5oqV6K+J\r\n" * 60,
        queued_at=case.received_at,
        not_before=case.received_at,
    )
