"""A case as the flat facts of a form: what the desk stamps, and the steps and signatures that its state implies."""

from __future__ import annotations

from datetime import datetime

from cases.merging import to_print
from cases.model import Case
from kesu.desk import Desk
from kesu.dossier import history_of, raw_facts
from kesu.form_lists import lists_for
from kesu.form_progress import revisions_of, score_of, steps_of
from kesu.grading import answer_by
from kesu.present import grade_text, reasons
from kesu.signatures import signatures
from kesu.titles import title_of

URGENT = (1, 2)
"""Grades printed in red."""


def facts_for(desk: Desk, case: Case, form: str, revision: str, at: datetime, lang: str = "zh") -> dict[str, object]:
    """Everything a template may name, for one revision of one form; the same case gives the same facts."""
    due = answer_by(case)
    grade = case.grading.grade if case.grading else None
    schema = desk.documents.forms().get(form)
    return {
        "contact_name": case.customer.contact.name,
        "from_unit": _department(desk, desk.people.desk_owner.address),
        "countermeasure_unit": _department(desk, case.engineer),
        **{name: value for name, value in raw_facts(case).items() if name != "customer_name"},
        "customer_name": case.customer.name,
        "contact_email": case.customer.contact.address,
        "desk_id": case.id,
        "case_no": case.case_no,
        "revision": revision,
        "revision_date": desk.local(at).date().isoformat(),
        "title": title_of(case, lang),
        "title_en": title_of(case, "en") if case.customer.language == "en" else "",
        "grade": grade_text(desk, case, lang),
        "grade_why": _why(case, lang),
        "grade_urgent": grade in URGENT,
        "reply_due": desk.local(due).isoformat() if due else "",
        "received_at": desk.local(case.received_at).isoformat(),
        "customer_words": case.words,
        "customer_words_source": _source(desk, case, lang),
        "us.name": desk.config.company.name_zh,
        "us.name_en": desk.config.company.name_en,
        "us.mail": desk.address.address,
        "us.department": desk.config.company.department_in(lang),
        "us.address": desk.config.company.address,
        "us.phone": desk.config.company.phone,
        "steps": steps_of(desk, case, form, score_of(case, form)),
        "signoff": signatures(desk, case, lang),
        "owner": _owner(desk, case),
        "stage": "initial",
        "repeat": _repeat(desk, case, lang),
        "d1.team": _team(desk, case),
        "score": score_of(case, form),
        "annex.history": revisions_of(desk, case, form, revision, lang, at),
        **lists_for(desk, case, lang, at),
        **(to_print(schema, lang, case.answers) if schema else {}),
    }


SOURCE = {
    "zh": "来源：{at:%Y-%m-%d %H:%M} 来信“{subject}”；原文存档，不改动。",
    "en": "From the mail of {at:%Y-%m-%d %H:%M}, “{subject}”; kept as received.",
}
REPEAT = {"zh": ("是：", "、", "；"), "en": ("Yes: ", ", ", "; ")}


def _source(desk: Desk, case: Case, lang: str) -> str:
    return SOURCE[lang].format(at=desk.local(case.received_at), subject=case.subject)


def _repeat(desk: Desk, case: Case, lang: str) -> str:
    """Earlier cases of the same problem, which the engineer should read first."""
    earlier = [str(row["case"]) for row in history_of(desk, case)]
    yes, comma, _ = REPEAT[lang]
    return yes + comma.join(earlier[-3:]) if earlier else ""


def _team(desk: Desk, case: Case) -> list[dict[str, str]]:
    """Sponsor and leader as proposed by who has the case; empty rows for the others."""
    leader = desk.people.by_address(case.engineer)
    sponsor = desk.people.superior_of(case.engineer)
    proposed = (("发起人 Sponsor", sponsor), ("组长 Leader", leader))
    rows = [
        {
            "role": role,
            "name": person.name if person else "",
            "department": person.department if person else "",
            "contact": person.address if person else "",
        }
        for role, person in proposed
    ]
    return rows + [{"role": "组员 Member"}] * 3


def _why(case: Case, lang: str) -> str:
    """The clauses that decided, then what they say."""
    found = reasons(case, lang)
    _, comma, semicolon = REPEAT[lang]
    rules = comma.join(reason["rule"] for reason in found)
    return f"{rules}　{semicolon.join(reason['sentence'] for reason in found)}".strip()


def _department(desk: Desk, address: str) -> str:
    person = desk.people.by_address(address)
    return person.department if person else ""


def _owner(desk: Desk, case: Case) -> str:
    return _name(desk, case.owner)


def _name(desk: Desk, address: str) -> str:
    person = desk.people.by_address(address)
    return person.name if person else address
