"""A case as a document on the spot: any form in either language, or its 8D as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from cases.forms import find
from cases.model import Case
from cases.ports import DocumentWriter
from generator.customer_copy import customer_copy
from generator.report8d import report8d
from generator.report8d_shape import unmet
from kesu.desk import Desk
from kesu.forms import facts_for

REPORT8D = "report8d"
"""Not a form: the 8D as JSON."""
EIGHT_D = "F16a"


def facts_to_render(desk: Desk, case: Case, form: str, lang: str, now: datetime) -> dict[str, object]:
    """Everything that is known of the case and has been answered, for a form or a Report8D."""
    if form == REPORT8D:
        facts = facts_for(desk, case, EIGHT_D, "", _last(case, EIGHT_D, now), lang)
        return {**facts, **_parties(desk, case), "d1.team": _with_mails(desk, facts)}
    schema = find(desk.documents.forms().values(), form)
    name = schema.id if schema else form
    return facts_for(desk, case, name, _newest(case, name), _last(case, name, now), lang)


def write(
    form: str, facts: Mapping[str, object], target: Path, writer: DocumentWriter, lang: str, *, released: bool = False
) -> list[str]:
    """Write the file; returns what a Report8D lacks. `released`: a form as a customer gets it.

    Raises TemplateMissing, TemplateBroken.
    """
    if form == REPORT8D:
        report = report8d(facts)
        target.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return unmet(report)
    docx = writer.write(form, lang, facts)
    target.write_bytes(customer_copy(docx) if released else docx)
    return []


def _last(case: Case, form: str, now: datetime) -> datetime:
    """When the form last changed."""
    return max((doc.at for doc in case.documents if doc.form == form), default=now)


def _newest(case: Case, form: str) -> str:
    """The revision that was returned last, else the desk's own."""
    numbers = [doc.revision.partition("-")[0] for doc in case.documents if doc.form == form]
    return numbers[-1] if numbers else "R1"


def _parties(desk: Desk, case: Case) -> dict[str, object]:
    ours = desk.config.company
    theirs = next((entry for entry in desk.config.customers if entry.name == case.customer.key), None)
    known: dict[str, object] = {"us.city": ours.city, "us.country": ours.country, "us.bpnl": ours.bpnl}
    if theirs is None:
        return known
    there = {"customer.city": theirs.city, "customer.country": theirs.country, "customer.bpnl": theirs.bpnl}
    return {**known, **there, "us.supplier_no": theirs.supplier_no}


def _with_mails(desk: Desk, facts: Mapping[str, object]) -> list[dict[str, object]]:
    """The team; of our own people the address that the desk knows, where the form names only an extension."""
    listed = facts.get("d1.team")
    team = [dict(row) for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    for row in team:
        person = desk.people.find(str(row.get("name") or ""))
        if person is not None and "@" not in str(row.get("contact") or ""):
            row["contact"] = f"{person.address} {row.get('contact') or ''}".strip()
    return team
