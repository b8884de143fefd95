"""What the parsers have reached on each set of mails stays reached; docs/mail.md prints the same numbers."""

from __future__ import annotations

from functools import cache

import pytest

from tests.parsers.scoring import FIXTURES, SETS, Mark, marks_of, total

FLOOR = {
    "mails": (1.0, 1.0),
    "letters": (1.0, 0.99),
    "unseen": (1.0, 1.0),
    "unseen2": (1.0, 0.98),
    "unseen3": (1.0, 0.93),
    "unseen4": (1.0, 0.99),
}
"""By set: precision and recall."""


@cache
def marks(name: str) -> tuple[Mark, ...]:
    return tuple(marks_of(name))


def test_there_are_more_than_300_mails_of_which_180_are_by_authors_who_had_not_seen_the_parsers() -> None:
    counts = {name: len(list((FIXTURES / name).glob("*.eml"))) for name in SETS}
    assert sum(counts.values()) > 300
    assert [counts[name] for name in ("unseen", "unseen2", "unseen3", "unseen4")] == [50, 40, 40, 50]


@pytest.mark.parametrize("name", SETS)
def test_precision_and_recall_do_not_fall(name: str) -> None:
    tally = total(marks(name))
    assert (tally.precision, tally.recall) >= (FLOOR[name][0], 0)
    assert tally.recall >= FLOOR[name][1]


@pytest.mark.parametrize("name", SETS)
def test_no_wrong_fact_is_taken_without_a_flag(name: str) -> None:
    assert [mark for mark in marks(name) if mark.verdict in ("wrong", "extra") and not mark.flagged] == []
