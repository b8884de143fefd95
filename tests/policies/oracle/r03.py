"""R03, profile registry: cause by severity; severe cases need three departments; not our fault is explained."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    cause, severity = facts.get("cause_type"), facts.get("severity")
    route = {"quality": "T1", "human": "T2", "other": "T3", None: None}[cause]
    reasons = [f"R03-{route}"] if route else []
    missing = [] if route else ["cause_type"]
    documents = ["F03a"]
    approvers: list[str] = []
    if facts.get("our_fault") is False:
        side = "rejected"
        reasons.append("R03-S3")
        documents.append("F03c")
    elif severity == "severe":
        side = "severe"
        reasons.append("R03-G2")
        documents.append("F03b")
        approvers = ["engineering", "general-affairs", "marketing"]
    elif severity == "minor":
        side = "minor"
        reasons.append("R03-G1")
    else:
        side = "pending"
        missing.append("severity")
    grade = None if route is None and side == "pending" else f"{route or 'pending'}/{side}"
    return {
        "grade": grade,
        "reasons": reasons,
        "deadlines": [],
        "approvers": approvers,
        "documents": documents,
        "flags": [],
        "provisional": bool(missing),
        "missing": missing,
    }
