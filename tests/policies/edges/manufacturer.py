"""Edges of manufacturer-generic: contact sheet, numbered sheet, and the quality, environment and safety profile."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from tests.policies.edges.moments import (
    AROUND,
    FLAG,
    MOMENTS,
    ON_THE_DAY,
    Edge,
    Facts,
    every_day,
    one_of,
    some,
)
from tests.policies.edges.moments import edges as moments

CATEGORIES = [
    "product_quality",
    "specification",
    "quantity",
    "transport",
    "packaging",
    "contract",
    "business_procedure",
    "power_quality",
    "service_attitude",
    "price",
    "delivery",
    "other",
    None,
]
REMEDIES = ["return", "exchange", "price_cut", "free_repair", "compensation", "substitute", "improvement"]
CAUSES = ["quality", "human", "other", None]
PARTIES = ["customer", "environment_bureau", "labour_bureau", "residents_committee", "public", "group", "employee"]
BASE = {"received_at": "2026-03-02T09:00:00+08:00", "channel": "email"}
SERIALS = ["202602-004", "202602-028", "202603-001", "202603-009", "202603-099", "202603-999", "202503-007"]


def contact_sheet() -> Iterator[Edge]:
    for category, misunderstood, supplier in product(CATEGORIES, (True, False, None), ("a supplier", None)):
        facts = {**BASE, "issue_category": category}
        yield {**facts, "customer_misunderstanding": misunderstood, "third_party": supplier}, []
    for category, remedy in product(CATEGORIES, REMEDIES):
        yield {**BASE, "issue_category": category, "remedy": [remedy]}, []
        yield {**BASE, "issue_category": category, "remedy": [remedy], "our_fault": False}, []
        yield {**BASE, "issue_category": category, "disputed": True, "customer_misunderstanding": True}, []
    for category, disputed, rejected in product(CATEGORIES, (True, False, None), (None, 1, 2)):
        yield {**BASE, "issue_category": category, "disputed": disputed, "countermeasure_rejected": rejected}, []
    for moment in AROUND:
        yield {**ON_THE_DAY, "issue_category": "quantity", "accepted_at": moment}, []
    for moment in (*every_day(), *moments()):
        yield {"received_at": moment, "issue_category": "quantity"}, []
        yield {"received_at": "2023-12-29T10:00:00+08:00", "accepted_at": moment, "issue_category": "contract"}, []


CONTACT_SHEET: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received: {**facts, "received_at": received},
    some(
        issue_category=st.sampled_from(CATEGORIES),
        customer_misunderstanding=st.sampled_from([True, False, False, None]),
        our_fault=st.sampled_from([True, False, None]),
        third_party=one_of("a supplier"),
        disputed=FLAG,
        countermeasure_rejected=one_of(1),
        accepted_at=MOMENTS,
        remedy=st.lists(st.sampled_from(REMEDIES), unique=True),
    ),
    MOMENTS,
)


def numbered_sheet() -> Iterator[Edge]:
    for loss, cause in product((True, False, None), CAUSES):
        yield {**BASE, "loss": loss, "cause_type": cause}, []
    for serial in SERIALS:
        yield {**BASE, "loss": True, "cause_type": "quality"}, [{"last_serial": serial}]
    for moment in moments():
        for serial in ("202402-028", "202412-100", "202602-003"):
            yield {"received_at": moment, "loss": True, "cause_type": "human"}, [{"last_serial": serial}]


NUMBERED_SHEET: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received: {**facts, "received_at": received},
    some(loss=FLAG, cause_type=st.sampled_from(CAUSES)),
    MOMENTS,
)
NUMBERS: st.SearchStrategy[list[Facts]] = st.lists(
    st.fixed_dictionaries({"last_serial": st.sampled_from(SERIALS)}), max_size=6
)


def qehs() -> Iterator[Edge]:
    for party, channel in product([*PARTIES, None], ("email", "phone", "verbal")):
        yield {**BASE, "party": party, "channel": channel}, []
    for moment in (*every_day(), *moments()):
        yield {"received_at": moment, "party": "customer"}, []


QEHS: st.SearchStrategy[Facts] = st.fixed_dictionaries({"received_at": MOMENTS, "party": st.sampled_from(PARTIES)})
