"""kill -9 at every fault point and at random: nothing is lost, nothing is done twice. The short run of the bench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from bench.bench_kill import Bench
from bench.kill_oracle import Verdict
from cases.faults import POINTS

pytestmark = pytest.mark.needs("dovecot")

SEED = 20260302


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with ExitStack() as world:
        yield Bench(world, SEED)


def test_a_desk_that_dies_once_at_every_point_loses_nothing_and_repeats_only_what_it_could_not_know(
    bench: Bench,
) -> None:
    verdict = bench.at_each_in_turn()
    assert bench.never_reached() == []
    one_repeat = Verdict(kills=len(POINTS), repeated=1, same_id=1, flagged=1)
    assert replace(verdict, extra_copies=0) == one_repeat
    assert verdict.extra_copies > 0  # from the death between COPY and EXPUNGE


def test_a_desk_that_dies_at_random_moments_loses_nothing(bench: Bench) -> None:
    found = bench.at_random(10)
    assert sum(verdict.kills for verdict in found.values()) >= 10
    for verdict in found.values():
        assert verdict.wrong == []
        assert (verdict.lost_mails, verdict.lost_cases, verdict.duplicate_cases, verdict.corrupt) == (0, 0, 0, 0)
        assert verdict.repeated == verdict.same_id == verdict.flagged
