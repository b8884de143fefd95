"""What the parsing bench compares is the same work: both sides take the same values out of a mail.

How much cheaper ours is, is measured by the bench and not by a test: a busy machine would decide the result.
"""

from __future__ import annotations

import pytest

from bench.bench_parse import ordinary, ours, standard


@pytest.mark.parametrize("number", range(20))
def test_a_well_formed_mail_says_the_same_to_us_as_to_the_standard_library(number: int) -> None:
    raw = ordinary(number)
    assert ours(raw) == standard(raw)
