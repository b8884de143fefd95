"""Complaint forms that come as Word or Excel files: their labels and values, as text that is read like a mail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cases.mail import Attachment
from parsers.attached_docx import Block, docx_blocks
from parsers.attached_xlsx import xlsx_tables
from parsers.attached_zip import NotRead
from parsers.eight_d import FLAG, laid_out_as_8d, named_8d
from parsers.labels import is_label
from parsers.magic import DOCX, XLSX
from parsers.tables import Row, names_columns, table_lines

MAX_BYTES = 5 * 2**20
MOST = 3
"""Files of one mail that are read for facts."""
READERS: dict[str, Callable[[bytes], Sequence[Block]]] = {DOCX: docx_blocks, XLSX: xlsx_tables}


def read_attached(attachments: Sequence[Attachment]) -> tuple[list[Attachment], list[tuple[str, str]]]:
    """The attachments, flagged where one could not be read, and (name, text) of those that hold some."""
    shown: list[Attachment] = []
    texts: list[tuple[str, str]] = []
    read = 0
    for file in attachments:
        reader = READERS.get(file.detected_type)
        if reader is None or read >= MOST:
            shown.append(_flagged(file, named_8d(file.filename)))
            continue
        read += 1
        try:
            blocks = reader(file.content) if file.size <= MAX_BYTES else _too_large()
        except NotRead as why:
            shown.append(replace(file, flags=(*file.flags, str(why))))
            continue
        shown.append(_flagged(file, bool(blocks) and (named_8d(file.filename) or laid_out_as_8d(blocks))))
        if text := "\n".join(_lines(blocks)).strip():
            texts.append((file.filename, text))
    return shown, texts


def _flagged(file: Attachment, is_8d: bool) -> Attachment:
    return replace(file, flags=(*file.flags, FLAG)) if is_8d and not file.inline else file


def _too_large() -> Sequence[Block]:
    raise NotRead("too-large")


def _lines(blocks: Sequence[Block]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        for table in _tables(block):
            lines.extend(table_lines(table, is_label))
        lines.append("")
    return lines


def _tables(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """A sheet as its tables: blank rows, titles and changes of the number of columns part them."""
    tables: list[list[Row]] = [[]]
    width = 0
    for row in rows:
        cells = tuple(cell for cell in row if cell)
        heads = names_columns(cells, is_label)
        if len(cells) < 2 or heads or (width and len(row) != width):
            tables.append([])
        if cells:
            tables[-1].append(row if heads or _under_heads(tables[-1]) else cells)
        width = len(row)
    return [tuple(_without_gaps(table)) for table in tables if table]


def _under_heads(table: Sequence[Row]) -> bool:
    """Whether the table's first row names its columns, so that gaps in its rows mean something."""
    return bool(table) and names_columns(tuple(filter(None, table[0])), is_label)


def _without_gaps(table: Sequence[Row]) -> list[Row]:
    """Columns that no row fills are merged cells, not data."""
    columns = [i for i in range(max(map(len, table))) if any(i < len(row) and row[i] for row in table)]
    return [tuple(row[i] if i < len(row) else "" for i in columns) for row in table]
