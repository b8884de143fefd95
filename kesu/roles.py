"""A role of one case as a person: by name, or by how somebody stands to the case's owner or customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from cases.model import Case
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.people import once_each

OWNER, SUPERIOR, DIRECT_LEADER, ACCOUNT_MANAGER = "owner", "superior", "direct-leader", "account-manager"


def holder(desk: Desk, case: Case, role: str) -> Person | None:
    """Who fills the role in this case, whether here or absent; None if nobody of us does."""
    return _RELATIVE.get(role, _by_name)(desk, case, role)


def on_duty(desk: Desk, case: Case, role: str, now: datetime) -> Person:
    """Who answers for the role today: its holder or whoever stands in, else the desk owner."""
    person = holder(desk, case, role) or desk.people.desk_owner
    return desk.people.stand_in(person, desk.local(now).date())


def holders(desk: Desk, case: Case, role: str, now: datetime) -> list[Person]:
    """On duty for each alternative of `a|b`, nobody twice; alternatives that nobody fills are left out."""
    names = role.split("|")
    filled = [name for name in names if holder(desk, case, name)] or names[:1]
    return once_each(on_duty(desk, case, name, now) for name in filled)


def together(desk: Desk, case: Case, roles: Iterable[str], now: datetime) -> list[tuple[Person, list[str]]]:
    """Each person once, with all the roles they are wanted in; of `a|b` the first alternative that is filled."""
    found: dict[str, tuple[Person, list[str]]] = {}
    for role in roles:
        person = holders(desk, case, role, now)[0]
        found.setdefault(person.address, (person, []))[1].append(role)
    return list(found.values())


def _by_name(desk: Desk, _case: Case, role: str) -> Person | None:
    return desk.people.in_role(role)


def _owner(desk: Desk, case: Case, _role: str) -> Person | None:
    """Whoever has the case."""
    return desk.people.by_address(case.owner) if case.owner else None


def _superior(desk: Desk, case: Case, role: str) -> Person | None:
    """Whom the owner reports to; somebody by this name only where that is not stated."""
    return _above(desk, case) or desk.people.in_role(role)


def _direct_leader(desk: Desk, case: Case, role: str) -> Person | None:
    """Somebody by this name, else whom the owner reports to."""
    return desk.people.in_role(role) or _above(desk, case)


def _above(desk: Desk, case: Case) -> Person | None:
    """Whom the owner reports to; of an owner at the top, whom the regulation's own keeper reports to."""
    people = desk.people
    keeper = people.in_role(desk.packs[case.pack].owner_role)
    return people.superior_of(case.owner) or (people.superior_of(keeper.address) if keeper else None)


def _account_manager(desk: Desk, case: Case, role: str) -> Person | None:
    """Who looks after this very customer, else whoever fills the role."""
    entry = next((entry for entry in desk.config.customers if entry.name == case.customer.key), None)
    return (desk.people.find(entry.account_manager) if entry else None) or desk.people.in_role(role)


_RELATIVE: Mapping[str, Callable[[Desk, Case, str], Person | None]] = {
    OWNER: _owner,
    SUPERIOR: _superior,
    DIRECT_LEADER: _direct_leader,
    ACCOUNT_MANAGER: _account_manager,
}
