"""Edges of pv-module: every threshold of cost and power, alone and added up, flags, panel and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, product

from hypothesis import strategies as st

from tests.policies.edges.moments import FLAG, Edge, Facts, one_of, some

COSTS = [Decimal(10_000), Decimal(100_000), Decimal(1_000_000), Decimal(5_000_000)]
POWERS = [Decimal("0.02"), Decimal("0.2"), Decimal("0.5"), Decimal(1)]
RMB = [Decimal(step) for step in ("-1", "-0.01", "0", "0.01", "1")]
MW = [Decimal(step) for step in ("-0.001", "-0.000001", "0", "0.000001", "0.001")]
ALARMS = ["legal_action", "major_impact", "safety_hazard", "mass_complaint_risk", "image_risk", "media_exposed"]
PANEL = ["sales-hq", "technical", "quality-mgmt"]
BASE = {"received_at": "2026-03-02T09:00:00+08:00", "channel": "email", "valid_complaint": True, "problem_key": "k"}
LIKE = {"date": "2026-01-10", "problem_key": "k"}
RESTS: list[Facts] = [
    {"qty_mw": "0.01", "defect_degree": 3},
    {"qty_mw": "0.02", "defect_degree": 1},
    {"qty_mw": "1.5"},
    {"defect_degree": 2},
]
GRADED: list[Facts] = [
    {"total_cost_cny": "9000", "qty_mw": "0.01", "defect_degree": 3},
    {"total_cost_cny": "10000.01", "qty_mw": "0.01", "defect_degree": 3},
    {"total_cost_cny": "20000", "qty_mw": "0.3", "defect_degree": 2},
    {"total_cost_cny": "20000", "qty_mw": "0.6", "defect_degree": 1},
    {"total_cost_cny": "6000000", "qty_mw": "0.6", "defect_degree": 1},
    {"total_cost_cny": "10000", "qty_mw": "5", "defect_degree": 3},
    {"qty_mw": "0.01"},
    {},
]
"""One case for every grade, one in the gap, one provisional, one pending."""


def edges() -> Iterator[Edge]:
    for facts, history in (*amounts(), *quantities(), *unknowns(), *repeated(), *stated(), *panels()):
        yield {**BASE, **facts}, history
    for way in ("salesperson", "tech-marketing", "joint"):
        for facts in GRADED:
            yield {**BASE, **facts, "valid_complaint": False, "demand_capability": way}, []
            yield {**BASE, **facts, "valid_complaint": None, "demand_capability": way}, []
    yield {**BASE, "valid_complaint": False}, []
    yield {**BASE, "valid_complaint": None, "demand_type": "consult"}, []


def amounts() -> Iterator[Edge]:
    for bound, step in product(COSTS, RMB):
        cost = bound + step
        for rest in RESTS:
            yield {"total_cost_cny": str(cost), **rest}, []
        parts = {"cost_rectification": "3000", "cost_commercial": "0.5"}
        for rest in RESTS[1:]:
            yield {**rest, "cost_module_value": str(cost)}, []
            yield {**rest, "cost_module_value": str(cost - Decimal("3000.5")), **parts}, []
            yield {**rest, "cost_module_value": str(cost - 3000), "cost_rectification": "3000"}, []


def quantities() -> Iterator[Edge]:
    for bound, degree, cost in product(POWERS, (1, 2, 3, None), ("9999.99", "10000", "50000", None)):
        rest = {"defect_degree": degree, "total_cost_cny": cost}
        for step in MW:
            yield {**rest, "qty_mw": str(bound + step)}, []
        count = int(bound * 1_000_000 / 500)
        for more in (-1, 0, 1):
            yield {**rest, "module_count": count + more, "module_wp": "500"}, []
            yield {**rest, "module_count": 2 * (count + more), "module_wp": "250.01"}, []


def unknowns() -> Iterator[Edge]:
    costs = [None, "9999.99", *(str(bound) for bound in COSTS), *(str(bound + RMB[3]) for bound in COSTS)]
    powers = [None, "0.019999", *(str(bound) for bound in POWERS), *(str(bound + MW[3]) for bound in POWERS)]
    for cost, power, degree in product(costs, powers, (None, 1, 2, 3)):
        yield {"total_cost_cny": cost, "qty_mw": power, "defect_degree": degree}, []


def repeated() -> Iterator[Edge]:
    mine: Facts = {"total_cost_cny": "5000", "qty_mw": "0.01", "defect_degree": 2}
    for bound, step in product(COSTS, RMB):
        past = bound + step - 5000
        yield mine, [{**LIKE, "total_cost_cny": str(past)}]
        yield mine, [{**LIKE, "total_cost_cny": str(past - 1), "qty_mw": "0"}, {**LIKE, "total_cost_cny": "1"}]
        yield {**mine, "total_cost_cny": None}, [{**LIKE, "total_cost_cny": str(past)}]
    for bound, step, degree, before in product(POWERS, MW, (1, 2, 3, None), (1, 2, 3, None)):
        near = {**LIKE, "qty_mw": str(bound + step - Decimal("0.01")), "defect_degree": before}
        yield {**mine, "defect_degree": degree}, [near]
    for facts, spent in product(GRADED, ("0", "20000", "6000000")):
        yield facts, [{**LIKE, "total_cost_cny": spent, "qty_mw": "0.01", "defect_degree": 1}]
    row: Facts = {**LIKE, "total_cost_cny": "5000000", "qty_mw": "2", "defect_degree": 1}
    for other in (
        {"problem_key": "another"},
        {"problem_key": None},
        {"followup_of": "z"},
        {"date": "2026-03-02"},
        {"date": "2026-03-03"},
        {"date": "2019-01-01"},
    ):
        yield mine, [{**row, **other}]
    yield {**mine, "problem_key": None}, [row]
    yield {**mine, "total_cost_cny": "10000", "qty_mw": "0.02"}, [{**LIKE, "defect_degree": 1}]
    yield {**mine, "followup_of": "a"}, [{"case": "a", **row}]


def stated() -> Iterator[Edge]:
    yield {"module_count": 400, "total_cost_cny": "9000"}, []
    yield {"module_wp": "500", "total_cost_cny": "9000"}, []
    for facts, (one, two), other in product(GRADED, combinations(ALARMS, 2), (True, False, None)):
        yield {**facts, one: True, two: other}, []
    for facts, solved in product(GRADED, (True, False, None)):
        yield {**facts, "internal_resolvable": solved}, []
        yield {**facts, "internal_resolvable": solved, "safety_hazard": True}, []
        yield {**facts, "valid_complaint": None, "internal_resolvable": solved}, []


def panels() -> Iterator[Edge]:
    yield {**GRADED[0], "panel_grade": 1}, []
    yield {**GRADED[0], "panel_signoffs": PANEL}, []
    for facts, grade, size in product(GRADED, (1, 2, 3), (0, 1, 2, 3)):
        for signed in combinations(PANEL, size):
            yield {**facts, "panel_grade": grade, "panel_signoffs": list(signed)}, []


MONEY = one_of(*(str(bound + step) for bound in COSTS for step in RMB), "0", "40000")
POWER = one_of(*(str(bound + step) for bound in POWERS for step in MW), "0", "0.1")
DEGREE = one_of(1, 2, 3)
FACTS: st.SearchStrategy[Facts] = st.builds(
    lambda facts, cost: {**BASE, **facts, **cost},
    some(
        qty_mw=POWER,
        defect_degree=DEGREE,
        **dict.fromkeys(ALARMS, FLAG),
        valid_complaint=one_of(True),
        panel_grade=st.sampled_from([1, 2, 3]),
        panel_signoffs=st.lists(st.sampled_from(PANEL), unique=True),
        internal_resolvable=FLAG,
    ),
    st.one_of(
        some(total_cost_cny=MONEY), some(cost_module_value=MONEY, cost_rectification=MONEY, cost_commercial=MONEY)
    ),
)
HISTORY: st.SearchStrategy[list[Facts]] = st.lists(
    st.fixed_dictionaries(
        {
            "date": st.sampled_from(["2019-01-01", "2025-12-02", "2026-03-02"]),
            "problem_key": st.sampled_from(["k", "k", "another"]),
        },
        optional={"total_cost_cny": MONEY, "qty_mw": POWER, "defect_degree": DEGREE},
    ),
    max_size=6,
)
