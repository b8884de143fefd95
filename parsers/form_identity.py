"""Which form of which case a file is: by the mark in its properties, else by what is seen in its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.forms import Form

DC, CP = (
    "{http://purl.org/dc/elements/1.1/}",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}",
)
_MARK = re.compile(r"(?:(K\d{4}-\d{5,9})/)?([\w-]{1,40})(?:/(R\d{1,4}))?")
CASE, REVISION = re.compile(r"\bK\d{4}-\d{5,9}\b"), re.compile(r"\bR\d{1,4}\b")


@dataclass(frozen=True, slots=True)
class Identity:
    """What the file's properties say; "" where they do not."""

    case: str = ""
    form: str = ""
    revision: str = ""
    language: str = ""
    marks: str = ""


def identity(core: Any | None, forms: Mapping[str, Form]) -> Identity:
    if core is None:
        return Identity()
    found = _MARK.fullmatch(_text(core, f"{DC}identifier"))
    case, form, revision = found.groups(default="") if found and found[2] in forms else ("", "", "")
    language = _text(core, f"{DC}language").partition("-")[0].lower()
    return Identity(case, form, revision, language if language in ("zh", "en") else "", _text(core, f"{CP}keywords"))


def _text(core: Any, tag: str) -> str:
    node = core.find(tag)
    return "" if node is None else (node.text or "").strip()
