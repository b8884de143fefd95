"""What a person filled into a cell, as facts of the regulation: bare numbers, boxes as what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from cases.fact_types import FactType
from cases.form_fields import Field
from cases.mail import FieldValue

FIGURES = frozenset(("number", "money", "percent"))
YES_NO = {"true": True, "yes": True, "false": False, "no": False}
_DRESS = re.compile(r"[\s,¥%]|RMB|CNY|元", re.IGNORECASE)


def facts_in(field: Field, value: str | Sequence[str], known: Mapping[str, FactType]) -> dict[str, FieldValue]:
    """The facts of a regulation (`known`) that an answer states; none for what the regulation does not go by."""
    if field.options:
        stated = _ticked(field, [value] if isinstance(value, str) else value)
    else:
        text = value if isinstance(value, str) else ", ".join(value)
        stated = {field.id: _bare(text) if field.kind in FIGURES else text}
    return {name: _typed(known[name], said) for name, said in stated.items() if name in known and said}


def _ticked(field: Field, ids: Sequence[str]) -> dict[str, FieldValue]:
    chosen = [option for option in field.options if option.id in ids]
    values = [option.values[0] for option in chosen if option.values]
    stated: dict[str, FieldValue] = {option.fact: "true" for option in chosen if option.fact}
    if values:
        stated[field.id] = values[0] if len(values) == 1 else tuple(values)
    return stated


def _bare(text: str) -> str:
    """`¥133,700 元` -> `133700`; words beside the figure stay, and are refused as none."""
    return _DRESS.sub("", unicodedata.normalize("NFKC", text))


def _typed(kind: FactType, said: FieldValue) -> FieldValue:
    return YES_NO.get(said, said) if kind.kind == "bool" and isinstance(said, str) else said
