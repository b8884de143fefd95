"""A customer's mail on to whoever has the case: words, files, what they come to and what can be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.mail import IncomingMail
from cases.model import Case, Fact
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.enclosing import files_received, passed_on
from kesu.letters import to_person
from kesu.own_forms import forms_in
from kesu.posting import post
from kesu.verbs import verb_lines


@dataclass(frozen=True, slots=True)
class News:
    """What the mail comes to, by its name in the dictionary, and the verbs that answer it."""

    what: str
    replies: tuple[str, ...]


def tell_owner(
    desk: Desk,
    case: Case,
    mail: IncomingMail,
    learnt: Mapping[str, Fact],
    now: datetime,
    doubts: Sequence[str] = (),
    news: News | None = None,
) -> None:
    """One letter about one mail: the customer's words and files, with what only a person can settle. Of a form of the
    customer's own its engineer hears too."""
    owner = desk.people.by_address(case.owner) or desk.people.desk_owner
    engineer = desk.people.by_address(case.engineer) if forms_in(mail) else None
    for role, person in (("owner", owner), ("engineer", engineer)):
        if person is not None and (role == "owner" or person.address != owner.address):
            _tell(desk, case, mail, person, role, learnt, now, doubts, news)


def _tell(
    desk: Desk,
    case: Case,
    mail: IncomingMail,
    person: Person,
    role: str,
    learnt: Mapping[str, Fact],
    now: datetime,
    doubts: Sequence[str],
    news: News | None,
) -> None:
    lang = person.language
    context = {
        "news": desk.words.news(news.what, lang) if news else "",
        "replies": verb_lines(lang, *news.replies) if news else [],
        "sender": str(mail.sender),
        "words": mail.new_text or mail.text,
        "facts": [
            {"label": desk.words.label(name, lang), "value": desk.words.value(name, fact.value, lang)}
            for name, fact in learnt.items()
        ],
        "doubts": doubts,
        "attachments_received": files_received(mail),
    }
    effect = f"follow-up/{role}/{mail.content_key[:16]}"
    letter = to_person(desk, person, "owner/follow-up", effect, context, case)
    post(desk, case, replace(letter, enclosures=passed_on(mail)), now)
