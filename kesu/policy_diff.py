"""`kesu policy diff OLD NEW`: stored cases judged by both packs, and every verdict that would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.model import Case
from cases.pack import Pack
from cases.policy import evaluate
from cases.values import FactError
from kesu.desk import Desk
from kesu.dossier import exported
from kesu.evaluate import as_json

Json = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One case whose verdict would change: key by key what it was and what it would be."""

    case: str
    customer: str
    changes: dict[str, tuple[Any, Any]]


def differences(desk: Desk, old: Pack, new: Pack, now: datetime) -> Iterator[Difference]:
    """Over all stored cases of the old pack, in the order of their numbers."""
    for case in desk.store.cases():
        if case.pack in (old.id, new.id) and case.pack in desk.packs:
            before, after = _verdict(desk, old, case, now), _verdict(desk, new, case, now)
            changes = {
                key: (before.get(key), after.get(key))
                for key in dict.fromkeys([*before, *after])
                if comparable(before.get(key)) != comparable(after.get(key))
            }
            if changes:
                yield Difference(case.number, case.customer.name, changes)


def comparable(value: Any) -> Any:
    """Lists without regard to order."""
    return sorted(map(repr, value)) if isinstance(value, list) else value


def _verdict(desk: Desk, pack: Pack, case: Case, now: datetime) -> Json:
    stored: Json = exported(desk, case, now)
    try:
        verdict = evaluate(
            pack,
            stored["facts"],
            stored["history"],
            zone=desk.config.zone,
            calendar=desk.calendar,
            pauses=case.pauses,
        )
    except FactError as fault:
        return {"error": str(fault)}
    return as_json(pack, verdict)
