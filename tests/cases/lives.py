"""Cases for the tests of figures: only what a figure looks at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.approval import Request, Round, Verdict
from cases.deadlines import Deadline
from cases.figures import Definition, Figure, Given
from cases.grading import Grading, Reason
from cases.kpi import figures
from cases.mail import Address
from cases.model import Case, Clock, Customer, Event, Fact
from cases.periods import read_period
from cases.state import State
from cases.targets import Target

ZONE = ZoneInfo("Asia/Shanghai")
CUSTOMER = Customer("远岭", "远岭服务器", Address("王工", "qc@farridge.example"))


def at(text: str) -> datetime:
    """`2026-03-02 10:00`, in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def a_case(
    number: str,
    received: str = "2026-03-02 10:00",
    *,
    state: State = State.ASSIGNED,
    events: tuple[tuple[str, str], ...] = (),
    grade: int | str | None = None,
    rules: tuple[str, ...] = (),
    facts: dict[str, Any] | None = None,
    **more: Any,
) -> Case:
    """A case of memory-device; `events` are (time, what)."""
    came = at(received)
    stated = {name: Fact(value, "desk", at("2026-12-31 00:00")) for name, value in (facts or {}).items()}
    plain = Case(
        id=number,
        pack="memory-device",
        pack_version="1",
        state=state,
        customer=CUSTOMER,
        subject="",
        received_at=came,
        facts=stated,
        grading=Grading(grade, came, tuple(Reason(rule) for rule in rules)),
        owner="fang@works.example",
        timeline=(Event(came, "received", ""), *(Event(at(when), what, "") for when, what in events)),
    )
    return replace(plain, **more)


def a_clock(due: str, met: str = "", *, rule: str = "R16-D1", what: str = "final_report", **more: Any) -> Clock:
    """`soft` goes to the deadline, `reminded` to the clock."""
    deadline = Deadline(rule, what, "natural", at(due) if due else None, soft=more.pop("soft", False))
    return Clock(deadline, at(met) if met else None, **more)


def closed(number: str, received: str, ended: str, **more: Any) -> Case:
    return a_case(number, received, state=State.CLOSED, events=((ended, "closed"),), **more)


def a_round(number: int, outcome: Verdict | None, over: str = "", *, form: str = "F16a", undone: bool = False) -> Round:
    requests: tuple[Request, ...] = ()
    opened = at("2026-03-01 09:00")
    return Round(
        number, f"R{number}", form, "", "", "", "all", requests, opened, outcome, at(over) if over else None, undone
    )


def told(
    cases: list[Case],
    period: str = "2026-03",
    *,
    now: str = "2026-06-30 12:00",
    given: Given | None = None,
    **keys: Any,
) -> list[Figure]:
    """What one definition comes to: of all complaints, then of the valid ones."""
    target = keys.pop("target", None)
    bound = Target(*target) if target else None
    definition = Definition("it", "stated", target=bound, **keys)
    found = figures([definition], cases, read_period(period, ZONE), now=at(now), zone=ZONE, given=given)
    return list(found.figures)


def of_all(cases: list[Case], period: str = "2026-03", **keys: Any) -> Figure:
    """The one figure of all complaints."""
    (figure,) = (figure for figure in told(cases, period, **keys) if figure.basis == "all")
    return figure
