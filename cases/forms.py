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
from functools import lru_cache
from typing import Any

from cases.form_fields import Field, Fill, Option, Table
from cases.form_words import WORDS

LANGUAGES = ("zh", "en")
KINDS = ("text", "long", "quote", "number", "percent", "money", "date", "moment", "flag", "list", "choice", "photo")
MOMENTS = ("intake", "contained", "analysing", "verifying", "request", "report")


class FormFaulty(Exception):
    """A form's TOML cannot be used; the text names the form and the entry."""


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
    authored: bool = False
    """Whether the first column is its author's and the heads stay; else the approvers' roles take their place."""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By language: the few words that the writer itself puts into cells."""
    outside: bool = False
    """Whether a customer may get it; an internal form never leaves the company."""
    made: str = "request"
    """When the desk makes it by itself, where the regulation lists it: at intake, when the case comes into the
    state of this name, never (`request`), or with a report over a period."""

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


@lru_cache(maxsize=256)
def load(text: str, *shared: str) -> Form:
    """A form from its TOML text; raises FormFaulty. The same texts are read once.

    `shared`: TOML texts with the fields and tables that several forms have, the later ones prevailing. A form lists
    the ids of those it takes under `use`, and may say itself what is different in one of them.
    """
    try:
        data = tomllib.loads(text)
        texts = [_parsed(each) for each in shared]
    except tomllib.TOMLDecodeError as fault:
        raise FormFaulty(f"a form is not valid TOML: {fault}") from fault
    try:
        return _without_doubles(_form(_with_shared(data, texts)))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise FormFaulty(f"form {data.get('id', '?')}: missing or wrong entry: {fault}") from fault


@lru_cache(maxsize=8)
def _parsed(shared: str) -> Mapping[str, Any]:
    """What all forms share, parsed once for all of them; nobody changes it."""
    return tomllib.loads(shared)


def _with_shared(data: dict[str, Any], shared: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The form with the fields and tables it uses, in the order in which it names them, before its own."""
    texts = list(shared)
    for kind in ("field", "table"):
        common = {name: entry for text in texts for name, entry in text.get(kind, {}).items()}
        own = {each["id"]: each for each in data.get(kind, ())}
        used = data.get("use", {}).get(kind, ())
        taken = [{"id": name, **common[name], **own.get(name, {})} for name in used]
        data[kind] = [*taken, *(each for each in data.get(kind, ()) if each["id"] not in used)]
    return data


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
        authored=signoff.get("authored", False),
        words={lang: {**WORDS[lang], **data.get("words", {}).get(lang, {})} for lang in LANGUAGES},
        outside=data.get("outside", False),
        made=_moment(data.get("made", "request")),
    )


def _moment(made: str) -> str:
    if made not in MOMENTS:
        raise ValueError(f"made {made}")
    return made


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
