"""The documents of a case: those it has, by revision, and those the desk still has to make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DocumentRevision:
    """A document of the case as a file: made by the desk or returned by mail."""

    form: str
    revision: str
    """R1, R2 …; the customer's copies of R2 are `R2-customer` and, in further languages, `R2-customer-en`."""
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


def customer_copy_of(revision: str, lang: str = "") -> str:
    """What the customer's copy of a revision is called; `lang` names one beside the first."""
    return f"{revision}-customer" + (f"-{lang}" if lang else "")


def signed_copy_of(copy: str) -> str:
    """What a customer's copy is called once it is signed: `R2-signed-en`."""
    return copy.replace("-customer", "-signed", 1)


def copies_of(documents: Iterable[DocumentRevision], form: str, revision: str) -> list[DocumentRevision]:
    """The customer's copies of a revision, one for each language, as they were put before the approvers."""
    return [doc for doc in documents if doc.form == form and doc.revision.startswith(customer_copy_of(revision))]


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
