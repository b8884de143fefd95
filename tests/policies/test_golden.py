"""The worked cases of each regulation come out as worked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kesu.calendar_cn import ChinaCalendar
from kesu.evaluate import Evaluator

GOLDEN = Path(__file__).parent / "golden"
CASES = [case for file in sorted(GOLDEN.glob("*.json")) for case in json.loads(file.read_text("utf-8"))]
NOT_PRINTED = {"proposed"}
"""Says which keys have no source text; not part of a verdict."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_case_gives_the_worked_verdict(case: dict[str, Any]) -> None:
    verdict = Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar()).one(case)
    expected = {key: value for key, value in case["expect"].items() if key not in NOT_PRINTED}
    assert {key: comparable(verdict.get(key)) for key in expected} == {
        key: comparable(value) for key, value in expected.items()
    }
    assert ("ceiling" in verdict) == ("ceiling" in expected)


def comparable(value: Any) -> Any:
    """Lists are compared as sets, without regard to order."""
    if isinstance(value, list):
        return sorted(json.dumps(item, sort_keys=True) for item in value)
    return value
