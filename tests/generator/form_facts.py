"""Facts for any form: nothing, a realistic complaint (a file of the form's own over a common one), and the worst."""

from __future__ import annotations

import json
from typing import Any

from cases.form_fields import Field
from cases.forms import Form
from tests.generator.docx_reading import FIXTURES, US

COMMON = {"zh": "peeling-label.zh", "en": "no-boot.en"}
LONG = "湿热后剥离力下降到 3.1 N/25 mm，低于下限 8.0；换回胶型 A 后缺陷消失。" * 75
"""More than 3,000 characters."""
PART_NO = "0123456789" * 5
ROWS = 50
WILD = (
    "a<b & \"c\" 'd' </w:t>",
    "{{ 7*7 }} {% for x in y %} {# z #}",
    "焊点 🔥 👩‍🔧 𠮷 Ω ≥ 25 %",
    "مرحبا بالعالم שלום",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCDEFGHIJKLMN",
    '=HYPERLINK("http://x.example") ${x} %(y)s',
    "“引号”《书》〔括号〕…—～",
)
"""Customers' text as it must come out: to the letter."""
MOMENT, DAY = "2026-03-10T10:20:00+08:00", "2026-03-10"
WORST = {
    "long": LONG,
    "quote": LONG,
    "list": [f"2511-A{number:03}" for number in range(ROWS)],
    "number": "999999999999",
    "money": "999999999999.99",
    "percent": "100.00",
    "date": DAY,
    "moment": MOMENT,
    "flag": True,
}


def realistic(form: Form, lang: str) -> dict[str, Any]:
    own = FIXTURES / f"{form.template}.{lang}.json"
    facts: dict[str, Any] = {}
    for file in (FIXTURES / f"{COMMON[lang]}.json", own):
        facts |= json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return facts


def extreme(form: Form) -> dict[str, Any]:
    """Every field as long as it may come, every box ticked, fifty rows in every list."""
    facts: dict[str, Any] = {**US, **{field.id: worst(field) for field in form.fields}}
    for table in form.tables:
        facts[table.id] = [{column.id: cell(column, row) for column in table.columns} for row in range(1, ROWS + 1)]
    signature = {
        "role": "负责质量的副总经理",
        "name": "欧阳文涛",
        "opinion": "approve",
        "at": MOMENT,
        "evidence": "7C41-09EA",
    }
    return facts | {"desk_id": "K2026-00012", "revision": "R12", "signoff": [signature] * 5}


def stretched(form: Form, at: int) -> dict[str, Any]:
    """As `extreme`, but one text and one list are long, by turns with `at`; the others have a sentence, three rows."""
    facts = extreme(form)
    texts = [each.id for each in form.fields if each.kind in ("long", "quote")]
    lists = [table.id for table in form.tables]
    facts |= {name: LONG[: LONG.index("。") + 1] for name in texts if name != texts[at % len(texts)]}
    return facts | {name: facts[name][:3] for name in lists if name != lists[at % len(lists)]}


def wild(form: Form) -> dict[str, Any]:
    """Text that a program might take for its own: markup, braces, commands, other scripts, no place to break."""
    texts = [each for each in form.fields if each.kind in ("text", "long", "quote")]
    facts: dict[str, Any] = {**US, **{each.id: WILD[place % len(WILD)] for place, each in enumerate(texts)}}
    for table in form.tables:
        typed = [each for each in table.columns if each.kind == "text" and each.fill != "system"]
        facts[table.id] = [{each.id: WILD[(row + at) % len(WILD)] for at, each in enumerate(typed)} for row in range(3)]
    return facts | {"desk_id": "K2026-00012", "revision": "R2"}


def worst(field: Field) -> object:
    if field.kind == "choice":
        return [value for option in field.options for value in option.values]
    return WORST.get(field.kind, PART_NO)


def cell(column: Field, row: int) -> object:
    """A cell of a long list: its row's number makes it findable."""
    return (
        WORST[column.kind]
        if column.kind in ("number", "date", "moment", "percent")
        else f"{column.id} {row:02} 逐片目视"
    )
