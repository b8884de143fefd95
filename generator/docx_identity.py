"""Which of our forms a returned Word file is, whatever its name: by the mark it carries, else by its bookmarks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docx.oxml.ns import qn

from cases.forms import Form, bookmark
from generator.docx_package import parse, unpack

CORE, BODY = "docProps/core.xml", "word/document.xml"
IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_MARK = re.compile(r"(K\d{4}-\d{5,9})/([\w-]{1,40})(?:/R\d{1,4})?")
ENOUGH = 0.5
"""Share of a form's bookmarks that must be there: people delete rows."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The id of the form ("" if it is none of ours) and of the case it was made for ("" if it does not say)."""

    form: str = ""
    case: str = ""


def identity(docx: bytes, forms: Iterable[Form]) -> Identity:
    """Raises FormUnreadable for what is no Word file."""
    parts = unpack(docx)
    mark = _MARK.fullmatch(_identifier(parts.get(CORE, b"")))
    known = {form.id: form for form in forms}
    if mark and mark[2] in known:
        return Identity(mark[2], mark[1])
    found = _bookmarks(parts.get(BODY, b""))
    shares = {form.id: _shares(form, found) for form in known.values()}
    best = max(shares, key=lambda form: min(shares[form]), default="")
    return Identity(best if best and shares[best][0] >= ENOUGH else "")


def _identifier(core: bytes) -> str:
    if not core:
        return ""
    return next((node.text or "" for node in parse(core).iter(IDENTIFIER)), "")


def _bookmarks(body: bytes) -> frozenset[str]:
    if not body:
        return frozenset()
    return frozenset(str(node.get(qn("w:name"))) for node in parse(body).iter(qn("w:bookmarkStart")))


def _shares(form: Form, found: frozenset[str]) -> tuple[float, float]:
    """How much of the form is there, and how much of what is there is the form: many forms have fields in common."""
    wanted = {bookmark(field.id) for field in form.fields}
    ours = {name for name in found if name.startswith(bookmark(""))}
    both = len(wanted & ours)
    return (both / len(wanted), both / len(ours)) if both else (0.0, 0.0)
