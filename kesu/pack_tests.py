"""What stands in the tables of a condition, checked before a test is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from cases.conditions import Condition
from cases.fact_types import FactType, read_value
from cases.values import FactError


class ConditionError(ValueError):
    """A condition that cannot be read; the text says what is wrong with it."""


def facts_of(condition: Condition) -> set[str]:
    """Every fact that the condition looks at."""
    return {fact for tests in condition.alternatives for test in tests for fact in test.facts()}


def single(test: Any) -> Condition:
    """The condition of a single test."""
    return Condition(((test,),))


def items(name: str, value: Any) -> Sequence[Any]:
    """The items of a list that must not be empty."""
    if not isinstance(value, list) or not value:
        raise ConditionError(f"{name} needs a list with at least one item")
    return value


def bound_of(kind: FactType, raw: Any) -> Any:
    """A bound in the fact's own type, so that a value the fact can never have is found here."""
    try:
        typed = read_value(kind, raw, UTC)
    except FactError as fault:
        raise ConditionError(str(fault)) from None
    if typed is None:
        raise ConditionError(f"{kind.id} is compared with nothing; use {{ known = false }}")
    return typed


def fields(name: str, table: Any, needed: set[str], optional: set[str]) -> Mapping[str, Any]:
    """A table with all the needed lines and no others than the optional ones; what is counted is a whole number."""
    if not isinstance(table, Mapping) or not needed <= set(table) <= needed | optional:
        raise ConditionError(f"{name} takes {', '.join(sorted(needed))} and perhaps {', '.join(sorted(optional))}")
    for key in ("months", "times", "grade_at_most", "hours", "persons", "messages"):
        if key in table and (not isinstance(table[key], int) or table[key] < 1):
            raise ConditionError(f"{name}: {key} is a whole number from 1, not {table[key]!r}")
    return table
