"""Whether an attached file is a customer's own 8D form: its name says so, or it has the disciplines as headings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from parsers.attached_docx import Block

FLAG = "8d-form"
ENOUGH = 5
"""Disciplines of D1 to D8 that a form names; D0 is optional, and some forms join two."""
_NAMED = re.compile(r"(?<![A-Za-z0-9])8\s?-?D(?![A-Za-z0-9])|8D(?=报告|表)|8-?discipline", re.IGNORECASE)
_OURS = re.compile(r"K\d{4}-\d{5}")
_WRITABLE = (".docx", ".doc", ".wps", ".odt", ".rtf", ".dotx", ".xlsx", ".xls", ".et")
_HEADING = re.compile(r"[\s(\[【（]*D\s?([1-8])(?![0-9A-Za-z.])")


def named_8d(filename: str) -> bool:
    """By its name, a file that can be filled in; a copy of a form of ours bears our number."""
    name = unicodedata.normalize("NFKC", filename)
    return name.lower().endswith(_WRITABLE) and _NAMED.search(name) is not None and _OURS.search(name) is None


def laid_out_as_8d(blocks: Sequence[Block]) -> bool:
    """By its headings: paragraphs or cells that begin with D1, D2 …"""
    found = (_HEADING.match(unicodedata.normalize("NFKC", text)) for text in _texts(blocks))
    return len({match[1] for match in found if match}) >= ENOUGH


def _texts(blocks: Sequence[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        else:
            yield from (cell for row in block for cell in row)
