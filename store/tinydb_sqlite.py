"""TinyDB over SQLite: the whole of TinyDB's API, and indexed look-ups beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from store.rows import Changes, Rows, encode
from store.sqlite import SqliteStorage, TableShelf


class SqliteTable(Table):
    """A table of TinyDB that touches only the rows it needs. `all()` is in the order of document ids."""

    def __init__(self, storage: SqliteStorage, name: str, **options: Any) -> None:
        self._sqlite = storage
        self._shelf = TableShelf(storage, name)
        self._seen = storage.version()
        super().__init__(storage, name, **options)

    # TinyDB's API, by its own hooks
    def _read_table(self) -> Rows:  # type: ignore[override]  # read-only, which is all TinyDB asks of it
        return Rows(self._shelf)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._sqlite.step():
            changes = Changes(self._shelf)
            updater(changes)
            self._sqlite.make_table(self._name)
            changes.write()
        self.clear_cache()

    def _get_next_id(self) -> int:
        next_id: int = max(self._next_id or 1, self._read_table().last_id() + 1)
        self._next_id = next_id + 1  # type: ignore[assignment]  # typed by its first value, None
        return next_id

    def get(  # type: ignore[override]  # TinyDB's seven overloads say the same
        self,
        cond: QueryLike | None = None,
        doc_id: int | None = None,
        doc_ids: list[int] | None = None,
    ) -> Document | list[Document] | None:
        if doc_id is not None or doc_ids is None:
            return super().get(cond, doc_id=doc_id)  # type: ignore[arg-type]  # None is TinyDB's default
        found = ((doc_id, self._read_table().get(str(doc_id))) for doc_id in sorted(set(doc_ids)))
        return [Document(document, doc_id) for doc_id, document in found if document is not None]

    def search(self, cond: QueryLike) -> list[Document]:
        if (version := self._sqlite.version()) != self._seen:
            self.clear_cache()
            self._seen = version
        return super().search(cond)

    # beyond TinyDB
    def index(self, *fields: str, unique: bool = False) -> None:
        """Look-ups by these top-level fields of the documents become indexed; kept with the file.

        Documents without the first field (or with null there) are not in the index.
        """
        with self._sqlite.step():
            self._sqlite.make_table(self._name)
            known = {row[1] for row in self._shelf.run('PRAGMA table_xinfo("documents")')}
            for field in fields:
                if field not in known:
                    self._shelf.run(
                        f'ALTER TABLE documents ADD COLUMN "{field}" '
                        f"""GENERATED ALWAYS AS (json_extract(doc, '$."{field}"')) VIRTUAL"""
                    )
            kind, where = ("UNIQUE INDEX", "") if unique else ("INDEX", f'WHERE "{fields[0]}" IS NOT NULL')
            name, columns = "_".join(fields), ", ".join(f'"{field}"' for field in fields)
            self._shelf.run(f"CREATE {kind} IF NOT EXISTS documents_{name} ON documents ({columns}) {where}")

    def put(self, document: Mapping[str, Any], by: str = "doc_id") -> int:
        """Insert, or replace the document with the same value in the unique field `by`; returns its id."""
        with self._sqlite.statement():
            cursor = self._shelf.run(
                f'INSERT INTO documents (doc_id, doc) VALUES (?, ?) ON CONFLICT ("{by}") '  # noqa: S608  # our words
                "DO UPDATE SET doc = excluded.doc RETURNING doc_id",
                document.doc_id if isinstance(document, Document) else None,
                encode(document),
            )
            doc_id = int(cursor.fetchall()[0][0])  # all of it: a statement half read keeps its lock
        self.clear_cache()
        return doc_id

    def select(self, where: str, *values: Any, order: str = "doc_id", limit: int = -1) -> list[Document]:
        """The documents for which `where` (SQL over indexed fields) holds; `values` fill its `?`."""
        cursor = self._shelf.run(
            f"SELECT doc_id, doc FROM documents WHERE {where} ORDER BY {order} LIMIT ?",  # noqa: S608  # our words
            *values,
            limit,
        )
        return [Document(json.loads(text), doc_id) for doc_id, text in cursor.fetchall()]

    def first(self, where: str, *values: Any, order: str = "doc_id") -> Document | None:
        """The first of `select`."""
        found = self.select(where, *values, order=order, limit=1)
        return found[0] if found else None

    def count_where(self, where: str, *values: Any) -> int:
        """How many documents `select` would give, without reading them."""
        sql = f"SELECT count(*) FROM documents WHERE {where}"  # noqa: S608  # our words
        return int(self._shelf.run(sql, *values).fetchone()[0])

    def remove_where(self, where: str, *values: Any) -> None:
        """Remove the documents that `select` would give."""
        with self._sqlite.statement():
            self._shelf.run(f"DELETE FROM documents WHERE {where}", *values)  # noqa: S608  # our words
        self.clear_cache()


class SqliteTinyDB(TinyDB):
    """`SqliteTinyDB(path)` is TinyDB with its documents in a SQLite file."""

    table_class = SqliteTable  # type: ignore[assignment]  # TinyDB's hooks, typed there as what
    default_storage_class = SqliteStorage  # type: ignore[assignment]  # they are by default

    @property
    def storage(self) -> SqliteStorage:
        assert isinstance(self._storage, SqliteStorage)
        return self._storage
