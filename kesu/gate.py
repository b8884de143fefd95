"""The gate that every letter to a customer passes: checked, queued or held, and whoever must act is asked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.documents import DocumentRevision
from cases.lint_rules import Level, Lint
from cases.model import Case, Event
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.tags import token_hash
from generator.compose import MailText
from generator.docx_text import shown_text
from kesu.desk import Desk
from kesu.letters import to_person
from kesu.linting import Outgoing, in_one_line, judge, remarks
from kesu.people import once_each
from kesu.posting import Letter, post, written
from kesu.present import document_lines

KINDS = {
    MailClass.ACK: "ack",
    MailClass.QUESTION: "question",
    MailClass.ANSWER: "reply",
    MailClass.REMINDER: "reminder",
}
"""What the rules call a mail of each class, where nothing says more."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with a letter, and what is known of it."""

    documents: tuple[DocumentRevision, ...] = ()
    kind: str = ""
    restated: tuple[str, ...] = ()
    """Values of which the letter must show one, to say that it has understood."""
    reasoned: bool = False
    """A refusal whose reason and findings have been asked for one by one."""
    approved: bool = False
    author: str = ""
    """Who wrote it, where it was not the desk."""


NOTHING = Enclosed()


def post_to_customer(
    desk: Desk, case: Case, letter: Letter, now: datetime, enclosed: Enclosed = NOTHING, *, let_go: bool = False
) -> tuple[Case, OutgoingMail | None]:
    """Queue the letter, or hold it and ask the case's owner; the case with what happened, and the mail.

    `let_go`: a named person has answered for it, whatever the rules say. No mail as in posting.post.
    """
    text = written(desk, case, letter)
    found = looked_at(desk, case, letter, text, enclosed)
    blocks = () if let_go else found.at(Level.BLOCK)
    mail = post(desk, case, letter, now, held=in_one_line(blocks))
    if mail is None:
        return case, None
    if blocks:
        _ask(desk, case, mail, text, found, enclosed, now)
        case = case.noting(Event(now, "held", mail.last_error, mail=mail.effect_key))
    elif found.findings:
        case = case.noting(Event(now, "remarked", in_one_line(found.findings), mail=mail.effect_key))
    return case, mail


def looked_at(desk: Desk, case: Case, letter: Letter, text: MailText, enclosed: Enclosed) -> Lint:
    """What the rules say of a letter and of the documents that go with it."""
    files = [desk.papers.get(doc.name) for doc in enclosed.documents if doc.name.endswith(".docx")]
    return judge(
        desk,
        case,
        Outgoing(
            kind=enclosed.kind or KINDS[letter.mail_class],
            text=f"{text.subject}\n\n{text.text}",
            documents=tuple(shown_text(file) for file in files),
            restates=any(value in text.text for value in enclosed.restated),
            reasoned=enclosed.reasoned,
            approved=enclosed.approved,
        ),
    )


def held(desk: Desk, case: Case) -> list[OutgoingMail]:
    """The case's mails that wait for a person to change them or let them go."""
    return [mail for mail in desk.store.outgoing_of(case.id) if mail.state is Sending.HELD]


def drop_held(desk: Desk, case: Case, why: str) -> None:
    """Another text has taken the place of those that are held, or nobody wants them any more."""
    for mail in held(desk, case):
        desk.store.update_outgoing(replace(mail, state=Sending.CANCELLED, last_error=why))


def asked_about(mail: OutgoingMail) -> str:
    """Part of the effect key of every letter that asks about this held mail."""
    return f"/held-{token_hash(mail.effect_key)[:12]}/"


def _ask(
    desk: Desk, case: Case, mail: OutgoingMail, text: MailText, found: Lint, enclosed: Enclosed, now: datetime
) -> None:
    """The owner of the case and whoever wrote the text: what is wrong, where, and what can be done."""
    readers: Sequence[str] = (case.owner, enclosed.author) if enclosed.author else (case.owner,)
    for person in once_each(desk.people.or_owner(address) for address in readers):
        context = {
            "what": desk.words.mail_class(mail.mail_class, person.language),
            "recipient": mail.recipient,
            "remarks": remarks(found.findings, person.language),
            "body": text.text,
            "documents": document_lines(desk, enclosed.documents, person.language),
            "ours": not enclosed.author,
        }
        effect = f"{asked_about(mail)[1:]}{person.address}/1"
        post(desk, case, to_person(desk, person, "owner/held", effect, context, case, MailClass.APPROVAL), now)
