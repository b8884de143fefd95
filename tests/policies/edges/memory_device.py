"""Edges of memory-device: every condition with production known or not, both windows to the day, all clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

from hypothesis import strategies as st

from tests.policies.edges.moments import (
    AROUND,
    FLAG,
    MOMENTS,
    ON_THE_DAY,
    Edge,
    Facts,
    every_day,
    one_of,
    some,
)
from tests.policies.edges.moments import edges as moments
from tests.policies.oracle.dates import months_after

CAUSES = ["formal_written", "line_stop", "launch_or_test_freeze", "batch_recall", "sample_or_pilot_fail"]
WHO = {"customer_name": "A", "problem_key": "k"}
BASE = {"channel": "email", "received_at": "2026-03-02T10:00:00+08:00", **WHO}
FIRSTS = [
    date.fromisoformat(day)
    for day in (
        "2024-02-28",
        "2024-02-29",
        "2024-08-31",
        "2024-11-29",
        "2024-11-30",
        "2025-01-31",
        "2025-02-28",
        "2025-03-31",
        "2025-05-20",
        "2025-08-31",
        "2025-11-30",
        "2025-12-31",
    )
]
"""First occurrences whose corresponding day is missing, a leap day, or the end of a month or year."""


def edges() -> Iterator[Edge]:
    for facts, history in (*conditions(), *windows(), *counts(), *clocks()):
        yield {**BASE, **facts}, history


def conditions() -> Iterator[Edge]:
    for (one, two), production in product(combinations(CAUSES, 2), (True, False, None)):
        yield {one: True, "production_affected": production}, []
        yield {one: True, two: True, "production_affected": production}, []
        yield {one: None, two: None, "production_affected": production}, []
        yield {one: False, "production_affected": production}, []
        yield {one: False, two: True, "production_affected": production}, []
    for channel, production in product(("email", "phone", "verbal", "letter", "formal_report"), (True, False, None)):
        yield {"channel": channel, "production_affected": production}, []


def windows() -> Iterator[Edge]:
    for first, months, step, grade in product(FIRSTS, (3, 12), (-1, 0, 1), (1, 2, 3)):
        again = months_after(first, months) + timedelta(days=step)
        for time in ("T00:00:00+08:00", "T23:59:59+08:00", "T16:00:00+00:00"):
            facts = {"received_at": f"{again}{time}", "production_affected": False}
            yield facts, [{**WHO, "date": str(first), "grade": grade}]


def counts() -> Iterator[Edge]:
    earlier = ("2025-03-01", "2025-03-02", "2025-12-01", "2025-12-02", "2026-03-02", "2026-03-03")
    for one, two in combinations(earlier, 2):
        for first, second, production in product((1, 2, 3), (1, 2, 3, None), (True, False, None)):
            rows: list[Facts] = [{**WHO, "date": one, "grade": first}, {**WHO, "date": two, "grade": second}]
            yield {"production_affected": production}, rows
    row: Facts = {**WHO, "date": "2026-02-01", "grade": 1}
    for other in ({"customer_name": "B"}, {"problem_key": "another"}, {"followup_of": "MD-X"}):
        yield {"production_affected": False}, [{**row, **other}]
    yield {"production_affected": False, "followup_of": "MD-X"}, [row]
    yield {"production_affected": True, "followup_of": "MD-X"}, [row, row]
    yield {"production_affected": False, "problem_key": None}, [row]


def clocks() -> Iterator[Edge]:
    for moment in moments():
        for level in ({"formal_written": True}, {"production_affected": True}, {"production_affected": False}):
            yield {"received_at": moment, "sample_received_at": moment, **level}, []
            yield {"received_at": moment, **level}, []
            yield {"received_at": "2023-12-29T10:00:00+08:00", "accepted_at": moment, **level}, []
            yield {"received_at": "2023-12-29T10:00:00+08:00", "upgraded_at": moment, **level}, []
    for moment, production in product(AROUND, (True, False)):
        yield {**ON_THE_DAY, "accepted_at": moment, "production_affected": production}, []
    for moment in every_day():
        yield {"received_at": moment, "sample_received_at": moment, "production_affected": True}, []


FACTS: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received: {**BASE, "received_at": received, **facts},
    some(
        **dict.fromkeys(CAUSES, st.sampled_from([True, False, False, None])),
        channel=st.sampled_from(["email", "phone", "formal_report"]),
        production_affected=FLAG,
        sample_received_at=MOMENTS,
        accepted_at=MOMENTS,
        upgraded_at=one_of("2026-12-16T08:00:00+08:00", "2026-12-16T23:00:00+00:00"),
        followup_of=one_of("MD-X"),
    ),
    MOMENTS,
)
HISTORY: st.SearchStrategy[list[Facts]] = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.dates(date(2023, 6, 1), date(2026, 12, 31)).map(str),
            "customer_name": st.sampled_from(["A", "A", "A", "B"]),
            "problem_key": st.sampled_from(["k", "k", "k", "another"]),
            "grade": one_of(1, 2, 3),
        }
    ),
    max_size=6,
)
