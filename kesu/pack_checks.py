"""What the shape of a pack file cannot tell: names that lead nowhere, rules in force twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cases.policy import CLOSE_CHECK
from cases.state import State
from kesu.pack_carried import sections
from kesu.pack_entries import Grade, Scalar
from kesu.pack_lines import Place
from kesu.pack_schema import PackPart

CUSTOMER = "customer_name"
NO_FACT = "nothing"
"""What a pack writes where a fact could stand and none is meant."""
Faults = list[tuple[Place, str]]


def check(part: PackPart, values: Mapping[str, Scalar]) -> Faults:
    """All faults of a pack whose settings have these values."""
    return [
        *_facts(part),
        *_clocks(part),
        *_grades(part),
        *_rules(part, values),
        *_only(part),
        *_asks(part),
        *_closing(part),
        *_steps(part),
    ]


def _facts(part: PackPart) -> Iterator[tuple[Place, str]]:
    for name, fact in part.facts.items():
        named = {
            "parts": fact.parts,
            "product": fact.product,
            "denied_by": fact.denied_by,
            "default_from": [fact.default_from] if fact.default_from else [],
            "covered_by": [fact.covered_by] if fact.covered_by else [],
            "not_before": [fact.not_before] if fact.not_before else [],
            "not_over": [fact.not_over] if fact.not_over else [],
            "counted": fact.counted,
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
    if bool(part.grade) == bool(part.axis) or bool(part.axis) != bool(part.axes):
        yield (), "a pack has one [grade], or several [axis.NAME] with an [axes] that says how they are printed"
    for name in part.axes.printed if part.axes else []:
        if name not in part.axis:
            yield ("axes", "printed"), f"there is no axis {name!r}"
    for axis, table in part.tables.items():
        place = part.table_place(axis)
        for step in table.ladder:
            if step not in table.order:
                yield (*place, "ladder"), f"grade {step!r} is not in grade.order"
        for kind, rules in (("rule", table.rule), ("residual", table.residual)):
            for number, rule in enumerate(rules):
                gap = kind == "residual" and rule.grade is None and rule.flag
                if rule.grade not in table.order and not gap:
                    yield (*place, kind, number, "grade"), f"{rule.id}: grade {rule.grade!r} is not in grade.order"


def _rules(part: PackPart, values: Mapping[str, Scalar]) -> Iterator[tuple[Place, str]]:
    for axis, table in part.tables.items():
        place = (*part.table_place(axis), "rule")
        seen: set[str] = set()
        given: set[tuple[str, Grade | None]] = set()  # one clause may speak of several grades, of each once
        for number, rule in enumerate(table.rule):
            for name in rule.unless:
                if name not in seen:
                    yield (*place, number, "unless"), f"{rule.id}: there is no rule {name!r} before it"
            if not rule.in_force(values):
                continue
            if (rule.id, rule.grade) in given:
                yield (*place, number), f"rule {rule.id} is in force more than once"
            seen.add(rule.id)
            given.add((rule.id, rule.grade))


def _only(part: PackPart) -> Iterator[tuple[Place, str]]:
    for place, entries in sections(part).items():
        for number, entry in enumerate(entries):
            for key, values in entry.readings():
                setting = part.settings.get(key)
                if setting is None:
                    yield (*place, number, "only"), f"there is no setting {key!r}"
                    continue
                for value in values:
                    if value not in [setting.default, *setting.alternatives]:
                        yield (*place, number, "only"), f"setting {key} is never {value!r}"


def _asks(part: PackPart) -> Iterator[tuple[Place, str]]:
    for number, ask in enumerate(part.asks):
        yield from _unknown_facts(part, ask.facts, ("asks", number, "facts"))


def _closing(part: PackPart) -> Iterator[tuple[Place, str]]:
    fact = part.facts.get(CLOSE_CHECK)
    if part.close and (fact is None or fact.type != "checklist"):
        yield ("close", 0), f"closing needs a fact {CLOSE_CHECK!r} of type checklist"
        return
    for number, check_ in enumerate(part.close):
        for point in check_.points:
            if fact is not None and point not in fact.values:
                yield ("close", number, "points"), f"{check_.id}: {CLOSE_CHECK} has no point {point!r}"


def _steps(part: PackPart) -> Iterator[tuple[Place, str]]:
    for number, step in enumerate(part.steps):
        for state in step.states:
            if state not in list(State):
                yield ("steps", number, "states"), f"{step.id}: a case is never {state!r}"
