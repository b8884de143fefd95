"""What a label means beside its value: `Part: power supply` names a product, `不良：13 片` counts, `Received: 5 May,
300 pcs` does both."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from parsers.boxes import YES, yes_or_no
from parsers.labels import dictionary
from parsers.measures import UNITS
from parsers.pairs import Pair

Reading = Callable[[Pair], list[Pair]]
_THING = re.compile(r"\W*(?:\d+\W+)?(?:part|item|article|goods|物料|零件|部件|部品|(material|材料))\s*[:：#=\s|]", re.I)
"""Names under which some write a number and others a thing."""
_CODE = re.compile(r"(?-i:[A-Z]{1,5} )?[^\s，,]*\d", re.I)
_PIECES = re.compile(
    rf"(?<![\w.,/-])(?:约|共|about |ca\. ?)?\d[\d,.]*(?: \d{{3}})*\s?(?:[kK]\s?)?{UNITS.pattern}(?![a-z])", re.I
)
_COUNTED = re.compile(rf"{_PIECES.pattern}(?:\s?[，,。;；(（].*|\s*)", re.I | re.S)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}\s?月\s?\d{1,2}\s?[日号]?|\d{1,2}\.\d{1,2}\.\d{4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ -](?:of )?{_MONTH}(?:[ ,-]{{1,2}}\d{{4}})?"
    rf"|\b{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[a-z]{2})\.\s+(?=[A-Z])|(?<=[\u4e00-\u9fff])。")
_SENT = re.compile(
    r"寄|附|随|发出|送|带|已提供|\b(?:shipped|sent|enclosed|attached|returned|dispatched|on (?:the|its|their) way)\b",
    re.I,
)
_NOT_YET = re.compile(r"未|没|待|将|准备|可以?寄|需要|\b(?:not|will|to be|can be|on request|if)\b", re.I)
_WANTED = re.compile(r"[前内]\s*$|[之以]前|\b(?:by|before|until|till|latest|within)\b|最晚|最迟", re.I)
_OFFICE = re.compile(r".{2,}(?:公司|厂|集团|院|所|校|局|部|处|会|中心|店|站|行|社|Ltd\.?|Inc\.?|GmbH|Co\.?)$", re.I)
_ARRIVED = frozenset(["received_at", "ship_date", "qty_shipped"])


def readings(pair: Pair) -> list[Pair]:
    """The pair as it is meant: itself, another fact's, or several."""
    read = READINGS.get(pair.label.field)
    return [pair] if read is None else read(pair)


def _as(pair: Pair, field: str, text: str) -> Pair:
    return replace(pair, label=dictionary().labels[field], text=text)


def _part(pair: Pair) -> list[Pair]:
    """`Part: power supply 24 V`, `物料：密封圈`: the thing, where no number begins; `Material: steel` is neither."""
    thing = _THING.match(pair.raw)
    if thing is None or _CODE.match(pair.text):
        return [pair]
    return [] if thing[1] else [_as(pair, "product_name", pair.text)]


def _failure(pair: Pair) -> list[Pair]:
    """`不良：13 片，现象是不亮`: how many, then what; one sentence names a failure."""
    if not _COUNTED.fullmatch(pair.text):
        first = _SENTENCE_END.split(pair.text, maxsplit=1)[0]
        return [replace(pair, text=first)]
    counted = _PIECES.match(pair.text)
    rest = pair.text[counted.end() if counted else 0 :].lstrip(" ，,。;；")
    return [_as(pair, "qty_defect", pair.text), *([replace(pair, text=rest)] if rest and rest[0] not in "(（" else [])]


def _sample(pair: Pair) -> list[Pair]:
    """`Samples: 6 pcs shipped 31-Aug`, `样品：随单附 3 块`; `不良品：13 片` counts."""
    if pair.label.type != "flag" or yes_or_no(pair.text) is not None:
        return [pair]
    if _SENT.search(pair.text) and not _NOT_YET.search(pair.text):
        return [replace(pair, text="yes")]
    if _COUNTED.fullmatch(pair.text) and re.match(r"\W*不良品", pair.raw):
        return [_as(pair, "qty_defect", pair.text)]
    return [pair]


def _arrival(pair: Pair) -> list[Pair]:
    """`Received: 2026/10/05, 300 pcs`: goods, on a day; `Delivered: 12 May`, `到货：500只`: one of the two."""
    counted, day = _PIECES.search(pair.text), _DAY.search(pair.text)
    if counted is None and (day is None or pair.label.field != "qty_shipped"):
        return [pair]
    if counted is not None and day is None and pair.label.field != "ship_date":
        return [pair]
    dated = [_as(pair, "ship_date", day.group())] if day else []
    return [*dated, *([_as(pair, "qty_shipped", counted.group())] if counted else [])]


def _stage(pair: Pair) -> list[Pair]:
    """`Found at: final test on October 16th`: where, and when."""
    day = _DAY.search(pair.text)
    return [pair, _as(pair, "occurred_at", day.group())] if day else [pair]


def _customer(pair: Pair) -> list[Pair]:
    """`单位：只` is a unit, `单位：金泊电器有限公司` a customer."""
    unit = re.match(r"\W*单\s*[位]\s*[:：]", pair.raw) and not _OFFICE.match(pair.text)
    return [] if unit else [pair]


def _remedy(pair: Pair) -> list[Pair]:
    """`Return delivery: yes` wishes what the label says."""
    if not pair.label.says:
        return [pair]
    return [replace(pair, text=pair.label.says)] if yes_or_no(pair.text) else []


def _reply(pair: Pair) -> list[Pair]:
    """`回复时间：5/25前` is when an answer is wanted, and not when it was given."""
    return [_as(pair, "customer_deadline", pair.text)] if _WANTED.search(pair.text) else [pair]


def _spares(pair: Pair) -> list[Pair]:
    """`需要备件：逆变板 1 块、风扇 2 个`: yes, and which."""
    if yes_or_no(pair.text) is not None or YES.match(pair.text) or not _PIECES.search(pair.text):
        return [pair]
    return [replace(pair, text="yes"), _as(pair, "parts", pair.text)]


READINGS: dict[str, Reading] = {
    "part_no": _part,
    "failure_mode": _failure,
    "sample_provided": _sample,
    "stage_found": _stage,
    "customer_name": _customer,
    "remedy": _remedy,
    "spare_part_needed": _spares,
    "reply_sent_at": _reply,
    **dict.fromkeys(_ARRIVED, _arrival),
}
