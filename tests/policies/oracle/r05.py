"""R05, profile retail: service to human resources, goods to quality management; today or within a week."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, holiday_flag, natural_days

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    category, now = facts.get("issue_category"), facts.get("answerable_now")
    verdict: Facts = {
        "grade": None,
        "reasons": [],
        "deadlines": [],
        "approvers": [],
        "documents": ["F05c"],
        "owner": None,
        "flags": [],
        "missing": [],
    }
    if category == "product_quality":
        verdict |= {"grade": "product", "reasons": ["R05-T2"], "owner": "quality-mgmt"}
    elif category == "service_attitude":
        verdict |= {"grade": "service", "reasons": ["R05-T1"], "owner": "hr"}
    elif category is None:
        verdict["missing"].append("issue_category")
    else:
        verdict["flags"].append("gap:issue_category")
    if now is None:
        verdict["missing"].append("answerable_now")
    if now:
        verdict["deadlines"].append(clock("R05-D1", "reply", natural_days(facts["received_at"], 0)))
    elif category == "product_quality":
        due = natural_days(facts["received_at"], 7)
        verdict["deadlines"].append(clock("R05-D2", "reply", due))
        verdict["flags"] += holiday_flag(due)
    verdict["reasons"] += [entry["rule"] for entry in verdict["deadlines"]]
    verdict["provisional"] = bool(verdict["missing"])
    return verdict
