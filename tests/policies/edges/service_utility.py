"""Edges of service-utility: conditions by reasons, five persons to the second, three complaints, closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations, product

from hypothesis import strategies as st

from tests.policies.edges.moments import FLAG, Edge, Facts, one_of, some
from tests.policies.oracle.dates import instant

CONDUCT = [
    "safety_accident_by_service",
    "property_loss_by_service",
    "staff_abuse",
    "coercion",
    "demand_help",
    "unauthorised_fee",
    "bribe",
    "regulator_criticised",
    "media_exposed",
]
REASONS = ["law_or_safety_line", "force_majeure", "customer_or_false", "over_expectation", None]
POINTS = ["cause_found", "responsible_dealt_with", "staff_educated", "measures_effective"]
FIRST = "2026-06-01T09:00:00+08:00"
BASE = {"received_at": "2026-06-03T09:00:00+08:00", "channel": "hotline", "issue_key": "I1"}


def edges() -> Iterator[Edge]:
    for facts, history in (*stated(), *third_time(), *crowds(), *closings()):
        yield {**BASE, **facts}, history


def stated() -> Iterator[Edge]:
    for reason in REASONS:
        yield {"nonresp_reason": reason}, []
        for flag in CONDUCT:
            yield {"nonresp_reason": reason, flag: True}, []
            yield {"nonresp_reason": reason, flag: False}, []
        for one, two in combinations(CONDUCT, 2):
            yield {"nonresp_reason": reason, one: True, two: True}, []


def third_time() -> Iterator[Edge]:
    for count, late, reason, abuse in product((None, 1, 2, 3, 4), (True, False, None), REASONS, (True, None)):
        facts = {"complaint_count_same_customer": count, "handling_untimely_or_improper": late}
        yield {**facts, "nonresp_reason": reason, "staff_abuse": abuse}, []


def crowds() -> Iterator[Edge]:
    """The fifth person one second before, at and after the end of 48 hours; four persons; another matter."""
    for seconds, offset, reason in product((-60, -1, 0, 1, 60), (8, 0, -5), (None, "force_majeure")):
        last = instant(FIRST) + timedelta(hours=48, seconds=seconds)
        shown = (last - timedelta(hours=8 - offset)).replace(tzinfo=None).isoformat() + f"{offset:+03d}:00"
        rows = [call("p1", FIRST), *(call(f"p{n}", f"2026-06-02T0{n}:00:00+08:00") for n in (2, 3, 4))]
        for person in ("p5", "p4", "p1", None):
            yield {"received_at": shown, "person": person, "nonresp_reason": reason}, rows
        yield {"received_at": shown, "person": "p5", "nonresp_reason": reason}, rows[1:]
        yield {"received_at": shown, "person": "p5"}, [*rows[:3], {**rows[3], "issue_key": "I2"}]
        yield {"received_at": shown, "person": "p5"}, [*rows[:3], call("p3", "2026-06-02T04:00:00+08:00")]
        yield {"received_at": shown, "person": "p5"}, [*rows, call("p1", "2026-06-02T07:00:00+08:00")]


def call(person: str, at: str) -> Facts:
    return {"at": at, "person": person, "issue_key": "I1"}


def closings() -> Iterator[Edge]:
    for done in product((True, False), repeat=4):
        check = dict(zip(POINTS, done, strict=True))
        yield {"action": "close", "close_check": check}, []
        yield {"close_check": check}, []
        yield {"action": "close", "close_check": check, "staff_abuse": True}, []
    yield {"action": "close", "close_check": dict.fromkeys(POINTS, True), "nonresp_reason": "force_majeure"}, []
    yield {"action": "close", "close_check": {"cause_found": True}, "nonresp_reason": "force_majeure"}, []
    yield {"action": "close", "close_check": {"cause_found": False}, "nonresp_reason": "force_majeure"}, []


FACTS: st.SearchStrategy[Facts] = st.builds(
    lambda facts: {**BASE, **facts},
    some(
        **dict.fromkeys(CONDUCT, st.sampled_from([True, False, False, None])),
        nonresp_reason=st.sampled_from(REASONS),
        complaint_count_same_customer=one_of(1, 2, 3, 4),
        handling_untimely_or_improper=FLAG,
        person=one_of("p1", "p5"),
    ),
)
CALLS = st.integers(0, 60).map(lambda hours: (instant(FIRST) + timedelta(hours=hours - 12)).isoformat())
HISTORY: st.SearchStrategy[list[Facts]] = st.lists(
    st.fixed_dictionaries(
        {
            "at": CALLS,
            "person": st.sampled_from(["p1", "p2", "p3", "p4", "p6"]),
            "issue_key": st.sampled_from(["I1", "I1", "I1", "I2"]),
        }
    ),
    max_size=6,
)
