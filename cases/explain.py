"""Why a clause decided: its sentence with the facts it used, for mails and documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cases.clauses import Clause, GradeRule
from cases.conditions import FactTest, Test
from cases.fact_types import FactType, Unknown
from cases.facts import Sheet
from cases.grading import Reason
from cases.pack import Pack
from cases.repeated import Accumulated, Repeated
from cases.spans import Gathered

NUMBERS = ("int", "decimal")
DAYS_SHOWN = 6
Said = tuple[str, str]
"""The same words in Chinese and English."""


def explain(rule: GradeRule, pack: Pack, sheet: Sheet) -> Reason:
    """The reason that a rule gives on these facts. Yes/no facts and words are in the sentence already; numbers and
    earlier cases follow in brackets: ours alone, not for customers."""
    holding = next((tests for tests in rule.when.alternatives if all(test.truth(sheet) for test in tests)), ())
    used = list(dict.fromkeys(said for test in holding if (said := _used(test, pack, sheet))))
    if not used:
        return Reason(rule.rule, rule.zh, rule.en)
    zh, en = "；".join(zh for zh, _ in used), "; ".join(en for _, en in used)
    return Reason(rule.rule, f"{rule.zh}（{zh}）", f"{rule.en} ({en})")


def plain_reason(clause: Clause) -> Reason:
    """The reason that an entry outside the grade table gives: its sentence."""
    return Reason(clause.rule, clause.zh, clause.en)


def _used(test: Test, pack: Pack, sheet: Sheet) -> Said | None:
    if isinstance(test, FactTest):
        return _fact(test, pack, sheet)
    if isinstance(test, Repeated):
        return _days([case.day for case in test.counted(sheet)])
    if isinstance(test, Accumulated):
        return _sum(test, pack.facts[test.of], sheet)
    if isinstance(test, Gathered):
        most, (zh, en) = test.most(sheet), ("人", "persons") if test.persons else ("次", "messages")
        return f"{test.hours} 小时内 {most} {zh}", f"{most} {en} within {test.hours} h"
    return None


def _days(days: Sequence[date]) -> Said:
    """The latest few days of earlier cases, and how many there are if that is not all."""
    latest = [str(day) for day in sorted(days)[-DAYS_SHOWN:]]
    zh, en = "、".join(latest), ", ".join(latest)
    if len(days) > len(latest):
        return f"此前 {len(days)} 起，最近：{zh}", f"{len(days)} earlier, the latest: {en}"
    return f"此前：{zh}", f"earlier: {en}"


def _fact(test: FactTest, pack: Pack, sheet: Sheet) -> Said | None:
    kind, value = pack.facts.get(test.fact), sheet.values.get(test.fact)
    if kind is None or kind.kind not in NUMBERS or value is None or test.op == "known":
        return None
    if isinstance(value, Unknown):
        zh, en = f"至少 {_plain(value.low)}", f"at least {_plain(value.low)}"
    else:
        zh = en = _plain(value)
    return f"{kind.label_zh}：{zh} {kind.unit}".rstrip(), f"{kind.label_en}: {en} {kind.unit_en}".rstrip()


def _sum(test: Accumulated, kind: FactType, sheet: Sheet) -> Said:
    cases = test.counted(sheet)
    own = sheet.values.get(test.of)
    low: Decimal | None = own.low if isinstance(own, Unknown) else own
    total = test.sum_before(sheet) + (low or Decimal(0) if test.where.holds(sheet) else Decimal(0))
    return (
        f"{kind.label_zh}累计 {_plain(total)} {kind.unit}，此前 {len(cases)} 起",
        f"{kind.label_en} adds up to {_plain(total)} {kind.unit_en}, {len(cases)} earlier",
    )


def _plain(value: int | Decimal | None) -> str:
    """With thousands marked and no zeros behind the last digit that counts."""
    text = f"{value or 0:,f}" if isinstance(value, Decimal) else f"{value or 0:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text
