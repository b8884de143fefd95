"""Loaded into TinyDB's own test-suite: there, TinyDB means our tables over SQLite."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import tinydb
import tinydb.database
import tinydb.storages
from tinydb.table import Table

from store.sqlite import SqliteStorage
from store.tinydb_sqlite import SqliteTable


class SqliteFile(SqliteStorage):
    """Takes the options that the tests give to JSONStorage; they say how JSON looks, not what is kept."""

    def __init__(self, path: str | os.PathLike[str], **_: Any) -> None:
        super().__init__(Path(path))


class SqliteMemory(SqliteStorage):
    def __init__(self) -> None:
        super().__init__(":memory:")


def table(storage: Any, name: str, **options: Any) -> Table:
    """Storages that the tests make up themselves keep TinyDB's own table."""
    return (SqliteTable if isinstance(storage, SqliteStorage) else Table)(storage, name, **options)


# At import, which is before TinyDB's conftest, so that its fixtures and tests find ours by TinyDB's names.
for module in (tinydb, tinydb.database, tinydb.storages):
    vars(module)["JSONStorage"] = SqliteFile
vars(tinydb.storages)["MemoryStorage"] = SqliteMemory
tinydb.TinyDB.default_storage_class = SqliteFile  # type: ignore[assignment]
tinydb.TinyDB.table_class = staticmethod(table)  # type: ignore[assignment]
