"""R11, profile contact-sheet: five routes and a written answer within seven days."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, holiday_flag, natural_days, too_early

Facts = dict[str, Any]

ROUTES = {
    "product_quality": "T1",
    "specification": "T1",
    "quantity": "T1",
    "transport": "T1",
    "packaging": "T1",
    "contract": "T2",
    "business_procedure": "T3",
}
INTERNAL_SALES = {"return", "exchange", "price_cut", "free_repair"}


def judge(facts: Facts, history: list[Facts]) -> Facts:
    route = routed(facts)
    flags = too_early(facts, "accepted_at")
    if route == "T1" and facts["issue_category"] in ("transport", "packaging"):
        flags.append("reading:R11-X1")
    if route == "T3" or (route != "C0" and INTERNAL_SALES & set(facts.get("remedy", []))):
        flags.append("internal-sales-rules")
    unrouted = route is None and "issue_category" in facts
    if unrouted:
        flags.append("gap:issue_category")
    if facts.get("disputed"):
        flags.append("mediation:gm-office")
    if facts.get("customer_misunderstanding") and facts.get("our_fault"):
        flags.append("contradiction:our_fault")
    deadlines = []
    if route != "C0":
        due = natural_days(facts.get("accepted_at") or facts["received_at"], 7)
        deadlines.append(clock("R11-D1", "written_reply_to_customer", due))
        flags += holiday_flag(due)
    approvers: dict[str | None, list[str]] = {None: [], "C0": [], "T4": ["sales-head", "gm"]}
    documents: dict[str | None, list[str]] = {None: ["F11a"], "C0": ["F11h"]}
    owners: dict[str | None, str] = {"T1": "qc-dept", "T4": "gm"}
    return {
        "grade": route,
        "reasons": [f"R11-{route}"] if route else [],
        "deadlines": deadlines,
        "approvers": approvers.get(route, ["sales-head"]),
        "documents": documents.get(route, ["F11a", "F11b"]),
        "owner": owners.get(route, "sales-unit"),
        "flags": flags,
        "provisional": route is None and not unrouted,
        "missing": ["issue_category"] if route is None and not unrouted else [],
    }


def routed(facts: Facts) -> str | None:
    if facts.get("customer_misunderstanding") or facts.get("our_fault") is False:
        return "C0"
    if facts.get("third_party"):
        return "T4"
    return ROUTES.get(facts.get("issue_category", ""))
