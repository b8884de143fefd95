"""The facts of a case as a pack types them: known, open (unknown, which is not false), or simply not stated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from cases.values import FactError, Misfit, one_of, read, shown

YES_NO = ("bool", "named")
Made = TypeVar("Made")
PLAIN = (str, int, bool)
REMEMBERED = 10_000
"""Values of earlier cases that are read once."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """An open fact: one of `choices`, or a number from `low` to `high` (both possible), or anything."""

    choices: tuple[Any, ...] | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FactType:
    """What a pack says of one fact. `open`: unknown is not false; every other fact not stated is false or absent."""

    id: str
    kind: str
    """bool, named, int, decimal, enum, text, datetime, list or checklist."""
    open: bool = False
    asked_of: str = "customer"
    """`customer` or the role that can say."""
    label_zh: str = ""
    label_en: str = ""
    unit: str = ""
    unit_en: str = ""
    values: tuple[Any, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    parts: tuple[str, ...] = ()
    """Facts that add up to this one; the known ones are its lower bound."""
    product: tuple[str, ...] = ()
    """Facts whose product times `scale` is this one."""
    scale: Decimal = Decimal(1)
    default_from: str = ""
    """The fact whose value this one has until it is stated."""
    presumed: bool | None = None
    """Taken as this until stated."""
    denied_by: tuple[str, ...] = ()
    """Facts that turn the presumption round when they are stated."""
    covered_by: str = ""
    """The open fact that includes this one: while that is unknown, so is this; it is asked through that one."""
    default: Any = None
    """The value while nobody states one."""
    counted: tuple[str, ...] = ()
    """Not stated, it is the number of cases, this one included, that agree with this one on these facts."""
    not_before: str = ""
    """A value on an earlier day than that fact's contradicts it."""
    not_over: str = ""
    """A value above that fact's, or on a later day, contradicts it."""


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
        self.blank: dict[str, Any] = {kind.id: _blank(kind) for kind in types.values()}
        self.derived = tuple(kind for kind in types.values() if _derives(kind))
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
        values[kind.id] = _settle(kind, stated, table, flags)
    flags += [f"contradiction:{kind.id}" for kind in table.bounded if _contradicts(kind, values)]
    return Sheet(values, tuple(fact for fact in table.presuming if fact not in stated), tuple(flags))


def impossible(types: Mapping[str, FactType], raw: Mapping[str, Any], zone: tzinfo) -> dict[str, str]:
    """The facts that cannot be true, each with the sentence that says why; a desk leaves them out and asks."""
    return _stated(types if isinstance(types, FactTable) else FactTable(types), raw, zone)[1]


def read_value(kind: FactType, raw: Any, zone: tzinfo) -> Any:
    """The typed value, or None if `raw` is empty or says that it is unknown. Raises FactError."""
    if raw == "" or (raw == "unknown" and kind.kind != "text"):
        return None
    value = read(kind.id, kind.kind, raw, zone)
    if kind.values and (strange := _not_on_offer(kind, value, raw)):
        given = strange if type(value) is tuple else raw
        sentence = f"{kind.id} must be {one_of(kind.values)}, not {shown(given)}"
        raise FactError(sentence, Misfit(kind.id, "one_of", given, kind.values))
    if kind.minimum is not None and value < kind.minimum:
        sentence = f"{kind.id} must be at least {kind.minimum}, not {shown(raw)}"
        raise FactError(sentence, Misfit(kind.id, "at_least", raw, (kind.minimum,)))
    if kind.maximum is not None and value > kind.maximum:
        sentence = f"{kind.id} must be at most {kind.maximum}, not {shown(raw)}"
        raise FactError(sentence, Misfit(kind.id, "at_most", raw, (kind.maximum,)))
    return value


def _not_on_offer(kind: FactType, value: Any, raw: Any) -> tuple[Any, ...]:
    """What the fact cannot be; of a checklist also among the points that are not done."""
    if type(value) is tuple:
        return tuple(item for item in (raw if isinstance(raw, Mapping) else value) if item not in kind.values)
    return () if value in kind.values else (value,)


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


def _blank(kind: FactType) -> Any:
    """The value of a fact that nobody has stated and that hangs on no other."""
    if kind.presumed is not None:
        return kind.presumed
    if kind.open:
        return unknown(kind)
    return False if kind.kind in YES_NO and kind.default is None else kind.default


def _derives(kind: FactType) -> bool:
    return bool(kind.parts or kind.product or kind.default_from or kind.denied_by or kind.covered_by)


def _settle(kind: FactType, stated: Mapping[str, Any], table: FactTable, flags: list[str]) -> Any:
    """The value of one fact, from what is stated of it and of the facts it is made of."""
    value = stated.get(kind.id)
    if kind.parts:
        value = _sum(kind, value, stated, flags)
    elif kind.product:
        value = _product(kind, value, stated, flags)
    if value is None and kind.default_from:
        value = stated.get(kind.default_from)
    if value is not None:
        return value
    if kind.presumed is not None:
        return kind.presumed != any(fact in stated for fact in kind.denied_by)
    covering = table.get(kind.covered_by)
    if covering is not None and covering.open and covering.id not in stated:
        return unknown(kind)
    return table.blank[kind.id]


def _contradicts(kind: FactType, values: Mapping[str, Any]) -> bool:
    """Whether a value lies before or beyond that of a fact that bounds it."""
    value = _measure(values.get(kind.id))
    least, most = _measure(values.get(kind.not_before)), _measure(values.get(kind.not_over))
    return value is not None and ((least is not None and value < least) or (most is not None and value > most))


def _measure(value: Any) -> Any:
    """What is compared: the day of a moment, a number as it is; None if nothing is stated."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, int | Decimal) else None


def unknown(kind: FactType) -> Unknown:
    """Everything a fact can be."""
    if kind.kind in YES_NO:
        return Unknown(choices=(True, False))
    if kind.values:
        return Unknown(choices=kind.values)
    return Unknown(low=kind.minimum, high=kind.maximum)


def _sum(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    """The stated whole, but no less than its known parts; without one their sum, or open from that sum upwards."""
    known = [stated[part] for part in kind.parts if part in stated]
    total = sum(known, Decimal(0))
    if whole is not None:
        if total > whole:
            flags.append(f"contradiction:{kind.id}")
        return max(whole, total)
    if len(known) == len(kind.parts):
        return total
    return Unknown(low=total) if known else None


def _product(kind: FactType, whole: Any, stated: Mapping[str, Any], flags: list[str]) -> Any:
    product = kind.scale
    for factor in kind.product:
        if factor not in stated:
            return whole
        product *= stated[factor]
    return product if whole is None else _agreed(kind, whole, product, flags)


def _agreed(kind: FactType, stated: Decimal, derived: Decimal, flags: list[str]) -> Any:
    """Both, if they agree; if not, neither is believed: the truth is taken to lie between them."""
    if stated == derived:
        return stated
    flags.append(f"contradiction:{kind.id}")
    return Unknown(low=min(stated, derived), high=max(stated, derived))
