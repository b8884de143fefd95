"""No text makes the rules slow: what they take grows with its length alone."""

from __future__ import annotations

from time import perf_counter

import pytest

from cases.lint import lint
from cases.lint_facts import read_facts
from cases.lint_text import LONGEST
from cases.values import FactError
from kesu.lint_pack import load_rules

UNITS = [
    "我们",
    "不",
    "请您先在",
    "同意",
    "同意为您换",
    "我们将",
    "a",
    "we will ",
    "please ",
    "一分钱",
    "(",
    "1",
    "，",
    "因操作员",
]
LONG = LONGEST // 10


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_made_to_be_slow_is_not(unit: str) -> None:
    rules = load_rules()
    start = perf_counter()
    lint(rules, read_facts(rules, {"text": (unit * LONG)[:LONG], "kind": "reply"}))
    assert perf_counter() - start < 10


def test_a_longer_text_is_refused() -> None:
    with pytest.raises(FactError, match="longer than 100,000 characters"):
        read_facts(load_rules(), {"text": "长" * (LONGEST + 1), "kind": "reply"})
