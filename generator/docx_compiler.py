"""Word templates compiled once, in memory and, given a folder, across starts of the program."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
from docxtpl import DocxTemplate
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from cases.forms import Form
from generator.docx_clean import one_line
from generator.docx_compiled import Compiled, page_text
from generator.docx_finish import CORE
from generator.docx_marks import bookmarks
from generator.docx_package import unpack
from generator.docx_source import Uncovered, source_of
from generator.docx_zip import member

EDITION = f"1 {version('docxtpl')} {version('jinja2')}"
"""The number is to be raised when the same template must be compiled differently than before."""


class Cells(ImmutableSandboxedEnvironment):
    """Jinja as templates use it. A name of a fact is looked up in our own plain objects without the sandbox's
    checks of what a method might do, which cost more than all the rest; what is unknown is empty.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(autoescape=True, undefined=jinja2.ChainableUndefined, **options)
        self.filters["one_line"] = lambda value: one_line(str(value))

    def getattr(self, obj: Any, attribute: str) -> Any:
        known = vars(obj) if type(obj) is SimpleNamespace else obj if type(obj) is dict else None
        if known is None:
            return super().getattr(obj, attribute)
        return known[attribute] if attribute in known else self.undefined(obj=obj, name=attribute)


class Kept(jinja2.FileSystemBytecodeCache):
    """A full disk keeps nothing, and stops nothing."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


class Compiler:
    """`folder`: where compiled templates are kept for the next start (None: nowhere)."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        kept = Kept(str(folder)) if folder else None
        self._jinja = Cells(loader=jinja2.FunctionLoader(self._texts.get), bytecode_cache=kept, cache_size=0)
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, template: bytes, form: Form) -> Compiled:
        """Ready to fill. Raises Uncovered, FormUnreadable (no .docx) and jinja2.TemplateSyntaxError."""
        marks = bookmarks(form)
        key = _key(template, marks)
        if key not in self._compiled:
            self._compiled[key] = self._compile(key, template, marks)
        return self._compiled[key]

    def _compile(self, key: str, template: bytes, marks: Mapping[str, str]) -> Compiled:
        parts = unpack(template)
        if self._folder and not _usable(self._folder):  # made with the first template: the desk makes its own before
            self._folder = self._jinja.bytecode_cache = None
        found = self._read(key)
        if found is None:
            found = _texts(parts, marks)
            self._write(key, found)
        if "uncovered" in found:
            raise Uncovered(found["uncovered"])
        pages = {}
        for name, text in found["pages"].items():
            self._texts[f"{key}/{name}"] = text
            pages[name] = self._jinja.get_template(f"{key}/{name}")
        static = [member(name, parts[name], 9) for name in _ordered(parts) if name not in (*pages, CORE)]
        return Compiled(static, pages, found["cells"])

    def _read(self, key: str) -> dict[str, Any] | None:
        """What an earlier start kept; None if there is nothing or it is damaged."""
        try:
            read: dict[str, Any] = json.loads((self._folder / f"{key}.json").read_bytes()) if self._folder else {}
        except (OSError, ValueError):
            return None
        return read or None

    def _write(self, key: str, texts: Mapping[str, Any]) -> None:
        if not self._folder:
            return
        fresh = self._folder / f"{key}.{os.getpid()}.tmp"
        try:
            fresh.write_text(json.dumps(texts, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._folder / f"{key}.json")
        except OSError:
            with suppress(OSError):
                fresh.unlink()


def _texts(parts: Mapping[str, bytes], marks: Mapping[str, str]) -> dict[str, Any]:
    """`{"pages": {part: Jinja text}, "cells": [field id]}`, or `{"uncovered": why}`."""
    try:
        if CORE not in parts:
            raise Uncovered("no core properties")
        source = source_of(parts, DocxTemplate(None).patch_xml, marks)
    except Uncovered as reason:
        return {"uncovered": str(reason)}
    return {
        "pages": {name: page_text(source, name) for name in source.pages},
        "cells": [field for field, _ in source.cells],
    }


def _key(template: bytes, marks: Mapping[str, str]) -> str:
    return hashlib.sha256(f"{EDITION} {' '.join(marks)} ".encode() + template).hexdigest()[:40]


def _ordered(parts: Mapping[str, bytes]) -> list[str]:
    """The list of content types first (ECMA-376 part 2 expects it early)."""
    return sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))


def _usable(folder: Path) -> bool:
    """A folder that cannot be written costs time at the next start, nothing else."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)
