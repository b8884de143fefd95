"""A case that has stood still: silence counts as acceptance of our answer, later steps are asked for again."""

from __future__ import annotations

from datetime import datetime

from cases.lifecycle import Step, take
from cases.model import Case, Event
from cases.state import State
from kesu import news
from kesu.desk import Desk
from kesu.standing import looked_at_again

REPLIES = {State.IMPLEMENTING: ("done",), State.VERIFYING: ("effective", "not-effective")}
"""What the owner is asked to report."""


def stand(desk: Desk, case: Case, now: datetime) -> Case:
    """The case after its time without a word: on to the measures, or its owner asked how they stand."""
    due = looked_at_again(desk, case)
    if due is None or due > now:
        return case
    what = str(case.state)
    if case.state is State.REPLIED:
        what = "silent"
        days = desk.config.desk.silence_days
        case = take(case, Step.ACCEPT, Event(now, "silent", f"{days} days without a word after our answer"))
    else:
        case = case.noting(Event(now, "owner asked", what))
    owner = [news.owner(desk, case)]
    news.tell(desk, case, owner, what, now, key=f"{now:%Y%m%d}", replies=REPLIES[case.state])
    return case
