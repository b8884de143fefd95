"""Periods begin and end at midnight of the desk's zone, the beginning included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.periods import PeriodUnreadable, month_of, read_period
from tests.cases.lives import ZONE, at

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", "2026-01-01 00:00", "2027-01-01 00:00"),
        ("2026-Q1", "2026-01-01 00:00", "2026-04-01 00:00"),
        ("2026-Q4", "2026-10-01 00:00", "2027-01-01 00:00"),
        ("2026-03", "2026-03-01 00:00", "2026-04-01 00:00"),
        ("2026-12", "2026-12-01 00:00", "2027-01-01 00:00"),
        ("2028-02", "2028-02-01 00:00", "2028-03-01 00:00"),
        ("2026-W10", "2026-03-02 00:00", "2026-03-09 00:00"),
        ("2026-W01", "2025-12-29 00:00", "2026-01-05 00:00"),
        ("2026-W53", "2026-12-28 00:00", "2027-01-04 00:00"),
    ],
)
def test_a_period_runs_from_midnight_to_midnight(text: str, start: str, end: str) -> None:
    period = read_period(text, ZONE)
    assert (period.text, period.start, period.end) == (text, at(start), at(end))
    assert (period.start in period, period.end in period) == (True, False)
    assert (period.start - SECOND in period, period.end - SECOND in period) == (False, True)
    assert (period.last in period, period.last + timedelta(microseconds=1)) == (True, period.end)


def test_midnight_is_that_of_the_zone_wherever_a_moment_was_noted() -> None:
    march = read_period("2026-03", ZONE)
    first = at("2026-03-01 00:00").astimezone(UTC)
    assert first.day == 28
    assert (first in march, first - SECOND in march, None in march) == (True, False, False)


def test_a_zone_with_summer_time_loses_no_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    march = read_period("2026-03", berlin)
    assert march.end.astimezone(UTC) - march.start.astimezone(UTC) == timedelta(days=31, hours=-1)


@pytest.mark.parametrize(
    "text",
    [
        *("", "March", "2026-13", "2026-00", "2026-3", "2026-Q5", "2026-Q0", "2026-W54", "2027-W53", "2026-W00"),
        *("26-03", "2026-03-01", "1889", "2026-03 ", "２０２６", "0000-W01", "9999"),
    ],
)
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(PeriodUnreadable, match=r"is no period: write a week \(2026-W10\), a month"):
        read_period(text, ZONE)


@given(
    st.datetimes(
        min_value=at("1991-01-01 00:00").replace(tzinfo=None), max_value=at("2098-12-31 00:00").replace(tzinfo=None)
    )
)
def test_every_moment_lies_in_its_month_and_in_one_period_of_each_kind(moment: datetime) -> None:
    now = moment.replace(tzinfo=ZONE)
    assert now in month_of(now, ZONE)
    months = [f"{now.year}-{number:02}" for number in range(1, 13)]
    quarters = [f"{now.year}-Q{number}" for number in range(1, 5)]
    for names in (months, quarters, [str(now.year)]):
        assert sum(now in read_period(name, ZONE) for name in names) == 1
    year, week, _ = now.isocalendar()
    assert now in read_period(f"{year}-W{week:02}", ZONE)
