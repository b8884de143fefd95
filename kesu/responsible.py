"""Who has a case and who fills its form: the regulation's roles, then the desk's own."""

from __future__ import annotations

from datetime import datetime

from cases.model import Case
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.people import DESK_OWNER
from kesu.roles import on_duty


def owner_of(desk: Desk, case: Case, now: datetime) -> Person:
    """Who answers for the case: the owner that grading names, else the pack's, else the desk's."""
    named = case.grading.owner if case.grading else None
    return on_duty(desk, case, named or desk.packs[case.pack].owner_role or DESK_OWNER, now)


def engineer_of(desk: Desk, case: Case, now: datetime) -> Person:
    """Who finds the cause and fills the form."""
    role = desk.packs[case.pack].engineer_role
    return on_duty(desk, case, role, now) if role else owner_of(desk, case, now)
