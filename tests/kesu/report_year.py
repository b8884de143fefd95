"""A year at the works for reports: cases made from one that the desk took in, varied by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from cases.mail import Address
from cases.model import Case, Customer, Event, Fact
from cases.state import State
from tests.kesu.letters import LINE_STOP, opened
from tests.office import Office, at

SYMPTOMS = ("无法开机", "标签脱落", "读写错误", "外观划伤", "包装破损", "错发型号", '=HYPERLINK("http://x.example")')
CUSTOMERS = ("安澜储能", "北辰照明", "远岭服务器", "川流仪表", "华光电力", "云岫通信", "青禾农机", "+cmd|' /C calc'!A0")
MODELS = ("DDR5-32G", "DDR4-16G", "SSD-1T")


def fact(value: str, when: datetime) -> Fact:
    return Fact(value, "person:test", when)


def year(office: Office, count: int = 60, start: str = "2026-01-05 09:00", days: int = 85) -> list[Case]:
    """`count` cases spread over `days` from `start`; two of three are closed after one to five weeks."""
    opened(office, LINE_STOP, at(start))
    model = office.case()
    made = [varied(model, no, at(start) + timedelta(days=days) * no / count) for no in range(1, count)]
    with office.desk.store.transaction():
        for case in made:
            office.desk.store.put_case(case)
    return [model, *made]


def varied(model: Case, no: int, received: datetime) -> Case:
    """The case as it would be had it come then, about something else, from somebody else."""
    moved = received - model.received_at
    symptom, product = SYMPTOMS[no * no % 5 if no % 9 else no % 7], MODELS[no % 3]
    facts = {
        **model.facts,
        "failure_mode": fact(symptom, received),
        "model": fact(product, received),
        "problem_key": fact(f"{product}/{symptom}", received),
        "qty_defect": fact(str(1 + no % 40), received),
    }
    clocks = tuple(
        replace(clock, deadline=replace(clock.deadline, due=clock.deadline.due and clock.deadline.due + moved))
        for clock in model.clocks
    )
    ended = received + timedelta(days=7 + no * 5 % 30)
    timeline = tuple(replace(event, at=event.at + moved) for event in model.timeline)
    closed = no % 3 != 0
    if closed:
        timeline += (Event(ended, "closed", "effect verified"),)
        clocks = tuple(
            replace(clock, met_at=received + timedelta(days=6 + no % 6) if clock.deadline.due else None)
            for clock in clocks
        )
    name = CUSTOMERS[no % 8 if no % 2 else 0]
    grading = replace(model.grading, grade=(1, 2, 3, 3)[no % 4]) if model.grading else None
    return replace(
        model,
        id=f"K2026-{no + 1:05}",
        case_no="",
        customer=Customer(f"c{no % 8}", name, Address("", f"qc@c{no % 8}.example"), model.customer.language),
        received_at=received,
        facts=facts,
        grading=grading,
        clocks=clocks,
        timeline=timeline,
        state=State.CLOSED if closed else model.state,
        subject=symptom,
    )
