"""R04, profile planning: an hour by phone, the customer's time on site, one free year."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, day, hours, months_after, too_early, waiting, wish

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    by_phone, wanted = facts.get("phone_solvable"), facts.get("customer_deadline")
    verdict: Facts = {"grade": None, "reasons": [], "deadlines": [], "approvers": [], "flags": [], "missing": []}
    verdict["documents"] = ["F04e"]
    verdict["flags"] += too_early(facts, "customer_deadline")
    if "installed_at" in facts and day(facts["installed_at"]) > day(facts["received_at"]):
        verdict["flags"].append("contradiction:installed_at")
    if by_phone is None:
        verdict["missing"].append("phone_solvable")
    elif by_phone:
        verdict["grade"] = "phone"
        verdict["reasons"].append("R04-D1")
        verdict["deadlines"].append(clock("R04-D1", "phone_answer", hours(facts["received_at"], 1)))
    else:
        verdict["grade"] = "onsite"
        verdict["reasons"].append("R04-D2")
        verdict["documents"] += ["F04a", "F04b"]
        if wanted is None:
            verdict["missing"].append("customer_deadline")
            verdict["deadlines"].append(waiting("R04-D2", "onsite_arrival", "customer_deadline"))
        else:
            verdict["deadlines"].append(clock("R04-D2", "onsite_arrival", wish(wanted)))
    if facts.get("installed_at"):
        free = day(facts["received_at"]) <= months_after(day(facts["installed_at"]), 12)
        verdict["reasons"].append("R04-W1" if free else "R04-W2")
        verdict["flags"].append("in-warranty" if free else "chargeable")
    verdict["provisional"] = bool(verdict["missing"])
    return verdict
