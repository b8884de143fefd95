"""A provider's limit per minute holds over any minute, and comes back evenly."""

from __future__ import annotations

from mailer.rate import Allowance


def test_a_full_allowance_lets_a_minutes_mails_go_at_once() -> None:
    assert Allowance(20).left(100.0) == 20


def test_what_was_sent_comes_back_evenly() -> None:
    allowance = Allowance(20)
    allowance.left(0.0)
    allowance.spend(20)
    assert [allowance.left(second) for second in (0.0, 1.0, 3.0, 30.0)] == [0, 0, 1, 10]


def test_it_never_holds_more_than_a_minute() -> None:
    allowance = Allowance(20)
    allowance.left(0.0)
    assert allowance.left(3600.0) == 20
