"""The number of a revision on a form that came back: the engineer filled an older one, which still shows its own."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from generator.docx_release_gaps import Styles

FIELD = "kesu revision"
LISTED = ("kesu annex.history.revision", "kesu annex.history.date")
"""Of the list of revisions the last row, which is this one."""
_IN_HEADER = re.compile(r"(·\s+)R\d+(\s+·)")


def stamp(root: Any, styles: Styles, revision: str, date: str) -> None:
    """Write `R3  ·  2026-03-09` into the revision's field of a body, the number alone into a running header."""
    for paragraph in root.iter(qn("w:p")):
        if FIELD in styles(paragraph):
            _write(paragraph, f"{revision}  ·  {date}")
    for column, value in zip(LISTED, (revision, date), strict=True):
        for paragraph in [each for each in root.iter(qn("w:p")) if column in styles(each)][-1:]:
            _write(paragraph, value)
    if root.tag == qn("w:hdr"):
        for text in root.iter(qn("w:t")):
            text.text = _IN_HEADER.sub(rf"\g<1>{revision}\g<2>", text.text or "")


def _write(paragraph: Any, value: str) -> None:
    """The value into the first text of the paragraph; what else stands there goes."""
    for number, text in enumerate(paragraph.iter(qn("w:t"))):
        text.text = "" if number else value
