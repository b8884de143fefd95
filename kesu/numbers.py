"""The regulation's own number of a case, from a series in the store: without gaps, whoever writes at the same time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases import numbering
from cases.model import Case, Event
from cases.pack import Pack
from cases.verdict import Verdict
from kesu.desk import Desk


def numbered(desk: Desk, case: Case, verdict: Verdict, now: datetime) -> Case:
    """The case with the next number of its regulation, if that gives it one and it has none yet.

    Call inside a transaction: a number that is not written with its case is given again.
    """
    pack = desk.packs[case.pack]
    rule = pack.numbering
    if rule is None or verdict.case_no is None or case.case_no:
        return case
    day = desk.local(case.received_at).date()
    serial = desk.store.next_number(f"{pack.id}/{numbering.period(rule.restart, day)}")
    number = numbering.number(rule.pattern, day, serial)
    return replace(case, case_no=number).noting(Event(now, "numbered", number))


def number_before(pack: Pack, case: Case) -> dict[str, object]:
    """The row of history that says which number was given before the case's own; {} for the first of its period."""
    earlier = numbering.before(pack.numbering.pattern, case.case_no) if pack.numbering and case.case_no else ""
    return {numbering.LAST: earlier} if earlier else {}
