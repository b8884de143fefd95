"""R12 with R10, pack service-feedback: grievance, complaint, visit."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, hours, too_early, wish, working_days

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    kind, received = facts.get("kind"), facts["received_at"]
    verdict: Facts = {
        "deadlines": [],
        "approvers": [],
        "notify": [],
        "owner": "sales-unit",
        "flags": too_early(facts, "customer_deadline"),
        "provisional": kind is None,
        "missing": ["kind"] if kind is None else [],
    }
    if kind == "visit":
        return verdict | {"grade": "T3", "reasons": ["R12-T3"], "documents": ["F12d"]}
    if kind in ("demand", "repair"):
        return verdict | {"grade": None, "reasons": [], "documents": [], "flags": [*verdict["flags"], "gap:kind"]}
    if kind == "grievance":
        return verdict | {
            "grade": "T1",
            "reasons": ["R12-T1"],
            "documents": ["F12b" if "return" in facts.get("remedy", []) else "F12a"],
            "deadlines": [clock("R10-D1", "acknowledge", hours(received, 24))],
        }
    deadlines = [clock("R12-D1", "accept", hours(received, 24))]
    if facts.get("site_visit_needed"):
        deadlines.append(clock("R12-D2", "onsite_arrival", hours(received, 48)))
    if facts.get("customer_deadline"):
        deadlines.append(clock("R12-D3", "complete", wish(facts["customer_deadline"])))
    else:
        deadlines.append(clock("R12-D4", "complete", working_days(received, 5)))
    return verdict | {
        "grade": "T2",
        "reasons": ["R12-T2", "R12-X1"] if kind is None else ["R12-T2"],
        "documents": ["F12c"],
        "deadlines": deadlines,
        "notify": ["sales-vp-or-head"],
    }
