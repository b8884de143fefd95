"""Pictures that people have pasted into a form: they stand in the files that came, and in every form made later."""

from __future__ import annotations

from collections.abc import Iterator

from cases.documents import DocumentRevision
from cases.model import Case
from generator.customer_copy import customer_copy
from generator.docx_package import FormUnreadable
from generator.docx_pasted import with_pasted
from kesu.desk import Desk
from parsers.form_refusals import FormRefused

DESK = "desk"
"""The author of what nobody has returned."""


def with_pictures(desk: Desk, case: Case, form: str, docx: bytes) -> bytes:
    """`docx` with the pictures of what everybody sent last; the latest first, where two have filled one cell."""
    for document in _latest(case, form):
        try:
            returned = customer_copy(desk.as_docx(desk.papers.get(document.name)))
            docx = with_pasted(docx, returned, lambda picture: desk.photo(picture).image)
        except (FormUnreadable, FormRefused):  # it could be read when it came: LibreOffice may be gone
            continue
    return docx


def _latest(case: Case, form: str) -> Iterator[DocumentRevision]:
    """The files of each person's last mail with this form, as they came."""
    came = [doc for doc in case.documents if doc.form == form and doc.author != DESK and "-" not in doc.revision]
    last = {doc.author: doc.source_mail for doc in came}
    return (doc for doc in reversed(came) if doc.source_mail == last[doc.author])
