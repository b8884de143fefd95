"""The review of a returned report: its findings by rule, and its score by discipline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from cases import review_basic, review_causes, review_results, review_team, review_words
from cases.forms import Form
from cases.returned import BLOCK, WARN, Finding, Returned
from cases.review_rules import ReviewBook, ReviewRule
from cases.review_sheet import About, Sheet
from cases.review_text import declined

Check = Callable[[Sheet, ReviewRule, About], Iterable[str]]
_MODULES = (review_basic, review_team, review_causes, review_results, review_words)
CHECKS: Mapping[str, Check] = {
    name: check
    for module in _MODULES
    for name, check in vars(module).items()
    if callable(check) and not name.startswith("_") and getattr(check, "__module__", "") == module.__name__
}
"""By the name that a rule gives; each tells where it finds something, nothing = nothing to say."""
MOST, FEWEST = 5, 1


@dataclass(frozen=True, slots=True)
class Score:
    """1 to 5 points by discipline, their weighted total of 100, and what fails the report whatever its total."""

    total: int
    passes: bool
    disciplines: Mapping[str, int]
    fails: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "total": self.total,
            "passes": self.passes,
            "disciplines": dict(self.disciplines),
            "fails": list(self.fails),
        }


@dataclass(frozen=True, slots=True)
class Review:
    findings: tuple[Finding, ...]
    score: Score

    @property
    def blocked(self) -> bool:
        return any(each.level == BLOCK for each in self.findings)


def review(form: Form, book: ReviewBook, returned: Returned, about: About) -> Review:
    """The findings in the order of the rules. What is not due yet is only remarked on, and only where it is written."""
    sheet = Sheet(returned, form)
    due = _due(book, sheet)
    hits = [hit for rule in book.rules for hit in _applied(rule, sheet, about, due)]
    findings = tuple(finding for _, finding in hits)
    return Review(findings, _score(book, sheet, due, hits))


def _due(book: ReviewBook, sheet: Sheet) -> frozenset[str]:
    stage = sheet.returned.fields.get("stage")
    value = stage.value if stage is not None else ""
    ticked = value if isinstance(value, str) else value[-1]
    return frozenset(book.due.get(ticked, list(book.due.values())[-1]))


def _applied(rule: ReviewRule, sheet: Sheet, about: About, due: frozenset[str]) -> Iterable[tuple[ReviewRule, Finding]]:
    later = bool(rule.step) and rule.step not in due
    if later and not _written(sheet, rule.step):
        return
    if rule.grades and about.grade not in rule.grades:
        return
    found = list(dict.fromkeys(CHECKS[rule.check](sheet, rule, about)))
    if found:
        level = WARN if later and rule.level == BLOCK else rule.level
        zh, en = (_shown(sheet, found, lang) for lang in ("zh", "en"))
        told = Finding(rule.id, level, rule.zh.replace("{where}", zh), rule.en.replace("{where}", en))
        yield replace(rule, level=level), told


def _shown(sheet: Sheet, found: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(sheet.label(each, lang) for each in found)


def _written(sheet: Sheet, step: str) -> bool:
    return any(where.startswith(f"{step.lower()}.") for where, _ in sheet.engineers())


def _score(book: ReviewBook, sheet: Sheet, due: frozenset[str], hits: list[tuple[ReviewRule, Finding]]) -> Score:
    points = {step: _points(book, step, sheet, hits) for step in book.scoring.weights if step in due}
    weight = sum(book.scoring.weights[step] for step in points)
    total = round(sum(book.scoring.weights[step] * each for step, each in points.items()) * 100 / (weight * MOST))
    fails = tuple(dict.fromkeys(rule.fails for rule, _ in hits if rule.fails and rule.step in due))
    passes = total >= book.scoring.passed and min(points.values()) >= book.scoring.least and not fails
    return Score(total, passes, points, fails)


def _points(book: ReviewBook, step: str, sheet: Sheet, hits: list[tuple[ReviewRule, Finding]]) -> int:
    """5 points, less for every rule that hit (once per rule id); what nobody wrote has 1, what does not apply 5."""
    said = [text for where, text in sheet.engineers() if where.startswith(f"{step.lower()}.")]
    if not said:
        return FEWEST
    if all(map(declined, said)):
        return MOST
    mine = [rule for rule, _ in hits if rule.step == step]
    blocking = {rule.id for rule in mine if rule.level == BLOCK}
    warning = {rule.id for rule in mine if rule.level == WARN} - blocking
    left = MOST - book.scoring.block * len(blocking) - book.scoring.warn * len(warning)
    caps = [rule.caps for rule in mine if rule.caps]
    return max(FEWEST, min([left, *caps]))
