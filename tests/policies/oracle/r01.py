"""R01, pack pv-module: five grades by cost, power and degree, repetition, flags and panel; demands N1 to N3."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from typing import Any

from tests.policies.oracle.dates import day

Facts = dict[str, Any]

PARTS = ("cost_module_value", "cost_rectification", "cost_commercial")
PANEL = {"sales-hq", "technical", "quality-mgmt"}
COST = {1: Decimal(5_000_000), 2: Decimal(1_000_000), 3: Decimal(100_000), 4: Decimal(10_000)}
POWER = {1: Decimal(1), 2: Decimal("0.5"), 3: Decimal("0.2"), 4: Decimal("0.02")}
FEN = Decimal("0.01")
WATT = Decimal("0.000001")
PENDING = 9
"""No grade yet: milder than any."""


def judge(facts: Facts, history: list[Facts]) -> Facts:
    stated = facts.get("valid_complaint")
    if stated is False or (stated is None and ("demand_type" in facts or "demand_capability" in facts)):
        return demand(facts)
    earlier = [] if facts.get("followup_of") else same_problem(facts, history)
    found = satisfied(facts, earlier, known(facts))
    grade = worst(found)
    ceiling, missing = outlook(facts, earlier, grade)
    flags = ["followup-not-counted"] if facts.get("followup_of") else []
    if ("panel_grade" in facts or "panel_signoffs" in facts) and not decided_by_panel(facts):
        flags.append("panel-incomplete")
    reasons = found.get(grade, [])
    if grade == PENDING and not missing:
        grade, reasons = 5, ["R01-G5r"]
        flags.append("boundary-gap")
    verdict = papers(grade, facts)
    verdict |= {"reasons": reasons, "deadlines": [], "flags": flags, "missing": missing, "provisional": bool(missing)}
    if missing:
        verdict["ceiling"] = ceiling
    return verdict


def demand(facts: Facts) -> Facts:
    number = {"salesperson": "N1", "tech-marketing": "N2", "joint": "N3", None: None}[facts.get("demand_capability")]
    documents = {"N1": ["F01a"], "N2": ["F01a", "F01e"], "N3": ["F01a", "F01e"], None: []}
    return {
        "grade": number,
        "reasons": [f"R01-{number}"] if number else [],
        "deadlines": [],
        "approvers": [],
        "documents": documents[number],
        "participants": f"R01-{number}" if number else None,
        "provisional": number is None,
        "missing": [] if number else ["demand_capability"],
        "flags": [],
    }


def papers(grade: int, facts: Facts) -> Facts:
    if grade == PENDING:
        return {"grade": None, "approvers": [], "documents": [], "participants": None}
    if facts.get("internal_resolvable") and grade in (4, 5):
        return {"grade": grade, "approvers": [], "documents": ["F01a"], "participants": None}
    signs = {
        1: ["gm"],
        2: ["vp-sales", "vp-quality", "vp-technical", "vp-production"],
        3: ["quality-director"],
        4: ["quality-owner"],
        5: ["quality-owner"],
    }
    return {
        "grade": grade,
        "approvers": signs[grade],
        "documents": ["F01b", "F01c", "F01d"],
        "participants": f"R01-P{grade}",
    }


def same_problem(facts: Facts, history: list[Facts]) -> list[Facts]:
    key = facts.get("problem_key")
    return [
        row
        for row in history
        if key
        and row.get("problem_key") == key
        and not row.get("followup_of")
        and day(row["date"]) <= day(facts["received_at"])
    ]


def known(facts: Facts) -> dict[str, Any]:
    """at_least: RMB certainly spent; cost: RMB in total or None; mw: or None; degree: or None."""
    parts = [Decimal(facts[part]) for part in PARTS if facts.get(part) is not None]
    cost = None
    if facts.get("total_cost_cny") is not None:
        cost = Decimal(facts["total_cost_cny"])
    elif len(parts) == len(PARTS):
        cost = sum(parts, Decimal(0))
    mw = None
    if facts.get("qty_mw") is not None:
        mw = Decimal(facts["qty_mw"])
    elif facts.get("module_count") is not None and facts.get("module_wp") is not None:
        mw = Decimal(facts["module_count"]) * Decimal(facts["module_wp"]) / 1_000_000
    at_least = sum(parts, Decimal(0)) if cost is None else cost
    return {"at_least": at_least, "cost": cost, "mw": mw, "degree": facts.get("defect_degree")}


def satisfied(facts: Facts, earlier: list[Facts], values: dict[str, Any]) -> dict[int, list[str]]:
    found = {grade: measured(grade, earlier, values) for grade in (1, 2, 3, 4)}
    found[5] = []
    if values["cost"] is not None and values["cost"] < 10_000:
        found[5].append("R01-G5a")
    if values["mw"] is not None and values["mw"] < Decimal("0.02"):
        found[5].append("R01-G5b")
    if facts.get("major_impact") or facts.get("legal_action"):
        found[1].append("R01-G1c")
    if facts.get("safety_hazard"):
        found[1].append("R01-G1e")
    if facts.get("mass_complaint_risk"):
        found[2].append("R01-G2e")
    if facts.get("image_risk") or facts.get("media_exposed"):
        found[2].append("R01-G2f")
    if decided_by_panel(facts):
        grade = facts["panel_grade"]
        found[grade].append({1: "R01-G1f", 2: "R01-G2j", 3: "R01-G3e"}[grade])
    return found


def decided_by_panel(facts: Facts) -> bool:
    return "panel_grade" in facts and set(facts.get("panel_signoffs", [])) >= PANEL


def measured(grade: int, earlier: list[Facts], values: dict[str, Any]) -> list[str]:
    """Clauses a and b of a grade; where both fail, the same over all cases of the problem."""
    degrees = (1,) if grade in (1, 2) else (1, 2)
    counts = values["mw"] is not None and values["degree"] in degrees
    found = []
    if values["at_least"] > COST[grade]:
        found.append(f"R01-G{grade}a")
    if counts and values["mw"] > POWER[grade]:
        found.append(f"R01-G{grade}b")
    if found or not earlier:
        return found
    spent, power = values["at_least"], values["mw"] if counts else Decimal(0)
    for row in earlier:
        spent += Decimal(row.get("total_cost_cny") or 0)
        if row.get("defect_degree") in degrees:
            power += Decimal(row.get("qty_mw") or 0)
    if spent > COST[grade] or power > POWER[grade]:
        return ["R01-G1d" if grade == 1 else f"R01-G{grade}c"]
    return []


def worst(found: dict[int, list[str]]) -> int:
    return min((grade for grade, reasons in found.items() if reasons), default=PENDING)


def outlook(facts: Facts, earlier: list[Facts], now: int) -> tuple[int, list[str]]:
    """Every way the open facts may turn out: the worst grade, and the facts without which it gets no worse.

    A fact is missing when some of the open facts, this one among them, make the grade worse, and no longer do so
    when this one is left open.
    """
    values = known(facts)
    points: dict[str, list[Any]] = {"cost": costs(values, earlier), "mw": powers(values, earlier), "degree": [1, 2, 3]}
    points = {fact: options for fact, options in points.items() if values[fact] is None}
    grades = {}
    choices: list[tuple[Any, ...]] = list(product(*([None, *options] for options in points.values())))
    for chosen in choices:
        guess = values | dict(zip(points, chosen, strict=True))
        if guess["cost"] is not None:
            guess["at_least"] = guess["cost"]
        grades[chosen] = worst(satisfied(facts, earlier, guess))
    matters = set()
    for chosen, grade in grades.items():
        if grade >= now:
            continue
        for place, fact in enumerate(points):
            without = (*chosen[:place], None, *chosen[place + 1 :])
            if chosen[place] is not None and grades[without] >= now:
                matters.add(fact)
    names = {"cost": "total_cost_cny", "mw": "qty_mw", "degree": "defect_degree"}
    return min(grades.values()), [names[fact] for fact in points if fact in matters]


def costs(values: dict[str, Any], earlier: list[Facts]) -> list[Decimal]:
    """Totals just below, at and just above every threshold, alone and together with the earlier cases."""
    spent = sum((Decimal(row.get("total_cost_cny") or 0) for row in earlier), Decimal(0))
    marks = {bound - past for bound in COST.values() for past in (Decimal(0), spent)}
    near = {mark + step for mark in marks for step in (-FEN, Decimal(0), FEN)} | {values["at_least"]}
    return sorted(cost for cost in near if cost >= values["at_least"])


def powers(values: dict[str, Any], earlier: list[Facts]) -> list[Decimal]:
    pasts = {Decimal(0)}
    for degrees in ((1,), (1, 2)):
        rows = [row for row in earlier if row.get("defect_degree") in degrees]
        pasts.add(sum((Decimal(row.get("qty_mw") or 0) for row in rows), Decimal(0)))
    marks = {bound - past for bound in POWER.values() for past in pasts}
    return sorted({max(mark + step, Decimal(0)) for mark in marks for step in (-WATT, Decimal(0), WATT)})
