"""The tables of a pack file that hold no conditions: facts, settings, what the same problem is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from cases.fact_types import FactType, read_value
from cases.facts import FactTable
from cases.history import GRADE, Repetition
from cases.pack import Setting
from cases.values import FactError
from kesu.pack_checks import CUSTOMER, Faults
from kesu.pack_entries import Grade, Scalar
from kesu.pack_lines import Place
from kesu.pack_schema import FactPart, PackPart


def fact_table(part: PackPart, faults: Faults) -> FactTable:
    """The fact types; what is wrong with them is added to `faults`."""
    return FactTable({name: _fact(name, fact, faults) for name, fact in part.facts.items()})


def _fact(name: str, fact: FactPart, faults: Faults) -> FactType:
    place: Place = ("facts", name)
    return FactType(
        id=name,
        kind=fact.type,
        open=fact.open,
        asked_of=fact.asked_of,
        label_zh=fact.label_zh,
        label_en=fact.label_en,
        unit=fact.unit,
        unit_en=fact.unit_en or fact.unit,
        values=tuple(fact.values),
        minimum=_number(fact.minimum, (*place, "minimum"), faults),
        maximum=_number(fact.maximum, (*place, "maximum"), faults),
        parts=tuple(fact.parts),
        product=tuple(fact.product),
        scale=_number(fact.scale, (*place, "scale"), faults) or Decimal(1),
        default_from=fact.default_from,
        presumed=fact.presumed,
        denied_by=tuple(fact.denied_by),
        covered_by=fact.covered_by,
        default=_default(name, fact, faults),
        counted=tuple(fact.counted),
        not_before=fact.not_before,
        not_over=fact.not_over,
    )


def _default(name: str, fact: FactPart, faults: Faults) -> Any:
    kind = FactType(name, fact.type, values=tuple(fact.values))
    try:
        return None if fact.default is None else read_value(kind, fact.default, UTC)
    except FactError as fault:
        faults.append((("facts", name, "default"), str(fault)))
        return None


def _number(text: str | None, place: Place, faults: Faults) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        faults.append((place, f"{text!r} is not a number"))
        return None


def grades(part: PackPart) -> dict[str, list[Grade]]:
    """What conditions may say of each axis and of the printed whole."""
    tables = part.tables
    found: dict[str, list[Grade]] = {name: table.order for name, table in tables.items()}
    if part.axes:
        orders = [[*(str(grade) for grade in tables[name].order), part.axes.pending] for name in part.axes.printed]
        found[GRADE] = [part.axes.joined.join(parts) for parts in product(*orders)]
    return found


def repetition(part: PackPart) -> Repetition | None:
    if part.repetition is None:
        return None
    same, scope = part.repetition.same, part.repetition.scope
    return Repetition(
        same=(*same, *([CUSTOMER] if scope == "customer" else [])),
        window=part.repetition.window,
        months=part.repetition.months,
        filtered=part.repetition.filtered,
    )


def settings(part: PackPart, values: Mapping[str, Scalar]) -> tuple[Setting, ...]:
    return tuple(
        Setting(
            key=key,
            register=setting.register_,
            value=values[key],
            default=setting.default,
            alternatives=tuple(setting.alternatives),
            zh=setting.says_zh,
            en=setting.says_en,
        )
        for key, setting in part.settings.items()
    )
