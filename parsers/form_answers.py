"""From cells to answers: what was typed into a field, without our hint, and which of our own facts were changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cases.form_fields import Field, Fill
from cases.form_marks import mark, read_marks
from cases.forms import Form, bookmark, style
from cases.returned import Answer
from parsers.form_anchors import Home
from parsers.form_choice import ticked
from parsers.form_lines import Line
from parsers.form_page import Cell

HELP = frozenset(
    f"kesu {name}"
    for name in ("Label", "Label Top", "Label En", "Note", "Guide", "Title", "Tip", "Banner", "Bar", "Chip")
)
"""Styles of what the form itself says beside an answer."""
_HINT = re.compile("〔[^〔〕]{0,300}〕")


@dataclass(frozen=True, slots=True)
class Answers:
    fields: dict[str, Answer]
    changed: dict[str, str]
    """Fields of the desk that read otherwise than when the form was handed out."""


def answers(form: Form, found: Mapping[str, Home], marks: str, pictures: Mapping[str, str]) -> Answers:
    """`marks` as the file's properties hold them (cases.form_marks), `pictures` by relationship id."""
    sent = read_marks(form, marks)
    tenants = _tenants(found)
    read = Answers({}, {})
    for field in form.fields:
        home = found.get(field.id)
        if home is None:
            continue
        if home.cell is None:
            seen = {anchor: " | ".join(_cell_text(cell) for cell in cells) for anchor, cells in home.pointed.items()}
            read.fields[field.id] = Answer("", home.by, agreed=False, seen=seen)
            continue
        lines = list(_own(field, home.cell, tenants[id(home.cell)]))
        text = "\n".join(line.text for line in lines).strip()
        if not field.fill.by_hand and field.id in sent and not _untouched(field, lines, sent[field.id]):
            read.changed[field.id] = text
        said = _part(field, lines) if not field.fill.by_hand else _without_hint(text, sent.get(field.id, ""))
        read.fields[field.id] = Answer(_value(field, said, lines, pictures), home.by)
    return read


def _tenants(found: Mapping[str, Home]) -> dict[int, list[str]]:
    """By cell the fields that live in it."""
    tenants: dict[int, list[str]] = {}
    for name, home in found.items():
        if home.cell is not None:
            tenants.setdefault(id(home.cell), []).append(name)
    return tenants


def _cell_text(cell: Cell) -> str:
    return "\n".join(line.text for line in cell.lines if line.style not in HELP).strip()


def _own(field: Field, cell: Cell, tenants: list[str]) -> Iterator[Line]:
    """The paragraphs of a cell that belong to the field: of a shared cell those after its own anchor."""
    lines = [line for line in cell.lines if line.style not in HELP]
    owners = [_owners(line, tenants) for line in lines]
    current = next((each for each in owners if each), frozenset(tenants))
    for line, named in zip(lines, owners, strict=True):
        current = named or current
        if field.id in current:
            yield line


def _owners(line: Line, tenants: list[str]) -> frozenset[str]:
    names = {name for name, _, _ in line.bookmarks}
    return frozenset(each for each in tenants if line.style == style(each) or bookmark(each) in names)


def _untouched(field: Field, lines: list[Line], sent: str) -> bool:
    """Whether a cell of ours says what it said; lines of the form's own making beside the fact do not count."""
    typed = [line.text for line in lines if _owners(line, [field.id]) or not line.style.startswith("kesu ")]
    nameless = not any(line.style.startswith("kesu ") for line in lines)
    return mark("".join(typed)) == sent or (nameless and any(mark(text) == sent for text in typed))


def _part(field: Field, lines: list[Line]) -> str:
    """A fact of ours; of a paragraph with several bookmarks only the field's own stretch."""
    for line in lines:
        ours = [each for each in line.bookmarks if each[0].startswith("kesu_")]
        stretch = next((line.text[start:end] for name, start, end in ours if name == bookmark(field.id)), None)
        if stretch is not None and len({name for name, _, _ in ours}) > 1:
            return stretch.strip()
    return "\n".join(line.text for line in lines).strip()


def _without_hint(text: str, sent: str) -> str:
    """Our hint goes, whatever was typed around it. Without marks a 〔…〕 at the very start is taken for one."""
    for hint in _HINT.finditer(text):
        if mark(hint[0]) == sent or (not sent and not text[: hint.start()].strip()):
            return (text[: hint.start()] + text[hint.end() :]).strip()
    return text


def _value(field: Field, text: str, lines: list[Line], pictures: Mapping[str, str]) -> str | tuple[str, ...]:
    if field.kind == "choice":
        chosen = ticked(field, text)
        return chosen[0] if len(chosen) == 1 else chosen or ""
    if field.kind == "photo":
        shown = tuple(pictures.get(name, name) for line in lines for name in line.pictures)
        return shown or text
    return text


def to_be_filled(form: Form) -> list[Field]:
    return [field for field in form.fields if field.fill in (Fill.ENGINEER, Fill.PROPOSED)]
