"""Starts of clocks where a day, a month, a year, a holiday or an offset makes a difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
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


def in_order(facts: Facts, *later: str) -> Facts:
    """Without those of the later moments that come before the receipt: nobody accepts what has not come yet."""
    first = datetime.fromisoformat(facts["received_at"])
    early = [name for name in later if name in facts and datetime.fromisoformat(facts[name]) < first]
    return {name: value for name, value in facts.items() if name not in early}


def some(**facts: st.SearchStrategy[Any]) -> st.SearchStrategy[Facts]:
    """Any of these facts, each present or not."""
    return st.fixed_dictionaries({}, optional=facts)


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([*values, None])
