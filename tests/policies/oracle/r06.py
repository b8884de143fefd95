"""R06, pack bank-collections: major, violation or litigation, general; accusations apart."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, too_early, waiting, working_days

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    told = facts.get("dept_notified_at")
    verdict: Facts = {
        "deadlines": [],
        "approvers": [],
        "documents": ["F06a"],
        "notify": notified(facts),
        "state": "processing",
        "flags": too_early(facts, "dept_notified_at"),
        "provisional": False,
        "missing": [],
    }
    if facts.get("threat_of_extreme_act"):
        verdict["flags"].append("threat-alert")
    if facts.get("letter_type") == "whistleblow":
        verdict |= {"grade": "whistleblow", "reasons": ["R06-L2"], "owner": "vp-in-charge"}
        verdict["notify"] = ["gm", *(["superior"] if facts.get("threat_of_extreme_act") else [])]
        return verdict
    verdict |= levelled(facts)
    verdict["reasons"] += extras(facts)
    if facts.get("satisfied_on_spot") and facts.get("no_further_complaint"):
        return verdict | {"state": "closed"}
    if told is None:
        verdict |= {"provisional": True, "missing": ["dept_notified_at"]}
        return verdict | {"deadlines": [waiting("R06-D1", "resolve", "dept_notified_at")]}
    return verdict | {"deadlines": [clock("R06-D1", "resolve", working_days(told, 3))]}


def notified(facts: Facts) -> list[str]:
    told = []
    if facts.get("violation") or facts.get("threat_of_extreme_act"):
        told.append("superior")
    if facts.get("channel") == "bank_forward":
        told += ["direct-leader", "bank"]
    return told


def levelled(facts: Facts) -> Facts:
    breach = facts.get("violation") or facts.get("litigation")
    if facts.get("bank_reputation"):
        return {
            "grade": "major-reputation",
            "reasons": ["R06-G1", "R06-G2"] if breach else ["R06-G1"],
            "owner": "gm" if breach else "collection-supervisor",
            "approvers": ["vp-in-charge", "gm"],
            "state": "awaiting-pre-report",
        }
    if breach:
        return {"grade": "violation-or-litigation", "reasons": ["R06-G2"], "owner": "gm"}
    return {"grade": "general", "reasons": ["R06-G3"], "owner": "collection-supervisor"}


def extras(facts: Facts) -> list[str]:
    contents = {"attitude": "R06-T1", "staff_error": "R06-T2", "not_ours": "R06-T3", "coordination": "R06-T4"}
    found = []
    if facts.get("letter_type") == "complaint":
        found.append("R06-L1")
    if facts.get("content_type"):
        found.append(contents[facts["content_type"]])
    if facts.get("satisfied_on_spot") and facts.get("no_further_complaint"):
        found.append("R06-S2")
    return found
