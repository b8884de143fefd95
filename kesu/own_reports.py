"""A report of the engineer's own making: no form of ours, so that nothing is read out of it; it goes out as it is."""

from __future__ import annotations

from datetime import datetime

from cases.mail import Attachment
from generator.customer_copy import customer_copy
from kesu.desk import Desk

REPORT = "report"
"""What a document is filed as whose name tells nothing."""


def form_of(desk: Desk, file: Attachment) -> str:
    """What it stands for, going by its name. Raises FormUnreadable if it yields no customer's copy."""
    customer_copy(file.content)
    return desk.words.form_named(file.filename) or REPORT


def outside_copy(desk: Desk, docx: bytes, revision: str, now: datetime) -> bytes:
    """The customer's copy, stamped with its revision and the day."""
    return customer_copy(docx, revision, f"{desk.local(now):%Y-%m-%d}")
