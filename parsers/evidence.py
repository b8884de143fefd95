"""What shows of what kind a mail is, before anybody asks what it says."""

from __future__ import annotations

from dataclasses import dataclass

from cases.mail import Address
from parsers.headers import Headers
from parsers.subjects import Subject

READING = frozenset(
    [
        "message/disposition-notification",
        "message/global-disposition-notification",
        "multipart/report; report-type=disposition-notification",
    ]
)
"""Content types of receipts (RFC 8098, RFC 6533)."""
SHORT = 700
"""Characters of a receipt or an absence notice at most."""


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
    report: str = ""
    """The machine-readable part of a report."""


def no_return_path(headers: Headers) -> bool:
    """`Return-Path: <>`, with which mail is sent that nobody must answer (RFC 5321, 4.5.5)."""
    return any(not value.strip(b"<> ") for value in headers.all("return-path"))
