"""A case as one line of a report: what it is about, who has it, what was found, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.figures import OverdueList
from cases.lives import Life
from cases.model import Case
from kesu.present import fact_text, grade_text
from kesu.report_gather import LATE, Gathered
from kesu.report_words import Say

CAUSES = (("occurrence", ("root_cause.occurrence", "d4.tua")), ("escape", ("root_cause.escape", "d4.tun")))
ACTIONS = ("d6.actions", "d5.actions", "measures")
"""Lists of forms that hold measures, those furthest on first."""
DONE = ("corrective_action", "countermeasure", "d0.era")
SOON = 7
"""Days ahead that count as due soon."""
LAST = 10**6


@dataclass(frozen=True, slots=True)
class Line:
    """One case. Texts are whole; whoever prints them cuts them."""

    number: str
    grade: str
    rank: int
    """Of its grade within its regulation, the gravest 0."""
    customer: str
    product: str
    model: str
    lot: str
    problem: str
    quantity: str
    received: datetime
    owner: str
    cause: str
    measures: str
    due: datetime | None
    what: str
    """What is due."""
    late: int | None
    """Days since the due day; None while it lies ahead."""
    left: int | None
    """Days until the due day."""
    state: str
    regulation: str
    ended: datetime | None

    @property
    def pressing(self) -> bool:
        """Late, or due soon."""
        return self.late is not None or (self.left is not None and self.left <= SOON)

    @property
    def order(self) -> tuple[int, datetime, int, datetime, str]:
        """What is late, then what is due first, the gravest grade first."""
        return (
            0 if self.late is not None else 1 if self.due else 2,
            self.due or self.received,
            self.rank,
            self.received,
            self.number,
        )


def lines_of(data: Gathered, lives: list[Life], say: Say) -> list[Line]:
    """The cases in the order in which somebody should look at them."""
    overdue: dict[str, tuple[datetime, str]] = {}
    for late in data.of(OverdueList, LATE.id)[0].late:
        overdue.setdefault(late.case, (late.due, late.what))
    return sorted((_line(data, life, overdue, say) for life in lives), key=lambda line: line.order)


def _line(data: Gathered, life: Life, overdue: Mapping[str, tuple[datetime, str]], say: Say) -> Line:
    case, desk = life.case, data.desk
    is_open = life.open_at(data.told.as_of)
    late = overdue.get(case.number) if is_open else None
    ahead = _next(case, data.told.as_of) if is_open else None
    due, what = late or ahead or (None, "")
    days = (desk.local(due).date() - desk.local(data.told.as_of).date()).days if due else None
    return Line(
        number=case.number,
        grade=grade_text(desk, case, data.lang),
        rank=rank(data, case.pack, life.grade),
        customer=case.customer.name or case.customer.key,
        product=fact_text(case, "product_name"),
        model=fact_text(case, "model") or fact_text(case, "part_no"),
        lot=fact_text(case, "batch_no") or fact_text(case, "serial_no"),
        problem=fact_text(case, "failure_mode") or case.subject,
        quantity=_quantity(case),
        received=desk.local(life.received),
        owner=_name(data, case.owner),
        cause=_cause(case, say),
        measures=_measures(case),
        due=desk.local(due) if due else None,
        what=desk.words.clock(what, data.lang) if what else "",
        late=-days if late and days is not None else None,
        left=days if not late else None,
        state=_state(data, life, say),
        regulation=case.pack,
        ended=desk.local(life.ended) if life.ended and not is_open else None,
    )


def rank(data: Gathered, pack: str, grade: str) -> int:
    """How far down its regulation's own order a grade stands; what has none comes last."""
    known = data.desk.packs.get(pack)
    for axis in known.axes[:1] if known else ():
        steps = [str(step) for step in (axis.ladder or axis.order)]
        if grade.split("+")[0] in steps:
            return steps.index(grade.split("+")[0])
    return LAST


def _next(case: Case, at: datetime) -> tuple[datetime, str] | None:
    """What is due next, as it was then; a date that holds in principle only if there is no other."""
    running = [clock.deadline for clock in case.clocks if clock.met_at is None or clock.met_at > at]
    ahead = [(each.soft, each.due, each.what) for each in running if each.due is not None and each.due >= at]
    return min(ahead)[1:] if ahead else None


def _quantity(case: Case) -> str:
    defect, shipped = fact_text(case, "qty_defect"), fact_text(case, "qty_shipped")
    return f"{defect}/{shipped}" if defect and shipped else defect


def _cause(case: Case, say: Say) -> str:
    """What was found of how it was made and why it got out, as the engineer wrote it."""
    found = [(say(name), _answer(case, ids)) for name, ids in CAUSES]
    return say("semicolon").join(f"{label}{text}" for label, text in found if text)


def _answer(case: Case, ids: tuple[str, ...]) -> str:
    texts = (case.answers[name].text if name in case.answers else fact_text(case, name) for name in ids)
    return next((" ".join(text.split()) for text in texts if text.strip()), "")


def _measures(case: Case) -> str:
    for name in ACTIONS:
        rows = case.answers[name].rows if name in case.answers else ()
        told = [row.get("action") or row.get("validation") or "" for row in rows]
        if found := [" ".join(text.split()) for text in told if text.strip()]:
            return "；".join(found)
    return _answer(case, DONE)


def _state(data: Gathered, life: Life, say: Say) -> str:
    """Where it stands; of one that has ended since, that it was in progress."""
    if life.ended and life.open_at(data.told.as_of):
        return say("running")
    return data.desk.words.state(life.case.state, data.lang)


def _name(data: Gathered, address: str) -> str:
    person = data.desk.people.by_address(address)
    return person.name if person else address
