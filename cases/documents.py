"""The documents of a case: those it has, by revision, and those the desk still has to make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocumentRevision:
    """A document of the case as a file: made by the desk or returned by mail."""

    form: str
    revision: str
    """R1, R2 …; the customer's copy of R2 is `R2-customer`."""
    lang: str
    name: str
    """Name under which `Papers` keeps it."""
    sha256: str
    author: str
    """`desk` or the address of who returned it."""
    at: datetime
    filename: str = ""
    """As shown to people."""
    source_mail: str = ""
    pdf: str = ""
    """SHA-256 of the PDF that is kept beside it; "" if there is none."""


@dataclass(frozen=True, slots=True)
class DocumentJob:
    """Documents to make and mail once the case is durable; done again under the same names after a crash."""

    key: str
    case_id: str
    forms: tuple[str, ...]
    lang: str
    purpose: str
    """intake, regrade, request …"""
    created_at: datetime
    attempts: int = 0
    last_error: str = ""
