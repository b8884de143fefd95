"""Who is asked to approve, and who instead of an author, a sender or somebody absent."""

from __future__ import annotations

from datetime import datetime

from cases.approval import Request
from cases.model import Case
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.people import once_each
from kesu.roles import holders


def approvers(desk: Desk, case: Case, role: str, barred: set[str], now: datetime) -> list[Person]:
    """Who is asked for a role: its holders, but never who wrote the document or sends it for approval (four eyes):
    for them their deputy, their superior or the quality manager decides."""
    asked = [_instead(desk, person, barred, now) for person in holders(desk, case, role, now)]
    return once_each(person for person in asked if person is not None) or _last_resort(desk, barred)


def _last_resort(desk: Desk, barred: set[str]) -> list[Person]:
    """Whoever of quality manager and desk owner has no part in the document."""
    people = [desk.people.quality_manager, desk.people.desk_owner]
    return [person for person in people if person.address not in barred][:1] or people[:1]


def _instead(desk: Desk, person: Person, barred: set[str], now: datetime) -> Person | None:
    """The first who may decide, those who are here before those who are absent."""
    people, today = desk.people, desk.local(now).date()
    others = (person, people.deputy_of(person), people.superior_of(person.address), people.quality_manager)
    may = [other for other in others if other is not None and other.address not in barred]
    return next((other for other in may if not people.away(other, today)), next(iter(may), None))


def deputy_for(desk: Desk, request: Request, now: datetime) -> Person | None:
    """The deputy, if there is one; of somebody absent whoever stands in."""
    people, today = desk.people, desk.local(now).date()
    person = people.by_address(request.address)
    deputy = people.deputy_of(person) if person else None
    if person is None or (deputy is None and not people.away(person, today)):
        return None
    return people.stand_in(deputy or person, today)
