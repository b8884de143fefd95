"""Starts of clocks where a day, a month, a year, a holiday or an offset makes a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from hypothesis import strategies as st

Facts = dict[str, Any]
Edge = tuple[Facts, list[Facts]]
"""Facts and the history they are judged with."""

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
"""The days whose working calendar both evaluators have."""
TIMES = (
    "T09:00:00+08:00",
    "T00:00:00+08:00",
    "T23:59:59+08:00",
    "T15:59:59+00:00",
    "T16:00:00+00:00",
    "T20:00:00-05:00",
    "T00:59:59+09:00",
)
"""Office hours, both ends of a day in Shanghai, and the same ends seen from London, New York and Tokyo."""
SPECIAL = (
    "2024-02-28",
    "2024-02-29",
    "2024-12-31",
    "2025-01-01",
    "2025-02-28",
    "2025-12-31",
    "2026-02-13",
    "2026-02-27",
    "2026-02-28",
    "2026-04-03",
    "2026-04-30",
    "2026-05-08",
    "2026-09-19",
    "2026-09-30",
    "2026-10-09",
)
"""Leap days, ends of years, eves of holidays and of make-up workdays."""


def days() -> Iterator[date]:
    for number in range((LAST - FIRST).days + 1):
        yield FIRST + timedelta(days=number)


def every_day() -> Iterator[str]:
    """One moment on every day, the times taking turns."""
    times = cycle(TIMES)
    for day in days():
        yield f"{day}{next(times)}"


def edges() -> Iterator[str]:
    """Every time on the special days."""
    for day in SPECIAL:
        for time in TIMES:
            yield f"{day}{time}"


MOMENTS = st.builds(
    lambda day, time: f"{day}{time}",
    st.one_of(st.sampled_from(SPECIAL), st.dates(FIRST, date(2026, 12, 15))),
    st.sampled_from(TIMES),
)
FLAG = st.one_of(st.none(), st.booleans())
"""True, false, or stated to be unknown."""


AROUND = (
    "2026-03-04",
    "2026-03-04T23:59:59+08:00",
    "2026-03-04T16:00:00+00:00",
    "2026-03-05",
    "2026-03-05T08:00:00+08:00",
    "2026-03-06",
)
"""Dates and times either side of the day of this receipt: what can only follow it may not come a day before."""
ON_THE_DAY = {"received_at": "2026-03-05T11:20:00+08:00"}


def some(**facts: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Any of these facts, each present or not."""
    return st.fixed_dictionaries({}, optional=facts)


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None])
