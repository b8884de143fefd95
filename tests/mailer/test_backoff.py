"""Waiting longer after each failure, never the same for two desks."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from mailer.backoff import pause


class Middle(random.Random):
    """Chance that always lands in the middle."""

    def random(self) -> float:
        return 0.5


def test_the_pause_doubles_from_five_seconds_to_ten_minutes() -> None:
    steady = [pause(failures, Middle()) for failures in range(1, 10)]
    assert steady == [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0, 600.0]


@given(st.integers(min_value=0, max_value=10**9), st.integers())
def test_the_pause_is_within_a_fifth_of_its_steady_length(failures: int, seed: int) -> None:
    steady = pause(failures, Middle())
    assert 0.8 * steady <= pause(failures, random.Random(seed)) <= 1.2 * steady <= 720.0


def test_two_desks_do_not_come_back_in_the_same_moment() -> None:
    assert pause(3, random.Random(1)) != pause(3, random.Random(2))
