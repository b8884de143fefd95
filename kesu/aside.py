"""Mails that a person must look at: too large, poisonous, unreadable. Never lost, never in the way."""

from __future__ import annotations

import hashlib

from cases.mail import IncomingMail, Kind
from cases.ports import Fetched


def oversize(fetched: Fetched, limit_mb: float) -> IncomingMail:
    """Stands for a mail that was not downloaded; it stays whole in the review folder of the mailbox."""
    reason = (
        f"邮件为 {fetched.size / 1024 / 1024:.0f} MB，超过上限 {limit_mb:g} MB，没有下载"
        f" / the mail is larger than {limit_mb:g} MB and was not downloaded"
    )
    return _unread("", fetched, reason)


def poison(sha256: str, fetched: Fetched) -> IncomingMail:
    """Stands for a mail whose reading has ended the program more than once; it is not tried again."""
    return _unread(
        sha256,
        fetched,
        "读取这封邮件曾多次使程序中断，不再重试 / reading this mail has stopped the program several times",
    )


def stumbled(sha256: str, fetched: Fetched, fault: Exception) -> IncomingMail:
    """Stands for a mail that the desk could read and not handle, through a fault of its own."""
    return _unread(
        sha256,
        fetched,
        f"客诉台处理这封邮件时自身出错 / the desk itself failed on this mail ({type(fault).__name__}: {fault})",
    )


def _unread(sha256: str, fetched: Fetched, reason: str) -> IncomingMail:
    key = hashlib.sha256((sha256 or fetched.transport_key).encode()).hexdigest()
    return IncomingMail(fetched.arrived_at, sha256, key, Kind.UNREADABLE, reason, defects=(reason,))
