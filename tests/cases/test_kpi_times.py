"""Figures of time: what was due in the period, what was done by then, and how long it took."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cases.figures import Definition, Late, OverdueList, Rate, Spread
from cases.kpi import figures
from cases.mail import NOBODY
from cases.model import Event
from cases.periods import read_period
from cases.state import State
from cases.targets import Target
from tests.cases.lives import CUSTOMER, ZONE, a_case, a_clock, at, closed, of_all, told

H = timedelta(hours=1)
D1 = ("R16-D1", "final_report")


def rate(num: int, den: int, *cases: str, label: tuple[str, ...] = (), **more: Any) -> Rate:
    why = "no-target" if den else "nothing-counted"
    return Rate("it", "all", Decimal(num), Decimal(den), label=label, why=why, cases=cases, **more)


# ---------------------------------------------------------------- acknowledgement


def test_acknowledgements_are_divided_by_those_due_in_the_period() -> None:
    cases = [
        a_case("in-time", "2026-03-02 10:00", events=(("2026-03-03 10:00", "acknowledged"),)),
        a_case("late", "2026-03-02 10:00", events=(("2026-03-03 10:01", "acknowledged"),)),
        a_case("owed", "2026-03-02 10:00"),
        a_case("due-in-april", "2026-03-31 10:00", events=(("2026-03-31 10:05", "acknowledged"),)),
        a_case("due-in-march", "2026-02-28 10:00", events=(("2026-02-28 10:05", "acknowledged"),)),
        a_case("nobody-to-tell", "2026-03-02 10:00", customer=replace(CUSTOMER, contact=NOBODY)),
        a_case("no-complaint", "2026-03-02 10:00", state=State.DISMISSED),
        a_case("doubtful", "2026-03-02 10:00", state=State.TRIAGE),
        a_case("taken-back", "2026-03-02 10:00", state=State.WITHDRAWN),
    ]
    found = of_all(cases, formula="acknowledged-in-time", hours=24)
    assert found == rate(2, 4, "late", "owed")


def test_an_acknowledgement_that_is_not_due_yet_is_not_owed() -> None:
    fresh = a_case("fresh", "2026-03-02 10:00")
    due_at: dict[str, Any] = {"now": "2026-03-03 10:00", "formula": "acknowledged-in-time", "hours": 24}
    assert of_all([fresh], **due_at) == rate(0, 0)
    assert of_all([fresh], **{**due_at, "now": "2026-03-03 10:01"}) == rate(0, 1, "fresh")


def test_an_acknowledgement_counts_from_when_its_mail_went_out() -> None:
    def queued(number: str) -> Any:
        plain = a_case(number)
        return plain.noting(Event(plain.received_at, "acknowledged", "", mail=f"{number}/ack"))

    sent = {"sent/ack": at("2026-03-02 10:02"), "deferred/ack": at("2026-03-05 10:00")}
    definition = Definition("it", "stated", "acknowledged-in-time", hours=24)
    period, now = read_period("2026-03", ZONE), at("2026-06-30 12:00")
    cases = [queued(number) for number in ("sent", "deferred", "never")]
    found = figures([definition], cases, period, now=now, zone=ZONE, sent=sent.get).figures
    assert found[0] == rate(1, 3, "deferred", "never")


# ---------------------------------------------------------------- clocks


def test_a_clock_counts_when_it_is_due_in_the_period_and_met_or_overdue() -> None:
    due = "2026-03-20 23:59:59"
    cases = [
        a_case("met", clocks=(a_clock(due, "2026-03-20 23:59:59"),)),
        a_case("met-within-the-last-second", clocks=(a_clock(due, "2026-03-20 23:59:59.9"),)),
        a_case("late", clocks=(a_clock(due, "2026-03-21 00:00:00"),)),
        a_case("late-in-april", clocks=(a_clock(due, "2026-04-02 09:00"),)),
        a_case("still-overdue", clocks=(a_clock(due),)),
        a_case("soft-and-open", clocks=(a_clock(due, soft=True),)),
        a_case("waiting", clocks=(a_clock(""),)),
        a_case("due-in-april", clocks=(a_clock("2026-04-01 00:00"),)),
        a_case("due-in-february", clocks=(a_clock("2026-02-28 23:59:59"),)),
        closed("ended-before", "2026-03-02 10:00", "2026-03-20 23:59:59", clocks=(a_clock(due),)),
        closed("ended-after", "2026-03-02 10:00", "2026-03-21 00:00:00", clocks=(a_clock(due),)),
    ]
    found = of_all(cases, formula="clocks-on-time")
    assert found == rate(2, 6, "late", "late-in-april", "still-overdue", "ended-after", label=D1)


def test_a_clock_with_time_left_is_neither_kept_nor_missed() -> None:
    cases = [a_case("open", clocks=(a_clock("2026-03-20 23:59:59"),))]
    assert of_all(cases, now="2026-03-20 23:59:59", formula="clocks-on-time") == rate(0, 0)
    assert of_all(cases, now="2026-03-21 00:00:00", formula="clocks-on-time") == rate(0, 1, "open", label=D1)


def test_a_clock_in_principle_counts_once_its_work_is_done() -> None:
    visit: dict[str, Any] = {"rule": "R16-D3", "what": "onsite_verification", "soft": True}
    cases = [
        a_case("there", clocks=(a_clock("2026-03-02 14:00", "2026-03-02 13:00", **visit),)),
        a_case("too-late", clocks=(a_clock("2026-03-02 14:00", "2026-03-02 15:00", **visit),)),
        a_case("not-gone", clocks=(a_clock("2026-03-02 14:00", **visit),)),
    ]
    found = of_all(cases, formula="clocks-on-time")
    assert found == rate(1, 2, "too-late", label=("R16-D3", "onsite_verification"))


def test_each_clock_has_its_own_figure_and_each_grade_too_where_asked_for() -> None:
    due, met = "2026-03-20 23:59:59", "2026-03-10 09:00"
    preliminary = {"rule": "R16-D2", "what": "preliminary_report"}
    cases = [
        a_case("one", grade=1, clocks=(a_clock(due, met), a_clock(due, **preliminary))),
        a_case("two", grade=2, clocks=(a_clock(due), a_clock(due, met, rule="desk.first_answer", what="first_answer"))),
        a_case("house", grade=2, clocks=(a_clock(due, met, rule="desk.approval", what="approval"),)),
    ]
    assert told(cases, formula="clocks-on-time")[:3] == [
        rate(1, 2, "two", label=D1),
        rate(0, 1, "one", label=("R16-D2", "preliminary_report")),
        rate(1, 1, label=("desk.first_answer", "first_answer")),
    ]
    by_grade: dict[str, Any] = {"formula": "clocks-on-time", "by": ("grade",), "rules": ("R16-D1", "R16-D2")}
    assert told(cases, **by_grade)[:3] == [
        rate(1, 1, label=(*D1, "1")),
        rate(0, 1, "two", label=(*D1, "2")),
        rate(0, 1, "one", label=("R16-D2", "preliminary_report", "1")),
    ]


def test_a_service_is_in_time_when_it_kept_every_clock() -> None:
    due, met = "2026-03-03 10:00", "2026-03-03 09:00"
    other = {"rule": "R02-D3", "what": "written_contact"}
    cases = [
        a_case("both", clocks=(a_clock(due, met), a_clock(due, met, **other))),
        a_case("one-of-two", clocks=(a_clock(due, met), a_clock(due, **other))),
        a_case("none", clocks=()),
    ]
    target = Target("ge", Decimal(90))
    found = of_all(cases, formula="services-on-time", target=("ge", Decimal(90)))
    assert found == replace(rate(1, 2, "one-of-two", target=target), grade="missed", why="")


@pytest.mark.parametrize(("kept", "grade"), [(18, "met"), (17, "missed")])
def test_ninety_percent_exactly_is_met(kept: int, grade: str) -> None:
    met = ["2026-03-03 09:00"] * kept + [""] * (20 - kept)
    cases = [a_case(str(n), clocks=(a_clock("2026-03-03 10:00", when),)) for n, when in enumerate(met)]
    found = of_all(cases, formula="services-on-time", target=("ge", Decimal(90)))
    assert isinstance(found, Rate)
    assert (int(found.num), int(found.den), found.grade) == (kept, 20, grade)


# ---------------------------------------------------------------- closing


def test_a_case_is_closed_in_time_by_the_last_firm_date_it_has() -> None:
    clocks = (a_clock("2026-03-10 23:59:59"), a_clock("2026-03-20 23:59:59", rule="R12-D3", what="finished"))
    soft = (*clocks, a_clock("2026-03-30 23:59:59", soft=True), a_clock("", rule="R16-D2"))
    cases = [
        closed("in-time", "2026-03-02 10:00", "2026-03-20 23:59:59", clocks=clocks),
        closed("a-soft-date-gives-no-time", "2026-03-02 10:00", "2026-03-21 00:00:00", clocks=soft),
        a_case("open", clocks=clocks),
        a_case("without-a-date"),
        closed("due-in-april", "2026-03-02 10:00", "2026-03-05 10:00", clocks=(a_clock("2026-04-01 10:00"),)),
    ]
    found = of_all(cases, formula="closed-in-time")
    assert found == rate(1, 3, "a-soft-date-gives-no-time", "open")


def test_the_closure_rate_divides_by_what_was_open_and_what_came() -> None:
    cases = [
        a_case("old-and-open", "2026-02-01 10:00"),
        closed("old-closed-now", "2026-02-01 10:00", "2026-03-01 00:00:00"),
        closed("closed-before", "2026-02-01 10:00", "2026-02-28 23:59:59"),
        closed("came-and-went", "2026-03-02 10:00", "2026-03-31 23:59:59"),
        closed("closed-later", "2026-03-02 10:00", "2026-04-01 00:00:00"),
        a_case("declined", "2026-03-02 10:00", state=State.DECLINED, events=(("2026-03-03 10:00", "declined"),)),
        a_case("next-month", "2026-04-01 00:00"),
    ]
    every, valid = told(cases, formula="closure-rate")
    assert every == rate(3, 5, "old-and-open", "closed-later")
    assert valid == replace(rate(2, 4, "old-and-open", "closed-later"), basis="valid")


@pytest.mark.parametrize(
    ("events", "ended"),
    [
        ((("2026-03-05 10:00", "closed"), ("2026-03-20 10:00", "follow-up")), "2026-03-05 10:00"),
        ((("2026-03-05 10:00", "effective"), ("2026-03-20 10:00", "note")), "2026-03-05 10:00"),
        (
            (("2026-03-05 10:00", "closed"), ("2026-03-06 10:00", "opened again"), ("2026-03-09 10:00", "closed")),
            "2026-03-09 10:00",
        ),
        (
            (("2026-03-05 10:00", "declined"), ("2026-03-06 10:00", "reopened"), ("2026-03-09 10:00", "told")),
            "2026-03-09 10:00",
        ),
    ],
)
def test_a_case_ends_when_it_was_closed_for_good(events: tuple[tuple[str, str], ...], ended: str) -> None:
    case = a_case("a", "2026-03-02 10:00", state=State.CLOSED, events=events)
    took = at(ended) - at("2026-03-02 10:00")
    assert told([case], formula="cycle-time")[0] == Spread("it", "all", ("elapsed",), 1, took, took, took)


# ---------------------------------------------------------------- how long


def test_the_time_to_the_first_reply_is_told_with_and_without_waiting_for_the_customer() -> None:
    def answered(number: str, hours: int, **more: Any) -> Any:
        reply = f"2026-03-{2 + (10 + hours) // 24:02} {(10 + hours) % 24:02}:00"
        return a_case(number, events=((reply, "answered"), ("2026-03-30 10:00", "answered")), **more)

    asked = ((at("2026-03-02 11:00"), at("2026-03-02 14:00")), (at("2026-03-02 13:00"), at("2026-03-02 15:00")))
    still = ((at("2026-03-02 12:00"), None),)
    cases = [
        answered("a", 2),
        answered("b", 4, pauses=still),
        answered("c", 10, pauses=asked),
        a_case("by-phone", facts={"reply_sent_at": "2026-03-02T16:00:00+08:00"}),
        a_case("silent"),
        a_case("in-april", events=(("2026-04-01 00:00", "answered"),)),
    ]
    assert told(cases, formula="response-time")[:2] == [
        Spread("it", "all", ("elapsed",), 4, 5.5 * H, 5 * H, 10 * H),
        Spread("it", "all", ("own",), 4, 4 * H, 4 * H, 6 * H),
    ]


def test_a_refusal_is_a_reply() -> None:
    case = a_case("a", state=State.DECLINED, events=(("2026-03-02 15:00", "declined"),))
    assert told([case], formula="response-time")[0] == Spread("it", "all", ("elapsed",), 1, 5 * H, 5 * H, 5 * H)


def test_a_sample_on_its_way_is_the_customers_time() -> None:
    case = closed(
        "a", "2026-03-02 10:00", "2026-03-04 10:00", facts={"sample_received_at": "2026-03-03T09:00:00+08:00"}
    )
    assert [figure.mean for figure in told([case], formula="cycle-time")[:2]] == [48 * H, 25 * H]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("hours", "mean", "median", "p90"),
    [
        ([7], 7, 7, 7),
        ([1, 2], 1.5, 1.5, 2),
        ([1, 2, 9], 4, 2, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 5.5, 9),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 6, 10),
    ],
)
def test_the_ninetieth_percentile_is_a_value_that_occurred(
    hours: list[int], mean: float, median: float, p90: int
) -> None:
    starts = [at("2026-03-31 12:00") - hour * H for hour in hours]
    cases = [closed(str(n), f"{start:%Y-%m-%d %H:%M}", "2026-03-31 12:00") for n, start in enumerate(starts)]
    assert told(cases, formula="cycle-time")[0] == Spread(
        "it", "all", ("elapsed",), len(hours), mean * H, median * H, p90 * H
    )


def test_no_replies_have_no_average() -> None:
    assert told([], formula="response-time")[:2] == [
        Spread("it", "all", ("elapsed",), 0),
        Spread("it", "all", ("own",), 0),
    ]


# ---------------------------------------------------------------- what is late


def test_the_overdue_list_names_what_is_late_when_the_period_ends() -> None:
    due = "2026-03-20 23:59:59"
    cases = [
        a_case("late", grade=2, clocks=(a_clock(due),)),
        a_case("met-in-april", clocks=(a_clock("2026-03-10 23:59:59", "2026-04-01 00:00"),)),
        a_case("met", clocks=(a_clock(due, "2026-03-31 09:00"),)),
        a_case("soft", clocks=(a_clock(due, soft=True),)),
        a_case("waiting", clocks=(a_clock(""),)),
        a_case("due-on-the-last-day", clocks=(a_clock("2026-03-31 23:59:59"),)),
        closed("closed", "2026-03-02 10:00", "2026-03-31 10:00", clocks=(a_clock(due),)),
        closed("closed-in-april", "2026-03-02 10:00", "2026-04-02 10:00", clocks=(a_clock("2026-03-31 10:00"),)),
    ]
    fang = "fang@works.example"
    assert of_all(cases, formula="overdue") == OverdueList(
        "it",
        "all",
        (
            Late("met-in-april", *D1, at("2026-03-10 23:59:59"), 21, "", fang),
            Late("late", *D1, at(due), 11, "2", fang),
            Late("closed-in-april", *D1, at("2026-03-31 10:00"), 0, "", fang),
        ),
    )


def test_in_a_period_that_is_not_over_what_is_late_is_late_now() -> None:
    cases = [a_case("a", clocks=(a_clock("2026-03-20 23:59:59"),))]
    assert of_all(cases, now="2026-03-20 23:59:59", formula="overdue") == OverdueList("it", "all")
    late = of_all(cases, now="2026-03-22 09:00", formula="overdue")
    assert isinstance(late, OverdueList)
    assert [(each.case, each.days) for each in late.late] == [("a", 2)]
