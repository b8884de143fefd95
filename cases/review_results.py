"""Checks of D6 to D8: what was done, what it did, which documents were changed, whether it can be closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from cases.returned import Row
from cases.review_rules import ReviewRule
from cases.review_sheet import About, Sheet
from cases.review_text import counts, dates, day, declined, holds, number

ACTIONS, PLANS, DOCUMENTS = "d6.actions", "d5.actions", "d7.documents"
_PERIOD = re.compile(
    r"\d\s*(?:天|日|周|个?月|批|小时|班|h\b|hours?|days?|weeks?|months?|lots?|batch|shifts?|cycles?|次)", re.I
)
_LOTS = re.compile(r"(\d+)\s*(?:批|lots?\b|batch)", re.I)
_DAYS = re.compile(r"(\d+)\s*(天|日(?![期月])|周|个?月|days?|weeks?|months?)", re.I)
_RESULT = re.compile(
    r"[%％]|不良|复发|合格|良率|通过|失效|无.{0,6}|ppm|pass|fail|defect|reject|\bno\b|zero|\bok\b|0\s*/|[=：:]\s*\d",
    re.I,
)
WEEK, MONTH = 7, 30


def not_before_plan(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The actions done before the day that D5 planned for the same number."""
    plans = {row.get("no", ""): day(row.get("planned", "")) for row in sheet.rows(PLANS) if row.get("no")}
    for row in sheet.applying(ACTIONS):
        done, planned = day(row.get("done_on", "")), plans.get(row.get("no", ""))
        if done is not None and planned is not None and done < planned:
            yield f"{row.get('no')}: {done} < {planned}"


def validated(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The actions whose data lacks a number, a period or a result."""
    for row in sheet.applying(ACTIONS):
        said = row.get("validation", "")
        period = _PERIOD.search(said) or len(dates(said)) > 1
        if said and not (counts(said) and period and _RESULT.search(said)):
            yield row.get("no") or said[:24]


def validated_enough(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The actions validated over fewer than `lots` lots and fewer than `days` days, where either is told."""
    for row in sheet.applying(ACTIONS):
        said = row.get("validation", "")
        lots, days = _most(_LOTS.findall(said)), _days(said)
        if (lots or days) and lots < rule.given["lots"] and days < rule.given["days"]:
            yield row.get("no") or said[:24]


def _most(numbers: Iterable[str]) -> int:
    return max(map(int, numbers), default=0)


def _days(text: str) -> int:
    lengths = [int(count) * _unit(unit.lower()) for count, unit in _DAYS.findall(text)]
    stated = dates(text)
    return max([*lengths, (max(stated) - min(stated)).days if len(stated) > 1 else 0])


def _unit(unit: str) -> int:
    return WEEK if unit.startswith(("周", "week")) else MONTH if unit.endswith(("月", "month", "months")) else 1


def containment_kept(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The day containment came off, if before the last action was done."""
    removed, last = sheet.day("d6.ica_removed"), _last_done(sheet)
    return [f"{removed} < {last}"] if removed is not None and last is not None and removed < last else []


def _last_done(sheet: Sheet) -> date | None:
    done = [at for row in sheet.applying(ACTIONS) if (at := day(row.get("done_on", ""))) is not None]
    return max(done, default=None)


def documents_answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The documents with neither a new revision and its date nor a reason for no change."""
    for name, row in _documents(sheet, rule):
        updated = row.get("revision") and day(row.get("date", "")) is not None
        change = row.get("change", "")
        kept = declined(change) or (holds(rule.words(), change) and len(change) > max(map(len, rule.words())))
        if not (updated or kept):
            yield name


def documents_numbered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The documents said to be changed, without number and without revision."""
    for row in sheet.applying(DOCUMENTS):
        if not row.get("number") and not row.get("revision") and row.get("date"):
            yield row.get("document") or row.get("change", "")[:24]


def _documents(sheet: Sheet, rule: ReviewRule) -> Iterator[tuple[str, Row]]:
    rows = sheet.rows(DOCUMENTS)
    for name, words in rule.given["documents"].items():
        yield name, next((row for row in rows if holds(words, row.get("document", ""))), {})


def closed_early(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The actions still open or without a confirmed effect, where a closing date is given."""
    if sheet.day("d8.closed_on") is None:
        return
    for at, row in enumerate(sheet.applying(ACTIONS), 1):
        state, effect = row.get("state", ""), number(row.get("effect", ""))
        closed = holds(rule.words(), state) and not holds(rule.words("open"), state)
        if not closed or effect is None:
            yield f"{row.get('no') or at}: {state or '—'}"


def closed_without(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The fields that a closed report has and this one has not."""
    closed = sheet.day("d8.closed_on") is not None
    return [name for name in rule.fields if closed and not sheet.text(name)]


def closed_soon(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The closing date, if fewer than `days` days after the last action."""
    closed, last = sheet.day("d8.closed_on"), _last_done(sheet)
    if closed is None or last is None or (closed - last).days >= rule.given["days"]:
        return []
    return [f"{closed} − {last} = {(closed - last).days}"]
