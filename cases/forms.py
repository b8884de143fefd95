"""The schema of a form: its fields and tables, who fills them, and the anchors by which they are found again.

The writer prints a form after this schema and the reader reads a returned one after the same schema. Each field
has three anchors, because editors lose one or the other: a bookmark, a paragraph style of its own, and the
label in the cell beside it (any of the names the trade uses for it).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

LANGUAGES = ("zh", "en")
KINDS = ("text", "long", "quote", "number", "percent", "money", "date", "moment", "flag", "list", "choice", "photo")
WORDS = ("yes", "no", "due", "done", "join", "more", "cut")


class FormFaulty(Exception):
    """A form's TOML cannot be used; the text names the form and the entry."""


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


@dataclass(frozen=True, slots=True)
class Form:
    """A form and its wording. `template` is the stem of the Word file; `number` the form number it prints."""

    id: str
    name_zh: str
    name_en: str
    template: str
    number: str
    fields: tuple[Field, ...]
    tables: tuple[Table, ...] = ()
    aliases: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    """The stations of the progress strip, in order."""
    signoff: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By language: the heads of the sign-off block's columns."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: the few words that the writer itself puts into cells."""
    outside: bool = False
    """Whether a customer may get it; an internal form never leaves the company."""

    def name(self, lang: str) -> str:
        return self.name_en if lang == "en" else self.name_zh

    def names(self) -> tuple[str, ...]:
        return (self.id, self.template, self.name_zh, self.name_en, *self.aliases)

    def anchored(self) -> list[Field]:
        """Every field, and every table column under its full id (`d3.actions.owner`)."""
        columns = [replace(each, id=f"{table.id}.{each.id}") for table in self.tables for each in table.columns]
        return [*self.fields, *columns]


def bookmark(field_id: str) -> str:
    """The name of a field's bookmark: `d4.tua` -> `kesu_d4_tua`."""
    return "kesu_" + re.sub(r"\W", "_", field_id)


def style(field_id: str) -> str:
    """The name of a field's paragraph style: `d4.tua` -> `kesu d4.tua`."""
    return f"kesu {field_id}"


def find(forms: Iterable[Form], name: str) -> Form | None:
    """The form with this id, alias or name, whatever the letter case."""
    wanted = name.strip().casefold()
    return next((form for form in forms if wanted in map(str.casefold, form.names())), None)


def load(text: str) -> Form:
    """A form from its TOML text; raises FormFaulty."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise FormFaulty(f"a form is not valid TOML: {fault}") from fault
    try:
        return _without_doubles(_form(data))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise FormFaulty(f"form {data.get('id', '?')}: missing or wrong entry: {fault}") from fault


def _form(data: dict[str, Any]) -> Form:
    signoff = data.get("signoff", {})
    return Form(
        id=data["id"],
        name_zh=data["name"]["zh"],
        name_en=data["name"]["en"],
        template=data["template"],
        number=data["number"],
        fields=tuple(_field(each) for each in data["field"]),
        tables=tuple(_table(each) for each in data.get("table", ())),
        aliases=tuple(data.get("aliases", ())),
        steps=tuple(data.get("steps", {}).get("ids", ())),
        signoff={lang: tuple(signoff[lang]) for lang in LANGUAGES} if signoff else {},
        words={lang: {word: data["words"][lang][word] for word in WORDS} for lang in LANGUAGES},
        outside=data.get("outside", False),
    )


def _field(data: dict[str, Any]) -> Field:
    if (kind := data.get("kind", "text")) not in KINDS:
        raise ValueError(f"kind {kind} of {data['id']}")
    return Field(
        id=data["id"],
        label_zh=data["zh"],
        label_en=data["en"],
        fill=Fill(data["fill"]),
        kind=kind,
        aliases=tuple(data.get("aliases", ())),
        options=tuple(Option(**{**each, "values": tuple(each.get("values", ()))}) for each in data.get("options", ())),
        default=tuple(data.get("default", ())),
        limit=data.get("limit", 0),
    )


def _table(data: dict[str, Any]) -> Table:
    preset = {lang: tuple(_row(row, lang) for row in data.get("preset", ())) for lang in LANGUAGES}
    columns = tuple(_field(column) for column in data["columns"])
    return Table(data["id"], data["zh"], data["en"], columns, data["least"], preset)


def _row(row: dict[str, Any], lang: str) -> dict[str, str]:
    return {column: text if isinstance(text, str) else text[lang] for column, text in row.items()}


def _without_doubles(form: Form) -> Form:
    ids = [each.id for each in form.anchored()]
    doubles = sorted({each for each in ids if ids.count(each) > 1})
    if doubles:
        raise FormFaulty(f"form {form.id}: field given twice: {', '.join(doubles)}")
    return form
