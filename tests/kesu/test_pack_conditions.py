"""Conditions as packs write them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.conditions import Condition
from cases.fact_types import FactType
from cases.facts import FactTable, Sheet, read_facts
from cases.history import Repetition, with_history
from kesu.pack_conditions import ConditionReader
from kesu.pack_tests import ConditionError

TYPES = FactTable(
    {
        "received_at": FactType("received_at", "datetime"),
        "problem_key": FactType("problem_key", "text"),
        "followup_of": FactType("followup_of", "text"),
        "cost": FactType("cost", "decimal", minimum=Decimal(0)),
        "degree": FactType("degree", "int", values=(1, 2, 3)),
        "flag": FactType("flag", "bool"),
    }
)
AGAIN = Repetition(("problem_key",), reads=frozenset({"cost", "degree"}))
READER = ConditionReader(TYPES, {"grade": (1, 2)}, AGAIN)
ZONE = ZoneInfo("Asia/Shanghai")
ROWS: list[dict[str, Any]] = [
    {"date": "2026-01-02", "problem_key": "k", "cost": "60", "degree": 1, "grade": 2},
    {"date": "2026-02-02", "problem_key": "k", "degree": 2, "grade": "N1"},
]


def sheet(**facts: Any) -> Sheet:
    plain = read_facts(TYPES, {"received_at": "2026-03-02", "problem_key": "k", **facts}, ZONE)
    return with_history(plain, AGAIN, TYPES, ROWS, ZONE)


@pytest.mark.parametrize(
    ("table", "truth"),
    [
        ({}, True),
        ({"flag": False, "degree": [1, 2]}, True),
        ({"cost": {"gt": "10", "le": "50"}}, True),
        ({"cost": {"gt": "10", "le": "49"}}, False),
        ({"all": [{"flag": False}, {"any": [{"degree": 3}, {"cost": {"ge": 50}}]}]}, True),
        ({"not": {"degree": 1, "flag": False}}, False),
        ({"repeated": {"months": 3, "times": 3}}, True),
        ({"repeated": {"months": 1, "times": 3}}, False),
        ({"repeated": {"months": 12, "times": 3, "grade_at_most": 2}}, False),
        ({"not": {"repeated": {"months": 1, "times": 3}}}, True),
        ({"accumulated": {"of": "cost", "ge": "110"}}, True),
        ({"accumulated": {"of": "cost", "gt": "110"}}, False),
        ({"accumulated": {"of": "cost", "gt": "60", "where": {"degree": [2, 3]}}}, False),
    ],
)
def test_a_table_says_what_must_all_be_true(table: dict[str, Any], truth: bool) -> None:
    assert READER.read(table).holds(sheet(cost="50", degree=1)) is truth


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (["flag"], "a condition is a table, not ['flag']"),
        ({"not": {"accumulated": {"of": "cost", "gt": "1"}}}, "accumulated cannot stand under not"),
        ({"accumulated": {"of": "degree", "gt": "1"}}, "accumulated needs one decimal fact"),
        ({"accumulated": {"of": "cost"}}, "accumulated needs one decimal fact"),
        ({"accumulated": {"cost": "1"}}, "accumulated takes of and perhaps ge, gt, where"),
        ({"repeated": {"months": 3}}, "repeated takes months, times and perhaps grade_at_most"),
        ({"repeated": {"months": 0, "times": 2}}, "repeated: months is a whole number from 1, not 0"),
        ({"degree": ""}, "degree is compared with nothing"),
        ({"all": [{"any": [{"degree": 1}, {"degree": 2}]}] * 8}, "the condition has more than 200 alternatives"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused(table: Any, sentence: str) -> None:
    with pytest.raises(ConditionError) as refusal:
        READER.read(table)
    assert str(refusal.value).startswith(sentence)


def test_counting_sees_no_history_on_a_bare_sheet_of_facts() -> None:
    both: Condition = READER.read(
        {"any": [{"repeated": {"months": 3, "times": 2}}, {"accumulated": {"of": "cost", "gt": "0"}}]}
    )
    assert not both.holds(Sheet({"cost": Decimal(5)}))


def test_a_window_of_months_limits_what_adds_up() -> None:
    short = ConditionReader(TYPES, {"grade": (1, 2)}, Repetition(("problem_key",), months=1))
    assert not short.read({"accumulated": {"of": "cost", "gt": "100"}}).holds(sheet(cost="50", degree=1))
