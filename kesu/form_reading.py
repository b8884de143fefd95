"""`kesu read-form`: returned forms read and reviewed, without a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cases.returned import BLOCK
from generator.documents import DocxWriter
from kesu.config import Config
from kesu.form_review import Expected, review_books, reviewed, strayed
from kesu.readers import readers
from kesu.stationery import template_folders
from parsers.form_json import form_as_json


def read_forms(
    files: Sequence[Path], config: Config, now: datetime, expected: Expected
) -> tuple[list[dict[str, object]], bool]:
    """Each file as JSON, and whether one has a finding that blocks it."""
    folders = template_folders(config)
    forms = DocxWriter(folders).forms()
    books = review_books(folders)
    read = readers(config, forms.values()).form
    told, blocked = [], False
    for file in files:
        returned = read(file.read_bytes())
        checked = reviewed(forms, books, returned, now.astimezone(config.zone).date(), expected.grade)
        findings = [*returned.findings, *strayed(returned, expected), *(checked.findings if checked else ())]
        told.append(form_as_json(returned, findings, checked.score.as_dict() if checked else None))
        blocked = blocked or any(each.level == BLOCK for each in findings)
    return told, blocked
