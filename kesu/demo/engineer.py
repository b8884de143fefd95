"""Fills a Word form as an engineer does: opens the file that came, writes into its cells, saves it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell

from kesu.demo.play import CannotGoOn, Filling

EMPTY, TICKED = "☐", "☑"


def fill(form: bytes, fillings: Sequence[Filling], saved_at: datetime) -> bytes:
    """The form with its cells written. Raises CannotGoOn for a row or a box that is not there."""
    document: Any = Document(io.BytesIO(form))
    places = _places(document.tables)
    for filling in fillings:
        for heading, label, *values in _rows(filling):
            if (heading, label) not in places:
                raise CannotGoOn(f"the form has no row {label!r} under {heading!r}")
            _write(places[heading, label], values)
        if filling.tick:
            _tick(document.element.body, filling.tick)
    saved = io.BytesIO()
    document.save(saved)
    return _at(saved.getvalue(), saved_at)


def _places(tables: Sequence[Table]) -> dict[tuple[str, str], list[_Cell]]:
    """By heading of the table and label of the row the cells to its right; of rows named alike the first."""
    places: dict[tuple[str, str], list[_Cell]] = {}
    for table in tables:
        heading = _said(_cells(table, 0)[0])
        for row in range(1, len(table.rows)):
            name, *cells = _cells(table, row)
            places.setdefault((heading, _said(name)), cells)
    return places


def _cells(table: Table, row: int) -> list[_Cell]:
    """The cells of a row, each once, however many columns it spans."""
    return [_Cell(cell, table) for cell in table.rows[row]._tr.tc_lst]


def _said(cell: _Cell) -> str:
    """The first line of a cell: its name in Chinese, in most."""
    return cell.text.strip().partition("\n")[0].strip()


def _rows(filling: Filling) -> Iterator[list[str]]:
    """Heading of the table, label of the row, then what goes into the cells to its right."""
    yield from ([rows.heading, *row] for rows in filling.tables for row in rows.rows)


def _write(cells: Sequence[_Cell], values: Sequence[str]) -> None:
    """Over the hints that stand there, in their formatting."""
    for cell, value in zip(cells, values, strict=False):
        if value:
            paragraph = cell.paragraphs[0]
            first, *rest = paragraph.runs or [paragraph.add_run()]
            first.text = value
            for run in rest:
                run.text = ""


def _tick(body: Any, label: str) -> None:
    """Tick the box before `label`, and no other one of its line; Word may part a line anywhere."""
    for paragraph in body.iter(qn("w:p")):
        texts = list(paragraph.iter(qn("w:t")))
        before, found, _ = "".join(text.text or "" for text in texts).partition(label)
        boxes = sum(before.count(box) for box in (EMPTY, TICKED))
        if not found or not before.rstrip("\u00a0 ").endswith((EMPTY, TICKED)):
            continue
        for text in texts:
            emptied = (text.text or "").replace(TICKED, EMPTY)
            parts = emptied.split(EMPTY)
            if 0 < boxes < len(parts):
                emptied = EMPTY.join(parts[:boxes]) + TICKED + EMPTY.join(parts[boxes:])
            boxes -= len(parts) - 1
            text.text = emptied
        return
    raise CannotGoOn(f"the form has no box {label!r}")


def _at(docx: bytes, moment: datetime) -> bytes:
    """The same package saved at `moment`; python-docx stamps its parts with today."""
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, 0)
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as parts, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as package:
        for part in parts.infolist():
            package.writestr(zipfile.ZipInfo(part.filename, stamp), parts.read(part), zipfile.ZIP_DEFLATED)
    return saved.getvalue()
