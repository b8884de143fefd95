"""Which papers a case gets, and when: at intake, when it comes into a state, or because somebody asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.documents import DocumentJob
from cases.forms import Form, find
from cases.model import Case, Event
from kesu.desk import Desk

CONTACT_SHEET, EIGHT_D = "contact-sheet", "F16a"
INTAKE, STEP, REQUEST = "intake", "step", "request"
"""Why papers are made, as their job says; behind a request stands a colon and who asked."""
ORDERED = "forms ordered"
"""The line of the timeline for forms that are made one by one."""


def papers_job(desk: Desk, case: Case, purpose: str, number: int, now: datetime) -> DocumentJob:
    """The papers to make and send inside: contact sheet, the forms that the regulation opens the case with, and the
    8D skeleton where the grade asks for one."""
    forms = [CONTACT_SHEET] if desk.config.documents.contact_sheet else []
    forms += [form.id for form in listed(desk, case) if form.made == INTAKE]
    grade = case.grading.grade if case.grading else None
    if grade in desk.config.documents.eight_d.get(case.pack, []):
        forms.append(EIGHT_D)
    return DocumentJob(f"{case.id}/papers/{number}", case.id, tuple(dict.fromkeys(forms)), "zh", purpose, now)


def stage_papers(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with the papers ordered that its regulation lists and that belong to its state; once."""
    forms = [form for form in later(desk, case) if form.made == case.state]
    ordered = {form for line in case.timeline if line.what == ORDERED for form in line.text.split(", ")}
    if not (new := [form for form in forms if form.id not in ordered]):
        return case
    return order_forms(desk, case, new, case.customer.language, STEP, "desk", now)


def listed(desk: Desk, case: Case) -> list[Form]:
    """The forms that the regulation lists for the case and that have a template, each once."""
    known = desk.documents.forms().values()
    found = (find(known, name) for name in (case.grading.documents if case.grading else ()))
    return list({form.id: form for form in found if form is not None}.values())


def later(desk: Desk, case: Case) -> list[Form]:
    """Of these, the ones that have not been made yet."""
    made = {document.form for document in case.documents}
    return [form for form in listed(desk, case) if form.id not in made]


def by_hand(desk: Desk, case: Case) -> tuple[str, ...]:
    """Forms that the regulation opens and that have no template: somebody must write them, so they are listed."""
    known = desk.documents.forms().values()
    return tuple(form for form in (case.grading.documents if case.grading else ()) if find(known, form) is None)


def order_forms(desk: Desk, case: Case, forms: Iterable[Form], lang: str, purpose: str, by: str, now: datetime) -> Case:
    """The case with these forms ordered; they are made and sent with the next papers."""
    ids = tuple(form.id for form in forms)
    number = 1 + sum(line.what == ORDERED for line in case.timeline)
    desk.store.put_job(DocumentJob(f"{case.id}/papers/form-{number}", case.id, ids, lang, purpose, now))
    return case.noting(Event(now, ORDERED, ", ".join(ids), by=by))
