"""Cases that nobody speaks about any more: the customer is silent, or a step that a person must report is not."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.model import Case
from cases.state import State
from kesu.desk import Desk

STANDING = (State.REPLIED, State.IMPLEMENTING, State.VERIFYING)
"""Where a case has no date: what comes next is for the customer or the owner to say."""
SIGNS_OF_LIFE = frozenset(
    ["answered", "follow-up", "customer accepts", "silent", "done", "measures done", "facts set", "note", "owner asked"]
)


def looked_at_again(desk: Desk, case: Case) -> datetime | None:
    """When the case has stood still for `[desk] silence_days` natural days; None where another step has a date."""
    if case.state not in STANDING:
        return None
    last = max((line.at for line in case.timeline if line.what in SIGNS_OF_LIFE), default=case.received_at)
    return last + timedelta(days=desk.config.desk.silence_days)
