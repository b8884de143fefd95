"""`kesu policy eval`: cases as {id, pack, facts, history}, verdicts as JSON objects in the same order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any

from cases.deadlines import Calendar, Deadline
from cases.pack import Pack
from cases.policy import ACTION, CLOSE, evaluate
from cases.values import FactError, shown
from cases.verdict import Verdict
from cases.vocabulary import FIELDS
from kesu.kpi_eval import evaluate_kpi
from kesu.lint_eval import evaluate_lint
from kesu.pack_entries import Scalar
from kesu.packs import POLICIES, PackError
from kesu.readings import load_chosen

Json = dict[str, Any]

SPECIAL: Mapping[str, Callable[[Mapping[str, Any], Sequence[Path]], Json]] = {
    "comm-lint": evaluate_lint,
    "kpi": evaluate_kpi,
}
"""Packs that are no regulation with grades: facts and policy folders in, the keys of a verdict out."""


class CasesUnreadable(Exception):
    """The file with the cases cannot be used; the text is one sentence for a person."""


def read_cases(file: Path) -> list[Any]:
    """The list in a JSON file, numbers exact. Raises CasesUnreadable."""
    try:
        cases = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except OSError as fault:
        raise CasesUnreadable(f"{file} cannot be read: {fault.strerror}") from None
    except (ValueError, RecursionError) as fault:
        raise CasesUnreadable(f"{file} is not JSON: {fault}") from None
    if not isinstance(cases, list):
        raise CasesUnreadable(f"{file} must hold a list of cases")
    return cases


class Evaluator:
    """Evaluates cases, each pack loaded once."""

    def __init__(
        self,
        zone: tzinfo,
        calendar: Calendar,
        folders: Sequence[Path] = (POLICIES,),
        settings: Mapping[str, Mapping[str, Scalar]] | None = None,
    ) -> None:
        """`settings`: by pack, readings of its regulation other than the default."""
        self._zone = zone
        self._settings = settings or {}
        self._calendar = calendar
        self._folders = folders
        self._packs: dict[str, Pack | PackError] = {}

    def all(self, cases: Sequence[Any]) -> tuple[list[Json], int]:
        """One object per case, {id, error} for those that cannot be evaluated; and the exit code, 1 if any."""
        results = [self.one(case) for case in cases]
        return results, int(any("error" in result for result in results))

    def one(self, case: Any) -> Json:
        if not isinstance(case, Mapping):
            return {"id": None, "error": "a case is an object with id, pack, facts and history"}
        key = case.get("id")
        try:
            facts, history = _parts(case)
            special = SPECIAL.get(str(case.get("pack")))
            if special:
                return {"id": key, **special(facts, self._folders)}
            pack = self._pack(case.get("pack"))
            _refuse_unknown_names(pack, facts)
            verdict = evaluate(pack, facts, history, zone=self._zone, calendar=self._calendar)
        except (FactError, PackError) as fault:
            return {"id": key, "error": str(fault)}
        return {"id": key, **as_json(pack, verdict)}

    def _pack(self, name: Any) -> Pack:
        if not isinstance(name, str):
            raise FactError("pack must be the name of a policy pack")
        if name not in self._packs:
            try:
                self._packs[name] = load_chosen(name, self._folders, self._settings)
            except PackError as fault:
                self._packs[name] = fault
        pack = self._packs[name]
        if isinstance(pack, PackError):
            raise pack
        return pack


def _parts(case: Mapping[str, Any]) -> tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]:
    facts, history = case.get("facts", {}), case.get("history", [])
    if not isinstance(facts, Mapping):
        raise FactError("facts must be an object")
    if not isinstance(history, list) or not all(isinstance(row, Mapping) for row in history):
        raise FactError("history must be a list of objects")
    return facts, history


def _refuse_unknown_names(pack: Pack, facts: Mapping[str, Any]) -> None:
    unknown = sorted(set(facts) - set(pack.facts) - FIELDS - {ACTION})
    if unknown:
        raise FactError(f"there is no fact {', '.join(map(repr, unknown))}")
    if facts.get(ACTION) not in (None, CLOSE):
        raise FactError(f"{ACTION} must be {CLOSE}, not {shown(facts[ACTION])}")


def as_json(pack: Pack, verdict: Verdict) -> Json:
    """The verdict's keys; `ceiling` only where there is one, people only where the pack speaks of them."""
    result: Json = {
        "grade": verdict.grade,
        "reasons": list(verdict.rules),
        "deadlines": [_deadline(deadline) for deadline in verdict.deadlines],
        "approvers": list(verdict.approvers),
        "documents": list(verdict.documents),
        "provisional": verdict.provisional,
        "missing": [missing.fact for missing in verdict.missing],
        "flags": list(verdict.flags),
    }
    if verdict.ceiling is not None:
        result["ceiling"] = verdict.ceiling
    if pack.listings.get("notify"):
        result["notify"] = list(verdict.notify)
    for name in ("participants", "owner", "emergency_by", "state"):
        if pack.choices.get(name):
            result[name] = getattr(verdict, name)
    if pack.numbering:
        result["case_no"] = verdict.case_no
    return result


def _deadline(deadline: Deadline) -> Json:
    due = deadline.due.isoformat(timespec="seconds") if deadline.due else None
    result: Json = {"rule": deadline.rule, "what": deadline.what, "due": due}
    if deadline.target:
        result["target"] = deadline.target.isoformat(timespec="seconds")
    if deadline.waiting_for:
        result["waiting_for"] = deadline.waiting_for
    if deadline.soft:
        result["soft"] = True
    return result
