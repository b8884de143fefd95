"""Which case a mail belongs to, and by what right: our token, our Message-ID, or only the number in its subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cases import tags
from cases.mail import IncomingMail
from cases.model import Case
from kesu.desk import Desk


@dataclass(frozen=True, slots=True)
class Thread:
    """A case that a mail refers to. `token` is what stood in the tag; `answers` is our mail that it answers."""

    case: Case
    token: str = ""
    answers: str = ""
    by_id: bool = False
    """Found by a Message-ID, which a stranger cannot guess; else by the number in the subject, which anybody can."""


def thread_of(desk: Desk, mail: IncomingMail) -> Thread | None:
    """The case this mail refers to. A number beats a Message-ID only if the Message-ID knows no case."""
    tag = next(iter([*tags.tags_in(mail.subject), *tags.tags_in(mail.text)]), None)
    for message_id in _answered(mail):
        case_id = desk.store.case_of_message(message_id)
        case = desk.store.case(case_id) if case_id else None
        if case is not None:
            token = tag.token if tag and tag.case == case.id else ""
            return Thread(case, token, message_id, by_id=True)
    if tag is None:
        return None
    case = desk.store.case_by_number(tag.case)
    return Thread(case, tag.token) if case else None


def _answered(mail: IncomingMail) -> Iterator[str]:
    """Message-IDs from the nearest to the farthest; Foxmail and QQ often give References alone."""
    yield from mail.in_reply_to
    yield from reversed(mail.references)
