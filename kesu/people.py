"""Roles to people: who fills a role today, who stands in, whom somebody reports to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cases.mail import Address
from kesu.config_people import Person

DESK_OWNER = "desk-owner"
"""Keeps what nobody else has; the one role every desk must fill."""
QUALITY_MANAGER = "quality-manager"
"""Sees every decision and every alert."""
LEVELS = ("manager", "director", "staff")
"""Levels of a department, in `director.sales`; who speaks for the department first."""


def names_for(role: str) -> Iterator[str]:
    """The names under which somebody may fill `role`, the closest first.

    A level of a department falls back to the department, then to its other levels; a department to its levels; any
    other `role.department` to the plain role.
    """
    yield role
    head, _, unit = role.rpartition(".")
    if head and head not in LEVELS:
        yield head
        return
    if head:
        yield unit
    yield from (f"{level}.{unit}" for level in LEVELS)


@dataclass(frozen=True)
class People:
    """The `[people]` table. Somebody outside the company has an address there, and no part in anything inside."""

    table: Mapping[str, Person]

    @cached_property
    def roles(self) -> Mapping[str, Person]:
        """Everybody by each role they fill."""
        return {role: person for person in self.table.values() for role in person.also} | dict(self.table)

    def in_role(self, role: str) -> Person | None:
        """Who of us fills `role` by name, whether here or absent."""
        found = (self.roles.get(name) for name in names_for(role))
        return next((person for person in found if person is not None and not person.outside), None)

    def outside_in(self, role: str) -> Person | None:
        """Who fills `role` from outside the company, such as a bank; never told anything internal."""
        person = self.roles.get(role)
        return person if person is not None and person.outside else None

    def by_address(self, address: str) -> Person | None:
        """Who of us has this address."""
        return next(iter(self._entries(address)), None)

    def on_duty(self, role: str, today: date) -> Person:
        """Who answers for `role` today: its holder or whoever stands in, else the desk owner."""
        return self.stand_in(self.in_role(role) or self.desk_owner, today)

    def stand_in(self, person: Person, today: date) -> Person:
        """`person`, or during a stated absence the deputy, the superior, the desk owner, the first who is here."""
        owner = self.desk_owner
        chain = (person, self.deputy_of(person), self.superior_of(person.address), owner, self.deputy_of(owner))
        return next((other for other in chain if other is not None and not self.away(other, today)), owner)

    def away(self, person: Person, today: date) -> bool:
        """Whether an absence is stated for today, under whichever role."""
        absences = (absence for entry in self._entries(person.address) for absence in entry.absent)
        return any(absence.first <= today <= absence.last for absence in absences)

    def next_absence(self, address: str, today: date) -> date | None:
        """The first day after today on which an absence of theirs begins."""
        days = (absence.first for entry in self._entries(address) for absence in entry.absent)
        return min((day for day in days if day > today), default=None)

    def deputy_of(self, person: Person) -> Person | None:
        return self.find(person.deputy)

    def or_owner(self, address: str) -> Person:
        """Who has this address, else the desk's owner."""
        return self.by_address(address) or self.desk_owner

    def name_of(self, address: str) -> str:
        person = self.by_address(address)
        return person.name if person else address

    def find(self, who: str) -> Person | None:
        """Who of us it is, by role, address or name; None for an empty text."""
        named = (person for person in self._ours() if who and person.name == who)
        return self.in_role(who) or self.by_address(who) or next(named, None)

    def superior_of(self, address: str) -> Person | None:
        """Whom they report to, under whichever role that is stated."""
        found = (self.find(entry.reports_to) for entry in self._entries(address))
        return next((person for person in found if person is not None), None)

    def knows(self, address: str) -> bool:
        """Whether this is one of our people, whose mails may carry commands and returned forms."""
        return self.by_address(address) is not None

    @property
    def desk_owner(self) -> Person:
        return self.roles[DESK_OWNER]

    @property
    def quality_manager(self) -> Person:
        return self.in_role(QUALITY_MANAGER) or self.desk_owner

    def _ours(self) -> Iterator[Person]:
        return (person for person in self.table.values() if not person.outside)

    def _entries(self, address: str) -> list[Person]:
        """Everything the table says of one of us."""
        return [person for person in self._ours() if person.address == address]


def as_address(person: Person) -> Address:
    return Address(person.name, person.address)


def once_each(people: Iterable[Person]) -> list[Person]:
    """Everybody once, by address."""
    return list({person.address: person for person in people}.values())
