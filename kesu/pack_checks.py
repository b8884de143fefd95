"""What the shape of a pack file cannot tell: names that lead nowhere, rules in force twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kesu.pack_lines import Place
from kesu.pack_schema import Entry, PackPart, Scalar

CUSTOMER = "customer_name"
NO_FACT = "nothing"
"""What a pack writes where a fact could stand and none is meant."""
Faults = list[tuple[Place, str]]


def check(part: PackPart, values: Mapping[str, Scalar]) -> Faults:
    """All faults of a pack whose settings have these values."""
    return [*_facts(part), *_clocks(part), *_grades(part), *_rules(part, values), *_only(part)]


def in_force(entry: Entry, values: Mapping[str, Scalar]) -> bool:
    """Whether the settings leave this entry in force."""
    return all(values.get(key) == value for key, value in entry.only.items())


def _facts(part: PackPart) -> Iterator[tuple[Place, str]]:
    for name, fact in part.facts.items():
        named = {
            "parts": fact.parts,
            "product": fact.product,
            "denied_by": fact.denied_by,
            "default_from": [fact.default_from] if fact.default_from else [],
            "covered_by": [fact.covered_by] if fact.covered_by else [],
        }
        for key, others in named.items():
            yield from _unknown_facts(part, others, ("facts", name, key))
        if fact.type == "enum" and not fact.values:
            yield ("facts", name), f"enum {name} has no values"
    if part.repetition:
        same = [*part.repetition.same, *([CUSTOMER] if part.repetition.scope == "customer" else [])]
        yield from _unknown_facts(part, same, ("repetition",))


def _unknown_facts(part: PackPart, names: Iterable[str], place: Place) -> Iterator[tuple[Place, str]]:
    for name in names:
        if name not in part.facts:
            yield place, f"there is no fact {name!r}"


def _clocks(part: PackPart) -> Iterator[tuple[Place, str]]:
    for number, clock in enumerate(part.clock):
        starts = [*clock.starts, *([clock.not_before] if clock.not_before != NO_FACT else [])]
        for name in starts:
            if name not in part.facts or part.facts[name].type != "datetime":
                yield ("clock", number, "starts"), f"{clock.id}: {name!r} is not a datetime fact"
        if clock.target is not None and clock.target > clock.due:
            yield ("clock", number, "target"), f"{clock.id}: the target is after the due day"


def _grades(part: PackPart) -> Iterator[tuple[Place, str]]:
    order = part.grade.order
    for step in part.grade.ladder:
        if step not in order:
            yield ("grade", "ladder"), f"grade {step!r} is not in grade.order"
    for table, rules in (("rule", part.grade.rule), ("residual", part.grade.residual)):
        for number, rule in enumerate(rules):
            if rule.grade not in order:
                yield ("grade", table, number, "grade"), f"{rule.id}: grade {rule.grade!r} is not in grade.order"


def _rules(part: PackPart, values: Mapping[str, Scalar]) -> Iterator[tuple[Place, str]]:
    seen: set[str] = set()
    for number, rule in enumerate(part.grade.rule):
        for name in rule.unless:
            if name not in seen:
                yield ("grade", "rule", number, "unless"), f"{rule.id}: there is no rule {name!r} before it"
        if not in_force(rule, values):
            continue
        if rule.id in seen:
            yield ("grade", "rule", number), f"rule {rule.id} is in force more than once"
        seen.add(rule.id)


def _only(part: PackPart) -> Iterator[tuple[Place, str]]:
    entries: dict[Place, list[Entry]] = {
        ("grade", "rule"): [*part.grade.rule],
        ("grade", "residual"): [*part.grade.residual],
        **{(name,): [*getattr(part, name)] for name in LISTS},
    }
    for place, items in entries.items():
        for number, entry in enumerate(items):
            for key, value in entry.only.items():
                setting = part.settings.get(key)
                if setting is None:
                    yield (*place, number, "only"), f"there is no setting {key!r}"
                elif value not in [setting.default, *setting.alternatives]:
                    yield (*place, number, "only"), f"setting {key} is never {value!r}"


LISTS = ("clock", "flags", "documents", "notify", "approvers", "participants", "owner", "emergency_by")
"""The tables of a pack that hold entries."""
