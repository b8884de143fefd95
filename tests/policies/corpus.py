"""All cases that the tests have of a pack, and what a pack says of one: the worked cases first, then the edges."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.pack import Pack
from cases.policy import evaluate
from cases.values import FactError
from cases.verdict import Verdict
from kesu.calendar_cn import ChinaCalendar
from tests.policies.boundaries import cases

GOLDEN = Path(__file__).parent / "golden"
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = ChinaCalendar()
Case = Mapping[str, Any]
"""{pack, facts, history}"""

_FEBRUARY = {"problem_key": "k", "date": "2026-02-28", "total_cost_cny": "9000", "qty_mw": "0", "defect_degree": 3}
_MODULES = {**_FEBRUARY, "received_at": "2026-03-02T09:00:00+08:00", "valid_complaint": True, "total_cost_cny": "60000"}
_MEMORY = {"received_at": "2026-03-02T10:00:00+08:00", "customer_name": "A", "problem_key": "k"}
_LOSS = {"loss": True, "cause_type": "quality", "received_at": "2026-03-06T20:00:00+08:00"}
BESIDES: dict[str, list[tuple[dict[str, Any], list[dict[str, Any]]]]] = {
    "pv-module": [
        ({**_MODULES, "received_at": "2026-05-28T09:00:00+08:00", "total_cost_cny": "9000"}, [_FEBRUARY]),
        (_MODULES, [{**_MODULES, "date": "2022-01-10"}]),
        ({**_MODULES, "total_cost_cny": "200000", "internal_resolvable": True}, []),
    ],
    "memory-device": [
        ({**_MEMORY, "production_affected": False}, [{**_MEMORY, "date": "2026-02-20", "customer_name": "B"}]),
        ({**_MEMORY, "line_stop": True, "upgraded_at": "2026-03-05T10:00:00+08:00"}, []),
    ],
    "manufacturer-generic/numbered-sheet": [
        ({**_LOSS, "customer_abroad": abroad, "received_at": f"2026-03-{day}T20:00:00+08:00"}, [])
        for abroad in (False, True)
        for day in ("02", "04", "06")
    ],
    "power-supply-ccr005": [({"issue_category": "other", "received_at": "2026-03-05T22:00:00+08:00"}, [])],
    "service-utility": [({"received_at": "2026-06-06T22:00:00+08:00"}, [])],
}
"""Facts and history that matter under other readings than the default."""


def corpus(pack: str) -> Iterator[Case]:
    """Every case of a pack, by its full name."""
    yield from worked(pack)
    yield from ({"pack": pack, "facts": facts, "history": history} for facts, history in BESIDES.get(pack, []))
    yield from cases(pack)


@cache
def worked(pack: str) -> tuple[Case, ...]:
    """The worked cases of a pack, by its full name."""
    every = [case for file in sorted(GOLDEN.glob("*.json")) for case in json.loads(file.read_text(encoding="utf-8"))]
    return tuple(case for case in every if case["pack"] == pack)


def said(pack: Pack, case: Case) -> Verdict | str:
    """The verdict, or the sentence with which the facts are refused."""
    try:
        return evaluate(pack, case["facts"], case.get("history", []), zone=ZONE, calendar=CALENDAR)
    except FactError as refusal:
        return str(refusal)
