"""What the property tests know of each regulation: which facts are open, what is worse, which words there are."""

from __future__ import annotations

from typing import Any

from tests.policies.edges.moments import Facts

OPEN: dict[str, dict[str, list[Any]]] = {
    "pv-module": {
        "total_cost_cny": ["0", "10000", "10001", "100001", "1000001", "5000001"],
        "qty_mw": ["0", "0.02", "0.021", "0.21", "0.51", "1.1"],
        "defect_degree": [1, 2, 3],
    },
    "memory-device": {"production_affected": [True, False]},
    "service-utility": {"handling_untimely_or_improper": [True, False]},
    "manufacturer-generic/contact-sheet": {
        "issue_category": ["product_quality", "transport", "contract", "business_procedure"]
    },
    "manufacturer-generic/numbered-sheet": {"loss": [True, False], "cause_type": ["quality", "human"]},
    "service-feedback": {"kind": ["grievance", "complaint", "visit"]},
    "power-supply-ccr005": {
        "issue_category": ["product_quality", "power_quality", "quantity", "transport", "other"],
        "cost_involved": [True, False],
        "notice_issued_at": ["2026-03-06T16:00:00+08:00"],
    },
    "after-sales-instruments/metrology": {
        "cause_type": ["quality", "human"],
        "distance_km": ["99", "100", "101"],
    },
    "after-sales-instruments/registry": {"cause_type": ["quality", "human", "other"], "severity": ["minor", "severe"]},
    "after-sales-instruments/planning": {
        "phone_solvable": [True, False],
        "customer_deadline": ["2026-12-16"],
    },
    "after-sales-instruments/retail": {
        "issue_category": ["product_quality", "service_attitude"],
        "answerable_now": [True, False],
    },
    "bank-collections": {"dept_notified_at": ["2026-03-05T10:00:00+08:00"]},
}
"""The open facts whose value can make a case worse or change its route, clock or approvers, with telling values.

Not here: whether a complaint is valid and whether the fault is ours. Unknown, they are taken at their worse side.
"""

CHANNELS = ["email", "phone", "letter", "visit", "online_form", "verbal", "formal_report", "hotline", "bank_forward"]
CATEGORIES = [
    "product_quality",
    "power_quality",
    "quantity",
    "specification",
    "transport",
    "packaging",
    "contract",
    "business_procedure",
    "service_attitude",
    "price",
    "delivery",
    "other",
]
CAUSES = ["quality", "human", "other"]
WORDS: dict[str, dict[str, list[Any]]] = {
    "pv-module": {"channel": CHANNELS, "valid_complaint": [True, False], "demand_capability": ["joint", "salesperson"]},
    "memory-device": {"channel": CHANNELS},
    "service-utility": {"channel": CHANNELS},
    "manufacturer-generic/contact-sheet": {"channel": CHANNELS, "issue_category": CATEGORIES},
    "manufacturer-generic/numbered-sheet": {"cause_type": CAUSES},
    "manufacturer-generic/qehs": {"channel": CHANNELS},
    "service-feedback": {"kind": ["grievance", "complaint", "demand", "visit", "repair"], "channel": CHANNELS},
    "power-supply-ccr005": {"issue_category": CATEGORIES},
    "after-sales-instruments/metrology": {"cause_type": CAUSES, "channel": CHANNELS},
    "after-sales-instruments/registry": {"cause_type": CAUSES, "our_fault": [True, False]},
    "after-sales-instruments/planning": {"phone_solvable": [True, False]},
    "after-sales-instruments/retail": {"issue_category": CATEGORIES, "answerable_now": [True, False]},
    "bank-collections": {"letter_type": ["complaint", "whistleblow"], "channel": CHANNELS},
}
"""Every word a field may hold, also where the regulation does not speak of it."""

LADDERS: dict[str, list[Any]] = {
    "pv-module": [None, 5, 4, 3, 2, 1],
    "memory-device": [3, 2, 1],
    "service-utility": ["minor", "major"],
    "bank-collections": ["general", "violation-or-litigation", "major-reputation"],
}
"""Grades from the mildest to the worst."""

WORSE: dict[str, list[Facts]] = {
    "pv-module": [
        {"legal_action": True},
        {"major_impact": True},
        {"safety_hazard": True},
        {"mass_complaint_risk": True},
        {"image_risk": True},
        {"media_exposed": True},
        {"defect_degree": 1},
        {"panel_grade": 1, "panel_signoffs": ["sales-hq", "technical", "quality-mgmt"]},
        {"panel_grade": 3, "panel_signoffs": ["sales-hq", "technical", "quality-mgmt"]},
    ],
    "memory-device": [
        {"formal_written": True},
        {"line_stop": True},
        {"launch_or_test_freeze": True},
        {"batch_recall": True},
        {"sample_or_pilot_fail": True},
        {"production_affected": True},
    ],
    "service-utility": [
        {"safety_accident_by_service": True},
        {"property_loss_by_service": True},
        {"staff_abuse": True},
        {"coercion": True},
        {"demand_help": True},
        {"unauthorised_fee": True},
        {"bribe": True},
        {"regulator_criticised": True},
        {"media_exposed": True},
        {"complaint_count_same_customer": 4, "handling_untimely_or_improper": True},
        {"nonresp_reason": None},
    ],
    "bank-collections": [{"violation": True}, {"litigation": True}, {"bank_reputation": True}],
}
"""Facts that can only make a case worse."""

AGAIN: dict[str, Facts] = {
    "pv-module": {"date": "2026-01-01", "problem_key": "k", "total_cost_cny": "9000", "qty_mw": "0.3"},
    "memory-device": {"date": "2024-01-01", "customer_name": "A", "problem_key": "k", "grade": 2},
    "service-utility": {"at": "2026-06-02T08:00:00+08:00", "person": "p9", "issue_key": "I1"},
}
"""One more earlier occurrence of the same."""


def height(pack: str, grade: Any) -> int:
    """Place on the ladder; of a grade on two axes, the first."""
    mark = grade.split("+")[0] if pack == "service-utility" and grade else grade
    return LADDERS[pack].index(mark)
