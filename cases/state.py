"""Where a case can stand: the kernel's states, the same for every regulation."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a case stands (the kernel's states, the same for every regulation)."""

    RECEIVED = "received"
    TRIAGE = "triage"
    """Perhaps no complaint: a person of the desk is asked."""
    REGISTERED = "registered"
    WAITING_CUSTOMER = "waiting_customer"
    TRIAGED = "triaged"
    DECLINED = "declined"
    DEMAND = "demand"
    """A wish outside of what was promised: answered, but no complaint."""
    RESTRICTED = "restricted"
    """An accusation: only the leader in charge and whoever the regulation names may read it."""
    AWAITING_PRE_REPORT = "awaiting-pre-report"
    """Handling starts when the leaders have acknowledged the report that it happened."""
    ASSIGNED = "assigned"
    CONTAINED = "contained"
    ANALYSING = "analysing"
    DRAFTED = "drafted"
    APPROVAL_PENDING = "approval_pending"
    APPROVED = "approved"
    REPLIED = "replied"
    IMPLEMENTING = "implementing"
    VERIFYING = "verifying"
    REOPENED = "reopened"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """The customer has withdrawn the complaint."""
    DISMISSED = "dismissed"
    """Not a complaint, or merged into another case."""

    @property
    def open(self) -> bool:
        return self not in (State.CLOSED, State.DECLINED, State.WITHDRAWN, State.DISMISSED)
