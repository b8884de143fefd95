"""Edges of after-sales-instruments: metrology, registry, planning and retail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
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
from tests.policies.oracle.dates import months_after

CATEGORIES = ["product_quality", "service_attitude", "quantity", "price", "delivery", "other", None]
CHANNELS = ["email", "phone", "letter", "visit", "online_form", "verbal", "hotline"]
RECEIVED = "2026-03-05T08:30:00+08:00"
CAUSES = ["quality", "human", "other", None]
KILOMETRES = ["0", "99", "99.99", "100", "100.01", "101", "300", None]


def metrology() -> Iterator[Edge]:
    for distance, vendor, reported in product(KILOMETRES, (True, False, None), ("marketing", "after_sales", None)):
        facts = {"distance_km": distance, "vendor_needed": vendor, "reported_to": reported}
        for cause in CAUSES:
            yield {"received_at": RECEIVED, "channel": "phone", "cause_type": cause, **facts}, []
    for channel, part, paid in product(CHANNELS, (True, False, None), (True, False, None)):
        facts = {"channel": channel, "spare_part_needed": part, "chargeable": paid, "distance_km": "100"}
        yield {"received_at": RECEIVED, "cause_type": "quality", **facts}, []
        yield {"received_at": RECEIVED, **facts}, []
    for moment, distance in product(moments(), ("100", "101", None)):
        facts = {"cause_type": "quality", "reported_to": "marketing", "distance_km": distance}
        yield {"received_at": moment, "channel": "email", **facts}, []


METROLOGY: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received, cause: {**facts, "received_at": received, "cause_type": cause},
    some(
        distance_km=st.sampled_from(KILOMETRES),
        vendor_needed=FLAG,
        reported_to=one_of("marketing", "after_sales"),
        channel=st.sampled_from(CHANNELS),
        spare_part_needed=FLAG,
        chargeable=FLAG,
    ),
    MOMENTS,
    st.sampled_from(CAUSES),
)


def registry() -> Iterator[Edge]:
    for cause, severity, fault in product(CAUSES, ("minor", "severe", None), (True, False, None)):
        yield {"received_at": RECEIVED, "cause_type": cause, "severity": severity, "our_fault": fault}, []


REGISTRY: st.SearchStrategy[Facts] = st.builds(
    lambda facts, cause: {"received_at": RECEIVED, **facts, "cause_type": cause},
    some(severity=one_of("minor", "severe"), our_fault=FLAG),
    st.sampled_from(CAUSES),
)


def planning() -> Iterator[Edge]:
    for first, step in product(SPECIAL, (-1, 0, 1)):
        last = months_after(date.fromisoformat(first), 12) + timedelta(days=step)
        for time, phone in product(("T00:00:00+08:00", "T23:59:59+08:00", "T16:00:00+00:00"), (True, False)):
            facts = {"received_at": f"{last}{time}", "phone_solvable": phone, "installed_at": first}
            yield {**facts, "customer_deadline": None if phone else "2028-01-05"}, []
    for asked, since in product((None, "2026-04-01"), (None, "2025-03-10")):
        yield {"received_at": RECEIVED, "customer_deadline": asked, "installed_at": since}, []
    for phone, day in product((True, False), AROUND):
        yield {**ON_THE_DAY, "phone_solvable": phone, "customer_deadline": day}, []
        yield {**ON_THE_DAY, "phone_solvable": phone, "installed_at": day}, []
    for moment in moments():
        yield {"received_at": moment, "phone_solvable": True}, []
        yield {"received_at": "2023-12-29T10:00:00+08:00", "phone_solvable": False, "customer_deadline": moment}, []
        yield {"received_at": moment, "phone_solvable": False}, []


PLANNING: st.SearchStrategy[Facts] = st.builds(
    lambda facts, received, phone: {**facts, "received_at": received, "phone_solvable": phone},
    some(
        customer_deadline=one_of("2026-12-16", "2026-12-24T08:00:00+00:00"),
        installed_at=st.dates(date(2022, 1, 1), date(2023, 12, 1)).map(str),
    ),
    MOMENTS,
    st.booleans(),
)


def retail() -> Iterator[Edge]:
    for category, now in product(CATEGORIES, (True, False, None)):
        yield {"received_at": RECEIVED, "issue_category": category, "answerable_now": now}, []
        for moment in moments():
            yield {"received_at": moment, "issue_category": category, "answerable_now": now}, []
    for moment in every_day():
        yield {"received_at": moment, "issue_category": "product_quality", "answerable_now": False}, []


RETAIL: st.SearchStrategy[Facts] = st.fixed_dictionaries(
    {
        "received_at": MOMENTS,
        "issue_category": st.sampled_from(CATEGORIES),
        "answerable_now": FLAG,
    }
)
