"""Papers that were ordered with a case: rendered, kept as files, and sent inside with the mail that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from cases.documents import DocumentJob, DocumentRevision
from cases.grading import Missing
from cases.model import Case, Event
from cases.outgoing import MailClass
from cases.stores import StoreUnavailable
from generator.compose import Enclosure
from kesu import own_forms
from kesu.asking import customer_missing
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.enclosing import enclose, files_received, hashes, passed_on
from kesu.letters import alert, to_person
from kesu.making import make
from kesu.notices import invitations
from kesu.ordering import INTAKE, REQUEST, STEP, by_hand
from kesu.posting import Letter, post
from kesu.present import asks, document_lines, facts, grade_name, grade_text, other_forms, questions
from kesu.printing import print_now
from kesu.roles import on_duty
from kesu.threads import first_mail

log = structlog.get_logger()
MAX_TRIES = 3
REGRADE = "regrade"


def do_papers(desk: Desk, now: datetime) -> int:
    """Do all jobs that wait; returns how many were done. A job that fails is told and tried again later."""
    done = 0
    for job in desk.store.jobs():
        try:
            _do(desk, job, now)
            done += 1
        except StoreUnavailable:
            raise
        except Exception as fault:  # noqa: BLE001  # one case's papers must not keep the others waiting
            _failed(desk, job, f"{type(fault).__name__}: {fault}", now)
    return done


def _do(desk: Desk, job: DocumentJob, now: datetime) -> None:
    """Render outside the transaction, under names that a repeat overwrites; then one durable write."""
    case = desk.store.case(job.case_id)
    if case is None:
        raise LookupError(f"there is no case {job.case_id}")
    made = [print_now(desk, make(desk, case, form, job.lang, job.created_at, now)) for form in job.forms]
    with desk.store.transaction():
        case = desk.store.case(job.case_id) or case
        case = replace(case, documents=(*case.documents, *made), by_hand=by_hand(desk, case))
        for person in _readers(desk, case, job):
            post(desk, case, _letter(desk, case, job, person, made), now)
        for letter in invitations(desk, case, made, now) if _purpose(job) in (INTAKE, REGRADE) else ():
            post(desk, case, letter, now)
        for document in made:
            case = case.noting(Event(now, "document", f"{document.form} {document.revision}: {document.filename}"))
        desk.store.put_case(case)
        desk.store.finish_job(job.key)
    log.info("papers.made", case=case.id, forms=list(job.forms))


def _purpose(job: DocumentJob) -> str:
    return job.purpose.partition(":")[0]


def _readers(desk: Desk, case: Case, job: DocumentJob) -> Sequence[Person]:
    """Owner and engineer, each once; of a case that changes hands the new owner; of a form whoever asked for it."""
    purpose, _, who = job.purpose.partition(":")
    if purpose == REQUEST and (person := desk.people.find(who)) is not None:
        return [person]
    addresses = [case.owner] if purpose == "assigned" else [case.owner, case.engineer]
    found = (desk.people.by_address(address) for address in dict.fromkeys(addresses))
    return [person for person in found if person is not None] or [desk.people.desk_owner]


def _letter(desk: Desk, case: Case, job: DocumentJob, person: Person, made: Sequence[DocumentRevision]) -> Letter:
    lang = person.language
    shown = document_lines(desk, made, lang)
    purpose, _, before = job.purpose.partition(":")
    number = job.key.rpartition("/")[2]
    effect = f"papers-{number}/{person.address}/1"
    context: dict[str, object] = {
        "in_charge": person.address == case.owner or person.address != case.engineer,
        "documents": shown,
    }
    again = purpose == REGRADE and has_papers(desk, case, person.address)
    if forms := purpose in (STEP, REQUEST):
        context |= {"asked_for": purpose == REQUEST}
        letter = to_person(desk, person, "owner/forms", effect, context, case, MailClass.DOCUMENT)
    elif again:
        context |= other_forms(desk, case, lang)
        context |= {"before": grade_name(desk, case, before or None, lang), "after": grade_text(desk, case, lang)}
        letter = to_person(desk, person, "owner/regraded", effect, context, case, MailClass.DOCUMENT)
    else:
        context |= {
            **other_forms(desk, case, lang),
            "acknowledged": any(event.what == "acknowledged" for event in case.timeline),
            "words": case.words,
            "facts": facts(desk, case, lang),
            "doubts": [event.text for event in case.timeline if event.what == "doubt"],
            "attachments_received": files_received(first_mail(desk, case)),
            "asks": asks(desk, _ours(desk, case, person), lang),
            "questions": questions(desk, customer_missing(case), lang),
        }
        letter = to_person(desk, person, "owner/new-case", effect, context, case, MailClass.DOCUMENT)
    received = _received(desk, case, made) if again or forms else passed_on(first_mail(desk, case))
    return replace(letter, enclosures=(*enclose(desk, made), *received), documents=hashes(made))


def _received(desk: Desk, case: Case, made: Sequence[DocumentRevision]) -> tuple[Enclosure, ...]:
    """Beside an 8D of ours that comes later than the customer's files: their own form, if they sent one."""
    ours = any(document.form == own_forms.EIGHT_D for document in made)
    return tuple(own_forms.enclosed(desk, case)) if ours else ()


def has_papers(desk: Desk, case: Case, address: str) -> bool:
    """Whether they have had the customer's words and files; a new owner has not, and gets them with our questions."""
    return any(
        mail.recipient == address and mail.effect_key.startswith(f"{case.id}/papers-")
        for mail in desk.store.outgoing_of(case.id)
    )


def _ours(desk: Desk, case: Case, person: Person) -> list[Missing]:
    """Missing facts that this person is asked for."""
    grading = case.grading
    return [
        item
        for item in (grading.missing if grading else ())
        if item.asked_of != "customer"
        and on_duty(desk, case, item.asked_of, case.received_at).address == person.address
    ]


def _failed(desk: Desk, job: DocumentJob, fault: str, now: datetime) -> None:
    """Kept for a later try; told once; after the last try the owner gets the case without its papers."""
    log.error("papers.failed", case=job.case_id, error=fault)
    job = replace(job, attempts=job.attempts + 1, last_error=fault)
    if job.attempts >= MAX_TRIES and job.forms:
        job = replace(job, forms=(), attempts=0)
    with desk.store.transaction():
        desk.store.put_job(job)
        alert(desk, "有文件未能生成 / a document could not be made", fault, f"papers-{job.key.replace('/', '-')}", now)
