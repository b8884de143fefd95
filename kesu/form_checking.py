"""A returned form beside its case: joined with what others have answered, and reviewed as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from cases.form_fields import Field, Table
from cases.form_marks import plain
from cases.forms import Form
from cases.given import Clash, Given, Giver
from cases.merging import as_report, merge
from cases.model import Case
from cases.returned import BLOCK, WARN, Finding, Returned
from cases.review import Review
from kesu.desk import Desk
from kesu.form_review import Expected, reviewed, strayed

CLASH = "FORM-clash"
CHANGED = "FORM-prefilled"


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


def check_form(desk: Desk, case: Case, returned: Returned, giver: Giver, beside: Collection[str] = ()) -> Read:
    """The form with everybody's answers, and what is to be said of it; `beside`: the copies in the same mail."""
    form = desk.documents.forms()[returned.form]
    returned = replace(returned, prefilled_changed=_unlike(case, returned.prefilled_changed))
    merged = merge(form, case.answers, returned, giver, beside)
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


def _unlike(case: Case, changed: Mapping[str, str]) -> dict[str, str]:
    """Without those that say what the case has come to say since: corrected in the same mail, or by a colleague."""
    known = {name: plain(str(fact.value)) for name, fact in case.facts.items()}
    return {name: text for name, text in changed.items() if plain(text).replace(",", "") != known.get(name)}


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
