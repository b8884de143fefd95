"""Workbooks of a report: text that stays text, dates that are dates, a head that stays in sight, filters.

What a customer wrote never becomes a formula: every text is stored as a string and, where a program might take it
for more when somebody edits the cell (=, +, -, @), marked as quoted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from generator.docx_clean import clean
from generator.docx_package import pack, unpack

MOST = 32_767
"""Characters of a cell (Excel's limit)."""
TEMPTING = ("=", "+", "-", "@", "\t", "\r")
NAVY = "1F3A5F"
FORMATS = {"date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "number": "#,##0", "rate": "0.00", "text": "@"}
_TITLE = re.compile(r"[\[\]:*?/\\]")
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_EPOCH = rb"\g<1>2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind`: text, number, rate (two places), date or moment; `width` in characters."""

    label: str
    kind: str = "text"
    width: int = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """`plain`: figures for a program, without widths, colours and filters."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[object]]
    plain: bool = False


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The .xlsx; the same sheets give the same bytes. A moment is written in the zone it carries."""
    from openpyxl import Workbook  # a quarter of a second that other commands need not pay

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(_TITLE.sub(" ", clean(sheet.title))[:31]), sheet)
    out = io.BytesIO()
    book.save(out)
    parts = unpack(out.getvalue())
    parts["docProps/core.xml"] = _STAMP.sub(_EPOCH, parts["docProps/core.xml"])
    return pack(parts)


def _fill(page: Any, sheet: Sheet) -> None:
    from openpyxl.utils import get_column_letter

    page.append([None] * len(sheet.columns))
    for at, column in enumerate(sheet.columns, 1):
        if column.label:
            _put(page.cell(1, at), column.label, Column(""), plain=sheet.plain)
        if not sheet.plain:
            page.column_dimensions[get_column_letter(at)].width = column.width
    for line, row in enumerate(sheet.rows, 2):
        for at, (value, column) in enumerate(zip(row, sheet.columns, strict=True), 1):
            if value is not None and value != "":
                _put(page.cell(line, at), value, column, plain=sheet.plain)
    if not sheet.plain:
        _dress(page, sheet, get_column_letter(len(sheet.columns)))


def _put(cell: Any, value: object, column: Column, *, plain: bool) -> None:
    if isinstance(value, str):
        text = clean(value)[:MOST]
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(TEMPTING)
        if column.kind == "text" and not plain:
            cell.number_format = FORMATS["text"]
        return
    cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else _number(value)
    if column.kind in FORMATS and not plain:
        cell.number_format = FORMATS[column.kind]


def _number(value: object) -> object:
    return value if isinstance(value, Decimal | int | float | date) else str(value)


def _dress(page: Any, sheet: Sheet, last: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    font, ground = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor=NAVY)
    middle = Alignment(vertical="center", wrap_text=True)
    for cell in page[1]:
        cell.font, cell.fill, cell.alignment = font, ground, middle
    body = Alignment(vertical="top", wrap_text=True)
    for row in page.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = body
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{last}{max(len(sheet.rows), 1) + 1}"
    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", 9, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
