"""Who has a case and who fills its form: the regulation's roles, then the desk's own."""

from __future__ import annotations

from datetime import datetime

from cases.model import Case
from kesu.config import Person
from kesu.desk import Desk
from kesu.people import DESK_OWNER


def owner_of(desk: Desk, case: Case, now: datetime) -> Person:
    """Who answers for the case: the owner that grading names, else the pack's, else the desk's."""
    named = case.grading.owner if case.grading else None
    return desk.people.on_duty(named or desk.packs[case.pack].owner_role or DESK_OWNER, desk.local(now).date())


def engineer_of(desk: Desk, case: Case, now: datetime) -> Person:
    """Who finds the cause and fills the form."""
    role = desk.packs[case.pack].engineer_role
    return desk.people.on_duty(role, desk.local(now).date()) if role else owner_of(desk, case, now)
