"""R07, profile qehs: customers to quality control within a week, related parties to administration."""

from __future__ import annotations

from typing import Any

from tests.policies.oracle.dates import clock, holiday_flag, natural_days

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    if facts.get("party", "customer") == "customer":
        due = natural_days(facts["received_at"], 7)
        return {
            "grade": "T1",
            "reasons": ["R07-T1"],
            "deadlines": [clock("R07-D1", "reply_to_customer", due)],
            "approvers": ["gm"],
            "documents": ["F07a"],
            "owner": "qc-dept",
            "flags": holiday_flag(due),
            "provisional": False,
            "missing": [],
        }
    return {
        "grade": "T2",
        "reasons": ["R07-T2"],
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "owner": "admin-dept",
        "flags": [],
        "provisional": False,
        "missing": [],
    }
