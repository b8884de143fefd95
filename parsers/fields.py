"""Facts that a mail states: from labels with values, and from the few free phrases that are beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.mail import Attachment, Field
from parsers.items import doubt_counts, items, power_field
from parsers.labels import dictionary
from parsers.meant import readings
from parsers.pairs import pairs_of
from parsers.phrases import free_facts
from parsers.problem import problem_field
from parsers.stated import facts_of

MAX_TEXT = 100_000
"""Characters of one source that are read for facts; a letter has a few thousand."""
WORDS = frozenset(["text", "name", "long", "items", "list"])
"""Types of values that can be put in other words without being others; the mail's own words stay."""
SUSPECTED = "suspected"
"""A field with this flag is a question for a person, never a fact."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text and where it stands: "text", "table", "subject" …"""

    text: str
    where: str


def read_fields(
    sources: Sequence[Source], attachments: tuple[Attachment, ...], written: datetime, files: Sequence[Source] = ()
) -> dict[str, Field]:
    """Field id → value. Labels come before phrases and earlier sources before later ones; what two labels of
    one source state differently is flagged, and so is what one of `files` states differently from the mail."""
    found: dict[str, Field] = {}
    for source in sources:
        found = {**_stated(source, written), **found}
    for source in files:
        for id_, field in _stated(source, written).items():
            if id_ not in found or dictionary().labels[id_].type not in WORDS:
                _add(found, id_, field)
    _add_sentences(found, sources, written)
    for id_, field in _from_attachments(attachments):
        found.setdefault(id_, field)
    doubt_counts(found)
    if (power := power_field(found)) is not None:
        found["qty_mw"] = power
    if (problem := problem_field(found)) is not None:
        found["problem_key"] = problem
    return _without_settled_suspicions(found)


def _add_sentences(found: dict[str, Field], sources: Sequence[Source], written: datetime) -> None:
    """What the sentences say of fields that no label names."""
    told: set[str] = set()
    for source in sources:
        for id_, field in free_facts(source.text[:MAX_TEXT], source.where, written):
            if id_ not in found:
                if not _named_already(id_, field, found):
                    found[id_] = field
                    told.add(id_)
            elif id_ in told and source.where != "subject":
                found[id_] = _later(id_, found[id_], field)


def _stated(source: Source, written: datetime) -> dict[str, Field]:
    """What stands behind labels in one text."""
    pairs = (meant for pair in pairs_of(source.text[:MAX_TEXT]) for meant in readings(pair))
    facts = [found for pair in pairs for found in facts_of(pair, source.where, written)]
    stated: dict[str, Field] = {}
    for id_, field in items(facts):
        _add(stated, id_, field)
    return stated


def _add(found: dict[str, Field], id_: str, field: Field) -> None:
    """Keep the first; lists grow; a second, different value makes the first one doubtful."""
    known = found.get(id_)
    if known is None:
        found[id_] = field
    elif isinstance(known.value, tuple) and isinstance(field.value, tuple):
        merged = tuple(dict.fromkeys([*known.value, *field.value]))
        found[id_] = replace(known, value=merged)
    elif _differ(known, field) and "contradiction" not in known.flags:
        flags = tuple(dict.fromkeys([*known.flags, "contradiction", SUSPECTED]))
        found[id_] = replace(known, flags=flags, confidence=min(known.confidence, 0.5), raw=f"{known.raw}\n{field.raw}")


def _named_already(id_: str, field: Field, found: dict[str, Field]) -> bool:
    """Whether a label gives this name to another fact: `PV-240P modules`, where PV-240P is the part number."""
    return id_ == "model" and "part_no" in found and found["part_no"].value == field.value


FIGURES = frozenset(["quantity", "count", "percent", "money", "power", "date", "moment"])


def _later(id_: str, known: Field, field: Field) -> Field:
    """A sentence of the newer text beside one of the mail that it forwards: the newer figure, as one of several."""
    label = dictionary().labels.get(id_)
    if label is None or label.type not in FIGURES or SUSPECTED in field.flags or not _differ(known, field):
        return known
    flags = tuple(dict.fromkeys([*field.flags, "several"]))
    return replace(field, flags=flags, confidence=0.5, raw=f"{known.raw}\n{field.raw}")


_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _differ(one: Field, other: Field) -> bool:
    if isinstance(one.value, str) and isinstance(other.value, str):
        a, b = one.value.casefold(), other.value.casefold()
        numbers = _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)
        return a != b and (numbers is not None or not (a.startswith(b) or b.startswith(a)))
    return one.value != other.value


def _from_attachments(attachments: tuple[Attachment, ...]) -> list[tuple[str, Field]]:
    """A form that is attached makes the complaint a formal one."""
    for attachment in attachments:
        if _form_name(attachment.filename):
            name = attachment.filename
            return [("formal_written", Field(True, name, name, confidence=0.9))]
    return []


def _form_name(name: str) -> bool:
    lower = name.lower()
    is_document = lower.endswith((".docx", ".doc", ".xlsx", ".xls", ".pdf"))
    return is_document and any(mark in lower for mark in FORM_MARKS)


FORM_MARKS = (
    "8d",
    "scar",
    "car report",
    "corrective action",
    "品质异常",
    "异常联络单",
    "投诉函",
    "抱怨联络单",
    "客诉单",
    "投诉单",
    "complaint form",
)


def _without_settled_suspicions(found: dict[str, Field]) -> dict[str, Field]:
    """No question about what the mail states."""
    prefix = f"{SUSPECTED}."
    return {id_: f for id_, f in found.items() if not (id_.startswith(prefix) and id_.removeprefix(prefix) in found)}
