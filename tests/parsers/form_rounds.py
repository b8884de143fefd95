"""Any form filled as people do, with text of many scripts in every cell there is to fill; and what must come home."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from cases.form_fields import Field, Table
from cases.forms import Form
from cases.returned import Returned, Row
from tests.generator.docx_reading import WRITER, column, facts, filled
from tests.generator.form_facts import COMMON

SIGNS = "🔥👍😀☑☐√，。；：“”《》（）%…—～Ωµ°±≥é،مرحباשלום𠮷<&>\"'{}[]\\/=+-@#$0123456789"
LETTERS = "胶型剥离力验证围堵流出发生焊点骨直角 the lot was sorted by hand "
BLANK = {lang: {**facts(name), "desk_id": "K2026-00012", "revision": "R1"} for lang, name in COMMON.items()}
"""By language: what the desk knows of a case that nobody has worked on."""
FORMS = [
    form
    for form in sorted(WRITER.forms().values(), key=lambda form: form.id)
    if any(each.fill.by_hand for each in form.anchored())
]
"""Every form with a cell for people."""


class Typed:
    """A form and what somebody typed into it: any text into texts, one tick into choices, two rows into lists."""

    def __init__(self, form: Form, lang: str) -> None:
        self.form, self.lang = form, lang
        chance = Random(f"{form.id}.{lang}")
        handed = WRITER.write(form.id, lang, BLANK[lang])
        by_hand = [each for each in form.fields if each.fill.by_hand and each.kind != "photo"]
        chosen = {each.id: chance.choice(each.options).id for each in by_hand if each.kind == "choice"}
        self.fields: dict[str, str] = {each.id: words(chance) for each in by_hand if each.kind != "choice"}
        cells = {**self.fields, **{each.id: boxes(each, chosen[each.id], lang) for each in by_hand if each.options}}
        self.fields |= chosen
        self.rows = {table.id: listed(table, chance, handed) for table in form.tables if columns(table)}
        typed = {
            f"{name}.{each}": [row[each] for row in found] for name, found in self.rows.items() for each in found[0]
        }
        self.docx = filled(handed, cells, typed)

    def came_home(self, read: Returned) -> tuple[Mapping[str, str], Mapping[str, list[Row]]]:
        """The answers of these fields, and of these rows."""
        rows: dict[str, list[Row]] = {
            name: [{each: row[each] for each in found[0]} for row in read.rows.get(name, ())]
            for name, found in self.rows.items()
        }
        first = {name: found[: len(self.rows[name])] for name, found in rows.items()}
        return {name: read.text(name) for name in self.fields}, first


def words(chance: Random) -> str:
    """Twelve to forty characters of any script, without a blank at either end."""
    scripts = (LETTERS if chance.random() < 0.7 else SIGNS for _ in range(chance.randint(10, 38)))
    return f"X{''.join(map(chance.choice, scripts))}."


def boxes(field: Field, chosen: str, lang: str) -> str:
    return "     ".join(f"{'☑' if each.id == chosen else '☐'}\u00a0{each.label(lang)}" for each in field.options)


def columns(table: Table) -> list[Field]:
    return [each for each in table.columns if each.fill.by_hand and each.kind not in ("choice", "photo")]


def listed(table: Table, chance: Random, docx: bytes) -> list[dict[str, str]]:
    """The first rows filled, two at most."""
    room = len(column(docx, f"{table.id}.{columns(table)[0].id}"))
    return [{each.id: words(chance) for each in columns(table)} for _ in range(min(2, room))]
