"""One writer per folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from cases.stores import StoreUnavailable


class FolderLock:
    """Held from construction to `release`, or until the process ends in whatever way (flock)."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / "desk.lock").open("a+")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.seek(0)
            holder = self._file.read().strip() or "unknown"
            self._file.close()
            raise StoreUnavailable(
                f"another kesu is running on this folder (pid {holder}): {folder}; stop it first"
            ) from error
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def release(self) -> None:
        self._file.close()
