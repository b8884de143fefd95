"""Whatever people type comes home as typed: random text in any script, written by python-docx."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.forms import style
from tests.parsers.form_filling import FORM, READ, only, skeleton

CHARACTERS = st.one_of(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    st.characters(min_codepoint=0x20, max_codepoint=0x7E),
    st.sampled_from("😀🔥👩‍🔧☑☐√，。；：“”‘’《》〔〕（）％…—～Ωµ°±≥é\u00a0مرحباשלום𠮷\n\t"),
)
TYPED = st.text(CHARACTERS, min_size=1, max_size=60)
TEXTS = [each.id for each in FORM.fields if each.fill.by_hand and each.kind not in ("choice", "photo")]
COLUMNS = ["d5.actions.action", "d5.actions.owner", "d6.actions.validation", "d4.why.escape", "d1.team.contact"]


def typed_into(values: dict[str, str], columns: dict[str, list[str]]) -> bytes:
    """Paragraph by paragraph as python-docx writes it: line ends as breaks, tabs as tabs."""
    document: Any = Document(io.BytesIO(skeleton()))
    wanted = {style(name): [text] for name, text in values.items()} | {style(name): t for name, t in columns.items()}
    for element in document.element.body.iter(qn("w:p")):
        paragraph: Any = Paragraph(element, document)
        if texts := wanted.get(paragraph.style.name):
            paragraph.text = texts.pop(0)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(TEXTS), TYPED, min_size=1, max_size=8),
    st.lists(TYPED.filter(str.strip), min_size=1, max_size=6),
    st.sampled_from(["all", "style", "label"]),  # python-docx drops a bookmark with the text it replaces
)
def test_any_text_is_read_as_typed(values: dict[str, str], rows: list[str], anchor: str) -> None:
    docx = typed_into(values, {"d5.actions.action": list(rows)})
    form = READ(docx if anchor == "all" else only(docx, anchor))
    assert {name: form.text(name) for name in values} == {name: text.strip() for name, text in values.items()}
    if anchor in ("all", "style"):
        assert [row["action"] for row in form.rows["d5.actions"]] == [text.strip() for text in rows]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(COLUMNS), st.lists(TYPED, min_size=1, max_size=5))
def test_any_row_is_read_as_typed(column: str, texts: list[str]) -> None:
    table, _, name = column.rpartition(".")
    form = READ(typed_into({}, {column: list(texts)}))
    read = [row[name] for row in form.rows[table] if row[name]]
    kept = [text.strip() for text in texts if text.strip()]
    before = ["lin.zy@example.cn", "chen.lq@example.cn"] if column == "d1.team.contact" else []
    assert read == kept + before[len(texts) :]


@pytest.mark.parametrize("text", ["长" * 3000, "W" * 3000, "a\n" * 50 + "b"])
def test_long_text_is_read_whole(text: str) -> None:
    assert READ(typed_into({"d4.tua": text}, {})).text("d4.tua") == text
