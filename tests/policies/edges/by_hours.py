"""Edges of service-feedback and power-supply-ccr005: hours, working days, the customer's date."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from tests.policies.edges.moments import (
    AROUND,
    FLAG,
    MOMENTS,
    ON_THE_DAY,
    SPECIAL,
    Edge,
    Facts,
    every_day,
    one_of,
    some,
)
from tests.policies.edges.moments import edges as moments

KINDS = ["grievance", "complaint", "visit", "demand", "repair", None]
CATEGORIES = ["product_quality", "power_quality", "quantity", "transport", "other", None]
RECEIVED = "2023-12-29T10:00:00+08:00"
"""Before any date that a customer of these cases names."""


def service_feedback() -> Iterator[Edge]:
    wishes = (None, "2026-05-04", "2026-03-06T15:30:00+08:00", "2026-03-06T15:30:00+00:00")
    for kind, site, wish, remedy in product(KINDS, (True, False, None), wishes, ([], ["return"], ["exchange"])):
        facts = {"kind": kind, "site_visit_needed": site, "customer_deadline": wish, "remedy": remedy}
        yield {"received_at": "2026-03-05T11:20:00+08:00", **facts}, []
    for moment in every_day():
        yield {"received_at": moment, "kind": "complaint"}, []
    for moment, kind in product(moments(), KINDS):
        yield {"received_at": moment, "kind": kind, "site_visit_needed": True}, []
        yield {"received_at": RECEIVED, "kind": kind, "customer_deadline": moment}, []
    for kind, day in product(KINDS, AROUND):
        yield {**ON_THE_DAY, "kind": kind, "customer_deadline": day}, []
    for day in SPECIAL:
        yield {"received_at": RECEIVED, "kind": "complaint", "customer_deadline": day}, []


FEEDBACK: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received: {**facts, "received_at": received},
    some(
        kind=st.sampled_from(KINDS),
        site_visit_needed=FLAG,
        customer_deadline=one_of("2026-12-16", "2026-12-24T08:00:00+08:00"),
        remedy=st.lists(st.sampled_from(["return", "exchange", "compensation"]), unique=True),
    ),
    MOMENTS,
)


def power_supply() -> Iterator[Edge]:
    notices = ("2026-03-06T16:00:00+08:00", None)
    for category, cost, notice, supplier in product(CATEGORIES, (True, False, None), notices, (True, False, None)):
        facts = {"issue_category": category, "cost_involved": cost, "notice_issued_at": notice}
        yield {"received_at": "2026-03-05T09:00:00+08:00", **facts, "supplier_caused": supplier}, []
    for moment in AROUND:
        yield {**ON_THE_DAY, "issue_category": "other", "notice_issued_at": moment}, []
    for moment in (*every_day(), *moments()):
        facts = {"issue_category": "quantity", "cost_involved": False}
        yield {"received_at": RECEIVED, **facts, "notice_issued_at": moment}, []


POWER_SUPPLY: st.SearchStrategy[Facts] = st.builds(
    lambda facts: {"received_at": RECEIVED, **facts},
    some(
        issue_category=st.sampled_from(CATEGORIES),
        cost_involved=FLAG,
        notice_issued_at=st.one_of(MOMENTS, st.none()),
        supplier_caused=FLAG,
    ),
)
