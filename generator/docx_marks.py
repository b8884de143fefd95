"""What each cell said when a form was handed out, as marks in the file: a reader tells by them what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn

from cases.form_marks import write_marks
from cases.forms import Form, bookmark

LONGEST = 255
"""Characters that an editor keeps of a file's keywords; a form with more than 120 fields goes without marks."""


def marks_of(form: Form, texts: Mapping[str, str]) -> str:
    """One word for the file's keywords: of every bookmarked field (its id -> text) the mark of what it says."""
    written = write_marks(form, texts)
    return written if len(written) <= LONGEST else ""


def texts_of(form: Form, body: Any) -> dict[str, str]:
    """Field id -> the text of the paragraph its bookmark stands in."""
    ids = bookmarks(form)
    return {
        ids[name]: "".join(text.text or "" for text in mark.getparent().iter(qn("w:t")))
        for mark in body.iter(qn("w:bookmarkStart"))
        if (name := mark.get(qn("w:name"))) in ids and mark.getparent().tag == qn("w:p")
    }


def bookmarks(form: Form) -> dict[str, str]:
    """Bookmark name -> field id."""
    return {bookmark(field.id): field.id for field in form.fields}
