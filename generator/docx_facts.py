"""From the flat facts of a case to what a Word template may name: `{{ customer_name }}`, `{{ d0.era }}`,
`{{ box.remedy.exchange }}`, `{{ steps.D3.note }}`, rows `{%tr for r in d5.actions %}`, `{{ signoff[0][1].name }}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypedDict

from cases.form_fields import Field, Fill, Option, Table
from cases.forms import Form
from generator.docx_pictures import Shown, photo_rows
from generator.docx_progress import BOX, Signature, Step, signed, stations
from generator.docx_show import Words, cut, decimal, plain, show, up_to_clause

LIMITS = {"grade_why": 150, "customer_words_source": 110}
"""Columns of stamped text that stands beside others in a small cell."""
TITLES = ("title", "title_en")
FACT = re.compile(r"\{([\w.]+)\}")
SCORED = (*(f"D{number}" for number in range(1, 9)), "total")
NUMBER = "no"
"""The column that numbers the rows of a table, where nobody else does."""
URGENT = "urgent"
"""A mark of a row that is no column: what it says is printed red, as `grade_urgent` does for a whole form."""


Stamped = TypedDict(
    "Stamped",
    {
        "desk_id": str,  # K2026-00012
        "case_no": str,  # the pack's own number, may be ""
        "revision": str,  # R1
        "revision_date": str,  # ISO; also the date in the file's properties
        "form_no": str,  # the company's number of this form; else the schema's
        "title": str,
        "title_en": str,
        "grade": str,  # display text; contact sheet only, never on what a customer gets
        "grade_why": str,
        "grade_urgent": bool,  # True prints the grade in red
        "fill_due": str,  # ISO: until when the engineer sends the form back; else reply_due
        "reply_due": str,  # ISO: until when the customer is answered
        "received_at": str,  # ISO
        "customer_words": str,  # verbatim; cut to the schema's limit; else description
        "customer_words_source": str,  # where they stand: date of the mail, its subject, its files
        "us.name": str,
        "us.name_en": str,
        "us.mail": str,
        "us.department": str,
        "us.address": str,
        "us.phone": str,
        "us.logo": str,  # always ""; the writer sets the company's logo where a template names it
        "steps": list[Step],
        "signoff": list[Signature],
        "photos": list[Shown],
        "score": dict[str, int],  # of the last review: D1 to D8 where they were due, and total
    },
    total=False,
)
"""What the desk stamps on a form beside the facts of the case. Every other key is the id of a field, or of a
table with a list of rows ({column id: value}), or `charts` (generator.report_charts). A value is a str, bool,
Decimal, date, datetime, a list of them, or None for unknown; numbers as digits and dates in ISO form may be strings."""


def context(form: Form, lang: str, facts: Mapping[str, object]) -> dict[str, Any]:
    """Every name a template of this form may use; what is unknown is "" or an empty box."""
    words = form.words[lang]
    cells = shown_fields(form, lang, facts)
    flat: dict[str, Any] = {name: _stamp(facts, name, words) for name in Stamped.__annotations__}
    flat.update(cells)
    flat.update({table.id: _rows(table, lang, words, facts) for table in form.tables})
    flat["number"] = flat["case_no"] or flat["desk_id"]
    flat["form_no"] = flat["form_no"] or form.number
    flat["fill_due"] = flat["fill_due"] or flat["reply_due"]
    flat["grade_urgent"] = facts.get("grade_urgent") is True
    flat["steps"] = stations(form, words, facts)
    flat["signoff"], flat["countersigned"] = signed(form, lang, words, facts)
    flat["photos"] = photo_rows(facts, words)
    flat["score"] = _score(facts, words)
    flat["box"] = {field.id: _boxes(field, facts) for field in form.fields if field.options}
    return _nested(flat)


def shown_fields(form: Form, lang: str, facts: Mapping[str, object]) -> dict[str, str]:
    """Field id -> display text, with defaults for missing facts and long text cut."""
    words = form.words[lang]
    facts = {
        "defect_rate": _rate(facts),
        **{name: value for name, value in facts.items() if value is not None},
    }
    known = {name: plain(value, words) for name, value in facts.items()}
    cells = {field.id: _shown(field, lang, words, facts) for field in form.fields}
    known.update(cells)
    return {field.id: _limited(cells[field.id] or _default(field, known), field, words) for field in form.fields}


def _limited(text: str, field: Field, words: Words) -> str:
    """Never more than the field holds; a title is what somebody puts a name to, and ends with a clause."""
    if field.id in TITLES:
        return up_to_clause(text, field.limit)
    return cut(text, field.limit, words["cut"] if field.kind in ("long", "quote") else "…")


def _default(field: Field, known: Mapping[str, str]) -> str:
    for pattern in field.default:
        if all(known.get(name) for name in FACT.findall(pattern)):
            return FACT.sub(lambda match: known[match[1]], pattern)
    return ""


def _rate(facts: Mapping[str, object]) -> str | None:
    defect, shipped = decimal(facts.get("qty_defect")), decimal(facts.get("qty_shipped"))
    return f"{defect / shipped * 100:.2f}" if defect is not None and shipped else None


def _stamp(facts: Mapping[str, object], name: str, words: Words) -> str:
    return cut(plain(facts.get(name), words), LIMITS.get(name, 0), "…")


def _shown(field: Field, lang: str, words: Words, facts: Mapping[str, object]) -> str:
    """A fact in words; of a choice the words of what is ticked."""
    ticked = [option for option in field.options if _boxes(field, facts)[option.id] == BOX[True] and not option.rest]
    if not ticked:
        return show(facts.get(field.id), field, words)
    return words["join"].join(option.label(lang) for option in ticked)


def _boxes(field: Field, facts: Mapping[str, object]) -> dict[str, str]:
    value = facts.get(field.id)
    many = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    given = {str(each).casefold() for each in many if each not in (None, "")}
    taken = {each for option in field.options for each in (option.id, *option.values)}
    return {option.id: BOX[_ticked(option, given, taken, facts)] for option in field.options}


def _ticked(option: Option, given: set[str], taken: set[str], facts: Mapping[str, object]) -> bool:
    by_fact = bool(option.fact) and facts.get(option.fact) in (True, "true")
    return by_fact or bool(given & {option.id, *option.values}) or (option.rest and bool(given - taken))


def _rows(table: Table, lang: str, words: Words, facts: Mapping[str, object]) -> list[dict[str, str]]:
    given = facts.get(table.id)
    known: Sequence[Any] = given if isinstance(given, Sequence) and given else table.preset[lang]
    rows = [
        {column.id: show(row.get(column.id), column, words) for column in table.columns} | {URGENT: _urgent(row)}
        for row in known
    ]
    blank = {column.id: "" for column in table.columns} | {URGENT: ""}
    numbers = [str(row.get(NUMBER, "")) for row in table.preset[lang]]
    spare = range(len(rows), table.least)
    rows += [{**blank, NUMBER: numbers[at] if at < len(numbers) else ""} for at in spare]
    counts = any(column.id == NUMBER and column.fill is Fill.SYSTEM for column in table.columns)
    return [{**row, NUMBER: row[NUMBER] or str(no)} if counts else row for no, row in enumerate(rows, 1)]


def _urgent(row: Mapping[str, object]) -> str:
    return "yes" if row.get(URGENT) is True else ""


def _score(facts: Mapping[str, object], words: Words) -> SimpleNamespace:
    """Points by discipline and in all; "" of one that was not due, or before any review."""
    given = facts.get("score")
    known: Mapping[str, object] = given if isinstance(given, Mapping) else {}
    return SimpleNamespace(**{name: plain(known.get(name), words) for name in SCORED})


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """`{"d0.era": x}` -> `{"d0": SimpleNamespace(era=x)}`."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        head, _, rest = name.partition(".")
        if rest:
            setattr(nested.setdefault(head, SimpleNamespace()), rest, value)
        else:
            nested[head] = value
    return nested
