"""SQLite as a storage of TinyDB: one row per document, WAL, every commit on the disk before it returns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from cases.stores import StoreUnavailable
from store.rows import Changes, Rows
from store.sqlite_faults import sentence

WAIT = 5.0
"""Seconds to wait for another program that holds the file."""

CHECKPOINT = 4_000
"""Pages of 4 KB in the log before they are moved into the file: index pages change often, and move once."""


class SqliteStorage(Storage):
    """TinyDB's storage over a SQLite file (or `:memory:`); use it with `SqliteTable`.

    Each operation is durable when it returns; `transaction` makes several of them one. Errors of the
    disk are raised as StoreUnavailable; after one that leaves the file's state in doubt (a failed
    fsync may have written after all) nothing more is written until the file is opened again.
    """

    def __init__(self, path: str | Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.rollbacks = 0
        self._tables: dict[str, str] = {}
        self._out_of_order = ""
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                f"{Path(self.path).absolute().as_uri()}?mode=ro" if self.read_only else self.path,
                timeout=WAIT,
                isolation_level=None,
                uri=self.read_only,
            )
            if not self.read_only:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
                connection.execute(f"PRAGMA journal_size_limit = {CHECKPOINT * 8192}")
                connection.execute("CREATE TABLE IF NOT EXISTS catalog (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
            connection.execute("SELECT count(*) FROM catalog")
        except sqlite3.Error as error:
            raise StoreUnavailable(sentence(self.path, error)) from error
        return connection

    def close(self) -> None:
        self._connection.close()

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        """One statement; StoreUnavailable for what the disk does, IntegrityError for a taken unique key."""
        try:
            return self._connection.execute(sql, values)
        except sqlite3.IntegrityError:
            raise
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname.startswith("SQLITE_IOERR"):
                self._out_of_order = sentence(self.path, error)
            raise StoreUnavailable(sentence(self.path, error)) from error
        except sqlite3.DatabaseError as error:
            raise StoreUnavailable(sentence(self.path, error)) from error

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All writes inside become durable together, with one fsync, or none of them if it raises."""
        if self.in_transaction:
            raise RuntimeError("a transaction is open already: they do not nest")
        self._check_writable()
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    def statement(self) -> AbstractContextManager[None]:
        """For a write of one statement, which SQLite keeps whole: a transaction, if none is open."""
        return nullcontext() if self.in_transaction else self.transaction()

    @contextmanager
    def step(self) -> Iterator[None]:
        """One operation of TinyDB: a transaction of its own, or all-or-nothing inside the open one."""
        if not self.in_transaction:
            with self.transaction():
                yield
            return
        self.run("SAVEPOINT step")
        try:
            yield
        except BaseException:
            if self.in_transaction:
                self.run("ROLLBACK TO step")
            raise
        finally:
            if self.in_transaction:
                self.run("RELEASE step")

    def _check_writable(self) -> None:
        if self._out_of_order:
            raise StoreUnavailable(self._out_of_order)
        if self.read_only:
            raise StoreUnavailable(f"the store {self.path} is open for reading only")

    def _roll_back(self) -> None:
        if self.in_transaction:  # SQLite itself rolls back when the disk is full
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
        self.rollbacks += 1
        self._tables.clear()

    # tables
    def table_of(self, name: str) -> str | None:
        """The SQL name of a TinyDB table, whose own name may hold anything; None if there is none yet."""
        if name not in self._tables:
            row = self.run("SELECT id FROM catalog WHERE name = ?", name).fetchone()
            if row is None:
                return None
            self._tables[name] = f"documents_{row[0]}"
        return self._tables[name]

    def make_table(self, name: str) -> None:
        """Make the table if it does not exist yet."""
        if self.table_of(name) is None:
            self.run("INSERT INTO catalog (name) VALUES (?)", name)
            self.run(f"CREATE TABLE {self.table_of(name)} (doc_id INTEGER PRIMARY KEY, doc TEXT NOT NULL)")

    def version(self) -> tuple[int, int]:
        """Changes when another program has written, or when a transaction was taken back."""
        return int(self.run("PRAGMA data_version").fetchone()[0]), self.rollbacks

    # TinyDB's own door: whole tables, read lazily
    def read(self) -> dict[str, Any] | None:
        names = [row[0] for row in self.run("SELECT name FROM catalog ORDER BY id")]
        return {name: Rows(TableShelf(self, name)) for name in names} or None

    def write(self, data: Mapping[str, Any]) -> None:
        """Make the tables those of `data`; tables that came from `read` are left as they are."""
        with self.step():
            for name in set(self.read() or {}) - set(data):
                self.run(f"DROP TABLE {self.table_of(name)}")
                self.run("DELETE FROM catalog WHERE name = ?", name)
                del self._tables[name]
            for name, documents in data.items():
                if not isinstance(documents, Rows):
                    self._replace(name, documents)

    def _replace(self, name: str, documents: Mapping[Any, Any]) -> None:
        self.make_table(name)
        changes: MutableMapping[int, Any] = Changes(TableShelf(self, name))
        changes.clear()
        changes.update({int(doc_id): document for doc_id, document in documents.items()})
        assert isinstance(changes, Changes)
        changes.write()


class TableShelf:
    """One table of a storage: runs SQL in which `documents` stands for it."""

    def __init__(self, storage: SqliteStorage, name: str) -> None:
        self._storage = storage
        self._name = name

    def exists(self) -> bool:
        return self._storage.table_of(self._name) is not None

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor:
        table = self._storage.table_of(self._name)
        assert table is not None, f"no table {self._name}"
        return self._storage.run(sql.replace("documents", table), *values)
