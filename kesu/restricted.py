"""An accusation against our own people: who may read it, and what everybody else sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.model import Case, Customer
from kesu.desk import Desk
from kesu.roles import holder, holders


def may_read(desk: Desk, case: Case, address: str, now: datetime) -> bool:
    """Whether one of us may read about the case: of a restricted one its owner and whom the regulation names."""
    return not case.restricted or address in _readers(desk, case, now)


def _readers(desk: Desk, case: Case, now: datetime) -> set[str]:
    """Owner, and owner's role and `notify` with whoever stands in today. The desk's owner, who fills in for roles
    that nobody has, is none of them by that alone."""
    grading = case.grading
    roles = [role for role in ((grading.owner, *grading.notify) if grading else ()) if role]
    filled = [role for role in roles if any(holder(desk, case, one) for one in role.split("|"))]
    return {case.owner} | {person.address for role in filled for person in holders(desk, case, role, now)}


def veiled(case: Case) -> Case:
    """A restricted case as everybody may list it: that it is there and where it stands, not who says what."""
    return replace(
        case,
        customer=Customer("", "", language=case.customer.language),
        subject="",
        words="",
        facts={},
        parties=(),
        documents=(),
        answers={},
        reviews=(),
        timeline=tuple(replace(line, text="", by="") for line in case.timeline),
    )
