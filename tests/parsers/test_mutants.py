"""Five hundred fixtures with damaged bytes: none stops the reader, few are unreadable, nearly all of them is kept."""

from __future__ import annotations

from bench.bench_mutants import KEPT_AT_LEAST, SECONDS, UNREADABLE_AT_MOST, run


def test_damaged_mails_are_read_or_set_aside_with_their_reason() -> None:
    tally = run(500, seed=20260302)
    assert tally.mutants == 500
    assert tally.faults == []
    assert tally.slowest <= SECONDS
    assert tally.share_unreadable <= UNREADABLE_AT_MOST
    assert all(tally.unreadable)
    assert len(tally.kept) > 300
    assert tally.share_kept >= KEPT_AT_LEAST
