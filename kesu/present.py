"""A case in words: the dictionaries that mail templates are filled with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cases.approval import waiting_for
from cases.deadlines import Deadline
from cases.documents import DocumentRevision
from cases.grading import Missing
from cases.mail import FieldValue, IncomingMail
from cases.model import Case, Clock
from cases.state import State
from generator import context_parts as c
from kesu import own_forms
from kesu.demands import unregulated
from kesu.desk import Desk
from kesu.ordering import later


def of_desk(desk: Desk) -> c.Desk:
    return {
        "name": f"{desk.config.company.name_zh} {desk.config.desk.name}",
        "name_en": f"{desk.config.company.name_en} {desk.config.desk.name_en}",
        "address": desk.address.address,
    }


def common(desk: Desk, case: Case, lang: str) -> dict[str, object]:
    """What every mail about a case is given; the tag is added where the mail is posted."""
    return {
        "desk": of_desk(desk),
        "case": case_lines(desk, case, lang),
        "reasons": [] if unregulated(desk, case) else reasons(case, lang),
        "deadlines": [deadline_line(desk, clock.deadline, lang) for clock in running(case)],
        "customer_forms": own_forms.names(case),
    }


def case_lines(desk: Desk, case: Case, lang: str) -> c.CaseLines:
    grading = None if unregulated(desk, case) else case.grading
    owner = desk.people.by_address(case.owner)
    return {
        "id": case.id,
        "number": case.number,
        "customer_name": case.customer.name,
        "contact": contact(case),
        "subject": case.subject,
        "product": " ".join(text for fact in ("product_name", "model", "part_no") if (text := fact_text(case, fact))),
        "received_at": desk.local(case.received_at),
        "grade": grade_text(desk, case, lang) or None,
        "provisional": bool(grading and grading.provisional),
        "ceiling": (grade_name(desk, case, grading.ceiling, lang) or None) if grading else None,
        "state": _state(desk, case, lang),
        "owner_name": owner.name if owner else case.owner,
        "flags": [desk.words.flag(flag, lang) for flag in grading.flags] if grading else [],
    }


def contact(case: Case) -> str:
    """Who wrote: the name that the text gives, else the sender's own, with the address."""
    written = case.customer.contact
    return str(replace(written, name=fact_text(case, "contact_name") or written.name)) if written.address else ""


def _state(desk: Desk, case: Case, lang: str) -> str:
    """Where the case stands; of one before its approvers also who has not answered."""
    state = desk.words.state(case.state, lang)
    asked = [desk.people.by_address(request.address) for request in (waiting_for(case.round) if case.round else ())]
    names = desk.words.listed([person.name for person in asked if person is not None], lang)
    if not names:
        return state
    return f"{state} ({names})" if lang == "en" else f"{state}（{names}）"


def grade_text(desk: Desk, case: Case, lang: str) -> str:
    """The grade as people say it; "" while it is open. A demand that the regulation does not grade is called one."""
    if unregulated(desk, case):
        return desk.words.state(State.DEMAND, lang)
    return grade_name(desk, case, case.grading.grade, lang) if case.grading else ""


def grade_name(desk: Desk, case: Case, grade: int | str | None, lang: str) -> str:
    """What the case's regulation calls a grade, else what the dictionary does; "" for none."""
    pack = desk.packs[case.pack]
    if grade is not None and any(axis.names for axis in pack.axes):
        return pack.grade_name(grade, lang)
    return desk.words.grade(grade, lang)


def reasons(case: Case, lang: str) -> list[c.ReasonLine]:
    found = case.grading.reasons if case.grading else ()
    return [{"rule": reason.rule, "sentence": reason.en if lang == "en" else reason.zh} for reason in found]


def running(case: Case) -> list[Clock]:
    """Clocks that have not been met, the next one due first, those that wait for their start last."""
    clocks = [clock for clock in case.clocks if clock.met_at is None]
    return sorted(clocks, key=lambda clock: (clock.deadline.due is None, clock.deadline.due or case.received_at))


def deadline_line(desk: Desk, deadline: Deadline, lang: str) -> c.DeadlineLine:
    return {
        "what": desk.words.clock(deadline.what, lang),
        "due": desk.local(deadline.due) if deadline.due else None,
        "target": desk.local(deadline.target) if deadline.target else None,
        "soft": deadline.soft,
        "waiting_for": desk.words.awaited(deadline.waiting_for, lang),
    }


def asks(desk: Desk, missing: Iterable[Missing], lang: str) -> list[c.Ask]:
    """The questions behind missing facts."""
    return [
        {
            "fact": item.fact,
            "label": desk.words.label(item.fact, lang),
            "hint": desk.words.question(item.fact, lang),
        }
        for item in missing
    ]


def questions(desk: Desk, missing: Iterable[Missing], lang: str) -> list[c.Question]:
    return [{"label": ask["label"], "hint": ask["hint"]} for ask in asks(desk, missing, lang)]


def facts(desk: Desk, case: Case, lang: str) -> list[c.Row]:
    """Every fact of the case in words, for our own people."""
    return [
        {"label": desk.words.label(fact, lang), "value": desk.words.value(fact, case.facts[fact].value, lang)}
        for fact in case.facts
        if fact != "description"
    ]


def restated(desk: Desk, case: Case, lang: str) -> list[c.Row]:
    """What the customer told us in our own words: dates, numbers, choices and identifiers, nothing else."""
    return desk.words.restate({name: fact.value for name, fact in case.facts.items()}, lang)


def received(desk: Desk, mail: IncomingMail, lang: str) -> c.Row:
    """What can be said of a mail that states nothing we may repeat: what it consists of."""
    return desk.words.mail_of(sum(not file.inline for file in mail.attachments), lang)


def document_lines(desk: Desk, documents: Sequence[DocumentRevision], lang: str) -> list[c.DocumentLine]:
    return [
        {"name": desk.words.form(doc.form, lang), "revision": doc.revision, "filename": doc.filename}
        for doc in documents
    ]


def other_forms(desk: Desk, case: Case, lang: str) -> dict[str, object]:
    """What the regulation wants beside the enclosed forms: those without a template, and those of later steps."""
    return {
        "by_hand": [desk.words.form(form, lang) for form in case.by_hand],
        "later": [f"{form.id} {desk.words.form(form.id, lang)}" for form in later(desk, case)],
    }


def fact_text(case: Case, fact: str) -> str:
    """A fact as one line of text, "" if it is unknown."""
    return shown(case.facts[fact].value) if fact in case.facts else ""


def shown(value: FieldValue) -> str:
    """A value as people write it in commands."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ", ".join(value)
