"""A stated figure against its target, for `kesu policy eval` with the pack "kpi"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from typing import Any

from cases.books import NO_TARGET, required
from cases.figures import Definition
from cases.kpi import FORMULAS
from cases.targets import NOT_AVAILABLE
from cases.values import FactError, read, shown
from cases.vocabulary import FIELDS
from kesu.kpis import load_kpis
from kesu.packs import POLICIES

Json = dict[str, Any]


def evaluate_kpi(facts: Mapping[str, Any], folders: Sequence[Path] = (POLICIES,)) -> Json:
    """The keys of a verdict for {kpi, num, den, …}: grade met, missed, or n/a where `den` is 0 or there is no target.

    Raises FactError, with a sentence, for facts that cannot be, and PackError for a kpi.toml with faults.
    """
    definition = _named(facts.get("kpi"), folders)
    unknown = sorted(set(facts) - {"kpi", "num", "den", *definition.requires} - FIELDS)
    if unknown:
        raise FactError(f"there is no fact {', '.join(map(repr, unknown))}")
    num, den = (_amount(definition, facts, name) for name in ("num", "den"))
    if definition.parts_of_whole and num > den:
        raise FactError(f"num must be at most den, which it is a part of: {num} is more than {den}")
    flags = [] if definition.target else [f"{NO_TARGET}:{definition.id}"]
    return {
        "grade": _grade(definition, facts, num, den),
        "reasons": [definition.id],
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "provisional": False,
        "missing": [],
        "flags": flags,
    }


def _named(name: Any, folders: Sequence[Path]) -> Definition:
    rates = {each.id: each for each in load_kpis(folders) if FORMULAS[each.formula].divides}
    if not isinstance(name, str) or name not in rates:
        raise FactError(f"kpi must be the id of a rate, not {shown(name)} (there are: {', '.join(sorted(rates))})")
    return rates[name]


def _amount(definition: Definition, facts: Mapping[str, Any], name: str) -> Decimal:
    if facts.get(name) is None:
        raise FactError(f"{name} is missing")
    amount = Decimal(read(name, "decimal" if definition.fractions else "int", facts[name], UTC))
    if amount < 0:
        raise FactError(f"{name} must be at least 0, not {shown(facts[name])}")
    return amount


def _grade(definition: Definition, facts: Mapping[str, Any], num: Decimal, den: Decimal) -> str:
    """A yes/no fact that the figure depends on and nobody states is false, as in every pack."""
    stated = {name: facts[name] for name in definition.requires if facts.get(name) is not None}
    given = {name: bool(read(name, "bool", stated.get(name, False), UTC)) for name in definition.requires}
    if definition.target is None:
        return NOT_AVAILABLE
    grade, _ = required(definition, given, definition.target.grade(num, den, definition.unit))
    return grade
