"""Figures with a target: R02-K1, K2, K3 and R07-K4."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Facts = dict[str, Any]


def judge(facts: Facts, history: list[Facts]) -> Facts:
    verdict: Facts = {"reasons": [facts["kpi"]], "deadlines": [], "approvers": [], "documents": [], "missing": []}
    verdict |= {"flags": [], "provisional": False}
    if Fraction(facts["den"]) == 0:
        return verdict | {"grade": "n/a"}
    share = Fraction(facts["num"]) / Fraction(facts["den"])
    if facts["kpi"] == "R02-K1":
        met = share >= Fraction(90, 100)
    elif facts["kpi"] == "R02-K2":
        met = share >= Fraction(85, 100)
    elif facts["kpi"] == "R02-K3":
        met = share < Fraction(3, 100)
    else:
        everywhere = facts.get("all_departments") is True and facts.get("all_levels") is True
        met = everywhere and share >= Fraction(10, 100)
    return verdict | {"grade": "met" if met else "missed"}
