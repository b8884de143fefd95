"""Which case a mail belongs to, and by what right: our token, our Message-ID, or only the number in its subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cases import tags
from cases.mail import Decision, IncomingMail
from cases.model import Case
from kesu.desk import Desk


@dataclass(frozen=True, slots=True)
class Thread:
    """A case that a mail refers to. `token` is what stood in the tag; `answers` is our mail that it answers."""

    case: Case
    token: str = ""
    answers: str = ""


def thread_of(desk: Desk, mail: IncomingMail) -> Thread | None:
    """The case this mail refers to. A number beats a Message-ID only if the Message-ID knows no case."""
    found = [*tags.tags_in(mail.subject), *tags.tags_in(mail.text)]
    for message_id in _answered(mail):
        case_id = desk.store.case_of_message(message_id)
        case = desk.store.case(case_id) if case_id else None
        if case is not None:
            return Thread(_living(desk, case), _token(found, case.id), message_id)
    for tag in found:
        case = desk.store.case_by_number(tag.case)
        if case is not None:
            return Thread(_living(desk, case), _token(found, case.id))
    return None


def first_mail(desk: Desk, case: Case) -> IncomingMail:
    """The mail that opened the case, read again."""
    return desk.read_mail(desk.spool.read(case.timeline[0].mail), case.received_at)


def _living(desk: Desk, case: Case) -> Case:
    """The case that this one was merged into, if it was."""
    into = desk.store.case(case.duplicate_of) if case.duplicate_of else None
    return into or case


def decision_in(mail: IncomingMail, case: Case) -> Decision | None:
    """The command in the mail; one that names another case beside its verb has no effect on this one."""
    said = mail.decision
    if said is None or said.verb == "merge" or said.case in ("", case.id, case.case_no):
        return said
    why = f"您写的是 {said.case}，本邮件关于 {case.number} / you wrote {said.case}, this mail is about {case.number}"
    return replace(said, refused_because=said.refused_because or why)


def _token(found: list[tags.Tag], case_id: str) -> str:
    """The code beside the case's number: programs that rewrite subjects leave it in the `Ref:` line alone."""
    return next((tag.token for tag in found if tag.case == case_id and tag.token), "")


def _answered(mail: IncomingMail) -> Iterator[str]:
    """Message-IDs from the nearest to the farthest; Foxmail and QQ often give References alone."""
    yield from mail.in_reply_to
    yield from reversed(mail.references)
