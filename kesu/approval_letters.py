"""The question to an approver: what is to be decided, on which bytes, and the code to answer with."""

from __future__ import annotations

from dataclasses import replace

from cases import tags
from cases.approval import Request, Round
from cases.documents import DocumentRevision, copies_of
from cases.model import Case
from cases.outgoing import MailClass
from kesu.answers import document_words, in_words, judged
from kesu.desk import Desk
from kesu.enclosing import enclose, hashes
from kesu.letters import to_person
from kesu.linting import remarks
from kesu.posting import Letter
from kesu.review_words import review_of


def request_letter(
    desk: Desk, case: Case, round_: Round, request: Request, purpose: str = "approver/request"
) -> Letter:
    """The question to one approver, with the document as returned and the customer's copies of it."""
    person = desk.people.or_owner(request.address)
    revision = document_of(case, round_)
    documents = [revision, *copies_of(case.documents, round_.form, round_.revision)]
    others = [other.address for other in round_.requests if other.address != request.address]
    context = {
        **document_words(desk, revision, person.language),
        "filename": revision.filename,
        "sha256": revision.sha256,
        "author": desk.people.name_of(round_.author),
        "body": in_words(desk, revision),
        "sends_to": case.customer.contact.address,
        "remarks": remarks(judged(desk, case, revision).findings, person.language),
        **review_of(case, revision, person.language),
        "undo_minutes": int(desk.config.approval.undo_minutes),
        "others": [desk.people.name_of(address) for address in others],
        "mode": round_.mode,
        "asked_at": desk.local(request.asked_at),
        "expires_at": desk.local(request.expires_at),
    }
    letter = to_person(
        desk, person, purpose, f"approval-{round_.number}/{request.address}/1", context, case, MailClass.APPROVAL
    )
    return replace(
        letter,
        token=token_of(desk, case, round_.number, revision, request.address),
        enclosures=enclose(desk, documents),
        documents=hashes(documents),
    )


def reminder_letter(desk: Desk, case: Case, round_: Round, request: Request, effect: str) -> Letter:
    """The same question again, with the same code: answering either mail decides."""
    return replace(request_letter(desk, case, round_, request, "approver/reminder"), effect=effect)


def document_of(case: Case, round_: Round) -> DocumentRevision:
    """The revision that the round is about."""
    return next(doc for doc in case.documents if (doc.form, doc.revision) == (round_.form, round_.revision))


def token_of(desk: Desk, case: Case, number: int, revision: DocumentRevision, address: str) -> str:
    """The code by which one approver decides on one revision."""
    return tags.token(desk.key, case.id, "approval", str(number), revision.sha256, address)
