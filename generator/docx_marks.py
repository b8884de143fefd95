"""What each cell said when a form was handed out, as marks in the file: a reader tells by them what was changed."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from cases.form_marks import write_marks
from cases.forms import Form, bookmark

LONGEST = 255
"""Characters that an editor keeps of a file's keywords; a form with more than 120 fields goes without marks."""


def marks_of(form: Form, body: Any) -> str:
    """One word for the file's keywords: of every bookmarked field the mark of the paragraph it stands in."""
    ids = {bookmark(field.id): field.id for field in form.fields}
    texts = {
        ids[name]: "".join(text.text or "" for text in mark.getparent().iter(qn("w:t")))
        for mark in body.iter(qn("w:bookmarkStart"))
        if (name := mark.get(qn("w:name"))) in ids and mark.getparent().tag == qn("w:p")
    }
    written = write_marks(form, texts)
    return written if len(written) <= LONGEST else ""
