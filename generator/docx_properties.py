"""A file's core properties (ECMA-376 part 2, 11): they identify it when its name is lost, and reach its PDF."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from cases.forms import Form
from generator.docx_marks import marks_of

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
)


def properties(
    form: Form, lang: str, values: Mapping[str, Any], facts: Mapping[str, object], texts: Mapping[str, str]
) -> bytes:
    """The part. `values`: what the template was filled with; `texts`: field id -> text of its cell."""
    number, author = values["number"][:100], values["us"].mail[:200]
    said = {
        "dc:title": f"{number} {form.name(lang)}".strip(),
        "dc:subject": number,
        "dc:creator": author,
        "dc:identifier": "/".join(filter(None, (values["desk_id"][:100], form.id, values["revision"][:20]))),
        "dc:language": "en-US" if lang == "en" else "zh-CN",
        "cp:category": form.template,
        "cp:keywords": marks_of(form, texts),
        "cp:lastModifiedBy": author,
    }
    named = "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in said.items() if text)
    return f"{_HEAD}{named}{_dates(facts.get('revision_date'))}</cp:coreProperties>".encode()


def _dates(stamped: object) -> str:
    """When the revision was made, never the time of writing: the same facts give the same bytes."""
    try:
        moment = datetime.fromisoformat(str(stamped))
    except ValueError:
        return ""
    at = (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M:%SZ")
    return "".join(f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{at}</dcterms:{tag}>' for tag in ("created", "modified"))
