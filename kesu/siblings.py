"""Complaints about the same matter gather: one more can make all of them worse."""

from __future__ import annotations

from datetime import datetime

from cases.model import Case
from cases.state import State
from kesu.desk import Desk
from kesu.dossier import counts_persons, same_matter
from kesu.regrading import regrade


def look_again(desk: Desk, case_id: str, now: datetime) -> None:
    """Grade the case's siblings again if it has just come to a worse grade than theirs.

    Only under a regulation that counts persons within hours; call inside a transaction.
    """
    case = desk.store.case(case_id)
    if case is None or not _just_graded(case, now) or not counts_persons(desk.packs[case.pack]):
        return
    for sibling in same_matter(desk, case):
        if _milder(desk, sibling, case):
            desk.store.put_case(regrade(desk, sibling, now))


def _just_graded(case: Case, now: datetime) -> bool:
    return any(event.what == "graded" and event.at == now for event in case.timeline)


def _milder(desk: Desk, sibling: Case, case: Case) -> bool:
    """Whether an open sibling stands under a milder grade of the same regulation."""
    if sibling.pack != case.pack or not sibling.state.open or sibling.state is State.TRIAGE:
        return False
    mine, theirs = (each.grading.grade if each.grading else None for each in (case, sibling))
    return mine is not None and mine != theirs and desk.packs[case.pack].milder(theirs, mine)
