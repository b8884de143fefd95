"""Complaints that gather within hours, and dates within months of another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.fact_types import FactType
from cases.facts import FactTable, Sheet, read_facts
from cases.history import Repetition, with_history
from cases.spans import Gathered, Within

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 3, 9, tzinfo=ZONE)
TYPES = FactTable(
    {
        "received_at": FactType("received_at", "datetime"),
        "installed_at": FactType("installed_at", "datetime"),
        "issue_key": FactType("issue_key", "text"),
        "person": FactType("person", "text"),
    }
)
AGAIN = Repetition(("issue_key",), reads=frozenset({"person"}), timed=True)
Row = tuple[float, str | None]


def matter(*rows: Row, person: str | None = "me", now: datetime = NOW) -> Sheet:
    """A message now, and others so many hours before it."""
    plain = read_facts(TYPES, {"received_at": now.isoformat(), "issue_key": "I", "person": person}, ZONE)
    history = [
        {"at": (now - timedelta(hours=hours)).isoformat(), "person": who, "issue_key": "I"} for hours, who in rows
    ]
    return with_history(plain, AGAIN, TYPES, history, ZONE)


FOUR_BEFORE: tuple[Row, ...] = ((48, "a"), (30, "b"), (20, "c"), (1, "d"))


def test_five_persons_within_48_hours_have_gathered_both_ends_included() -> None:
    assert Gathered(48, 5).truth(matter(*FOUR_BEFORE)) is True
    a_minute_late = matter(*((hours + 1 / 60 if hours == 48 else hours, who) for hours, who in FOUR_BEFORE))
    assert Gathered(48, 5).truth(a_minute_late) is False


def test_persons_are_counted_once_and_messages_each_time() -> None:
    again = matter(*FOUR_BEFORE, person="d")
    assert (Gathered(48, 5).most(again), Gathered(48, 5, persons=False).most(again)) == (4, 5)


def test_who_nobody_knows_is_a_message_but_no_person() -> None:
    unknown = matter((2, None), (1, "a"), person=None)
    assert (Gathered(48, 2).most(unknown), Gathered(48, 2, persons=False).most(unknown)) == (1, 3)


def test_a_crowd_of_the_past_is_still_a_crowd() -> None:
    assert Gathered(48, 4).truth(matter((500, "a"), (490, "b"), (480, "c"), (470, "d"))) is True


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from("abcdef")), max_size=12), st.integers(1, 100))
def test_the_largest_window_is_the_best_of_all_windows(rows: list[Row], hours: int) -> None:
    moments = [(-ago, who) for ago, who in rows] + [(0, "me")]
    best = max(len({who for at, who in moments if start <= at <= start + hours}) for start, _ in moments)
    assert Gathered(hours, 1).most(matter(*rows)) == best


@pytest.mark.parametrize(
    ("installed", "received", "inside"),
    [
        ("2025-03-10", "2026-03-10T23:00:00+08:00", True),
        ("2025-03-10", "2026-03-11T00:00:00+08:00", False),
        ("2024-02-29", "2025-02-28T12:00:00+08:00", True),
        ("2024-02-29", "2025-03-01T12:00:00+08:00", False),
        ("2025-03-10T18:00:00+00:00", "2026-03-11T08:00:00+08:00", True),
    ],
)
def test_a_year_ends_on_the_corresponding_day(installed: str, received: str, inside: bool) -> None:
    facts: dict[str, Any] = {"installed_at": installed, "received_at": received}
    sheet = read_facts(TYPES, facts, ZONE)
    year = Within("installed_at", 12)
    assert (year.truth(sheet), year.opposite().truth(sheet)) == (inside, not inside)


def test_without_the_first_day_nothing_is_within_its_year() -> None:
    sheet = read_facts(TYPES, {"received_at": "2026-03-10"}, ZONE)
    assert Within("installed_at", 12).truth(sheet) is False


def test_without_the_day_of_the_case_nobody_can_tell() -> None:
    sheet = read_facts(TYPES, {"installed_at": "2026-03-10"}, ZONE)
    year = Within("installed_at", 12)
    assert (year.truth(sheet), year.needs(sheet)) == (None, ("received_at",))
