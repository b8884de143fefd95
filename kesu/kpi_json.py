"""Figures for programs: one JSON object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from cases.figures import Definition, Figure, Figures, Flow, Rate


def as_json(told: Figures, definitions: Sequence[Definition]) -> dict[str, object]:
    """One object: numbers that are not counts as strings, spans in seconds, moments with their offset."""
    meaning = {each.id: each for each in definitions}
    return {
        "period": told.period.text,
        "from": told.period.start.isoformat(),
        "to": told.period.end.isoformat(),
        "as_of": told.as_of.astimezone(told.period.start.tzinfo).isoformat(timespec="seconds"),
        "pack": told.pack or None,
        "cases": [_plain(flow) for flow in told.flows],
        "figures": [
            {"kind": type(figure).__name__.lower(), **_object(figure), **_says(meaning[figure.id])}
            | ({"value": _plain(figure.value)} if isinstance(figure, Rate) else {})
            for figure in told.figures
        ],
    }


def plain_number(value: Decimal) -> str:
    """Without an exponent, and without zeros that say nothing."""
    return f"{value.normalize():f}"


def _says(definition: Definition) -> dict[str, object]:
    return {"status": definition.status, "says_zh": definition.zh, "says_en": definition.en}


def _object(value: Figure | Flow) -> dict[str, object]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    return value
