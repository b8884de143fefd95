"""The cells of an Excel file as text, as far as a form can reach."""

from __future__ import annotations

import io
import time
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from parsers.attached_zip import NotRead, office_parts
from parsers.tables import Row

SHEETS, ROWS, COLUMNS = 5, 5_000, 100
SECONDS = 10.0
MAX_CELL = 4_000


def xlsx_tables(content: bytes) -> list[tuple[Row, ...]]:
    """The rows of each sheet that has any. Raises NotRead."""
    with office_parts(content):
        pass
    from openpyxl.utils.exceptions import InvalidFileException  # a tenth of a second that most mails need not pay

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out; we want the cells only
            return [rows for rows in _sheets(content, time.monotonic() + SECONDS) if rows]
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as fault:
        raise NotRead("damaged") from fault
    except SyntaxError as fault:  # lxml's for broken XML
        raise NotRead("damaged") from fault


def _sheets(content: bytes, until: float) -> Iterator[tuple[Row, ...]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets[:SHEETS]:
            sheet.reset_dimensions()
            yield tuple(_rows(sheet, until))
    finally:
        book.close()


def _rows(sheet: Any, until: float) -> Iterator[Row]:
    for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS):
        if time.monotonic() > until:
            raise NotRead("too-large")
        yield tuple(_text(cell.value, str(cell.number_format or "")) for cell in row)


def _text(value: object, shown_as: str) -> str:
    """A cell as it is shown: dates in ISO form, shares as percent, numbers without a trailing `.0`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(repr(value)) * (100 if "%" in shown_as else 1)
        plain = f"{number.normalize():f}"
        return f"{plain}%" if "%" in shown_as else plain
    return str(value)[:MAX_CELL].strip()
