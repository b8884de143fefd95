"""A form carries marks of what it said when it was handed out; a customer's copy does not."""

from __future__ import annotations

from typing import Any

import pytest

from cases.form_marks import mark, read_marks, write_marks
from generator.customer_copy import customer_copy
from tests.generator.docx_reading import WRITER, facts, root

KEYWORDS = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords"
FORM = WRITER.forms()["F16a"]


def keywords(docx: bytes) -> list[Any]:
    return [node.text for node in root(docx, "docProps/core.xml").iter(KEYWORDS)]


def test_a_form_carries_the_marks_of_its_cells() -> None:
    (written,) = keywords(WRITER.write("F16a", "zh", facts("peeling-label.zh")))
    marks = read_marks(FORM, written)
    assert (marks["qty_defect"], marks["failure_mode"]) == (mark("86"), mark("背面铭牌标签角部剥离"))
    assert len(written) <= 255


def test_a_customer_gets_no_marks() -> None:
    assert keywords(customer_copy(WRITER.write("F16a", "zh", facts("peeling-label.zh")))) == []


@pytest.mark.parametrize("same", ["3,600", " 3,600\n", "３，６００", "3,6 00"])
def test_blanks_and_widths_make_no_difference(same: str) -> None:
    assert mark(same) == mark("3,600") != mark("3,601")


def test_marks_of_another_schema_are_not_read() -> None:
    sheet = WRITER.forms()["contact-sheet"]
    written = write_marks(FORM, {"case_no": "1"})
    assert read_marks(FORM, written) == {"case_no": mark("1")}
    assert read_marks(sheet, written) == {} == read_marks(FORM, "a, b") == read_marks(FORM, written[:-1])
