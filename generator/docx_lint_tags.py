"""Tags in a Word template: typed in full width, torn apart, unclosed, or naming what the form does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import jinja2
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import nodes

from cases.forms import Form, bookmark
from generator.docx_compiler import Cells
from generator.docx_facts import context
from generator.docx_lint import Level, Pages, Remark, place
from generator.docx_marks import bookmarks
from generator.docx_package import FormUnreadable
from generator.docx_source import Uncovered, source_of

FULL_WIDTH = re.compile(r"[｛{][｛%％]|[｝%％][｝}]|｛\{|\{｛|｝\}|\}｝")
OPEN, CLOSE = re.compile(r"\{\{|\{%|\{#"), re.compile(r"\}\}|%\}|#\}")
PLAIN = re.compile(r"\{[{%#]|[}%#]\}")
BLOCK = re.compile(r"(\{%-?\s*(?:tr|tc|p|r)?\s*(end)?(for|if)\b.*?%\})")
BOXES = ("choice", "photo")
"""Kinds of fields without a tag of their own."""
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def torn(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Tags that Word's autocorrection or an input method has changed, or that end in another paragraph."""
    for where, paragraph in pages.each("w:p"):
        text = _text(paragraph)
        wide = next((each[0] for each in FULL_WIDTH.finditer(text) if not PLAIN.fullmatch(each[0])), "")
        if wide:
            yield Remark(Level.FAULT, where(), f"full-width brackets {wide} in “{_short(text)}”: type {{{{ and }}}}")
        elif len(OPEN.findall(text)) != len(CLOSE.findall(text)):
            yield Remark(Level.FAULT, where(), f"a tag begins or ends here without its other half: “{_short(text)}”")


def syntax(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """What Jinja cannot read: an unclosed {% if %}, a stray {% endfor %}, a misspelt word of the language."""
    for name, source in _sources(pages):
        halves = list(_halves(name, pages.trees[name]))
        yield from halves
        try:
            Cells().compile(source)
        except jinja2.TemplateSyntaxError as fault:
            if halves:
                continue
            yield Remark(Level.FAULT, _near(pages, name, source, fault.lineno), f"cannot be filled: {fault.message}")


def _halves(name: str, root: Any) -> Iterator[Remark]:
    """Beginnings without an end, and ends without a beginning: a row of a list that was deleted with its tag."""
    waiting: list[tuple[str, str, str]] = []
    for paragraph in root.iter(qn("w:p")):
        for tag, ends, word in BLOCK.findall(_text(paragraph)):
            if not ends:
                waiting.append((word, tag, place(name, paragraph)))
            elif waiting and waiting[-1][0] == word:
                waiting.pop()
            else:
                yield Remark(Level.FAULT, place(name, paragraph), f"“{tag}” ends nothing: its “{word}” is gone")
    for word, tag, where in waiting:
        yield Remark(Level.FAULT, where, f"“{_short(tag)}” has no end: its “end{word}” is gone")


def untold(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Cells to be filled that do not print what is known: a form handed out again would have lost the answers."""
    tags = " ".join(tag for _, paragraph in pages.each("w:p") for tag in TAG.findall(_text(paragraph)))
    cells = {mark.get(qn("w:name"), ""): where for where, mark in pages.each("w:bookmarkStart")}
    for field in form.fields:
        where = cells.get(bookmark(field.id))
        if field.fill.by_hand and field.kind not in BOXES and where is not None and field.id not in tags:
            text = f"{{{{ {field.id} }}}} is gone: what was answered is not in the next form handed out"
            yield Remark(Level.WARNING, where(), text)


def names(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:
    """Fields that the form does not have."""
    known = context(form, lang, {table.id: [{}] for table in form.tables} | {"photos": []})
    for _, source in _sources(pages):
        try:
            tree = Cells().parse(source)
        except jinja2.TemplateSyntaxError:
            continue
        for unknown in dict.fromkeys(_unknown(tree, known)):
            where = next((where() for where, p in pages.each("w:p") if _says(p, unknown)), "")
            yield Remark(Level.FAULT, where, f"form {form.id} has no field {unknown}: nothing will be printed here")


def slow(pages: Pages, form: Form, lang: str) -> Iterator[Remark]:  # noqa: ARG001
    """Constructs that only docxtpl can fill, which takes some fifty times longer."""
    try:
        source_of(pages.parts, DocxTemplate(None).patch_xml, bookmarks(form))
    except Uncovered as reason:
        yield Remark(Level.WARNING, "", f"is filled the slow way, because it has {reason}")
    except FormUnreadable:
        return


def _sources(pages: Pages) -> Iterator[tuple[str, str]]:
    """Each part as Jinja sees it, a paragraph to a line."""
    patch = DocxTemplate(None)
    for name, root in pages.trees.items():
        patched = patch.patch_xml(patch.xml_to_string(root).replace("\n", " "))
        yield name, re.sub(r"<w:p([ >])", r"\n<w:p\1", patched)


def _near(pages: Pages, name: str, source: str, line: int) -> str:
    """The paragraph whose text stands on a line of the source."""
    text = re.sub(r"<[^>]+>", "", source.split("\n")[line - 1]).strip()
    same = (where() for where, p in pages.each("w:p") if text and _text(p).strip().startswith(text[:20]))
    return next(same, "header or footer" if name != "word/document.xml" else "")


def _unknown(node: nodes.Node, known: Mapping[str, Any]) -> Iterator[str]:
    """The names in a tree that `known` does not have, with their dots; a row's name stands for one of its rows."""
    if isinstance(node, nodes.For):
        rows = _value(node.iter, known)
        row = rows[0] if isinstance(rows, list) and rows else ANYTHING
        yield from _unknown(node.iter, known)
        inner = {**known, "loop": ANYTHING} | ({node.target.name: row} if isinstance(node.target, nodes.Name) else {})
        for each in (*node.body, *node.else_):
            yield from _unknown(each, inner)
        return
    if isinstance(node, nodes.Assign):
        yield from _unknown(node.node, known)
        return
    path = _path(node)
    if path and _value(node, known) is MISSING:
        yield path
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


MISSING, ANYTHING = object(), object()


def _value(node: nodes.Node, known: Mapping[str, Any]) -> Any:
    """What a name stands for: a value, MISSING, or ANYTHING where only filling would tell."""
    match node:
        case nodes.Name():
            return known.get(node.name, MISSING) if node.ctx == "load" else ANYTHING
        case nodes.Getattr():
            return _child(_value(node.node, known), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return _child(_value(node.node, known), key)
    return ANYTHING


def _child(parent: Any, key: Any) -> Any:
    if isinstance(parent, SimpleNamespace):
        parent = vars(parent)
    if isinstance(parent, dict):
        return parent.get(key, MISSING)
    if isinstance(parent, list) and isinstance(key, int):
        return parent[min(key, len(parent) - 1)] if parent else ANYTHING
    return MISSING if parent is MISSING else ANYTHING


def _path(node: nodes.Node) -> str:
    match node:
        case nodes.Name():
            return node.name
        case nodes.Getattr():
            return f"{_path(node.node)}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return f"{_path(node.node)}[{key}]"
    return ""


def _says(paragraph: Any, name: str) -> bool:
    return any(name in each for each in TAG.findall(_text(paragraph)))


def _text(paragraph: Any) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
