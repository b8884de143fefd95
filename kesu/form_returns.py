"""A form of ours that came back: read cell by cell, joined with what others have answered, reviewed, answered.

Its sender learns in the same pass what is missing or implausible, by which rule, and gets a new form that holds
everything already given. What a rule blocks is not put before the approvers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.documents import DocumentRevision
from cases.given import Giver, Reviewed
from cases.mail import FieldValue, IncomingMail
from cases.model import Case, Event
from cases.outgoing import MailClass
from cases.returned import BLOCK, INFO, WARN, Finding, Returned
from cases.values import FactError
from generator.customer_copy import customer_copy
from generator.docx_text import holds
from kesu import misfits
from kesu.commands import set_facts
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.enclosing import enclose, hashes
from kesu.facts import check_fact
from kesu.form_checking import Read, check_form
from kesu.form_copy import outside_copies, set_aside
from kesu.form_facts import facts_in
from kesu.letters import to_person
from kesu.making import make
from kesu.posting import post
from kesu.review_words import review_line

FILE = "FORM-"
"""Begins the rules about a file; those of the review are about what it says."""
VALUE = f"{FILE}value"
LEFT = Finding(
    f"{FILE}left",
    WARN,
    "栏位之外的文字，或有的图片，没有带入新表单；仍需要的，请自行转入。",
    "Text outside the fields, or a picture, is not in the new form; please copy what is still needed.",
)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a return: what its sender is told, and the customer's copies, which a blocked one has not."""

    read: Read
    told: Reviewed
    copies: Mapping[str, bytes]
    """By language, the customer's own first."""


def take_form(
    desk: Desk, case: Case, said: Returned, docx: bytes, original: DocumentRevision, now: datetime
) -> tuple[Case, Checked]:
    """The case with the answers of a form that is kept as `original`; `docx`: the same, as a plain .docx."""
    giver = Giver(original.author, now, f"{original.form} {original.revision}", original.sha256)
    copies = _beside(case, original)
    read = check_form(desk, case, said, giver, [doc.sha256 for doc in copies])
    case, more = _taken(desk, case, read, giver)
    more = [*_of_the_files(case, copies), *more]
    outside: Mapping[str, bytes] = {}
    if read.form.outside and not read.blocked and not any(each.level == BLOCK for each in more):
        beside = [desk.as_docx(desk.papers.get(doc.name)) for doc in copies]
        outside, found = outside_copies(desk, case, read, docx, original.revision, now, beside)
        more = [*more, *found]
    score = read.review.score if read.review else None
    told = Reviewed(
        original.form,
        original.revision,
        now,
        giver.by,
        (*read.findings, *more),
        score.total if score else None,
        read.clashes,
        score.disciplines if score else {},
    )
    case = replace(case, reviews=(*case.reviews, told))
    return case.noting(Event(now, "form reviewed", _summary(told), by=giver.by)), Checked(read, told, outside)


def _beside(case: Case, original: DocumentRevision) -> list[DocumentRevision]:
    """The copies of a form that came in the same mail and were read before this one."""
    return [
        doc
        for doc in case.documents
        if (doc.form, doc.source_mail) == (original.form, original.source_mail) and doc.revision != original.revision
    ]


def _of_the_files(case: Case, copies: Sequence[DocumentRevision]) -> list[Finding]:
    """What was found in those files themselves; the rules look at all answers together, and once."""
    read = {(doc.form, doc.revision) for doc in copies}
    told = [each for review in case.reviews if (review.form, review.revision) in read for each in review.findings]
    return [each for each in dict.fromkeys(told) if each.rule.startswith(FILE)]


def _summary(told: Reviewed) -> str:
    """`F16a R2: 62/100; 8D-R40, 8D-R44`."""
    points = "" if told.total is None else f"{told.total}/100"
    rules = ", ".join(dict.fromkeys(each.rule for each in told.findings if each.level == BLOCK))
    return f"{told.form} {told.revision}: {'; '.join(filter(None, (points, rules))) or 'ok'}"


def _taken(desk: Desk, case: Case, read: Read, giver: Giver) -> tuple[Case, list[Finding]]:
    """The case with the answers; those that are facts of its regulation are stated as such, if they can be."""
    known = desk.packs[case.pack].facts
    fields = {field.id: field for field in read.form.fields}
    news = {name: given for name, given in read.answers.items() if given.giver == giver and name in fields}
    stated = {fact: value for name, given in news.items()
              for fact, value in facts_in(fields[name], given.value, known).items()}  # fmt: skip
    facts: dict[str, FieldValue] = {}
    refused = []
    for name, value in stated.items():
        if name in case.facts and case.facts[name].value == value:
            continue
        try:
            check_fact(desk, desk.packs[case.pack], name, value)
        except FactError as fault:
            zh, _, en = misfits.sentence(desk, fault).partition(" / ")
            refused.append(Finding(VALUE, INFO, zh, en or zh))
        else:
            facts[name] = value
    case = replace(case, answers=read.answers)
    if facts:
        case = set_facts(desk, case, facts, giver.by, giver.where, giver.at)
    return case, refused


def answer(
    desk: Desk, case: Case, checked: Checked, original: DocumentRevision, mail: IncomingMail, sender: Person
) -> Case:
    """The answer to the sender, with a new form if there is something to do; the case with that form."""
    read, told = checked.read, checked.told
    now, lang = told.at, sender.language
    documents: list[DocumentRevision] = []
    if told.findings or _unfinished(read):
        documents = [make(desk, case, read.form.id, read.returned.language, now, now)]
        case = replace(case, documents=(*case.documents, *documents))
        case = case.noting(*(Event(now, "document", f"{doc.form} {doc.revision}: {doc.filename}") for doc in documents))
    left = [LEFT] if any(_left(desk, read, original, doc) for doc in documents) else []
    score = read.review.score if read.review else None
    context: dict[str, object] = {
        "document": desk.words.form(read.form.id, lang),
        "revision": original.revision,
        "filename": original.filename,
        "blocked": told.blocked,
        "outside": read.form.outside,
        "findings": [review_line(each, lang) for each in (*told.findings, *left)],
        "total": score.total if score else None,
        "disciplines": [{"name": name, "points": each} for name, each in score.disciplines.items()] if score else [],
        "new_form": documents[0].filename if documents else "",
    }
    effect = f"reviewed-{original.sha256[:12]}/{sender.address}/1"
    letter = to_person(desk, sender, "owner/reviewed", effect, context, case, MailClass.DOCUMENT)
    letter = replace(letter, in_reply_to=mail.message_id, enclosures=enclose(desk, documents))
    post(desk, case, replace(letter, documents=hashes(documents)), now)
    return case


def _left(desk: Desk, read: Read, original: DocumentRevision, made: DocumentRevision) -> bool:
    """Whether the file that came holds what the new form does not."""
    came, new = (desk.as_docx(desk.papers.get(doc.name)) for doc in (original, made))
    return not holds(customer_copy(new), customer_copy(came), set_aside(read))


def _unfinished(read: Read) -> bool:
    """Whether the report is not the last of its kind: the next stage needs a form too."""
    stage = read.answers.get("stage")
    return stage is not None and stage.text != "final"
