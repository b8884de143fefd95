"""Before a case that touches the whole company is handled, its leaders read that it happened (R06-G1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.lifecycle import Step, may
from cases.model import Case, PreReport
from cases.reminders import Rung
from cases.state import State
from kesu import news
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.desk_clocks import PRE_REPORT, desk_clock
from kesu.grading import meet
from kesu.orders import CommandRefused, Order, Outcome, kept, stepped
from kesu.people import once_each
from kesu.roles import on_duty

CLOCK = "pre_report"


def hold(desk: Desk, case: Case, order: Order) -> Case:
    """The case waits until everybody asked has acknowledged; the report goes to them at once, the clocks go on."""
    if case.pre_reports or not may(case, Step.HOLD):
        return case
    roles = case.grading.approvers if case.grading else ()
    if not roles:
        return case
    asked = tuple(PreReport(role, on_duty(desk, case, role, order.now).address, order.now) for role in roles)
    case = stepped(desk, case, Step.HOLD, order.line("pre-report", ", ".join(report.address for report in asked)))
    clock = desk_clock(desk, PRE_REPORT, CLOCK, order.now, desk.config.approval.within_working_days)
    case = replace(case, pre_reports=asked, clocks=(*case.clocks, clock))
    _report(desk, case, "1", order.now)
    return case


def acknowledge(desk: Desk, case: Case, order: Order) -> Outcome:
    """One of the leaders has read it; with the last of them handling starts."""
    if case.state is not State.AWAITING_PRE_REPORT:
        raise CommandRefused(
            f"投诉 {case.number} 没有待确认的事前报告 / case {case.number} waits for no acknowledgement"
        )
    person = desk.people.find(order.by)
    waiting = _unread(case)
    theirs = [report for report in waiting if person is not None and _answers_for(desk, case, person, report, order)]
    if not theirs:
        names = desk.words.listed([desk.people.name_of(report.address) for report in waiting], "zh")
        raise CommandRefused(f"须由{names}确认 / only {names} can acknowledge it")
    read = tuple(
        replace(report, acknowledged_at=order.now, evidence=order.sha256) if report in theirs else report
        for report in case.pre_reports
    )
    case = replace(case, pre_reports=read).noting(order.line("pre-report acknowledged"))
    if not _unread(case):
        case = _released(desk, case, order)
    return Outcome(kept(desk, case, order.now), "pre-report-acknowledged")


def remind_leaders(desk: Desk, case: Case, rung: Rung, now: datetime) -> list[Person]:
    """The report again to whoever has not acknowledged it, or stands in for them."""
    return _report(desk, case, rung.name, now)


def _report(desk: Desk, case: Case, key: str, now: datetime) -> list[Person]:
    today = desk.local(now).date()
    people = once_each(desk.people.stand_in(desk.people.or_owner(report.address), today) for report in _unread(case))
    news.tell(desk, case, people, "pre-report", now, key=key, words=case.words, replies=("acknowledge",), at_once=True)
    return people


def _released(desk: Desk, case: Case, order: Order) -> Case:
    case = stepped(desk, meet(case, order.now, CLOCK), Step.RELEASE, order.line("released", "all have acknowledged"))
    news.tell(desk, case, news.in_charge(desk, case), "released", order.now, key="1")
    return case


def _unread(case: Case) -> list[PreReport]:
    return [report for report in case.pre_reports if report.acknowledged_at is None]


def _answers_for(desk: Desk, case: Case, person: Person, report: PreReport, order: Order) -> bool:
    """The leader asked, or who stands in for the role today."""
    return person.address in (report.address, on_duty(desk, case, report.role, order.now).address)
