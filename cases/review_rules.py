"""The review rules of a form as values, from their TOML: what a returned report is checked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cases.returned import LEVELS


class ReviewFaulty(Exception):
    """The rules cannot be used; the text names the rule and the fault."""


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """One entry: what `check` finds with its parameters `given` is told as `zh` and `en`, `{where}` filled in."""

    id: str
    level: str
    step: str
    check: str
    zh: str
    en: str
    fields: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    """Only for cases of these grades; empty = all, also where the grade is not known."""
    fails: str = ""
    """Why the report fails whatever its score."""
    caps: int = 0
    """The most points its discipline can have when it hits; 0 = no cap."""
    given: Mapping[str, Any] = field(default_factory=dict)

    def words(self, name: str = "words") -> tuple[str, ...]:
        return tuple(self.given.get(name, ()))


@dataclass(frozen=True, slots=True)
class Scoring:
    """Points of each discipline (1-5) and their weights in the total of 100."""

    passed: int
    least: int
    block: int
    warn: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReviewBook:
    """All rules of one form."""

    form: str
    due: Mapping[str, tuple[str, ...]]
    """By stage the disciplines that must be there; the last stage is that of a report without a tick."""
    rules: tuple[ReviewRule, ...]
    scoring: Scoring


def load(text: str, checks: Mapping[str, object]) -> ReviewBook:
    """The rules from their TOML text; raises ReviewFaulty. `checks`: by name, those that exist."""
    try:
        data = tomllib.loads(text)
        score = data["score"]
        book = ReviewBook(
            form=data["form"],
            due={stage: tuple(steps) for stage, steps in data["due"].items()},
            rules=tuple(_rule(each, checks) for each in data["rule"]),
            scoring=Scoring(score["pass"], score["least"], score["block"], score["warn"], dict(score["weights"])),
        )
    except tomllib.TOMLDecodeError as fault:
        raise ReviewFaulty(f"the review rules are not valid TOML: {fault}") from fault
    except (KeyError, TypeError, ValueError, re.error) as fault:
        raise ReviewFaulty(f"review rules: missing or wrong entry: {fault}") from fault
    return book


def _rule(data: dict[str, Any], checks: Mapping[str, object]) -> ReviewRule:
    if data["check"] not in checks:
        raise ValueError(f"{data['id']} has no check called {data['check']}")
    if data["level"] not in LEVELS:
        raise ValueError(f"{data['id']} has level {data['level']}")
    known = ("id", "level", "step", "check", "zh", "en", "fails", "caps")
    return ReviewRule(
        **{name: data[name] for name in known if name in data},
        fields=tuple(data.get("fields", ())),
        grades=tuple(data.get("grades", ())),
        given={name: value for name, value in data.items() if name not in (*known, "fields", "grades")},
    )
