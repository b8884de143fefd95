"""Who signed a document, from the record of its approval: by mail, with the time and a code that proves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.approval import Request, Round
from cases.documents import DocumentRevision, copies_of, signed_copy_of
from cases.model import Case
from generator.docx_progress import Signature
from generator.docx_sign import sign
from kesu.desk import Desk
from kesu.printing import with_pdf


def signatures(desk: Desk, case: Case, lang: str = "zh") -> list[Signature]:
    """The author and the approvers of what was last put forward."""
    round_ = case.rounds[-1] if case.rounds else None
    if round_ is None:
        return []
    asked = [request for request in round_.requests if request.verdict or round_.outcome is None]
    return [_author(desk, case, round_), *(_signed(desk, request, lang) for request in asked)]


def with_signed_copy(desk: Desk, case: Case, revision: DocumentRevision, now: datetime) -> Case:
    """The case with the customer's copies of a document signed from the record, where its form has a place for it."""
    for copy in copies_of(case.documents, revision.form, revision.revision):
        case = _with_signed(desk, case, revision, copy, now)
    return case


def _with_signed(desk: Desk, case: Case, revision: DocumentRevision, copy: DocumentRevision, now: datetime) -> Case:
    form = desk.documents.forms().get(revision.form)
    if form is None:
        return case
    decided = any((round_.form, round_.revision) == (revision.form, revision.revision) for round_ in case.rounds[-1:])
    record = signatures(desk, case, copy.lang) if decided else [author_of(desk, revision)]
    plain = desk.papers.get(copy.name)
    content = sign(plain, form, copy.lang, record)
    if content == plain:
        return case
    number = signed_copy_of(copy.revision)
    file = f"{case.id}/{revision.form}-{number}.docx"
    sha256 = desk.papers.put(file, content)
    signed = replace(copy, revision=number, name=file, sha256=sha256, author="desk", at=now, pdf="")
    signed = with_pdf(desk, signed)
    others = (doc for doc in case.documents if (doc.form, doc.revision) != (revision.form, number))
    return replace(case, documents=(*others, signed))


def author_of(desk: Desk, document: DocumentRevision) -> Signature:
    """Who returned a document."""
    person = desk.people.by_address(document.author)
    return {
        "author": True,
        "role": person.department if person else "",
        "name": person.name if person else document.author,
        "at": desk.local(document.at).isoformat(),
        "evidence": _code(document.source_mail),
    }


def _author(desk: Desk, case: Case, round_: Round) -> Signature:
    wanted = (round_.form, round_.revision)
    found = next((doc for doc in case.documents if (doc.form, doc.revision) == wanted), None)
    return author_of(desk, found) if found else {"author": True, "name": desk.people.name_of(round_.author)}


def _signed(desk: Desk, request: Request, lang: str) -> Signature:
    return {
        "role": desk.words.role(request.role, lang),
        "name": desk.people.name_of(request.decided_by or request.address),
        "opinion": str(request.verdict or ""),
        "at": desk.local(request.decided_at).isoformat() if request.decided_at else "",
        "evidence": _code(request.evidence),
    }


def _code(sha256: str) -> str:
    """The first eight digits of a mail's hash: `7C41-09EA`."""
    return f"{sha256[:4]}-{sha256[4:8]}".upper() if sha256 else ""
