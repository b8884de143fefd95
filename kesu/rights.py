"""Who may make a case milder."""

from __future__ import annotations

from datetime import datetime

from cases.model import Case
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.orders import CommandRefused
from kesu.people import once_each
from kesu.roles import holder, holders


def may_lower(desk: Desk, case: Case, by: str, now: datetime) -> bool:
    """Whether `by` (an address, role or name) may lower the grade of the case."""
    person = desk.people.find(by)
    return person is not None and person.address in [other.address for other in who_may_lower(desk, case, now)]


def who_may_lower(desk: Desk, case: Case, now: datetime) -> list[Person]:
    """Owner and superior, approvers of the grade and whoever stands in for them, quality manager, owner of the desk."""
    people = desk.people
    approvers = [
        person
        for role in (case.grading.approvers if case.grading else ())
        for person in (*(holder(desk, case, one) for one in role.split("|")), *holders(desk, case, role, now))
    ]
    found = [people.by_address(case.owner), people.superior_of(case.owner), *approvers]
    found += [people.quality_manager, people.desk_owner]
    return once_each(person for person in found if person is not None)


def refusal(desk: Desk, case: Case, now: datetime) -> CommandRefused:
    """Says who may, in one sentence."""
    names = [person.name for person in who_may_lower(desk, case, now)]
    return CommandRefused(
        f"只有{desk.words.listed(names, 'zh')}可以凭原因降低等级"
        f" / only {desk.words.listed(names, 'en')} may lower the grade, with a reason"
    )
