"""A step that one of us asks for, by mail or on the command line: what comes in, what came of it, how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from cases.lifecycle import Step, StepNotAllowed, take
from cases.mail import FieldValue, IncomingMail
from cases.model import Case, Event, Fact
from kesu.desk import Desk
from kesu.grading import with_next_due
from kesu.ordering import stage_papers


class CommandRefused(Exception):
    """The command has no effect; the text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants. `by` is an address, or the name given on the command line."""

    text: str
    """What stands behind the verb, and the lines below it where they belong to it."""
    by: str
    now: datetime
    mail: IncomingMail | None = None
    """The mail that says so; None on the command line."""

    @property
    def sha256(self) -> str:
        return self.mail.sha256 if self.mail else ""

    def line(self, what: str, text: str = "") -> Event:
        """The line of the timeline that keeps who did it, and the mail behind it."""
        return Event(self.now, what, text or self.text, by=self.by, mail=self.sha256)

    def fact(self, value: FieldValue) -> Fact:
        """A fact that holds because this person says so."""
        return Fact(value, f"person:{self.by}", self.now, reason=self.text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case after the step; `what` and `detail` tell whoever asked what was done."""

    case: Case
    what: str
    detail: str = ""


Action = Callable[[Desk, Case, Order], Outcome]


def stepped(desk: Desk, case: Case, step: Step, line: Event) -> Case:
    """The case after `step`; raises CommandRefused where it cannot happen."""
    try:
        return take(case, step, line)
    except StepNotAllowed as fault:
        state, wanted = desk.words.state(case.state, "zh"), desk.words.step(step, "zh")
        raise CommandRefused(f"投诉 {case.number} 的状态是“{state}”，不能{wanted} / {fault}") from fault


def stating(desk: Desk, case: Case, name: str, value: FieldValue, order: Order) -> Case:
    """The case with a fact that follows from the step, where its regulation goes by this fact."""
    if name not in desk.packs[case.pack].facts:
        return case
    return replace(case, facts={**case.facts, name: order.fact(value)})


def kept(desk: Desk, case: Case, now: datetime) -> Case:
    """The case with its next date and the papers that its state wants, written down."""
    case = stage_papers(desk, with_next_due(desk, case, now), now)
    desk.store.put_case(case)
    return case
