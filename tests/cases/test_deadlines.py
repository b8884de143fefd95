"""Clocks and calendar windows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import (
    WINDOWS,
    CalendarMissing,
    add_months,
    business_hours,
    elapsed_hours,
    natural_days,
    preceding_workday,
    same_day,
    working_days,
)

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(ZONE))  # noqa: DTZ001


class Weekdays:
    """Monday to Friday in 2026, with one make-up Saturday and one holiday; no other year is known."""

    def is_workday(self, day: date) -> bool:
        if day.year != 2026:
            raise CalendarMissing(day.year)
        return day == date(2026, 3, 7) or (day.weekday() < 5 and day != date(2026, 3, 9))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_a_natural_day_clock_leaves_out_the_start_day_and_ends_with_the_last_second() -> None:
    assert natural_days(at("2026-03-02T00:00:00"), 7, ZONE) == at("2026-03-09T23:59:59")
    assert natural_days(at("2026-03-02T23:59:59"), 7, ZONE) == at("2026-03-09T23:59:59")
    assert same_day(at("2026-03-02T00:10:00"), ZONE) == at("2026-03-02T23:59:59")


def test_the_start_day_is_the_day_in_our_zone() -> None:
    assert natural_days(datetime.fromisoformat("2026-03-02T17:00:00+00:00"), 1, ZONE) == at("2026-03-04T23:59:59")


def test_working_days_skip_days_off_and_count_make_up_days() -> None:
    assert working_days(at("2026-03-06T16:00:00"), 1, Weekdays(), ZONE) == at("2026-03-07T23:59:59")
    assert working_days(at("2026-03-06T16:00:00"), 2, Weekdays(), ZONE) == at("2026-03-10T23:59:59")
    assert preceding_workday(date(2026, 3, 10), Weekdays()) == date(2026, 3, 7)


def test_a_year_without_calendar_is_an_error_and_never_monday_to_friday() -> None:
    with pytest.raises(CalendarMissing, match="no working-day calendar for 2027") as missing:
        working_days(at("2026-12-31T09:00:00"), 1, Weekdays(), ZONE)
    assert missing.value.year == 2027


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-03-02T10:00:00", "2026-03-02T14:00:00"),
        ("2026-03-02T14:00:00", "2026-03-02T18:00:00"),
        ("2026-03-02T17:30:00", "2026-03-03T12:30:00"),
        ("2026-03-02T03:00:00", "2026-03-02T13:00:00"),
        ("2026-03-02T18:00:00", "2026-03-03T13:00:00"),
        ("2026-03-08T12:00:00", "2026-03-10T13:00:00"),
    ],
)
def test_business_hours_run_from_nine_to_six_on_worked_days(start: str, due: str) -> None:
    assert business_hours(at(start), 4, Weekdays(), ZONE) == at(due)


def test_elapsed_hours_run_through_a_change_of_the_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime.fromisoformat("2026-03-28T12:00:00").replace(tzinfo=berlin)
    assert elapsed_hours(start, 24, berlin).isoformat() == "2026-03-29T13:00:00+02:00"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-15", 3, "2026-04-15"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2026-10-31", 4, "2027-02-28"),
    ],
)
def test_the_corresponding_day_is_clamped_to_the_end_of_its_month(day: str, months: int, later: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(DAYS, st.integers(1, 36))
def test_a_rolling_window_includes_its_last_day_and_no_later_one(first: date, months: int) -> None:
    last = add_months(first, months)
    inside, outside = WINDOWS["rolling"], WINDOWS["rolling-exclusive"]
    assert inside(last, months) <= first
    assert inside(last + timedelta(days=1), months) > first
    assert outside(last, months) > first
    assert outside(last - timedelta(days=1), months) <= first


@given(DAYS, st.integers(1, 36))
def test_a_window_begins_with_the_first_day_that_counts(today: date, months: int) -> None:
    first = WINDOWS["rolling"](today, months)
    assert add_months(first, months) >= today > add_months(first - timedelta(days=1), months)


@given(DAYS, st.integers(1, 36))
def test_calendar_months_begin_on_the_first_and_end_with_the_month_of_the_day(today: date, months: int) -> None:
    assert WINDOWS["calendar-months"](today, months) == add_months(today.replace(day=1), 1 - months)


@given(DAYS, st.integers(0, 36))
def test_the_corresponding_day_is_in_the_right_month_and_never_after_the_day(first: date, months: int) -> None:
    later = add_months(first, months)
    assert (later.year - first.year) * 12 + later.month - first.month == months
    assert later.day == first.day or (later.day < first.day and (later + timedelta(days=1)).day == 1)


@given(MOMENTS, st.integers(0, 60))
def test_more_days_are_never_due_earlier(start: datetime, days: int) -> None:
    due = natural_days(start, days, ZONE)
    assert due.date() - start.date() == timedelta(days=days)
    assert due < natural_days(start, days + 1, ZONE)
    assert elapsed_hours(start, 24 * days, ZONE) <= due
