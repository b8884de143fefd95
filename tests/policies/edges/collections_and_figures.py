"""Edges of bank-collections and of the figures with a target."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import strategies as st

from tests.policies.edges.moments import AROUND, FLAG, MOMENTS, ON_THE_DAY, Edge, Facts, every_day, one_of, some
from tests.policies.edges.moments import edges as moments

LEVELS = ["bank_reputation", "violation", "litigation", "threat_of_extreme_act"]
CONTENTS = ["attitude", "staff_error", "not_ours", "coordination", None]
NOTICE = "2026-03-05T10:00:00+08:00"
FIGURES = [("R02-K1", 90), ("R02-K2", 85), ("R02-K3", 3), ("R07-K4", 10)]


def bank_collections() -> Iterator[Edge]:
    for size in range(len(LEVELS) + 1):
        for chosen in combinations(LEVELS, size):
            for channel, notice in product(("phone", "bank_forward", "visit"), (NOTICE, None)):
                facts = {"channel": channel, "dept_notified_at": notice, **dict.fromkeys(chosen, True)}
                yield {**facts, "content_type": "attitude"}, []
    for letter, content, channel in product(("complaint", None), CONTENTS, ("letter", "bank_forward")):
        yield {"channel": channel, "letter_type": letter, "content_type": content, "dept_notified_at": NOTICE}, []
    for satisfied, dropped, notice in product((True, False, None), (True, False, None), (NOTICE, None)):
        facts = {"satisfied_on_spot": satisfied, "no_further_complaint": dropped, "dept_notified_at": notice}
        yield {"channel": "phone", **facts}, []
        yield {"channel": "phone", **facts, "violation": True}, []
    for chosen, channel, notice in product(combinations(LEVELS, 2), ("letter", "bank_forward"), (NOTICE, None)):
        facts = {"channel": channel, "dept_notified_at": notice, **dict.fromkeys(chosen, True)}
        yield {**facts, "letter_type": "whistleblow", "content_type": "attitude"}, []
    for moment, threat in product(AROUND, (True, None)):
        yield {**ON_THE_DAY, "channel": "phone", "dept_notified_at": moment, "threat_of_extreme_act": threat}, []
    for moment in (*every_day(), *moments()):
        yield {"channel": "phone", "dept_notified_at": moment}, []


BANK: st.SearchStrategy[Facts] = some(
    **dict.fromkeys(LEVELS, FLAG),
    channel=st.sampled_from(["phone", "visit", "bank_forward"]),
    letter_type=one_of("complaint"),
    content_type=st.sampled_from(CONTENTS),
    satisfied_on_spot=FLAG,
    no_further_complaint=FLAG,
    dept_notified_at=st.one_of(MOMENTS, st.none()),
)


def figures() -> Iterator[Edge]:
    for (figure, percent), whole in product(FIGURES, (0, 1, 100, 200, 300, 9999, 10000)):
        for step in (-1, 0, 1):
            yield share(figure, max(whole * percent // 100 + step, 0), whole), []
    for departments, levels in product((True, False, None), (True, False, None)):
        asked = {"all_departments": departments, "all_levels": levels}
        yield {"kpi": "R07-K4", "num": 20, "den": 200, **asked}, []


def share(figure: str, part: int, whole: int) -> Facts:
    asked = {"all_departments": True, "all_levels": True} if figure == "R07-K4" else {}
    return {"kpi": figure, "num": min(part, whole), "den": whole, **asked}


SHARES: st.SearchStrategy[Facts] = st.builds(
    lambda figure, part, whole: share(figure[0], part, whole),
    st.sampled_from(FIGURES),
    st.integers(0, 300),
    st.integers(0, 300),
)
