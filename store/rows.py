"""TinyDB's view of one table, read from SQLite row by row: nothing is loaded that nobody looks at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import ItemsView, Iterator, Mapping, MutableMapping
from typing import Any, Protocol

BATCH = 256
"""Rows read at once while a table is walked through."""

Json = dict[str, Any]

_PLAIN = json.JSONEncoder(ensure_ascii=False)


class Shelf(Protocol):
    """Where the rows of one table are: runs SQL in which `documents` stands for that table."""

    def exists(self) -> bool: ...

    def run(self, sql: str, *values: Any) -> sqlite3.Cursor: ...


def encode(document: Mapping[str, Any]) -> str:
    """A document as JSON text that SQLite can hold; TypeError if JSON cannot."""
    text = _PLAIN.encode(document)
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates: only the escaped form can be written
        return json.dumps(document)
    return text


class Rows(Mapping[str, Json]):
    """The documents of a table by their id as text, as TinyDB's storages give them, in the order of ids.

    Walking through it reads batches: what is inserted meanwhile is not seen, what is changed may be.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __getitem__(self, key: str) -> Json:
        text = self.text(key) if self._shelf.exists() else None
        if text is None:
            raise KeyError(key)
        document: Json = json.loads(text)
        return document

    def text(self, key: str | int) -> str | None:
        """The JSON of a document as it is stored."""
        try:
            row = self._shelf.run("SELECT doc FROM documents WHERE doc_id = ?", int(key)).fetchone()
        except (ValueError, OverflowError):  # no row has such an id
            return None
        return row[0] if row else None

    def last_id(self) -> int:
        """The highest id in use, 0 if there is none."""
        if not self._shelf.exists():
            return 0
        return int(self._shelf.run("SELECT coalesce(max(doc_id), 0) FROM documents").fetchone()[0])

    def texts(self) -> Iterator[tuple[int, str]]:
        """Id and JSON of every document."""
        if not self._shelf.exists():
            return
        first, last = self._shelf.run("SELECT min(doc_id), max(doc_id) FROM documents").fetchone()
        sql = "SELECT doc_id, doc FROM documents WHERE doc_id BETWEEN ? AND ? ORDER BY doc_id LIMIT ?"
        while first is not None and (rows := self._shelf.run(sql, first, last, BATCH).fetchall()):
            yield from rows
            first = rows[-1][0] + 1

    def __iter__(self) -> Iterator[str]:
        return (str(doc_id) for doc_id, _ in self.texts())

    def __len__(self) -> int:
        if not self._shelf.exists():
            return 0
        return int(self._shelf.run("SELECT count(*) FROM documents").fetchone()[0])

    def __bool__(self) -> bool:
        return self._shelf.exists() and self._shelf.run("SELECT 1 FROM documents LIMIT 1").fetchone() is not None

    def items(self) -> ItemsView[str, Json]:
        return _Items(self)


class _Items(ItemsView[str, Json]):
    """Pairs of id and document from one walk instead of a look-up for each id."""

    _mapping: Rows

    def __iter__(self) -> Iterator[tuple[str, Json]]:
        return ((str(doc_id), json.loads(text)) for doc_id, text in self._mapping.texts())


class Changes(MutableMapping[int, Json]):
    """The table that TinyDB's updaters change: notes what they touch, `write` then stores only that."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._rows = Rows(shelf)
        self._touched: dict[int, Json] = {}
        self._before: dict[int, str] = {}
        self._gone: set[int] = set()
        self._cleared = not shelf.exists()

    def __getitem__(self, doc_id: int) -> Json:
        if doc_id in self._touched:
            return self._touched[doc_id]
        text = None if self._cleared or doc_id in self._gone else self._rows.text(doc_id)
        if text is None:
            raise KeyError(doc_id)
        self._before[doc_id] = text
        self._touched[doc_id] = json.loads(text)
        return self._touched[doc_id]

    def __setitem__(self, doc_id: int, document: Json) -> None:
        self._touched[doc_id] = document
        self._gone.discard(doc_id)

    def __delitem__(self, doc_id: int) -> None:
        if doc_id not in self:
            raise KeyError(doc_id)
        self._touched.pop(doc_id, None)
        self._gone.add(doc_id)

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._touched:
            return True
        if self._cleared or doc_id in self._gone or not isinstance(doc_id, int):
            return False
        return self._rows.text(doc_id) is not None

    def __iter__(self) -> Iterator[int]:
        stored = [] if self._cleared else [doc_id for doc_id, _ in self._rows.texts()]
        yield from (doc_id for doc_id in stored if doc_id not in self._gone)
        yield from set(self._touched).difference(stored)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._touched.clear()
        self._gone.clear()
        self._cleared = True

    def write(self) -> None:
        """Store what changed: documents changed deep inside count too."""
        if self._cleared:
            self._shelf.run("DELETE FROM documents")
        for doc_id in self._gone:
            self._shelf.run("DELETE FROM documents WHERE doc_id = ?", doc_id)
        for doc_id, document in self._touched.items():
            text = encode(document)
            if self._cleared or self._before.get(doc_id) != text:
                self._shelf.run(
                    "INSERT INTO documents (doc_id, doc) VALUES (?, ?) "
                    "ON CONFLICT (doc_id) DO UPDATE SET doc = excluded.doc",
                    doc_id,
                    text,
                )
