"""Lists of a case that forms print: who takes part, the running dates, earlier cases of the same problem, photos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cases.model import Case
from kesu.desk import Desk
from kesu.dossier import history_of
from kesu.photos import photos_of
from kesu.present import grade_name, running
from kesu.roles import together

SHOWN = 10
"""Earlier cases listed, the latest."""


def lists_for(desk: Desk, case: Case, lang: str, now: datetime) -> dict[str, object]:
    """Table id -> rows, as `generator.docx_facts` takes them."""
    return {
        "participants": _participants(desk, case, lang, now),
        "dates": _dates(desk, case, lang),
        "history": _history(desk, case, lang),
        "photos": photos_of(desk, case),
    }


def _participants(desk: Desk, case: Case, lang: str, now: datetime) -> list[dict[str, str]]:
    roles = case.grading.participant_roles if case.grading else ()
    return [
        {
            "role": desk.words.listed([desk.words.role(role, lang) for role in of], lang),
            "name": person.name,
            "department": person.department,
            "contact": person.address,
        }
        for person, of in together(desk, case, roles, now)
    ]


def _dates(desk: Desk, case: Case, lang: str) -> list[dict[str, str]]:
    return [
        {
            "what": desk.words.clock(clock.deadline.what, lang),
            "due": desk.local(clock.deadline.due).isoformat()
            if clock.deadline.due
            else desk.words.awaited(clock.deadline.waiting_for, lang),
        }
        for clock in running(case)
    ]


def _history(desk: Desk, case: Case, lang: str) -> list[dict[str, str]]:
    rows = [row for row in history_of(desk, case) if "date" in row][-SHOWN:]
    return [
        {
            "case": str(row["case"]),
            "date": str(row["date"]),
            "customer": str(row.get("customer_name") or ""),
            "problem": str(row.get("failure_mode") or row.get("problem_key") or ""),
            "grade": _graded(desk, case, row, lang),
        }
        for row in rows
    ]


def _graded(desk: Desk, case: Case, row: Mapping[str, object], lang: str) -> str:
    grade = row.get("grade")
    return grade_name(desk, case, grade, lang) if isinstance(grade, int | str) else ""
