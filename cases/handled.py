"""What the desk remembers of each mail it took in, so that none is taken in twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class HandledMail:
    """One mail that was taken in: written in the same transaction as what it caused."""

    content_key: str
    sha256: str
    transport_keys: tuple[str, ...]
    message_id: str
    sender: str
    subject: str
    received_at: datetime
    handled_at: datetime
    kind: str
    kind_reason: str
    outcome: str
    """case, follow-up, decision, returned-form, command, triage, ignored, review, loop, known …"""
    folder: str
    """Role of the folder it belongs in: `done`, `review` or `loop`."""
    case_id: str = ""
    note: str = ""
    """For a person: what happened and why, one sentence."""
    flags: tuple[str, ...] = ()
    set_aside: bool = False
    """Waits for a person (`kesu review`)."""
