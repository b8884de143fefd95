"""A form of ours that came back: read cell by cell, joined with what others have answered, reviewed, answered.

Its sender learns in the same pass what is missing or implausible, by which rule, and gets a new form that holds
everything already given. What a rule blocks is not put before the approvers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from cases.forms import Field, Form, Table
from cases.given import Clash, Given, Giver, Reviewed
from cases.mail import FieldValue, IncomingMail, MailClass
from cases.merging import as_report, merge
from cases.model import Case, DocumentRevision, Event
from cases.returned import BLOCK, INFO, WARN, Finding, Returned
from cases.review import Review
from cases.values import FactError
from generator.customer_copy import customer_copy
from generator.docx_text import holds
from kesu import misfits
from kesu.commands import set_facts
from kesu.config import Person
from kesu.desk import Desk
from kesu.facts import check_fact
from kesu.form_facts import facts_in
from kesu.form_review import Expected, reviewed, strayed
from kesu.forms import facts_for
from kesu.letters import to_person
from kesu.making import make
from kesu.posting import enclose, hashes, post
from kesu.review_words import review_line

EXTRA = "FORM-extra"
CLASH = "FORM-clash"
CHANGED = "FORM-prefilled"
VALUE = "FORM-value"


@dataclass(frozen=True, slots=True)
class Read:
    """A returned file as a form of ours: what it says, with everybody's answers, and what is to be said of it."""

    form: Form
    returned: Returned
    answers: Mapping[str, Given]
    clashes: tuple[Clash, ...]
    findings: tuple[Finding, ...]
    review: Review | None

    @property
    def blocked(self) -> bool:
        return any(each.level == BLOCK for each in self.findings)


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a return: what its sender is told, and the customer's copy, which a blocked one has not."""

    read: Read
    told: Reviewed
    copy: bytes | None


def take_form(
    desk: Desk, case: Case, said: Returned, docx: bytes, original: DocumentRevision, now: datetime
) -> tuple[Case, Checked]:
    """The case with the answers of a form that is kept as `original`; `docx`: the same, as a plain .docx."""
    giver = Giver(original.author, now, f"{original.form} {original.revision}", original.sha256)
    read = _read(desk, case, said, giver)
    case, more = _taken(desk, case, read, giver)
    copy = None
    if read.form.outside and not read.blocked:
        made = _outside_copy(desk, case, read, docx, original.revision, now)
        copy, more = (None, [*more, made]) if isinstance(made, Finding) else (made, more)
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
    return case.noting(Event(now, "form reviewed", _summary(told), by=giver.by)), Checked(read, told, copy)


def _summary(told: Reviewed) -> str:
    """`F16a R2: 62/100; 8D-R40, 8D-R44`."""
    points = "" if told.total is None else f"{told.total}/100"
    rules = ", ".join(dict.fromkeys(each.rule for each in told.findings if each.level == BLOCK))
    return f"{told.form} {told.revision}: {'; '.join(filter(None, (points, rules))) or 'ok'}"


def _read(desk: Desk, case: Case, returned: Returned, giver: Giver) -> Read:
    """The form with everybody's answers, and what is to be said of it."""
    form = desk.documents.forms()[returned.form]
    merged = merge(form, case.answers, returned, giver)
    whole = as_report(returned, merged.answers, form)
    grade = case.grading.grade if case.grading else None
    today = desk.local(giver.at).date()
    review = reviewed(desk.documents.forms(), desk.reviews, whole, today, grade if isinstance(grade, int) else None)
    newest = _handed_out(case, form.id)
    findings = [
        *returned.findings,
        *(replace(each, level=WARN) for each in strayed(returned, Expected(revision=newest))),
        *_changed(form, returned),
        *(_clash(desk, form, each) for each in merged.clashes),
        *(review.findings if review else ()),
    ]
    return Read(form, returned, merged.answers, tuple(merged.clashes), tuple(findings), review)


def _handed_out(case: Case, form: str) -> str:
    """The newest revision that the desk itself has made."""
    made = [doc.revision for doc in case.documents if doc.form == form and doc.author == "desk"]
    return made[-1] if made else ""


def _changed(form: Form, returned: Returned) -> list[Finding]:
    """Facts of the case that somebody has overwritten in the form."""
    labels = {field.id: field for field in form.fields}
    return [
        Finding(
            CHANGED,
            WARN,
            f"“{labels[name].label_zh}”是客诉台填的，表中改成了“{text}”，未采用；如需更正请写：{name} = …",
            f"“{labels[name].label_en}” was filled in by the desk and now reads “{text}”; "
            f"not taken. To correct it, write: {name} = …",
        )
        for name, text in returned.prefilled_changed.items()
    ]


def _clash(desk: Desk, form: Form, clash: Clash) -> Finding:
    name, _, row = clash.field.partition(" ")
    labels: dict[str, Field | Table] = {each.id: each for each in form.anchored()}
    labels |= {table.id: table for table in form.tables}
    zh, en = (f"{labels[name].label(lang) if name in labels else name} {row}".strip() for lang in ("zh", "en"))
    first, second = (desk.people.name_of(address) for address in (clash.kept_by, clash.by))
    return Finding(
        CLASH,
        WARN,
        f"“{zh}”有两种说法，暂保留前者：{first}“{clash.kept}”；{second}“{clash.offered}”。请在新表单中改定。",
        f"“{en}” was answered twice; the first stands for now: {first} “{clash.kept}”; {second} “{clash.offered}”. "
        "Please settle it in the new form.",
    )


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


def _outside_copy(desk: Desk, case: Case, read: Read, docx: bytes, revision: str, now: datetime) -> bytes | Finding:
    """What the customer gets: the form written anew from all answers, in the customer's language.

    Where the file holds what no answer carries (a chart, a paragraph between the tables), the copy is made from the
    file itself, provided that it holds everybody's answers; a finding that blocks where neither would be whole.
    Raises FormUnreadable for a file that is no plain Word document.
    """
    day = f"{desk.local(now):%Y-%m-%d}"

    score = read.review.score if read.review else None
    points = {**score.disciplines, "total": score.total} if score else {}
    shown = desk.config.documents.self_score

    def written(lang: str, *, scored: bool) -> bytes:
        facts = facts_for(desk, case, read.form.id, revision, now, lang) | {"signoff": [], "score": points}
        return customer_copy(desk.documents.write(read.form.id, lang, facts), revision, day, scored=scored)

    released, same = customer_copy(docx, revision, day), written(read.returned.language, scored=False)
    if holds(same, released, _set_aside(read)):
        lang = case.customer.language
        return same if lang == read.returned.language and not shown else written(lang, scored=shown)
    if holds(released, same):
        return released
    return Finding(
        EXTRA,
        BLOCK,
        "表格栏位之外有图片或文字，而文件中的其他内容与案件不一致，或还有同事填写的内容，两者无法自动合并。"
        "请把图片和文字放进随信的新表单后再交回。",
        "There are pictures or text outside the fields, while other parts of the file differ from the case or lack "
        "what colleagues have answered; the two cannot be joined. Please put them into the new form enclosed.",
    )


def _set_aside(read: Read) -> list[str]:
    """What the file says and the report does not: facts of ours that were overwritten, answers that clash."""
    return [*read.returned.prefilled_changed.values(), *(clash.offered for clash in read.clashes)]


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
    score = read.review.score if read.review else None
    context: dict[str, object] = {
        "document": desk.words.form(read.form.id, lang),
        "revision": original.revision,
        "filename": original.filename,
        "blocked": told.blocked,
        "outside": read.form.outside,
        "findings": [review_line(each, lang) for each in told.findings],
        "total": score.total if score else None,
        "disciplines": [{"name": name, "points": each} for name, each in score.disciplines.items()] if score else [],
        "new_form": documents[0].filename if documents else "",
    }
    effect = f"reviewed-{original.sha256[:12]}/{sender.address}/1"
    letter = to_person(desk, sender, "owner/reviewed", effect, context, case, MailClass.DOCUMENT)
    letter = replace(letter, in_reply_to=mail.message_id, enclosures=enclose(desk, documents))
    post(desk, case, replace(letter, documents=hashes(documents)), now)
    return case


def _unfinished(read: Read) -> bool:
    """Whether the report is not the last of its kind: the next stage needs a form too."""
    stage = read.answers.get("stage")
    return stage is not None and stage.text != "final"
