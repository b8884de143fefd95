"""What the regulation says of a case, as the case keeps it: the grade, its reasons and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reason:
    """The clause that decided, with its sentence."""

    rule: str
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact the grade still depends on, and who is asked for it: `customer` or a role."""

    fact: str
    asked_of: str


@dataclass(frozen=True, slots=True)
class Grading:
    """What the regulation says of the case on its facts at `at`."""

    grade: int | str | None
    at: datetime
    reasons: tuple[Reason, ...] = ()
    provisional: bool = False
    ceiling: int | str | None = None
    missing: tuple[Missing, ...] = ()
    approvers: tuple[str, ...] = ()
    approval_mode: str = "all"
    documents: tuple[str, ...] = ()
    participants: str | None = None
    participant_roles: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    owner: str | None = None
    emergency_by: str | None = None
    flags: tuple[str, ...] = ()
    state: str | None = None
    """Where the regulation puts the case at intake, such as `awaiting-pre-report`."""
    closing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What stands against closing the case: a rule and its open points."""
