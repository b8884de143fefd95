"""Takes numbers from a series, every third time in a transaction that comes to nothing; says those it kept."""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from store.desk_store import TinyDeskStore
from store.lock import FolderLock


class Unlocked(TinyDeskStore):
    """A store that lets another process write beside it, as only a mistake could."""

    @staticmethod
    def _claim(folder: Path) -> FolderLock:
        return FolderLock(Path(tempfile.mkdtemp(dir=folder)))


class Nothing(Exception):
    """The work came to nothing."""


def main(folder: Path, wanted: int) -> None:
    store = Unlocked(folder)
    kept = turn = 0
    while kept < wanted:
        turn += 1
        with suppress(Nothing), store.transaction():
            number = store.next_number("numbered-sheet/202603")
            if turn % 3 == 0:
                raise Nothing
        if turn % 3:
            kept += 1
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
