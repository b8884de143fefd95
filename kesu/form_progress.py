"""How far a case is, as its forms show it: the progress strip, the points of the last review, the revisions before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from cases.approval import Verdict
from cases.given import Given
from cases.model import Case
from cases.state import State
from generator.docx_progress import Step
from kesu.desk import Desk
from kesu.grading import answer_by

EIGHT_D = "F16a"
DISCIPLINES = {"preliminary_report": "D4", "final_report": "D8", "first_answer": "D8"}
"""The discipline of an 8D that a clock is about."""
WRITTEN = 3
"""Points of 5 from which a discipline counts as done; a report with less in one of them cannot close."""
EMERGENCY = "D0"
"""Not reviewed: done when it is answered."""
PASSED, THIS = {"zh": "已批准", "en": "Approved"}, {"zh": "本版", "en": "This revision"}
EARLIER = 5
"""Revisions listed before this one."""


def score_of(case: Case, form: str) -> dict[str, int]:
    """Points of the last review of a form, by discipline and in all; {} before there is one."""
    told = next((each for each in reversed(case.reviews) if each.form == form), None)
    return {} if told is None or told.total is None else {**told.disciplines, "total": told.total}


def steps_of(desk: Desk, case: Case, form: str, points: Mapping[str, int]) -> list[Step]:
    """The stations of a form's strip: a discipline is done on the day of its last answer, if `points` of a review are
    enough; a clock with a date gives its discipline that date."""
    if form == "contact-sheet":
        return _received_and_replied(desk, case)
    due = {
        DISCIPLINES[clock.deadline.what]: desk.local(clock.deadline.due).isoformat()
        for clock in case.clocks
        if clock.deadline.what in DISCIPLINES and clock.deadline.due is not None
    }
    done = _answered(desk, case.answers, points) if form == EIGHT_D else {}
    later: list[Step] = [{"step": name, "state": "later", "date": day} for name, day in due.items() if name not in done]
    ready: list[Step] = [{"step": name, "state": "done", "date": day} for name, day in sorted(done.items())]
    return [*later, *ready]


def _answered(desk: Desk, answers: Mapping[str, Given], points: Mapping[str, int]) -> dict[str, str]:
    """Discipline -> when it was last answered."""
    enough = {EMERGENCY, *(name for name, each in points.items() if each >= WRITTEN)}
    done: dict[str, datetime] = {}
    for field, given in answers.items():
        name = field.partition(".")[0].upper()
        if name in enough:
            done[name] = max(given.giver.at, done.get(name, given.giver.at))
    return {name: desk.local(at).isoformat() for name, at in done.items()}


def _received_and_replied(desk: Desk, case: Case) -> list[Step]:
    received = desk.local(case.received_at).isoformat()
    due = answer_by(case)
    answered = case.state in (State.REPLIED, State.IMPLEMENTING, State.VERIFYING, State.CLOSED)
    return [
        {"step": "received", "state": "done", "date": received},
        {
            "step": "reply",
            "state": "done" if answered else "open",
            "date": desk.local(due).isoformat() if due else "",
        },
    ]


def revisions_of(desk: Desk, case: Case, form: str, revision: str, lang: str, at: datetime) -> list[dict[str, str]]:
    """The revisions of a form that were approved, and this one with the stage it reports; rows of its annex."""
    before = [
        {
            "revision": round_.revision,
            "what": PASSED[lang],
            "date": desk.local(round_.closed_at or round_.opened_at).date().isoformat(),
            "by": desk.people.name_of(round_.author),
        }
        for round_ in case.rounds
        if (round_.form, round_.outcome) == (form, Verdict.APPROVE) and round_.revision != revision
    ]
    this = {
        "revision": revision,
        "what": " · ".join(filter(None, (THIS[lang], _stage(desk, case, form, lang)))),
        "date": desk.local(at).date().isoformat(),
        "by": desk.people.name_of(case.engineer),
    }
    return [*before[-EARLIER:], this]


def _stage(desk: Desk, case: Case, form: str, lang: str) -> str:
    """What the engineer ticked, in words."""
    given = case.answers.get("stage")
    schema = desk.documents.forms().get(form)
    if given is None or schema is None:
        return ""
    options = [option for field in schema.fields if field.id == "stage" for option in field.options]
    return next((option.label(lang) for option in options if option.id in (given.value, *given.value)), "")
