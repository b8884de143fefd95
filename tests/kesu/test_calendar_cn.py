"""China's working days."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from cases.deadlines import CalendarMissing
from kesu.calendar_cn import ChinaCalendar

YEAR_2026 = [date(2026, 1, 1) + timedelta(days=day) for day in range(365)]


def test_every_day_of_2026_agrees_with_an_independent_calendar() -> None:
    calendar = ChinaCalendar()
    assert [calendar.is_workday(day) for day in YEAR_2026] == [chinese_calendar.is_workday(day) for day in YEAR_2026]


def test_the_make_up_days_of_the_2026_notice_are_worked() -> None:
    made_up = [day for day in YEAR_2026 if day.weekday() >= 5 and ChinaCalendar().is_workday(day)]
    assert [day.isoformat() for day in made_up] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


def test_a_year_whose_notice_is_not_out_is_not_guessed() -> None:
    with pytest.raises(CalendarMissing, match="2027"):
        ChinaCalendar().is_workday(date(2027, 1, 4))
    assert (ChinaCalendar().knows(2026), ChinaCalendar().knows(2027)) == (True, False)
