"""The desk's Word documents: a template of ours or of the company, filled with the facts of a case."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cases.forms import LANGUAGES, Form, find, load
from generator.docx_facts import context
from generator.docx_finish import finish
from generator.docx_marks import marks_of


class TemplateMissing(Exception):
    """No template for a form in a language; the text names both and the folders searched."""


class TemplateBroken(Exception):
    """A Word template cannot be rendered; the text names the file and the fault."""


class Once(ImmutableSandboxedEnvironment):
    """Compiles each text once; only templates are compiled, so there are few."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._compiled: dict[str, jinja2.Template] = {}

    def from_string(self, source: Any, *args: Any, **options: Any) -> jinja2.Template:
        if source not in self._compiled:
            self._compiled[source] = super().from_string(source, *args, **options)
        return self._compiled[source]


class Template(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl without its last step, which would turn a customer's `{_{` into `{{`; reads each part once.

    `patched`: what docxtpl makes of a part's XML for Jinja, which is half the work and always the same.
    """

    def __init__(self, path: Path, patched: dict[str, str]) -> None:
        super().__init__(path)
        self.patched = patched

    def patch_xml(self, src_xml: str) -> str:
        if src_xml not in self.patched:
            self.patched[src_xml] = super().patch_xml(src_xml)
        return self.patched[src_xml]

    def render_xml_part(self, src_xml: str, part: object, context: dict[str, Any], jinja_env: Any) -> str:  # noqa: ARG002
        return str(self.resolve_listing(jinja_env.from_string(src_xml).render(context)))


class DocxWriter:
    """Writes forms. `templates`: folders with `docx/` and `forms/`, the company's own before ours.

    A form's schema and its Word file are each taken from the first folder that has them, so that a company
    may redraw one form, or rename one label, and leave the rest.
    """

    def __init__(self, templates: Sequence[Path]) -> None:
        self._folders = tuple(templates)
        self._forms: dict[str, Form] = {}
        for folder in reversed(self._folders):
            for path in sorted((folder / "forms").glob("*.toml")):
                form = load(path.read_text(encoding="utf-8"))
                self._forms[form.id] = form
        self._jinja = Once(autoescape=True, undefined=jinja2.ChainableUndefined)
        self._patched: dict[str, str] = {}

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
        document = Template(path, self._patched)
        try:
            document.render(values, self._jinja, autoescape=True)
        except (jinja2.TemplateError, OpcError, BadZipFile) as fault:
            raise TemplateBroken(f"Word template {path} cannot be filled: {fault}") from fault
        _properties(document, schema, language, values, facts)
        out = io.BytesIO()
        document.save(out)
        return finish(out.getvalue())

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

    def faults(self) -> list[str]:
        """What is wrong with the templates, one sentence each: missing, broken, or naming what no form has."""
        found = []
        for form in self._forms.values():
            for lang in LANGUAGES:
                try:
                    self.write(form.id, lang, {})
                    found.extend(self._unknown(form, lang))
                except (TemplateMissing, TemplateBroken) as fault:
                    found.append(str(fault))
        return found

    def _unknown(self, form: Form, lang: str) -> list[str]:
        path = self._path(form, lang)
        template = Template(path, self._patched)
        used: set[str] = template.get_undeclared_template_variables(self._jinja, context(form, lang, {}))
        return [f"Word template {path} names {name}, which form {form.id} does not have" for name in sorted(used)]

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

    def _searched(self) -> str:
        return ", ".join(str(folder / "docx") for folder in self._folders) or "no folder"


def _properties(document: Any, form: Form, lang: str, values: Mapping[str, Any], facts: Mapping[str, object]) -> None:
    """Core properties: they identify the file when its name is lost, and reach a PDF made of it."""
    core = document.core_properties
    number = values["number"][:100]
    core.title = f"{number} {form.name(lang)}".strip()
    core.subject = number
    core.category = form.template
    core.identifier = "/".join(filter(None, (values["desk_id"][:100], form.id, values["revision"][:20])))
    core.keywords = marks_of(form, document.docx.element.body)
    core.language = "en-US" if lang == "en" else "zh-CN"
    core.author = values["us"].mail[:200]
    core.last_modified_by = core.author
    stamped = facts.get("revision_date")
    try:
        core.created = core.modified = datetime.fromisoformat(str(stamped)).replace(tzinfo=None)
    except ValueError:
        return
