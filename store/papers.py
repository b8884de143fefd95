"""Documents as files, named by us, kept for ever."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from cases.faults import hit
from store.files import disk, make_folder, put_in_place, write_aside

NAME = re.compile(r"\w[\w.-]{0,99}(/\w[\w.-]{0,99})*")
"""Parts that begin with a letter or digit: no `..`, no absolute path, no hidden file."""


class FilePapers:
    """Papers in `folder`. StoreUnavailable if the disk does not take a document."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> str:
        path = self._path(name)
        with disk(self._folder):
            make_folder(path.parent)
            aside = write_aside(path, content)
            hit("P5")
            put_in_place(aside, path)
        hit("P6")
        return hashlib.sha256(content).hexdigest()

    def get(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise LookupError(f"there is no document {name}") from error

    def path(self, name: str) -> str:
        return str(self._path(name))

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name) or name.endswith(".tmp"):
            raise ValueError(f"{name!r} is no name of a document: CASE/FORM-REVISION.docx")
        return self._folder / name
