"""Why a clause decided: its sentence with the facts it used, for mails and documents."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.conditions import FactTest, Test
from cases.facts import FactType, Sheet, Unknown
from cases.history import Accumulated, Repeated
from cases.model import Reason
from cases.pack import GradeRule, Pack

Said = tuple[str, str]
"""The same words in Chinese and English."""


def explain(rule: GradeRule, pack: Pack, sheet: Sheet) -> Reason:
    """The reason that a rule gives on these facts. Yes/no facts are in the sentence already; amounts, words and
    earlier cases follow in brackets."""
    holding = next((tests for tests in rule.when.alternatives if all(test.truth(sheet) for test in tests)), ())
    used = list(dict.fromkeys(said for test in holding if (said := _used(test, pack, sheet))))
    if not used:
        return Reason(rule.rule, rule.zh, rule.en)
    zh, en = "；".join(zh for zh, _ in used), "; ".join(en for _, en in used)
    return Reason(rule.rule, f"{rule.zh}（{zh}）", f"{rule.en} ({en})")


def _used(test: Test, pack: Pack, sheet: Sheet) -> Said | None:
    if isinstance(test, FactTest):
        return _fact(test, pack, sheet)
    if isinstance(test, Repeated):
        days = [str(case.day) for case in test.counted(sheet)]
        return f"此前：{'、'.join(days)}", f"earlier: {', '.join(days)}"
    if isinstance(test, Accumulated):
        return _sum(test, pack.facts[test.of], sheet)
    return None


def _fact(test: FactTest, pack: Pack, sheet: Sheet) -> Said | None:
    kind, value = pack.facts.get(test.fact), sheet.values.get(test.fact)
    if kind is None or value is None or isinstance(value, bool) or test.op == "known":
        return None
    return f"{kind.label_zh}：{_zh(value)}{kind.unit}", f"{kind.label_en}: {_en(value)} {kind.unit}".rstrip()


def _sum(test: Accumulated, kind: FactType, sheet: Sheet) -> Said:
    cases = test.counted(sheet)
    own = sheet.values.get(test.of)
    low: Decimal | None = own.low if isinstance(own, Unknown) else own
    total = test.sum_before(cases) + (low or Decimal(0) if test.where.holds(sheet) else Decimal(0))
    return (
        f"{kind.label_zh}累计 {_plain(total)}{kind.unit}，此前 {len(cases)} 起",
        f"{kind.label_en} adds up to {_plain(total)} {kind.unit}, {len(cases)} earlier",
    )


def _zh(value: Any) -> str:
    return f"至少 {_plain(value.low)}" if isinstance(value, Unknown) else _plain(value)


def _en(value: Any) -> str:
    return f"at least {_plain(value.low)}" if isinstance(value, Unknown) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1)), "f")
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)
