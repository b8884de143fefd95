"""R02, profile metrology: on site within 24 hours when near, an answer within 12 hours when far."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.policies.oracle.dates import clock, hours

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    cause = facts.get("cause_type")
    missing = [] if cause else ["cause_type"]
    deadlines = clocks(facts)
    if facts.get("distance_km") is None and not facts.get("vendor_needed"):
        missing.append("distance_km")
    running = {entry["rule"] for entry in deadlines}
    documents = ["F02a", "F02d"]
    if facts.get("channel") in ("phone", "letter", "email"):
        documents.append("F02e")
    if "R02-D1" in running:
        documents += ["F02b", "F02c"]
    if facts.get("spare_part_needed"):
        documents.append("F02f")
    if cause is None:
        documents = ["F02a"]
    route = None if cause is None else "T1" if cause == "quality" else "T2"
    flags = ["cost-recovery:business-dept"] if route == "T2" else []
    if facts.get("chargeable"):
        flags.append("paid-service")
    leader = facts.get("chargeable") or facts.get("spare_part_needed")
    return {
        "grade": route,
        "reasons": [*([f"R02-{route}"] if route else []), *running],
        "deadlines": deadlines,
        "approvers": ["service-leader"] if leader and route else [],
        "documents": documents,
        "flags": flags,
        "provisional": bool(missing),
        "missing": missing,
    }


def clocks(facts: Facts) -> list[Facts]:
    received = facts["received_at"]
    site = clock("R02-D1", "onsite_arrival", hours(received, 24))
    answer = clock("R02-D2", "reply_to_user", hours(received, 12))
    distance = facts.get("distance_km")
    if facts.get("vendor_needed"):
        running = [answer]
    elif distance is None:
        running = [site, answer]
    elif Decimal(distance) <= 100:
        running = [site]
    else:
        running = [answer]
    if facts.get("reported_to") == "marketing":
        running.append(clock("R02-D3", "written_contact", hours(received, 12)))
    return running
