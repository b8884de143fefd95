"""What becomes of a mail of ours that a server gives back, still tries, or passes a complaint on about (RFC 3464)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.mail import Bounce, IncomingMail, Kind
from cases.model import Event
from cases.outgoing import OutgoingMail, Sending
from kesu.desk import Desk
from kesu.handling import Handling
from kesu.letters import alert, is_alert

GIVEN_UP_WITHIN = timedelta(days=6)
"""Servers try for five days (RFC 5321, 4.5.4.1); what comes back later is not about a mail of this week."""
UNDELIVERED = "有一封邮件未能送达 / a mail could not be delivered"
UNDELIVERED_SOME = (
    "有一封邮件被退回，但退信没有写明是哪一封；最近发往该地址的是这一封，其状态未改动"
    " / a mail came back without saying which one; this is the latest to that address, and its state is unchanged"
)
UNWANTED = "收件人投诉我们的邮件为垃圾邮件 / a recipient reports a mail of ours as unwanted"


def bounce(desk: Desk, mail: IncomingMail, now: datetime) -> Handling | None:
    """A delivery failure marks the mail it is about; somebody is told, nobody is answered (RFC 3464, RFC 3834).

    While the server still tries, the mail stays sent: sent again, it would arrive twice."""
    if mail.kind is not Kind.BOUNCE:
        return None
    report = mail.bounce
    ours = desk.store.outgoing_by_message_id(report.original_message_id) if report else None
    if report is None or ours is None:
        return _of_some_mail(desk, mail, report, now)
    if report.status.startswith("2"):
        return Handling("ignored", f"a delivery report of success: {report.status}", case_id=ours.case_id)
    if report.action == "delayed":
        return _noted(
            desk, mail, ours, "delayed", f"{_whom(ours, report)} 尚未送达，对方服务器仍在尝试 / still tried", now
        )
    if report.action == "complained":
        return _told(desk, mail, ours, UNWANTED, f"{ours.recipient}: {ours.subject}", now)
    what = f"{ours.recipient} 无法送达 / could not be reached: {report.status} {report.reason}".strip()
    desk.store.update_outgoing(replace(ours, state=Sending.FAILED, last_error=f"bounced: {what}"))
    return _told(desk, mail, ours, UNDELIVERED, what, now)


def _of_some_mail(desk: Desk, mail: IncomingMail, report: Bounce | None, now: datetime) -> Handling:
    """Servers that do not say which mail it was: the latest to that address is named, and a person judges."""
    since = mail.received_at - GIVEN_UP_WITHIN
    addresses = frozenset(report.recipients) if report and report.action == "failed" else frozenset()
    silent = report is not None and not report.original_message_id
    sent = desk.store.outgoing_in(Sending.SENT) if silent and addresses else []
    to_them = [each for each in sent if each.recipient.lower() in addresses and each.sent_at and each.sent_at >= since]
    if report is None or not to_them:
        return Handling("ignored", "a delivery failure of a mail that is not in the outbox")
    latest = max(to_them, key=lambda each: each.sent_at or since)
    what = f"{latest.recipient}: {report.status} {report.reason} ({latest.subject})"
    return _told(desk, mail, latest, UNDELIVERED_SOME, what, now)


def _whom(ours: OutgoingMail, report: Bounce) -> str:
    return f"{ours.recipient} ({report.status} {report.reason})".replace("( ", "(")


def _noted(desk: Desk, mail: IncomingMail, ours: OutgoingMail, event: str, what: str, now: datetime) -> Handling:
    case = desk.store.case(ours.case_id) if ours.case_id else None
    if case is not None:
        desk.store.put_case(case.noting(Event(now, event, what, by="mail server", mail=mail.sha256)))
    return Handling(event, what, case_id=ours.case_id)


def _told(desk: Desk, mail: IncomingMail, ours: OutgoingMail, headline: str, what: str, now: datetime) -> Handling:
    _noted(desk, mail, ours, "bounced", what, now)
    case = desk.store.case(ours.case_id) if ours.case_id else None
    if not is_alert(ours):
        alert(desk, headline, what, f"bounce-{mail.content_key[:16]}", now, case)
    return Handling("bounce", what, case_id=ours.case_id)
