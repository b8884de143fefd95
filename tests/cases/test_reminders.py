"""The ladder of a clock: which reminder is due when, once each."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import CalendarMissing, Deadline, end_of_day
from cases.model import Clock
from cases.reminders import ladder, next_rung, office_time, rungs_due
from kesu.calendar_cn import ChinaCalendar
from tests.office import ZONE, at

CHINA = ChinaCalendar()
OFFICE = (time(9), time(18))
START = at("2026-03-02 10:00")


class NobodyKnows:
    """A year without calendar."""

    def is_workday(self, day: date) -> bool:
        raise CalendarMissing(day.year)


def days(due: str, *, soft: bool = False, target: str = "", met: str = "") -> Clock:
    end = end_of_day(date.fromisoformat(due), ZONE)
    aimed = end_of_day(date.fromisoformat(target), ZONE) if target else None
    deadline = Deadline("R", "report", "natural", end, aimed, soft, starts_at=START)
    return Clock(deadline, met_at=at(met) if met else None)


def hours(due: str, *, soft: bool = False) -> Clock:
    return Clock(Deadline("R", "visit", "hours", at(due), soft=soft, starts_at=START))


def rungs(clock: Clock, count: int = 4, since: datetime = START) -> list[tuple[str, str]]:
    return [(rung.name, f"{rung.at:%m-%d %H:%M}") for rung in islice(ladder(clock, since, CHINA), count)]


def test_a_day_clock_reminds_the_day_before_on_the_day_and_on_every_workday_after() -> None:
    assert rungs(days("2026-03-12"), 5) == [
        ("day-before", "03-11 09:00"),
        ("on-the-day", "03-12 09:00"),
        ("overdue-2026-03-13", "03-13 09:00"),
        ("overdue-2026-03-16", "03-16 09:00"),
        ("overdue-2026-03-17", "03-17 09:00"),
    ]


def test_due_on_a_day_off_the_last_reminder_comes_on_the_workday_before() -> None:
    assert rungs(days("2026-03-15"), 2) == [("on-the-day", "03-13 09:00"), ("overdue-2026-03-16", "03-16 09:00")]
    assert rungs(days("2026-05-03"), 1) == [("on-the-day", "04-30 09:00")]


def test_due_on_a_monday_the_day_before_is_the_friday() -> None:
    assert rungs(days("2026-03-16"), 2) == [("day-before", "03-13 09:00"), ("on-the-day", "03-16 09:00")]


def test_a_make_up_workday_is_a_workday() -> None:
    assert rungs(days("2026-05-09"), 2) == [("day-before", "05-08 09:00"), ("on-the-day", "05-09 09:00")]


def test_a_range_reminds_at_its_near_end_and_is_overdue_after_its_far_end() -> None:
    assert rungs(days("2026-03-09", target="2026-03-06"), 4) == [
        ("target", "03-06 09:00"),
        ("day-before", "03-06 09:00"),
        ("on-the-day", "03-09 09:00"),
        ("overdue-2026-03-10", "03-10 09:00"),
    ]


def test_an_hour_clock_reminds_at_half_and_at_nine_tenths_of_its_time_then_every_day() -> None:
    assert rungs(hours("2026-03-06 14:00"), 2) == [("50%", "03-04 12:00"), ("90%", "03-06 04:00")]
    assert rungs(hours("2026-03-06 14:00"), 4)[2:] == [
        ("overdue-2026-03-07", "03-07 09:00"),
        ("overdue-2026-03-08", "03-08 09:00"),
    ]


def test_what_is_due_in_principle_only_is_never_overdue() -> None:
    assert [name for name, _ in rungs(days("2026-03-12", soft=True), 9)] == ["day-before", "on-the-day"]
    assert [name for name, _ in rungs(hours("2026-03-02 14:00", soft=True), 9)] == ["50%", "90%"]


def test_a_clock_that_waits_for_its_start_asks_for_it_every_third_day() -> None:
    waiting = Clock(Deadline("R", "report", "natural", waiting_for="sample_received_at"))
    assert rungs(waiting, 2) == [("waiting-2026-03-05", "03-05 09:00"), ("waiting-2026-03-08", "03-08 09:00")]


def test_a_clock_that_was_met_reminds_nobody() -> None:
    assert rungs(days("2026-03-12", met="2026-03-04 10:00")) == []


def test_nothing_is_due_before_the_clock_has_begun() -> None:
    assert rungs(days("2026-03-02"), 1) == [("overdue-2026-03-03", "03-03 09:00")]


def test_each_step_is_due_once_and_the_next_look_is_at_the_next_step() -> None:
    clock = days("2026-03-12")
    now = at("2026-03-12 09:00")
    due = rungs_due(clock, START, now, CHINA)
    assert [rung.name for rung in due] == ["day-before", "on-the-day"]
    climbed = Clock(clock.deadline, reminded=tuple(rung.name for rung in due))
    assert rungs_due(climbed, START, now, CHINA) == []
    assert next_rung(clock, START, now, CHINA) == at("2026-03-11 09:00")
    assert next_rung(climbed, START, now, CHINA) == at("2026-03-13 09:00")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-03-02 08:00", "2026-03-02 09:00"),
        ("2026-03-02 09:00", "2026-03-02 09:00"),
        ("2026-03-02 17:59", "2026-03-02 17:59"),
        ("2026-03-02 18:00", "2026-03-03 09:00"),
        ("2026-03-06 20:00", "2026-03-09 09:00"),
        ("2026-02-28 10:00", "2026-02-28 10:00"),
        ("2026-10-01 10:00", "2026-10-08 09:00"),
    ],
)
def test_mail_to_people_goes_out_in_office_hours(moment: str, expected: str) -> None:
    assert office_time(at(moment), OFFICE, CHINA) == at(expected)


def test_without_a_calendar_mails_still_go_out_on_weekdays() -> None:
    assert office_time(at("2027-03-06 10:00"), OFFICE, NobodyKnows()) == at("2027-03-08 09:00")


@given(st.integers(1, 60), st.integers(0, 90 * 24), st.booleans(), st.booleans())
def test_running_often_or_rarely_ends_at_the_same_steps(due: int, hours_later: int, soft: bool, in_hours: bool) -> None:
    end = START + timedelta(days=due)
    clock = Clock(Deadline("R", "w", "hours" if in_hours else "natural", end, soft=soft, starts_at=START))
    until = START + timedelta(hours=hours_later)
    at_once = {rung.name for rung in rungs_due(clock, START, until, CHINA)}
    now, bit_by_bit = START, set[str]()
    while (step := next_rung(Clock(clock.deadline, reminded=tuple(bit_by_bit)), START, now, CHINA)) and step <= until:
        now = max(now, step)
        bit_by_bit |= {rung.name for rung in rungs_due(clock, START, now, CHINA)}
    assert bit_by_bit == at_once
