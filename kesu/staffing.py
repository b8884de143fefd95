"""Whether every role that a regulation may write to is filled, found before somebody waits for the mail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from cases.pack import Pack
from generator.words import Words
from kesu.config import Config
from kesu.config_people import Person
from kesu.people import DESK_OWNER, People, once_each
from kesu.roles import DIRECT_LEADER, OWNER, SUPERIOR

AHEAD = timedelta(days=14)
"""How far ahead absences are looked at."""
CUSTOMER = "customer"
RELATIVE = (SUPERIOR, DIRECT_LEADER)
"""Filled by whom the owner reports to."""
Needs = Mapping[str, Sequence[str]]
"""Roles, each with the entries of packs that write to it: `memory-device R16-A1`."""


def faults(config: Config, packs: Sequence[Pack], words: Words) -> list[str]:
    """One sentence for each role that nobody fills, or that somebody outside fills who would read internals."""
    people = People(config.people)
    inside = _by_role(pair for pack in packs for pair in _inside(pack))
    told = _by_role(pair for pack in packs for pair in _notified(pack))
    only_told = {role: where for role, where in told.items() if role not in inside}
    return [
        *_unfilled(people, inside, words, may_be_out=False),
        *_unfilled(people, only_told, words, may_be_out=True),
        *_without_superior(people, packs),
    ]


def warnings(config: Config, today: date) -> list[str]:
    """Who is away within a fortnight with nobody to stand in."""
    people = People(config.people)
    found = []
    for person in once_each(config.people.values()):
        days = _days_away(people, person, today)
        deputy = people.deputy_of(person)
        if days and deputy is None:
            found.append(f"{person.name} is absent from {days[0]} and has no deputy")
        elif deputy is not None and any(people.away(deputy, day) for day in days):
            found.append(f"{person.name} is absent from {days[0]}, and so is the deputy, {deputy.name}")
    return found


def _days_away(people: People, person: Person, today: date) -> list[date]:
    days = (today + timedelta(days=number) for number in range(AHEAD.days + 1))
    return [day for day in days if people.away(person, day)]


def _by_role(pairs: Iterable[tuple[str, str]]) -> Needs:
    found: dict[str, list[str]] = {}
    for role, where in pairs:
        if role not in RELATIVE:
            found.setdefault(role, []).append(where)
    return found


def _unfilled(people: People, needs: Needs, words: Words, *, may_be_out: bool) -> Iterator[str]:
    nobody: dict[str, tuple[list[str], list[str]]] = {}
    for role, where in needs.items():
        names = role.split("|")
        outsider = next((person for name in names if (person := people.outside_in(name))), None)
        ours = next((person for name in names if (person := people.in_role(name))), None)
        if outsider is not None and not may_be_out:
            yield f"{outsider.name} is outside the company and would get internal mails as {_needed(role, where)}"
        elif ours is not None and any(words.outside_role(name) for name in names):
            yield f"{ours.name} fills the role {_needed(role, where)}: write outside = true, or it gets internal mails"
        elif outsider is None and ours is None:
            roles, entries = nobody.setdefault(role.rpartition(".")[2], ([], []))
            roles.append(role)
            entries += where
    for unit, (roles, entries) in sorted(nobody.items()):
        shown = unit if roles == [unit] else f"{unit} ({', '.join(roles)})"
        yield f"nobody in [people] fills the role {_needed(shown, entries)}"


def _needed(role: str, where: Sequence[str]) -> str:
    entries = list(dict.fromkeys(where))
    return f"{role}, which {', '.join(entries)} {'needs' if len(entries) == 1 else 'need'}"


def _without_superior(people: People, packs: Sequence[Pack]) -> Iterator[str]:
    """Where the superior is told and nobody is called so, each possible owner must report to somebody."""
    for role in RELATIVE:
        alone: dict[str, list[str]] = {}
        for pack in packs:
            rules = [where for named, where in (*_inside(pack), *_notified(pack)) if named == role]
            if rules and people.in_role(role) is None:
                for owner in _reporting_to_nobody(people, pack):
                    alone.setdefault(owner.name, []).extend(rules)
        yield from (
            f"{name} reports to nobody, so that nobody fills the role {_needed(role, rules)}"
            for name, rules in alone.items()
        )


def _reporting_to_nobody(people: People, pack: Pack) -> list[Person]:
    """Owners without a superior, unless the pack's own keeper has one."""
    keeper = people.in_role(pack.owner_role)
    if keeper is not None and people.superior_of(keeper.address) is not None:
        return []
    named = (people.in_role(role) for role in owners(pack))
    return [person for person in once_each(filter(None, named)) if people.superior_of(person.address) is None]


def owners(pack: Pack) -> list[str]:
    """The roles that may get a case of this pack."""
    named = [choice.gives for choice in pack.choices.get("owner", ())]
    return [*named, pack.owner_role or DESK_OWNER]


def _inside(pack: Pack) -> Iterator[tuple[str, str]]:
    """Roles that get internal mails, with the entry that writes to them."""
    for listing in pack.listings.get("approvers", ()):
        yield from ((role, f"{pack.id} {listing.rule}") for role in listing.gives)
    for name in ("owner", "emergency_by"):
        yield from ((choice.gives, f"{pack.id} {choice.rule}") for choice in pack.choices.get(name, ()))
    for choice in pack.choices.get("participants", ()):
        yield from ((role, f"{pack.id} {choice.rule}") for role in choice.roles)
    yield from ((role, f"{pack.id} [keepers]") for role in (pack.owner_role, pack.engineer_role) if role)
    for fact in sorted(_asked(pack)):
        role = pack.facts[fact].asked_of
        if role not in (CUSTOMER, OWNER):
            yield role, f"{pack.id} (asked for {fact})"


def _notified(pack: Pack) -> Iterator[tuple[str, str]]:
    for listing in pack.listings.get("notify", ()):
        yield from ((role, f"{pack.id} {listing.rule}") for role in listing.gives if role != CUSTOMER)


def _asked(pack: Pack) -> set[str]:
    """Facts that a case of this pack may be asked for."""
    facts = {name for name, kind in pack.facts.items() if kind.open}
    facts |= {fact for question in pack.asks for fact in question.facts}
    facts |= {fact for clock in pack.clocks if clock.start_is_missing for fact in clock.starts[:1]}
    return facts & set(pack.facts)
