"""The naive evaluator, with which the engine is compared, gets every worked case of the regulations right itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.policies.oracle.judge import JUDGES, judge
from tests.policies.verdicts import comparable

GOLDEN = Path(__file__).parent / "golden"
CASES = [case for file in sorted(GOLDEN.glob("*.json")) for case in json.loads(file.read_text("utf-8"))]


@pytest.mark.parametrize("case", [case for case in CASES if case["pack"] in JUDGES], ids=lambda case: case["id"])
def test_the_naive_evaluator_gives_the_worked_verdict(case: dict[str, Any]) -> None:
    expected = {key: value for key, value in case["expect"].items() if key != "proposed"}
    verdict = judge(case)
    assert {key: comparable(verdict.get(key)) for key in expected} == comparable(expected)
    assert ("ceiling" in verdict) == ("ceiling" in expected)


def test_every_regulation_the_naive_evaluator_knows_has_worked_cases() -> None:
    assert {case["pack"] for case in CASES} >= JUDGES.keys()
