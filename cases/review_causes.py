"""Checks of D4, the causes, and D5, what is done about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from cases.review_rules import ReviewRule
from cases.review_sheet import CAUSES, NAMES, About, Sheet
from cases.review_text import dates, hits, holds, number, plain, undated

ACTIONS = "d5.actions"
OCCURRENCE, ESCAPE = ("C1", "C3"), ("C2", "C4")
SHORT = 6
"""Characters that a proof has at least beside its date."""
_TITLE = re.compile(r"\s*(?:经理|工程师|主管|课长|工)$")
_SEVERAL = re.compile(r"[、,，/;；&+]|\band\b|和|及")


def why_depth(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The ladders with fewer than `least` levels, or whose last line repeats the first."""
    for column in ("occurrence", "escape"):
        said = [plain(text) for _, text in sheet.texts(f"d4.why.{column}")]
        if len(said) < rule.given["least"] or said[0] == said[-1]:
            yield f"d4.why.{column}"


def causes_verified(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The causes whose proof is missing, too short for method and result, or without a date."""
    for name in sheet.causes():
        proof = sheet.text(f"{CAUSES[name]}_check")
        if not dates(proof) or len(undated(proof).strip(" ，,。.;；")) < SHORT:
            yield name


def bare_result(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The causes whose proof is a verdict and nothing else."""
    for name in sheet.causes():
        proof = undated(sheet.text(f"{CAUSES[name]}_check"))
        if plain(proof).strip(" ，,。.;；:：") in rule.words():
            yield f"{name}: {proof.strip()}"


def shares_total(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """What the shares add up to, if any is given and they are 100 neither together nor by occurrence and escape."""
    given = {name: number(sheet.text(f"{CAUSES[name]}_share")) for name in sheet.causes()}
    shares = {name: share for name, share in given.items() if share is not None}
    groups = [sum(share for name, share in shares.items() if name in group) for group in (OCCURRENCE, ESCAPE)]
    if not shares or _whole(sum(shares.values())) or all(_whole(group) for group in groups if group):
        return []
    return [f"{sum(shares.values()):f}"]


def _whole(total: Decimal | int) -> bool:
    """100 %, as far as rounded thirds make it."""
    return 99 <= total <= 101


def no_fault_unproved(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """Verdicts of no fault in D4 or the summary, where no proof speaks of an agreement with the customer."""
    proofs = [sheet.text(f"{field}_check") for field in CAUSES.values()]
    if any(hits(rule.words("proof"), proof) for proof in proofs):
        return
    for name in (*CAUSES.values(), "d8.summary"):
        yield from hits(rule.words(), sheet.text(name))


def _caused(text: str) -> set[str]:
    """The causes that an action names: C1, C1-C3, 全部, TUA."""
    said = plain(text).upper()
    named = {name for name, kind in NAMES.items() if kind.upper() in said}
    for first, last in re.findall(r"C\s?([1-4])\s?(?:[-~–—至]\s?C?\s?([1-4]))?", said):
        named |= {f"C{number_}" for number_ in range(int(first), int(last or first) + 1)}
    return set(CAUSES) if holds(("全部", "所有", "all"), text) else named


def causes_acted_on(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The causes that no action names."""
    actions = [row for row in sheet.rows(ACTIONS) if row.get("action")]
    if not actions:
        return []
    named = set().union(*(_caused(row.get("cause", "")) for row in actions))
    return [name for name in sheet.causes() if name not in named]


def actions_caused(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The actions that name no cause."""
    return [_no(row, at) for at, row in _actions(sheet) if not _caused(row.get("cause", ""))]


def only_weak(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The actions, if each is a weak one and none prevents or makes error-proof."""
    actions = [row["action"] for _, row in _actions(sheet)]
    weak = [text for text in actions if hits(rule.words(), text) and not hits(rule.words("strong"), text)]
    return [text[:24] for text in weak] if weak and len(weak) == len(actions) else []


def one_owner(sheet: Sheet, rule: ReviewRule, about: About) -> Iterator[str]:
    """The actions without an owner, with several, or with a department for one."""
    for at, row in _actions(sheet):
        owner = _TITLE.sub("", row.get("owner", "").strip())
        if not owner or _SEVERAL.search(owner) or _department(owner, rule.words()):
            yield f"{_no(row, at)}: {row.get('owner') or '—'}"


def _department(owner: str, words: Iterable[str]) -> bool:
    said = plain(owner)
    return any(said.endswith(word) if not word.isascii() else word in said.split() for word in words)


def _actions(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    for at, row in enumerate(sheet.applying(ACTIONS), 1):
        if row.get("action"):
            yield at, dict(row)


def _no(row: dict[str, str], at: int) -> str:
    return row.get("no") or f"A{at}"
