"""The desk's secret, which its ids, tokens and codes are made with."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from store.files import sync_folder


def desk_key(folder: Path) -> bytes:
    """The desk's secret, made at the first start; only its owner can read it."""
    path = folder / "desk.key"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        fresh = path.with_suffix(".tmp")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(folder)
        return key
