"""phrases.toml, ready for use."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cases.mail import FieldValue


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that states a fact; with groups `value`, `value2` … it takes the one that fits, else `says`."""

    field: str
    words: tuple[str, ...]
    """One of these stands in every text that the pattern can match; they are looked for first."""
    pattern: re.Pattern[str]
    says: FieldValue
    unit: str

    @property
    def takes(self) -> bool:
        """Whether the value stands in the text."""
        return "value" in self.pattern.groupindex

    def value_of(self, match: re.Match[str]) -> str:
        """What stands in the group that took part."""
        return next(match.group(name) for name in self.pattern.groupindex if match.group(name) is not None)


@lru_cache(maxsize=1)
def phrases() -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """Statements and alarms of phrases.toml, read once."""
    data = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    parts: dict[str, str] = data["parts"]

    def phrase(entry: dict[str, Any]) -> Phrase:
        pattern = entry["pattern"].replace("\n", "")
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        compiled = re.compile(pattern, re.I)
        return Phrase(entry["field"], tuple(entry["words"]), compiled, entry.get("says", True), entry.get("unit", ""))

    return tuple(map(phrase, data["statement"])), tuple(map(phrase, data["alarm"]))
