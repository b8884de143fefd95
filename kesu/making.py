"""One document made by the desk: written from what the case knows, kept as a file, numbered as the next revision."""

from __future__ import annotations

from datetime import datetime

from cases.documents import DocumentRevision
from cases.model import Case
from kesu.desk import Desk
from kesu.forms import facts_for
from kesu.pasted import with_pictures


def make(desk: Desk, case: Case, form: str, lang: str, at: datetime, now: datetime) -> DocumentRevision:
    """The next revision of a form. `at`: the day it bears, so that making it again after a crash gives the same."""
    revision = f"R{next_revision(case, form)}"
    written = desk.documents.write(form, lang, facts_for(desk, case, form, revision, at, lang))
    content = with_pictures(desk, case, form, written)
    name = f"{case.id}/{form}-{revision}.docx"
    sha256 = desk.papers.put(name, content)
    shown = f"{case.number}-{desk.words.form(form, lang)}-{revision}.docx"
    return DocumentRevision(form, revision, lang, name, sha256, "desk", now, shown)


def next_revision(case: Case, form: str) -> int:
    """The desk's own paper is R1; every return counts on, over all forms that have come back under this id."""
    numbers = [int(doc.revision[1:].partition("-")[0]) for doc in case.documents if doc.form == form]
    return max(numbers, default=0) + 1
