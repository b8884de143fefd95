"""The engine and the naive evaluator agree on every key, at every limit of every regulation and in between."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kesu.calendar_cn import ChinaCalendar
from kesu.evaluate import Evaluator
from tests.policies.boundaries import GROUNDS, cases
from tests.policies.oracle.judge import judge
from tests.policies.verdicts import differences

EVALUATOR = Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar())
SHOWN = 5
"""Disagreements printed of those found."""


def disagreement(case: dict[str, Any]) -> dict[str, Any]:
    """{} when both say the same, or when a date falls into a year whose calendar nobody has published."""
    try:
        wanted = judge(case)
    except NotImplementedError:
        return {}
    got = EVALUATOR.one(case)
    if "error" in got:
        return {"case": case, "error": got["error"]}
    unlike = differences(got, wanted)
    return {"case": case, "(engine, naive)": unlike} if unlike else {}


@pytest.mark.parametrize("pack", GROUNDS)
def test_both_evaluators_agree_either_side_of_every_limit(pack: str) -> None:
    found = [unlike for case in cases(pack) if (unlike := disagreement(case))]
    assert found[:SHOWN] == [], f"{len(found)} disagreements"


@pytest.mark.parametrize("pack", GROUNDS)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(data=st.data())
def test_both_evaluators_agree_on_any_combination_of_facts(pack: str, data: st.DataObject) -> None:
    ground = GROUNDS[pack]
    case = {"id": pack, "pack": pack, "facts": data.draw(ground.facts), "history": data.draw(ground.history)}
    assert disagreement(case) == {}


WAITS: list[tuple[str, dict[str, Any]]] = [
    ("service-feedback", {"received_at": "2026-12-29T09:00:00+08:00", "kind": "complaint"}),
    ("bank-collections", {"dept_notified_at": "2026-12-30T09:00:00+08:00"}),
    ("power-supply-ccr005", {"notice_issued_at": "2026-12-30T09:00:00+08:00"}),
]


@pytest.mark.parametrize(("pack", "facts"), WAITS)
def test_working_days_into_a_year_without_calendar_wait_and_name_the_year(pack: str, facts: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError):
        judge({"id": pack, "pack": pack, "facts": facts})
    got = EVALUATOR.one({"id": pack, "pack": pack, "facts": facts, "history": []})
    assert [clock["waiting_for"] for clock in got["deadlines"] if clock["due"] is None] == ["calendar-missing:2027"]
