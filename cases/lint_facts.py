"""The facts that a text is judged by, read from JSON values or from a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC

from cases.lint_rules import Rules
from cases.lint_text import LONGEST
from cases.values import FactError, one_of, read
from cases.vocabulary import FIELDS

NEEDED = ("text", "kind")
_NOT_STATED: Mapping[str, Callable[[], object]] = {"bool": lambda: False, "text": str, "enum": str, "list": tuple}


def read_facts(rules: Rules, given: Mapping[str, object]) -> dict[str, object]:
    """All facts of the rules; what nobody stated is false, "" or empty.

    Raises FactError for unknown names, values of another type, an unknown kind or remedy, and too long a text.
    """
    unknown = sorted(set(given) - set(rules.facts) - FIELDS)
    if unknown:
        raise FactError(f"there is no fact {', '.join(map(repr, unknown))}")
    for name in NEEDED:
        if given.get(name) is None:
            raise FactError(f"{name} is missing")
    facts = {
        name: read(name, kind, given[name], UTC) if given.get(name) is not None else _NOT_STATED[kind]()
        for name, kind in rules.facts.items()
    }
    _refuse(rules, facts)
    return facts


def _refuse(rules: Rules, facts: Mapping[str, object]) -> None:
    if facts["kind"] not in rules.kinds:
        raise FactError(f"kind must be {one_of(rules.kinds)}, not {facts['kind']!r}")
    if len(str(facts["text"])) > LONGEST:
        raise FactError(f"the text is longer than {LONGEST:,} characters")
    approved = facts["approved_remedies"]
    assert isinstance(approved, tuple)
    if strange := sorted(set(approved) - rules.remedies):
        raise FactError(
            f"approved_remedies names {', '.join(map(repr, strange))}; there are {one_of(sorted(rules.remedies))}"
        )
