"""What has been stated about a case, read for figures: a fact nobody can read counts as not stated."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from cases.mail import FieldValue
from cases.model import Case
from cases.values import FactError, read


def stated(case: Case, name: str) -> FieldValue | None:
    """The value of a fact, or None."""
    fact = case.facts.get(name)
    return None if fact is None else fact.value


def denied(case: Case, name: str) -> bool:
    """Whether somebody has said no."""
    return str(stated(case, name)).lower() == "false"


def affirmed(case: Case, name: str) -> bool:
    """Whether somebody has said yes."""
    return str(stated(case, name)).lower() == "true"


def number(case: Case, name: str) -> Decimal | None:
    """The fact as a number."""
    raw = stated(case, name)
    try:
        return None if raw is None else Decimal(read(name, "decimal", raw, UTC))
    except FactError:
        return None


def moment(case: Case, name: str, zone: tzinfo) -> datetime | None:
    """When something happened according to a fact: no later than it was stated."""
    fact = case.facts.get(name)
    if fact is None:
        return None
    try:
        said: datetime = read(name, "datetime", fact.value, zone)
    except FactError:
        return None
    return min(said, fact.at)
