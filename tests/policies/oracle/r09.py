"""R09, profile numbered-sheet: no loss, human cause, quality cause; numbers by month."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import day

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    loss, cause = facts.get("loss"), facts.get("cause_type")
    verdict: Facts = {
        "grade": None,
        "reasons": [],
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "flags": [],
        "provisional": False,
        "missing": [],
        "case_no": None,
    }
    if loss is False:
        return verdict | {"grade": "G0", "reasons": ["R09-G0"], "documents": ["F09b"]}
    missing = [name for name, value in (("loss", loss), ("cause_type", cause)) if value is None]
    if loss:  # a complaint with a loss has its sheet and its number, whatever caused it
        verdict |= {"documents": ["F09a"], "case_no": next_number(facts, history)}
    if missing:
        return verdict | {"provisional": True, "missing": missing}
    grade = "G2" if cause == "quality" else "G1"
    return verdict | {
        "grade": grade,
        "reasons": [f"R09-{grade}"],
        "approvers": ["gm-office"],
    }


def next_number(facts: Facts, history: list[Facts]) -> str:
    month = day(facts["received_at"]).strftime("%Y%m")
    used = [0]
    for row in history:
        before, _, serial = (row.get("last_serial") or "").partition("-")
        if before == month:
            used.append(int(serial))
    return f"{month}-{max(used) + 1:03d}"
