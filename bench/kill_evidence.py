"""What the servers and the desk's folder hold, read without any of the product's own code."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests.integration.servers import Accepted, Dovecot

INBOX = "INBOX"


@dataclass(frozen=True)
class Store:
    """The desk's database as rows of JSON."""

    integrity: str
    cases: list[Any]
    handled: list[Any]
    outgoing: list[Any]


def integrity(path: Path) -> str:
    """What SQLite itself says of the file: `ok` or what is wrong."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        return str(file.execute("PRAGMA integrity_check").fetchone()[0])


def read_store(path: Path) -> Store:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as file:
        tables = dict(file.execute("SELECT name, 'documents_' || id FROM catalog").fetchall())

        def rows(name: str, key: str) -> list[Any]:
            return [json.loads(text)[key] for (text,) in file.execute(f"SELECT doc FROM {tables[name]}")]

        return Store(
            integrity(path),
            rows("cases", "case"),
            rows("handled", "mail"),
            rows("outgoing", "mail"),
        )


def maildir(dovecot: Dovecot, folder: str) -> Iterator[bytes]:
    """The mails of a folder as files, without those flagged as deleted; with the line ends of the disk."""
    home = dovecot.home / "mail" / dovecot.user
    where = home if folder == INBOX else home / ("." + folder.replace("/", "."))
    for file in [*where.glob("cur/*"), *where.glob("new/*")]:
        if "T" not in file.name.partition(":2,")[2]:
            yield file.read_bytes()


def whole(path: Path) -> bool:
    if path.suffix != ".docx":
        return True
    with zipfile.ZipFile(path) as parts:
        return parts.testzip() is None


def header(mail: Accepted, name: str) -> str:
    return str(message_from_bytes(mail.raw, policy=policy.default)[name] or "")
