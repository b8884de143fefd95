"""The desk's Word documents: a template of ours or of the company, filled with the facts of a case."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate

from cases.forms import LANGUAGES, Form, find, load
from generator.docx_columns import without_unused_columns
from generator.docx_company import OURS, Dresser, Look
from generator.docx_compiler import Cells, Compiler
from generator.docx_facts import context
from generator.docx_finish import finish
from generator.docx_marks import texts_of
from generator.docx_package import FormUnreadable
from generator.docx_pictures import with_photos
from generator.docx_properties import properties
from generator.docx_source import Uncovered
from generator.report_charts import with_charts


class TemplateMissing(Exception):
    """No template for a form in a language; the text names both and the folders searched."""


class TemplateBroken(Exception):
    """A Word template cannot be rendered; the text names the file and the fault."""


class Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl without its last step, which would turn a customer's `{_{` into `{{`."""

    def render_xml_part(self, src_xml: str, part: object, context: dict[str, Any], jinja_env: Any) -> str:  # noqa: ARG002
        return str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))


class DocxWriter:
    """Writes forms. `templates`: folders with `docx/` and `forms/`, the company's own before ours.

    A form's schema and its Word file are each taken from the first folder that has them, so that a company
    may redraw one form, or rename one label, and leave the rest. `kept`: a folder for compiled templates;
    `look`: the company's colour and logo.
    """

    def __init__(self, templates: Sequence[Path], kept: Path | None = None, look: Look = OURS) -> None:
        self._folders = tuple(templates)
        self._dress = Dresser(look)
        self._colour = look.colour
        self._forms: dict[str, Form] = {}
        shared = [file.read_text(encoding="utf-8") for file in self._all("fields.toml")]
        for folder in reversed(self._folders):
            for path in sorted((folder / "forms").glob("*.toml")):
                form = load(path.read_text(encoding="utf-8"), *shared)
                self._forms[form.id] = form
        self._compiler = Compiler(kept)
        self._jinja = Cells()

    def forms(self) -> Mapping[str, Form]:
        """Every known form by its id."""
        return dict(self._forms)

    def write(self, form: str, lang: str, facts: Mapping[str, object]) -> bytes:
        """The .docx of a form (its id, alias or name); the same facts give the same bytes.

        The keys of `facts` are described at `generator.docx_facts.Stamped`.
        Raises TemplateMissing, TemplateBroken.
        """
        schema = find(self._forms.values(), form)
        if schema is None:
            known = ", ".join(sorted(self._forms)) or "none"
            raise TemplateMissing(f"no form called {form} (known: {known}; searched: {self._searched()})")
        language = lang.partition("-")[0].casefold()
        path = self._path(schema, language)
        values = context(schema, language, facts)
        core = partial(properties, schema, language, values, facts)
        try:
            try:
                docx = self._compiler.compiled(self._dress(path), schema).fill(values, core)
            except Uncovered:
                docx = self._by_docxtpl(path, values, lambda body: core(texts_of(schema, body)))
        except (jinja2.TemplateError, OpcError, BadZipFile, FormUnreadable) as fault:
            raise TemplateBroken(f"Word template {path} cannot be filled: {fault}") from fault
        if not schema.authored and any(not (one.author or one.votes) for one in chain(*values["signoff"])):
            docx = without_unused_columns(docx)
        return with_charts(with_photos(docx, facts), facts, self._colour)

    def _by_docxtpl(self, path: Path, values: dict[str, Any], core: Callable[[Any], bytes]) -> bytes:
        document = Template(io.BytesIO(self._dress(path)))
        document.render(values, self._jinja, autoescape=True)
        document.core_properties.title = ""  # a template without properties gets some, which `finish` fills
        out = io.BytesIO()
        document.save(out)
        return finish(out.getvalue(), core)

    def missing(self) -> list[str]:
        """Templates that are not there, one sentence each; quick enough for every start."""
        found = []
        for form in self._forms.values():
            for lang in LANGUAGES:
                try:
                    self._path(form, lang)
                except TemplateMissing as fault:
                    found.append(str(fault))
        return found

    def _path(self, form: Form, lang: str) -> Path:
        name = f"{form.template}.{lang}.docx"
        for folder in self._folders:
            path = folder / "docx" / name
            if path.is_file():
                return path
        raise TemplateMissing(
            f"no Word template for form {form.id} ({form.name(lang)}) in language {lang}: "
            f"{name} is in none of {self._searched()}"
        )

    def _all(self, name: str) -> list[Path]:
        """The files of this name in all folders, ours first."""
        return [path for folder in reversed(self._folders) if (path := folder / name).is_file()]

    def _searched(self) -> str:
        return ", ".join(str(folder / "docx") for folder in self._folders) or "no folder"
