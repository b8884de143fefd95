"""Files that are whole and durable, or not there: written aside, fsynced, renamed, directory fsynced."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cases.stores import StoreUnavailable


@contextmanager
def disk(folder: Path) -> Iterator[None]:
    """Say what a failing disk means to a person."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreUnavailable(f"nothing can be kept in {folder}: {reason}; nothing was lost") from error


def make_folder(folder: Path) -> None:
    """Make the folder and its missing parents, each durable in its own parent."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_aside(path: Path, content: bytes) -> Path:
    """Write and fsync the content beside `path`; the next try takes the same name, so none pile up."""
    aside = path.with_name(f"{path.name}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def put_in_place(aside: Path, path: Path) -> None:
    """Rename, and make the name durable."""
    aside.replace(path)
    sync_folder(path.parent)
