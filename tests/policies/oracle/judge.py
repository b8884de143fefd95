"""The second, naive evaluator: the regulations read once more, if by if, sharing no code with the engine.

It knows the default readings only. `judge` takes {id, pack, facts, history} and gives the keys of a verdict that
the pack has; facts that are null are unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.policies.oracle import kpi, lint, r01, r02, r03, r04, r05, r06, r07, r08, r09, r11, r12, r15, r16

JUDGES: dict[str, Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any]]] = {
    "pv-module": r01.judge,
    "memory-device": r16.judge,
    "service-utility": r15.judge,
    "manufacturer-generic/contact-sheet": r11.judge,
    "manufacturer-generic/numbered-sheet": r09.judge,
    "manufacturer-generic/qehs": r07.judge,
    "service-feedback": r12.judge,
    "power-supply-ccr005": r08.judge,
    "after-sales-instruments/metrology": r02.judge,
    "after-sales-instruments/registry": r03.judge,
    "after-sales-instruments/planning": r04.judge,
    "after-sales-instruments/retail": r05.judge,
    "bank-collections": r06.judge,
    "comm-lint": lint.judge,
    "kpi": kpi.judge,
}


def judge(case: dict[str, Any]) -> dict[str, Any]:
    facts = {name: value for name, value in case["facts"].items() if value is not None}
    return {"id": case["id"], **JUDGES[case["pack"]](facts, case.get("history", []))}
