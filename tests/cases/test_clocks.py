"""A pack's clocks on the facts of a case: starts, kinds, pauses, nights, and years nobody knows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.clauses import Clock
from cases.clocks import Pause, run
from cases.deadlines import CalendarMissing, Deadline
from cases.fact_types import FactType
from cases.facts import FactTable, read_facts

ZONE = ZoneInfo("Asia/Shanghai")
TYPES = FactTable(
    {name: FactType(name, "datetime") for name in ("received_at", "sample_received_at", "customer_deadline")}
)
FRIDAY_NIGHT = "2026-03-06T22:00:00+08:00"


class Weekdays:
    """Monday to Friday, in every year but 2027."""

    def is_workday(self, day: date) -> bool:
        if day.year == 2027:
            raise CalendarMissing(day.year)
        return day.weekday() < 5


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def ran(pauses: tuple[Pause, ...] = (), received: str = FRIDAY_NIGHT, **clock: Any) -> tuple[Deadline, str]:
    wanted = {"kind": "natural", "due": 3, "starts": ("received_at",), **clock}
    facts = {"received_at": received, "customer_deadline": "2026-03-14"}
    sheet = read_facts(TYPES, facts, ZONE)
    return run(Clock("X-D1", "stated", "", "", what="answer", **wanted), sheet, ZONE, Weekdays(), pauses)


def due(*arguments: Any, **clock: Any) -> str:
    deadline, _ = ran(*arguments, **clock)
    return deadline.due.strftime("%m-%d %H:%M:%S") if deadline.due else deadline.waiting_for


@pytest.mark.parametrize(
    ("kind", "units", "when"),
    [
        ("natural", 3, "03-09 23:59:59"),
        ("natural-inclusive", 3, "03-08 23:59:59"),
        ("working", 3, "03-11 23:59:59"),
        ("hours", 3, "03-07 01:00:00"),
        ("business-hours", 3, "03-09 12:00:00"),
        ("same-day", 0, "03-06 23:59:59"),
        ("months", 3, "06-06 23:59:59"),
    ],
)
def test_each_kind_of_clock_counts_its_own_units(kind: str, units: int, when: str) -> None:
    assert due(kind=kind, due=units) == when


def test_a_date_is_due_when_the_fact_says_and_has_run_since_the_complaint_came() -> None:
    deadline, flag = ran(kind="date", starts=("customer_deadline",))
    assert (deadline.due, deadline.starts_at, flag) == (
        moment("2026-03-14T23:59:59"),
        moment("2026-03-06T22:00:00"),
        "",
    )


def test_the_corresponding_day_of_a_short_month_is_its_last() -> None:
    assert due(received="2025-11-30T10:00:00+08:00", kind="months", due=3) == "02-28 23:59:59"


def test_without_its_start_a_clock_waits_for_it() -> None:
    assert due(starts=("sample_received_at",)) == "sample_received_at"


def test_the_first_start_that_is_known_counts() -> None:
    assert due(starts=("sample_received_at", "received_at")) == "03-09 23:59:59"


def test_a_year_without_a_calendar_keeps_working_days_waiting_and_natural_days_going() -> None:
    assert due(received="2026-12-31T10:00:00+08:00", kind="working") == "calendar-missing:2027"
    deadline, flag = ran(received="2026-12-31T10:00:00+08:00")
    assert (deadline.due, flag) == (moment("2027-01-03T23:59:59"), "calendar-missing:2027")


def test_a_due_day_off_is_flagged_and_stays_unless_the_pack_moves_it() -> None:
    saturday = "2026-03-11T10:00:00+08:00"
    deadline, flag = ran(received=saturday)
    assert (deadline.due, flag) == (moment("2026-03-14T23:59:59"), "due-on-holiday")
    deadline, flag = ran(received=saturday, on_holiday="next-workday")
    assert (deadline.due, flag) == (moment("2026-03-16T23:59:59"), "")


def test_mail_that_comes_at_night_may_begin_with_the_next_opening() -> None:
    at_night = {"kind": "hours", "due": 4}
    assert due(**at_night) == "03-07 02:00:00"
    assert due(**at_night, at_night="next-business-hour") == "03-09 13:00:00"
    assert due(received="2026-03-06T15:00:00+08:00", **at_night, at_night="next-business-hour") == "03-06 19:00:00"


MONDAY_TO_WEDNESDAY = (moment("2026-03-09T10:00:00"), moment("2026-03-11T16:00:00"))


@pytest.mark.parametrize(
    ("kind", "units", "without", "with_pause"),
    [
        ("natural", 5, "03-11 23:59:59", "03-13 23:59:59"),
        ("working", 3, "03-11 23:59:59", "03-13 23:59:59"),
        ("hours", 72, "03-09 22:00:00", "03-12 04:00:00"),
    ],
)
def test_a_pausable_clock_stands_still_while_the_case_waits_for_the_customer(
    kind: str, units: int, without: str, with_pause: str
) -> None:
    pause: tuple[Pause, ...] = (MONDAY_TO_WEDNESDAY,)
    assert due(pause, kind=kind, due=units) == without
    assert due(pause, kind=kind, due=units, pausable=True) == with_pause


def test_working_days_of_a_pause_over_the_weekend_are_not_counted_twice() -> None:
    weekend = ((moment("2026-03-06T23:00:00"), moment("2026-03-09T09:00:00")),)
    assert due(weekend, kind="working", due=3, pausable=True) == "03-12 23:59:59"


def test_while_the_case_waits_the_clock_has_no_date() -> None:
    waiting: tuple[Pause, ...] = ((MONDAY_TO_WEDNESDAY[0], None),)
    assert (due(waiting, pausable=True), due(waiting)) == ("customer", "03-09 23:59:59")


def test_a_pause_before_the_start_changes_nothing() -> None:
    earlier: tuple[Pause, ...] = ((moment("2026-03-02T10:00:00"), moment("2026-03-04T10:00:00")),)
    assert due(earlier, pausable=True) == "03-09 23:59:59"


def test_two_pauses_add_up() -> None:
    pauses = (MONDAY_TO_WEDNESDAY, (moment("2026-03-12T10:00:00"), moment("2026-03-13T10:00:00")))
    assert due(pauses, due=5, pausable=True) == "03-14 23:59:59"
