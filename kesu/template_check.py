"""`kesu template check`: which form a Word file is the template of, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cases.forms import LANGUAGES, Form, find
from generator.documents import DocxWriter
from generator.docx_lint import Remark, lint
from generator.docx_lint_page import anchors, controls, fonts, lines, tables
from generator.docx_lint_tags import names, slow, syntax, torn, untold

CHECKS = (torn, syntax, names, untold, tables, fonts, anchors, controls, lines, slow)
NAME = re.compile(rf"(.+)\.({'|'.join(LANGUAGES)})\.docx")


class WhichForm(Exception):
    """A file's name does not say which form and language it is for; the text says how to tell."""


def checked(file: Path, forms: Sequence[Form], form: str = "", lang: str = "") -> list[Remark]:
    """Every remark on a template. `form`, `lang`: told by the caller, else read from the name (`8d.zh.docx`).

    Raises WhichForm, OSError.
    """
    named = NAME.fullmatch(file.name)
    wanted, language = form or (named[1] if named else ""), lang or (named[2] if named else "")
    schema = find(forms, wanted) if wanted else None
    if schema is None or language not in LANGUAGES:
        known = ", ".join(sorted(each.template for each in forms))
        raise WhichForm(
            f"{file.name}: which form is it? Name the file FORM.LANGUAGE.docx, such as 8d.zh.docx, "
            f"or say --form and --lang (forms: {known}; languages: {', '.join(LANGUAGES)})"
        )
    return lint(file.read_bytes(), schema, language, CHECKS)


def company_templates(folders: Sequence[Path], writer: DocxWriter) -> Iterator[tuple[Path, list[Remark]]]:
    """Each Word file of the company's own folders that a form would use, with the remarks on it."""
    forms = list(writer.forms().values())
    for folder in folders[:-1]:
        for path in sorted((folder / "docx").glob("*.docx")):
            if (named := NAME.fullmatch(path.name)) and find(forms, named[1]):
                yield path, checked(path, forms)
