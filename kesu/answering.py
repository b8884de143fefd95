"""Whether the desk may answer a mail by itself: no loops, no echo for forgers, no flood (RFC 3834)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.mail import IncomingMail, Kind
from cases.model import Case
from kesu.customers import PUBLIC_DOMAINS
from kesu.desk import Desk

_NOBODY_READS = re.compile(
    r"(no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer-daemon|postmaster|bounces?|notifications?)([+.@-]|$)"
)


@dataclass(frozen=True, slots=True)
class Leave:
    """`allowed`, after `delay`; `why` when it is refused or delayed."""

    allowed: bool
    why: str = ""
    delay: timedelta = timedelta(0)


def may_acknowledge(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> Leave:
    """An acknowledgement goes to the address that wrote, once, in moderation, and never to a machine."""
    refusal = _refusal(desk, case, mail, now)
    if refusal:
        return Leave(False, refusal)
    limits, contact = desk.config.limits, case.customer.contact
    leave = _moderate(desk, contact.address, limits.acks_per_sender_day, timedelta(days=1), now)
    if not leave.delay and contact.domain not in PUBLIC_DOMAINS:
        leave = _moderate(desk, f"@{contact.domain}", limits.acks_per_domain_hour, timedelta(hours=1), now)
    return leave


def _moderate(desk: Desk, whom: str, cap: int, period: timedelta, now: datetime) -> Leave:
    """At most `cap` answers go to `whom` in each period; the others are put off by as many periods as they fill."""
    had = desk.store.acknowledgements(whom, now - period)
    if had < cap:
        return Leave(True)
    return Leave(True, f"{whom}: answer number {had + 1} within {period}, {cap} go out", period * (had // cap))


def _refusal(desk: Desk, case: Case, mail: IncomingMail, now: datetime) -> str:
    address = case.customer.contact.address
    confirmed = any(event.what == "confirmed" for event in case.timeline)
    age = timedelta(days=desk.config.mailbox.ack_max_age)
    reasons = {
        "the customer's address is not known": not address,
        f"it is of kind {mail.kind}": mail.kind not in (Kind.SUBMISSION, Kind.REPLY),
        "its sender asked for no automatic answers": mail.answer_unwanted,
        "nobody reads the address it came from": bool(_NOBODY_READS.match(address)),
        "answers would go to another domain than the one that wrote": _redirected(mail),
        f"it is older than {desk.config.mailbox.ack_max_age:g} days": mail.received_at < now - age and not confirmed,
        "the address is our own": address == desk.address.address,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _redirected(mail: IncomingMail) -> bool:
    return any(address.domain != mail.sender.domain for address in mail.reply_to)
