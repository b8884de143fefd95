"""The desk's store as a file: opening, locking, schema, transactions. The tables are in their own modules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cases.faults import hit
from cases.stores import AlreadyThere, StoreUnavailable
from store.files import disk, make_folder, sync_folder
from store.lock import FolderLock
from store.tinydb_sqlite import SqliteTable, SqliteTinyDB

SCHEMA = 2
"""Number of the file's layout; a file with a higher one comes from a newer kesu."""

FROM_1 = """UPDATE {cases} SET doc = json_set(doc, '$.problem_key', json_extract(doc, '$.problem'),
    '$.issue_key', json_extract(doc, '$.problem'))"""
"""Layout 1 looked cases up by their problem alone."""

INDEXES: dict[str, dict[str, bool]] = {
    "cases": {
        "id": True,
        "id_folded": False,
        "number_folded": False,
        "customer id": False,
        "problem_key id": False,
        "issue_key id": False,
        "open id": False,
        "due": False,
    },
    "handled": {"content_key": True, "message_id": False, "waiting": False},
    "transports": {"transport_key": True},
    "outgoing": {
        "effect_key": True,
        "message_id": True,
        "case_id": False,
        "state": False,
        "ready": False,
        "answered queued": False,
        "answered_domain queued": False,
    },
    "letters": {},
    "jobs": {"job_key": True},
    "counters": {"series": True},
    "notes": {"name": True},
}
"""Per table: the fields of each look-up, and whether they are unique."""


class Desk:
    """An open store file. `read_only` takes no lock and works while a desk is running."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        path = folder / "desk.db"
        if read_only and not path.exists():
            raise StoreUnavailable(f"there is no store in {folder} yet: kesu has not run there")
        self._lock = None if read_only else self._claim(folder)
        self._taken: AlreadyThere | None = None
        with ExitStack() as undo:
            undo.callback(self._release)
            self._db = SqliteTinyDB(path, read_only=read_only)
            undo.callback(self._db.close)
            self._storage = self._db.storage
            self._check_schema(path)
            if not read_only:
                self._lay_out(folder)
            undo.pop_all()

    @staticmethod
    def _claim(folder: Path) -> FolderLock:
        with disk(folder):
            make_folder(folder)
            return FolderLock(folder)

    def _layout(self) -> int:
        """The number in the file; 0 if it is new."""
        return int(self._storage.run("PRAGMA user_version").fetchone()[0])

    def _check_schema(self, path: Path) -> None:
        found = self._layout()
        if found > SCHEMA:
            raise StoreUnavailable(
                f"{path} was written by a newer kesu (schema {found}, this one knows {SCHEMA}): update kesu"
            )

    def _lay_out(self, folder: Path) -> None:
        with self._storage.transaction():
            for name, indexes in INDEXES.items():
                table = self._table(name)
                self._storage.make_table(name)
                for fields, unique in indexes.items():
                    table.index(*fields.split(), unique=unique)
            if self._layout() == 1:
                self._storage.run(FROM_1.format(cases=self._storage.table_of("cases")))
            self._storage.run(f"PRAGMA user_version = {SCHEMA}")
        with disk(folder):
            sync_folder(folder)

    def _table(self, name: str) -> SqliteTable:
        table = self._db.table(name)
        assert isinstance(table, SqliteTable)
        return table

    def _to_write(self, name: str) -> SqliteTable:
        """The table, for a write, which only a transaction may do."""
        if not self._storage.in_transaction:
            raise RuntimeError(f"writing to {name} outside of transaction()")
        return self._table(name)

    def _refuse(self, sentence: str) -> AlreadyThere:
        """The error to raise; from now on the transaction cannot succeed."""
        self._taken = AlreadyThere(sentence)
        return self._taken

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside become durable at its end, or none if it raises. RuntimeError if nested."""
        with self._storage.transaction():
            self._taken = None
            yield
            if self._taken is not None:
                raise self._taken
            hit("P3")

    def close(self) -> None:
        self._db.close()
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
