"""What SQLite says of the disk, as a sentence for the person who looks after it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

SENTENCES = {
    "SQLITE_FULL": "the disk is full, so nothing of this step was kept in {path}: free some space",
    "SQLITE_IOERR": "the disk under {path} failed ({error}): check it, then start kesu again",
    "SQLITE_BUSY": "another program has locked {path}: close it",
    "SQLITE_CORRUPT": "{path} is damaged ({error}): restore it from a backup",
    "SQLITE_NOTADB": "{path} is not a store of kesu: move it away or name another folder",
    "SQLITE_READONLY": "{path} cannot be written: give kesu's user the right to write there",
    "SQLITE_CANTOPEN": "{path} cannot be opened: check that it exists and who may read it",
}
"""By the beginning of the error's name, which may go on: SQLITE_IOERR_FSYNC."""


def sentence(path: str | Path, error: sqlite3.Error) -> str:
    """What happened to the store in `path`, and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    for prefix, words in SENTENCES.items():
        if name.startswith(prefix):
            return words.format(path=path, error=error)
    return f"the store {path} cannot be used: {error}"
