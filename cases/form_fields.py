"""The cells and lists a form consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Fill(StrEnum):
    """Who puts the value into a field."""

    PREFILLED = "prefilled"
    """The desk, from the case."""
    SYSTEM = "system"
    """The desk; never typed by hand."""
    ENGINEER = "engineer"
    PROPOSED = "proposed"
    """The desk proposes, the engineer confirms."""

    @property
    def by_hand(self) -> bool:
        """Whether the cell is there to be filled or confirmed by a person (yellow in the working copy)."""
        return self in (Fill.ENGINEER, Fill.PROPOSED)


@dataclass(frozen=True, slots=True)
class Option:
    """One box of a choice: ticked for any of `values`, by the yes/no fact `fact`, or for what no other takes."""

    id: str
    zh: str
    en: str
    values: tuple[str, ...] = ()
    fact: str = ""
    rest: bool = False

    def label(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a form (`id` is the fact's id) or one column of a table."""

    id: str
    label_zh: str
    label_en: str
    fill: Fill
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    default: tuple[str, ...] = ()
    """Patterns of `{fact}` names; the first whose facts are all known stands in for a missing value."""
    limit: int = 0
    """Columns printed of a long value (a Han character takes two); 0 = all."""

    def label(self, lang: str) -> str:
        return self.label_en if lang == "en" else self.label_zh


@dataclass(frozen=True, slots=True)
class Table:
    """A list inside a form. Its rows are known again by the style of their cells and their order."""

    id: str
    label_zh: str
    label_en: str
    columns: tuple[Field, ...]
    least: int
    """Rows printed at least, so that there is room to write."""
    preset: Mapping[str, tuple[Mapping[str, str], ...]]
    """By language: the rows of an empty form, column id -> text."""

    def label(self, lang: str) -> str:
        return self.label_en if lang == "en" else self.label_zh
