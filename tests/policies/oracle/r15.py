"""R15, pack service-utility: severity by conditions 1 to 9, responsibility by reasons 1 to 4."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.policies.oracle.dates import instant

Facts = dict[str, Any]

POINTS = ("cause_found", "responsible_dealt_with", "staff_educated", "measures_effective")


def judge(facts: Facts, history: list[Facts]) -> Facts:
    reason = {
        "law_or_safety_line": "R15-N1",
        "force_majeure": "R15-N2",
        "customer_or_false": "R15-N3",
        "over_expectation": "R15-N4",
    }.get(facts.get("nonresp_reason", ""))
    responsible = reason is None
    found = [] if reason == "R15-N3" else conduct(facts)
    if responsible:
        found += scale(facts, history)
    major = bool(found)
    side = "responsible" if responsible else "nonresponsible"
    verdict = {
        "grade": f"{'major' if major else 'minor'}+{side}",
        "reasons": [*(found or ["R15-MDEF"]), reason or "R15-RDEF"],
        "deadlines": [],
        "approvers": ["service-office-director", *(["service-committee-director"] if major else [])],
        "documents": ["F15a", "F15b", *(["F15c"] if responsible else [])],
        "flags": ["close-blocked:R15-S6"] if blocked(facts, responsible) else [],
        "provisional": False,
        "missing": [],
    }
    counted = facts.get("complaint_count_same_customer", 1) >= 3
    if not major and responsible and counted and facts.get("handling_untimely_or_improper") is None:
        verdict |= {"provisional": True, "missing": ["handling_untimely_or_improper"], "ceiling": "major"}
    return verdict


def conduct(facts: Facts) -> list[str]:
    found = []
    if facts.get("safety_accident_by_service") or facts.get("property_loss_by_service"):
        found.append("R15-M1")
    if facts.get("staff_abuse"):
        found.append("R15-M2")
    if facts.get("coercion"):
        found.append("R15-M3")
    if facts.get("demand_help"):
        found.append("R15-M4")
    if facts.get("unauthorised_fee"):
        found.append("R15-M5")
    if facts.get("bribe"):
        found.append("R15-M6")
    return found


def scale(facts: Facts, history: list[Facts]) -> list[str]:
    found = []
    if facts.get("regulator_criticised") or facts.get("media_exposed"):
        found.append("R15-M7")
    if facts.get("complaint_count_same_customer", 1) >= 3 and facts.get("handling_untimely_or_improper"):
        found.append("R15-M8")
    if most_persons(facts, history) >= 5:
        found.append("R15-M9")
    return found


def most_persons(facts: Facts, history: list[Facts]) -> int:
    """Distinct persons on the same matter in the fullest 48 hours, both ends included."""
    issue = facts.get("issue_key")
    calls = [
        (instant(row["at"]), row["person"])
        for row in [*history, {**facts, "at": facts["received_at"]}]
        if issue
        and row.get("issue_key") == issue
        and row.get("person")
        and instant(row["at"]) <= instant(facts["received_at"])
    ]
    return max(
        (len({who for when, who in calls if first <= when <= first + timedelta(hours=48)}) for first, _ in calls),
        default=0,
    )


def blocked(facts: Facts, responsible: bool) -> bool:
    """Only a responsible complaint gets the flag; what another lacks is told without one."""
    done = facts.get("close_check", {})
    return responsible and facts.get("action") == "close" and not all(done.get(point) for point in POINTS)
