"""Workbooks: text stays text whatever it looks like, values keep their kind, the same sheets give the same bytes."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from generator.docx_clean import clean
from generator.report_xlsx import MOST, Column, Sheet, workbook

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime.fromisoformat("2026-03-02")
"""Cells have no zone."""


def opened(sheet: Sheet) -> list[list[object]]:
    page = load_workbook(io.BytesIO(workbook([sheet]))).worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 21 1234", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x.example")', "'=1"]
)
def test_text_that_looks_like_a_formula_is_text(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook([Sheet("s", (Column("a"),), [(text,)])])))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", clean(text))


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_text_can_be_stored_and_none_becomes_a_formula(text: str) -> None:
    ((value,),) = opened(Sheet(text or "s", (Column(text),), [(text + "x",)]))
    assert value == clean(text + "x").replace("\r", "\n")


def test_values_keep_their_kind() -> None:
    row = (7, Decimal("12.50"), date(2026, 3, 2), datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI), None, "x" * 40_000)
    columns = tuple(Column(kind, kind) for kind in ("number", "rate", "date", "moment", "text", "text"))
    (found,) = opened(Sheet("s", columns, [row]))
    assert found == [7, 12.5, MIDNIGHT, MIDNIGHT.replace(hour=9, minute=30), None, "x" * MOST]


def test_the_head_stays_in_sight_and_every_column_can_be_filtered() -> None:
    columns = (Column("编号", width=16), Column("客户", width=22))
    page = load_workbook(
        io.BytesIO(workbook([Sheet("a/b[c]*" + "长" * 40, columns, [("1", "x"), ("2", "y")])]))
    ).worksheets[0]
    assert (page.freeze_panes, page.auto_filter.ref, page.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert [page.column_dimensions[name].width for name in "AB"] == [16, 22]
    assert page.title == "a b c  " + "长" * 24


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheet = Sheet("s", (Column("a"), Column("b", "number")), [("x", 1), ("", 2)])
    assert workbook([sheet, sheet]) == workbook([sheet, sheet])
