"""Word and Excel files as customers attach them, for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from docx import Document
from openpyxl import Workbook

Rows = Sequence[Sequence[object]]


def docx(*blocks: str | Rows) -> bytes:
    """Paragraphs and tables in order."""
    word = Document()
    for block in blocks:
        if isinstance(block, str):
            word.add_paragraph(block)
            continue
        table = word.add_table(len(block), max(map(len, block)))
        for r, row in enumerate(block):
            for c, value in enumerate(row):
                table.cell(r, c).text = str(value)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def xlsx(cells: Mapping[str, object] | None = None, rows: Rows = (), formats: Mapping[str, str] | None = None) -> bytes:
    """A sheet with these cells, or with these rows from the top."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for name, value in (cells or {}).items():
        sheet[name] = value
    for name, shown_as in (formats or {}).items():
        sheet[name].number_format = shown_as
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(file: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The file with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def part(file: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return archive.read(name)
