"""Roles to people: who fills a role today, who stands in, whom somebody reports to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cases.mail import Address
from kesu.config import Person

DESK_OWNER = "desk-owner"
"""Keeps what nobody else has; the one role every desk must fill."""
QUALITY_MANAGER = "quality-manager"
"""Sees every decision and every alert."""


@dataclass(frozen=True)
class People:
    """The `[people]` table. A role may be written `role.department`; the plain role stands in for it."""

    table: Mapping[str, Person]

    def in_role(self, role: str) -> Person | None:
        """Who fills `role` by name, whether here or absent."""
        return self.table.get(role) or self.table.get(role.partition(".")[0])

    def by_address(self, address: str) -> Person | None:
        return next((person for person in self.table.values() if person.address == address), None)

    def on_duty(self, role: str, today: date) -> Person:
        """Who answers for `role` today: its holder, the deputy during a stated absence, else the desk owner."""
        person = self.in_role(role)
        if person is None:
            return self.desk_owner
        if self.away(person, today):
            return self.deputy_of(person) or person
        return person

    def holders(self, role: str, today: date) -> list[Person]:
        """On duty for each alternative of `a|b`, nobody twice; alternatives that nobody fills are left out."""
        names = role.split("|")
        filled = [name for name in names if self.in_role(name)] or names[:1]
        found = {person.address: person for person in (self.on_duty(name, today) for name in filled)}
        return list(found.values())

    def away(self, person: Person, today: date) -> bool:
        return any(absence.first <= today <= absence.last for absence in person.absent)

    def deputy_of(self, person: Person) -> Person | None:
        return self._find(person.deputy)

    def or_owner(self, address: str) -> Person:
        """Who has this address, else the desk's owner."""
        return self.by_address(address) or self.desk_owner

    def name_of(self, address: str) -> str:
        person = self.by_address(address)
        return person.name if person else address

    def find(self, who: str) -> Person | None:
        """By role, address or name."""
        return self._find(who) or next((person for person in self.table.values() if person.name == who), None)

    def superior_of(self, address: str) -> Person | None:
        person = self.by_address(address)
        return self._find(person.reports_to) if person else None

    def knows(self, address: str) -> bool:
        """Whether this is one of our people, whose mails may carry commands and returned forms."""
        return self.by_address(address) is not None

    @property
    def desk_owner(self) -> Person:
        return self.table[DESK_OWNER]

    @property
    def quality_manager(self) -> Person:
        return self.in_role(QUALITY_MANAGER) or self.desk_owner

    def _find(self, role_or_address: str) -> Person | None:
        if not role_or_address:
            return None
        return self.in_role(role_or_address) or self.by_address(role_or_address)


def as_address(person: Person) -> Address:
    return Address(person.name, person.address)


def once_each(people: Iterable[Person]) -> list[Person]:
    """Everybody once, by address."""
    return list({person.address: person for person in people}.values())
