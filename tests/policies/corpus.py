"""All cases that the tests have of a pack, and what a pack says of one: the worked cases first, then the edges."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cases.pack import Pack
from cases.policy import evaluate
from cases.values import FactError
from cases.verdict import Verdict
from kesu.calendar_cn import ChinaCalendar
from tests.policies.boundaries import cases
from tests.policies.edges.moments import Edge, Facts

GOLDEN = Path(__file__).parent / "golden"
ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = ChinaCalendar()
Case = Mapping[str, Any]
"""{pack, facts, history}"""

_FEBRUARY = {"problem_key": "k", "date": "2026-02-28", "total_cost_cny": "9000", "qty_mw": "0", "defect_degree": 3}
_MODULES = {**_FEBRUARY, "received_at": "2026-03-02T09:00:00+08:00", "valid_complaint": True, "total_cost_cny": "60000"}
_PANEL = {"panel_signoffs": ["sales-hq", "technical", "quality-mgmt"]}
_MEMORY = {"received_at": "2026-03-02T10:00:00+08:00", "customer_name": "A", "problem_key": "k"}
_LOSS = {"loss": True, "cause_type": "quality", "received_at": "2026-03-06T20:00:00+08:00"}
BESIDES: dict[str, list[Edge]] = {
    "pv-module": [
        ({**_MODULES, "received_at": "2026-05-28T09:00:00+08:00", "total_cost_cny": "9000"}, [_FEBRUARY]),
        (_MODULES, [{**_MODULES, "date": "2022-01-10"}]),
        ({**_MODULES, "total_cost_cny": "200000", "internal_resolvable": True}, []),
        ({**_MODULES, "followup_of": "K2026-00001"}, [_FEBRUARY]),
        *(({**_MODULES, **_PANEL, "panel_grade": grade}, []) for grade in (1, 2, 3)),
        ({**_MODULES, "valid_complaint": False, "demand_capability": "tech-marketing"}, []),
        ({**_MODULES, "valid_complaint": False}, []),
    ],
    "memory-device": [
        ({**_MEMORY, "production_affected": False}, [{**_MEMORY, "date": "2026-02-20", "customer_name": "B"}]),
        ({**_MEMORY, "production_affected": False, "line_stop": True}, []),
        ({**_MEMORY, "production_affected": False, "sample_or_pilot_fail": True}, []),
        ({**_MEMORY, "line_stop": True, "upgraded_at": "2026-03-05T10:00:00+08:00"}, []),
    ],
    "manufacturer-generic/numbered-sheet": [
        ({**_LOSS, "customer_abroad": abroad, "received_at": f"2026-03-{day}T20:00:00+08:00"}, [])
        for abroad in (False, True)
        for day in ("02", "04", "06")
    ],
    "power-supply-ccr005": [({"issue_category": "other", "received_at": "2026-03-05T22:00:00+08:00"}, [])],
    "manufacturer-generic/contact-sheet": [
        ({"issue_category": "contract", "improvement_due": "2026-04-01"}, []),
        ({"issue_category": "product_quality", "remedy": ["return"]}, []),
        ({"customer_misunderstanding": True, "our_fault": True}, []),
    ],
    "bank-collections": [({"content_type": "coordination"}, []), ({"bank_reputation": True}, [])],
    "service-utility": [
        ({"received_at": "2026-06-06T22:00:00+08:00"}, []),
        ({"received_at": "2026-06-06T22:00:00+08:00", "regulator_criticised": True}, []),
        ({"received_at": "2026-06-06T22:00:00+08:00", "issue_key": "I1", "followup_of": "K2026-00001"}, []),
    ],
}
"""Facts and history that few edges or none have: they matter under other readings, or in later steps."""
RECORDED: dict[str, Facts] = {
    "memory-device": {"customer_format": []},
    "service-feedback": {"channel": "by pigeon", "problem_key": []},
    "manufacturer-generic/contact-sheet": {
        "countermeasure_unit": [],
        "countermeasure_rejected": "twice",
        "qty_defect": "-1",
        "problem_key": [],
    },
    "manufacturer-generic/numbered-sheet": {"order_no": [], "part_no": [], "ship_date": "soon", "qty_defect": "-1"},
    "after-sales-instruments/metrology": {"in_warranty": "perhaps"},
    "after-sales-instruments/registry": {"order_no": [], "ship_date": "soon", "qty_defect": "-1"},
}
"""Facts that a regulation wants recorded and that decide nothing, each with a value that it cannot have."""

_LIMIT = {"limit_domestic": "13-days"}
BESIDE: dict[tuple[str, str], dict[str, Any]] = {
    ("pv-module", "windows"): {"repetition_months": 3},
    ("manufacturer-generic/numbered-sheet", "natural_due"): _LIMIT,
    ("manufacturer-generic/numbered-sheet", "night_mail"): _LIMIT,
    ("power-supply-ccr005", "night_mail"): {"clock_start": "received_at"},
    ("service-utility", "night_mail"): {"d_ack_minor": 1},
}
"""Readings without which another makes no difference: it is about a clock or a window that they bring."""


def corpus(pack: str, every: int = 1) -> Iterator[Case]:
    """The cases of a pack, by its full name: all, or of the edges only every so many-th."""
    yield from worked(pack)
    yield from ({"pack": pack, "facts": facts, "history": history} for facts, history in BESIDES.get(pack, []))
    yield from ({"pack": pack, "facts": {fact: value}} for fact, value in RECORDED.get(pack, {}).items())
    yield from islice(cases(pack), 0, None, every)


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
