"""PDFs beside the Word documents: printed by LibreOffice, outside of every transaction, since that takes seconds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import TypeVar

import structlog

from cases.documents import DocumentRevision
from cases.ports import Unprinted
from kesu.desk import Desk
from kesu.enclosing import pdf_name
from parsers.form_refusals import FormRefused
from parsers.office_convert import OfficeConverter

T = TypeVar("T")
log = structlog.get_logger()
KEPT = 16
"""PDFs in memory: those of one mail or job, for as long as it takes to write it down."""
TIMES = 8
"""A mail that wants still more documents printed than so many fails, instead of going round for ever."""


class PdfShelf:
    """Prints and keeps the last few. A document that LibreOffice cannot print, or not in time, has an empty PDF."""

    def __init__(self, convert: Callable[[bytes], bytes] | None = None) -> None:
        self._convert = convert or OfficeConverter().pdf
        self._shelf: OrderedDict[str, bytes] = OrderedDict()

    def printed(self, docx: bytes) -> bytes:
        found = self._shelf.get(sha256(docx).hexdigest())
        if found is None:
            raise Unprinted(docx)
        return found

    def print(self, docx: bytes) -> None:
        key = sha256(docx).hexdigest()
        try:
            self._shelf[key] = self._convert(docx)
        except (FormRefused, OSError) as fault:
            log.warning("document.not_printed", sha256=key[:12], reason=str(fault))
            self._shelf[key] = b""
        while len(self._shelf) > KEPT:
            self._shelf.popitem(last=False)


def in_one_write(desk: Desk, work: Callable[[], T]) -> T:
    """`work` in a transaction. Where it wants a PDF that nobody has printed, nothing of it is kept: the PDF is made,
    and `work` is done again from the start, with the same documents, since the same facts give the same bytes."""
    for _ in range(TIMES):
        try:
            with desk.store.transaction():
                return work()
        except Unprinted as wanted:
            if desk.printer is None:
                raise
            desk.printer.print(wanted.docx)
    with desk.store.transaction():
        return work()


def with_pdf(desk: Desk, document: DocumentRevision) -> DocumentRevision:
    """The document with its PDF beside it, where the desk prints and this is a Word file. Raises Unprinted."""
    if desk.printer is None or not document.name.endswith(".docx"):
        return document
    pdf = desk.printer.printed(desk.papers.get(document.name))
    return replace(document, pdf=desk.papers.put(pdf_name(document.name), pdf)) if pdf else document


def print_now(desk: Desk, document: DocumentRevision) -> DocumentRevision:
    """The same for who has the time: outside of a transaction."""
    if desk.printer is not None and document.name.endswith(".docx"):
        desk.printer.print(desk.papers.get(document.name))
    return with_pdf(desk, document)
