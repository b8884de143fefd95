"""The facts of a case as a pack types them: known, open (unknown, which is not false), or simply not stated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import lru_cache
from typing import Any, TypeVar

from cases.deriving import blank, contradicts, derives, settle
from cases.fact_types import FactType, read_value
from cases.values import FactError

Made = TypeVar("Made")
PLAIN = (str, int, bool)
REMEMBERED = 10_000
"""Values of earlier cases that are read once."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The facts of one case, typed. `values` holds Unknown for open facts and None for what is not stated."""

    values: dict[str, Any]
    presumed: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class FactTable(dict[str, FactType]):
    """The fact types of a pack, with what holds while nothing is stated worked out once."""

    def __init__(self, types: Mapping[str, FactType]) -> None:
        super().__init__(types)
        self.blank: dict[str, Any] = {kind.id: blank(kind) for kind in types.values()}
        self.derived = tuple(kind for kind in types.values() if derives(kind))
        """Types whose value hangs on other facts, too."""
        self.presuming = tuple(kind.id for kind in types.values() if kind.presumed is not None)
        self.bounded = tuple(kind for kind in types.values() if kind.not_before or kind.not_over)
        self.counting = tuple(kind for kind in types.values() if kind.counted)
        self._known: dict[Hashable, Any] = {}

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made once per key for as long as the pack is in use."""
        try:
            made: Made = self._known[key]
        except KeyError:
            made = self._known[key] = make()
        return made

    def _reader(self, kind: FactType, zone: tzinfo) -> Callable[[Any], Any]:
        return lru_cache(maxsize=REMEMBERED, typed=True)(lambda raw: read_value(kind, raw, zone))

    def read(self, kind: FactType, raw: Any, zone: tzinfo) -> Any:
        """As `read_value`; plain values are remembered, words of people are not."""
        plain = type(raw) in PLAIN and kind.kind != "text"
        if not plain:
            return read_value(kind, raw, zone)
        return self.remember((kind.id, zone), lambda: self._reader(kind, zone))(raw)


def read_facts(types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo) -> Sheet:
    """The sheet of a case from JSON-like values (None and "unknown" count as not stated).

    Facts that no type names are left alone. Raises FactError with every impossible value.
    """
    table = types if isinstance(types, FactTable) else FactTable(types)
    stated, refused = _stated(table, raw, zone)
    if refused:
        raise FactError("; ".join(refused.values()))
    flags: list[str] = []
    values = table.blank | stated
    for kind in table.derived:
        values[kind.id] = settle(kind, stated, table, flags)
    flags += [f"contradiction:{kind.id}" for kind in table.bounded if contradicts(kind, values)]
    return Sheet(values, tuple(fact for fact in table.presuming if fact not in stated), tuple(flags))


def impossible(types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """The facts that cannot be true, each with the sentence that says why; a desk leaves them out and asks."""
    return _stated(types if isinstance(types, FactTable) else FactTable(types), raw, zone)[1]


def _stated(types: FactTable, raw: Mapping[str, Any], zone: tzinfo) -> tuple[dict[str, Any], dict[str, str]]:
    """Typed values of the facts that are stated, and a sentence for each that cannot be."""
    stated: dict[str, Any] = {}
    refused: dict[str, str] = {}
    for name, given in raw.items():
        kind = types.get(name)
        if kind is None or given is None:
            continue
        try:
            value = types.read(kind, given, zone)
        except FactError as fault:
            refused[name] = str(fault)
        else:
            if value is not None:
                stated[name] = value
    return stated, refused
