"""The letter to whoever must act next: what has happened to the case, in whose words, and what can be answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cases.model import Case
from cases.outgoing import MailClass
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.letters import to_person
from kesu.people import once_each
from kesu.posting import post
from kesu.verbs import verb_lines


def tell(
    desk: Desk,
    case: Case,
    people: Iterable[Person],
    what: str,
    now: datetime,
    *,
    key: str,
    by: str = "",
    words: str = "",
    replies: Sequence[str] = (),
    at_once: bool = False,
) -> None:
    """Tell each of `people` but the one it comes from. `key` makes the effect unique; `replies` are verbs."""
    for person in once_each(people):
        if person.address == by:
            continue
        context = {
            "news": desk.words.news(what, person.language),
            "by": desk.people.name_of(by),
            "words": words,
            "replies": verb_lines(person.language, *replies) if replies else [],
        }
        effect = f"{what}-{key}/{person.address}/1"
        letter = to_person(desk, person, "staff/step", effect, context, case, MailClass.NOTICE)
        post(desk, case, replace(letter, office_hours=not at_once), now)


def owner(desk: Desk, case: Case) -> Person:
    """Who has the case."""
    return desk.people.or_owner(case.owner)


def in_charge(desk: Desk, case: Case) -> list[Person]:
    """Who has the case and who fills its form."""
    return [owner(desk, case), desk.people.or_owner(case.engineer or case.owner)]
