"""What a Report8D takes from the facts of a form: what was said, as the model writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cases.review_text import blank, day
from generator.report8d_shape import fits

Facts = Mapping[str, object]
Json = dict[str, Any]
SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]|^\s*(\d+(?:\.\d+)?)\s*$")


def full(**values: Any) -> Json:
    """What is known."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def extras(named: Mapping[str, str]) -> list[Json]:
    return [{"key": key, "value": value} for key, value in named.items() if value]


def rows_of(facts: Facts, table: str) -> list[Facts]:
    rows = facts.get(table)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, Sequence) else []


def text(facts: Facts, name: str) -> str:
    return ", ".join(listed(facts, name))


def listed(facts: Facts, name: str) -> list[str]:
    """What was said; strokes and hints of ours say nothing."""
    value = facts.get(name)
    many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    return [str(each) for each in many if each is not None and not blank(str(each))]


def iso(words: str) -> str:
    """The first date of a text, ISO."""
    found = day(words)
    return found.isoformat() if found else ""


def percent(words: str) -> int | float | None:
    """A share that is written as one, or alone in its cell; the model sets no limits, a share has them."""
    found = SHARE.search(words)
    value = float(found[1] or found[2]) if found else -1
    return None if not 0 <= value <= 100 else int(value) if value == int(value) else value


def phone(words: str) -> str:
    """A number as the model has it, digits and blanks; "" for what is none."""
    digits = " ".join(re.sub(r"[-()（）/.]", " ", words).split())
    return digits if fits("phone", digits) else ""


def mail(words: str) -> str:
    """The first mail address of a text."""
    return next((word for word in words.split() if fits("mail", word)), "")
