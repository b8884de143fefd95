"""R08, pack power-supply-ccr005: the category decides lead unit and approval; three working days on the notice."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, too_early, waiting, working_days

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    category, cost, notice = facts.get("issue_category"), facts.get("cost_involved"), facts.get("notice_issued_at")
    missing = []
    if notice is None:
        missing.append("notice_issued_at")
    if category is None:
        missing.append("issue_category")
    if cost is None and category != "power_quality":
        missing.append("cost_involved")
    what = "cause_and_countermeasure"
    running = waiting("R08-D1", what, "notice_issued_at")
    if notice is not None:
        running = clock("R08-D1", what, working_days(notice, 3))
    verdict = {
        "deadlines": [running],
        "flags": too_early(facts, "notice_issued_at"),
        "provisional": bool(missing),
        "missing": missing,
    }
    if category is None:
        routed: Facts = {"grade": None, "reasons": [], "approvers": [], "documents": ["F08a"]}
        return verdict | routed | {"owner": None, "emergency_by": None}
    owners = {"product_quality": "qc-dept", "power_quality": "power-dept"}
    return verdict | {
        "grade": category,
        "documents": ["F08a", "F08b"] if facts.get("supplier_caused") else ["F08a"],
        "owner": owners.get(category, "after-sales-dept"),
        "emergency_by": "power-dept" if category == "power_quality" else "after-sales-dept",
        **approval(category, cost),
    }


def approval(category: str, cost: bool | None) -> Facts:
    if category == "product_quality":
        if cost:
            return {"reasons": ["R08-T1", "R08-A1", "R08-A2"], "approvers": ["qc-manager", "deputy-gm"]}
        return {"reasons": ["R08-T1", "R08-A1"], "approvers": ["qc-manager"]}
    if category == "power_quality":
        return {"reasons": ["R08-T2", "R08-A3"], "approvers": ["deputy-gm|gm"]}
    route = "R08-T4" if category == "other" else "R08-T3"
    approvers = ["after-sales-manager", "deputy-gm"] if cost else ["after-sales-manager"]
    return {"reasons": [route, "R08-A4"], "approvers": approvers}
