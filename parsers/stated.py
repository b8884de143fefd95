"""The facts that a label states with its value, and those that the value implies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from cases.mail import Field
from parsers.labels import Label, dictionary
from parsers.measures import Value, modules
from parsers.pairs import Pair
from parsers.values import parse_value

Stated = list[tuple[str, Field]]
COUNTED = frozenset(["qty_mw", "qty_shipped", "qty_defect", "module_count"])
PEOPLE = frozenset(["contact_name", "complainant"])
IMPLIED: Mapping[str, tuple[str, ...]] = {
    "customer_demand": ("remedy",),
    "contact_name": ("contact_email",),
    "legal_action": ("litigation",),
}
_BLOCKS = re.compile(r"\s?\d[\d,]*\s?[块片]\s?[（(]?(?:约|共|合计|计)?\s?\d[\d.,]*\s?(?:[kM]W|千瓦|兆瓦)p?[）)]?", re.I)
"""`400块（220kW）`: modules with their power."""
_PERSON = re.compile(
    r"(?P<name>[^\d,，/+(（]{1,30}?)[\s,，/(（]+(?:(?:tel|phone|mobile|电话|手机)\.?[:：]?\s*)?(?P<phone>\+?\d[\d\s-]{5,18}\d(?:\s?(?:转|轉|-|分机|ext\.?)\s?\d{1,5})?)[)）]?",
    re.I,
)
"""`李工 13900000000`: a name with the phone behind it."""
_WHO = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:部|科|课|室|处|前台|会|组|中心|公司|厂|站|所|店)\s+"
    r"(?P<who>[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,2}(?:工程师|经理|主任|先生|女士|小姐|师傅|老师|科长|部长|总监))"
)
_NEEDED = re.compile(r"[^:：]{0,20}(?:需|need|require)", re.I)
"""`需求配件：…`: the parts are wanted, not listed as replaced."""


def facts_of(pair: Pair, where: str, written: datetime) -> Stated:
    """The field of a label, and those its value implies: modules in `400块×500W`, remedies in a demand."""
    label = pair.label
    if label.field in PEOPLE and (person := _PERSON.fullmatch(pair.text)):
        phone = Field(person["phone"], pair.raw, where, confidence=pair.confidence)
        return [(label.field, Field(who(person["name"]), pair.raw, where)), ("contact_phone", phone)]
    result = _modules(pair, where, written) if label.field in COUNTED else []
    if result and label.field in ("qty_mw", "module_count"):
        return result
    if (value := parse_value(label, pair.text, written)) is not None:
        if label.field in PEOPLE and isinstance(value.value, str):
            value = replace(value, value=who(value.value))
        result.append((label.field, _field(value, pair, where)))
        if label.field == "parts" and _NEEDED.match(pair.raw):
            result.append(("spare_part_needed", _field(Value(True, "", 0.9), pair, where)))
    for implied in IMPLIED.get(label.field, ()):
        if (value := parse_value(_label(implied), pair.text, written)) is not None:
            result.append((implied, _field(replace(value, confidence=value.confidence * 0.9), pair, where)))
    return result


def _modules(pair: Pair, where: str, written: datetime) -> Stated:
    """Count and rated power of `400块×500W`; count and power of `400块（220kW）`."""
    if found := modules(pair.text):
        return [
            ("module_count", Field(found[0], pair.raw, where, "pcs", pair.confidence)),
            ("module_wp", Field(found[1], pair.raw, where, "W", pair.confidence)),
        ]
    if not _BLOCKS.fullmatch(pair.text):
        return []
    values = [(id_, parse_value(_label(id_), pair.text, written)) for id_ in ("qty_mw", "module_count")]
    return [(id_, _field(value, pair, where)) for id_, value in values if value is not None]


def who(name: str) -> str:
    """`居委会 何主任`: the person without the office."""
    found = _WHO.fullmatch(name.strip())
    return found["who"] if found else name


def _label(id_: str) -> Label:
    return dictionary().labels[id_]


def _field(value: Value, pair: Pair, where: str) -> Field:
    confidence = round(value.confidence * pair.confidence, 2)
    return Field(value.value, pair.raw, where, value.unit, confidence, value.flags)
