"""A returned form, whoever saved it with whatever: read field by field, or refused with one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from cases.form_fields import Field, Table
from cases.form_marks import read_marks
from cases.forms import LANGUAGES, Form
from cases.returned import BLOCK, WARN, Answer, Finding, Returned
from parsers.form_anchors import Home, homes
from parsers.form_answers import answers, to_be_filled
from parsers.form_body import page_of
from parsers.form_identity import CASE, REVISION, Identity, identity
from parsers.form_labels import Labels
from parsers.form_package import OLE2, open_package
from parsers.form_page import Page
from parsers.form_refusals import FormRefused
from parsers.form_rows import Lists, read_lists

Convert = Callable[[bytes, str], bytes]
"""A document and what it is (doc, odt, rtf) to .docx; raises FormRefused."""
ENOUGH = 0.5
"""Share of a form's fields that must be found in a file that does not name its form: people delete rows."""
SHOWN = 40
"""Characters of an answer that a finding repeats."""


class FormReader:
    """Reads returned forms. `convert` is asked for what is no .docx; without it such files are refused."""

    def __init__(self, forms: Iterable[Form], convert: Convert | None = None) -> None:
        self._forms = {form.id: form for form in forms}
        self._labels = {form.id: Labels(form) for form in self._forms.values()}
        self._convert = convert

    def __call__(self, content: bytes) -> Returned:
        """Never raises: what cannot be read is a finding of level block."""
        try:
            kind = other_format(content)
            docx = to_docx(content, kind, self._convert)
        except FormRefused as refusal:
            return Returned(findings=(refusal.finding(),))
        return self.read(docx, kind)

    def read(self, docx: bytes, kind: str = "") -> Returned:
        """The same for a .docx, which was converted from `kind`."""
        try:
            return self._read(docx, kind)
        except FormRefused as refusal:
            return Returned(findings=(refusal.finding(),))
        except RecursionError:
            return Returned(findings=(FormRefused("too-deep").finding(),))

    def _read(self, docx: bytes, kind: str) -> Returned:
        package = open_package(docx)
        page = page_of(package)
        known = identity(package.core, self._forms)
        form, lists, found = self._form(known, page)
        if package.fetches:
            raise FormRefused("outside")
        read = answers(form, found, known.marks, package.pictures)
        handed = read_marks(form, known.marks)
        return Returned(
            form=form.id,
            case=known.case or _seen(CASE, read.fields, "desk_id", "case_no"),
            revision=known.revision or _seen(REVISION, read.fields, "revision", "revision_date"),
            language=_language(form, page) or known.language or "zh",
            fields=read.fields,
            rows=lists.rows,
            prefilled_changed=read.changed,
            handed=handed,
            findings=tuple(_findings(form, read.fields, lists, found)),
            converted_from=kind,
            flags=tuple(sorted(page.flags | ({"converted"} if kind else set()) | _unmarked(handed))),
        )

    def _form(self, known: Identity, page: Page) -> tuple[Form, Lists, dict[str, Home]]:
        """The form that the file names, else the one most of which is there; of several, as forms have fields in
        common, the one with the most fields."""
        named = self._forms.get(known.form)
        best: tuple[tuple[int, float], Form, Lists, dict[str, Home]] | None = None
        for form in [named] if named else self._forms.values():
            labels = self._labels[form.id]
            lists = read_lists(form, page, labels)
            found = homes(form, page, lists.taken, labels)
            share = len(found) / len(form.fields)
            if not named and share < ENOUGH:
                continue
            if best is None or (len(found), share) > best[0]:
                best = ((len(found), share), form, lists, found)
        if best is None or not (best[3] or best[2].taken):
            raise FormRefused("unknown-form")
        return best[1], best[2], best[3]


def to_docx(content: bytes, kind: str, convert: Convert | None) -> bytes:
    """What is to be read of a file of this kind. Raises FormRefused."""
    if not kind:
        return content
    if convert is None:
        raise FormRefused("no-office")
    return convert(content, kind)


def other_format(content: bytes) -> str:
    """doc, odt or rtf by the first bytes; "" for a .docx or anything else."""
    if content.startswith(b"{\\rtf"):
        return "rtf"
    if content.startswith(OLE2) and "WordDocument".encode("utf-16-le") in content:
        return "doc"
    return "odt" if content.startswith(b"PK") and b"vnd.oasis.opendocument.text" in content[:200] else ""


def _unmarked(handed: Mapping[str, str]) -> set[str]:
    return set() if handed else {"prefilled-unchecked"}


def _seen(pattern: re.Pattern[str], fields: Mapping[str, Answer], *names: str) -> str:
    texts = [str(fields[name].value) for name in names if name in fields]
    return next((found[0] for text in texts if (found := pattern.search(text))), "")


def _language(form: Form, page: Page) -> str:
    """The language whose labels come first in their cells; "" if there are none. Editors set the property anew."""
    labels = [tuple(field.label(lang) for field in form.fields) for lang in LANGUAGES]
    texts = [cell.lines[0].text for cell in page.cells() if cell.lines and cell.lines[0].text]
    zh, en = (sum(text.startswith(names) for text in texts) for names in labels)
    return "" if en == zh else "en" if en > zh else "zh"


def _findings(form: Form, fields: Mapping[str, Answer], lists: Lists, found: Mapping[str, Home]) -> Iterable[Finding]:
    labels = {field.id: field for field in form.anchored()}
    for name, answer in fields.items():
        if not answer.agreed:
            seen = "; ".join(f"{anchor}: {text[:SHOWN]}" for anchor, text in answer.seen.items())
            yield Finding(
                "FORM-anchors",
                BLOCK,
                f"“{labels[name].label_zh}”的内容有两处，未采用：{seen}",
                f"“{labels[name].label_en}” stands in two places; neither was taken: {seen}",
            )
    for name, texts in lists.split.items():
        shown = " | ".join(text[:SHOWN] for text in texts)
        column, _, number = name.rpartition(" ")
        yield Finding(
            "FORM-anchors",
            BLOCK,
            f"“{labels[column].label_zh}”第 {number} 行的内容有两处，未采用：{shown}",
            f"“{labels[column].label_en}”, row {number}, says two things; neither was taken: {shown}",
        )
    hands = [table for table in form.tables if any(column.fill.by_hand for column in table.columns)]
    gone: list[Field | Table] = [field for field in to_be_filled(form) if field.id not in found]
    gone += [table for table in hands if table.id not in lists.rows]
    if gone:
        yield Finding(
            "FORM-missing",
            WARN,
            f"表单里找不到这些栏位：{'、'.join(field.label_zh for field in gone)}",
            f"These cells are not in the form: {', '.join(field.label_en for field in gone)}",
        )
