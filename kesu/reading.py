"""`kesu read` and `kesu render --facts`: files looked at without a desk."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cases.mail import Kind
from generator.docx_pictures import Shown
from kesu.config import Config
from kesu.photos import to_print
from kesu.readers import readers
from parsers.arrival import arrival
from parsers.as_json import mail_as_json


class CannotRender(Exception):
    """The document cannot be made; the text is one sentence."""


def read_files(files: Sequence[Path], config: Config) -> tuple[list[dict[str, object]], bool]:
    """Each file as the desk reads it, and whether one could not be read."""
    parse = readers(config).mail
    mails = [parse(raw := file.read_bytes(), arrival(raw, _copied_at(file)).astimezone(config.zone)) for file in files]
    return [mail_as_json(mail) for mail in mails], any(mail.kind is Kind.UNREADABLE for mail in mails)


def _copied_at(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def facts_in(facts: Path, photos: Sequence[Path], config: Config) -> dict[str, object]:
    """A JSON object of facts, with the pictures that it or `photos` names. Raises CannotRender with a sentence."""
    try:
        values = json.loads(facts.read_text(encoding="utf-8"))
    except ValueError as error:
        raise CannotRender(f"{facts} is not JSON: {error}") from error
    if not isinstance(values, dict):
        raise CannotRender(f"{facts} holds no JSON object of facts")
    named = values.get("photos", [])
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        raise CannotRender(f'{facts}: photos is no list of picture files, such as ["defect.jpg"]')
    return {**values, "photos": _photos([*(facts.parent / each for each in named), *photos], config)}


def _photos(files: Sequence[Path], config: Config) -> list[Shown]:
    try:
        pictures = [(file.name, file.read_bytes()) for file in files]
    except OSError as error:
        raise CannotRender(f"photo {error.filename} cannot be read: {error.strerror}") from error
    return to_print(pictures, readers(config).photo, config.documents) if pictures else []
