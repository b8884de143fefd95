"""Raw mail as files: the promise that nothing that arrived is lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from cases.faults import hit
from store.files import disk, make_folder, put_in_place, sync_folder, write_aside

SHA256 = re.compile(r"[0-9a-f]{64}")


class FileSpool:
    """Spool in `folder`: ab/abcdef….eml. StoreUnavailable if the disk does not take a mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tries = folder / "tries"
        with disk(folder):
            make_folder(self._tries)
            sync_folder(folder)  # a run that was killed may have made a shard without coming so far

    def keep(self, raw: bytes) -> str:
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self._path(sha256)
        with disk(self._folder):
            make_folder(path.parent)
            if path.exists():
                sync_folder(path.parent)  # renamed by a run that was killed before this
            else:
                put_in_place(write_aside(path, raw), path)
        hit("P2")
        return sha256

    def read(self, sha256: str) -> bytes:
        try:
            return self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise LookupError(f"no mail with SHA-256 {sha256} was kept in {self._folder}") from error

    def tries(self, sha256: str) -> int:
        with disk(self._folder), self._tried(sha256).open("ab") as file:
            file.write(b".")  # a byte per try: no crash can leave a count that cannot be read
            return file.tell()

    def finished(self, sha256: str) -> None:
        with disk(self._folder):
            self._tried(sha256).unlink(missing_ok=True)

    def shas(self) -> Iterator[str]:
        """Every mail kept, for whoever looks for those that the store knows nothing of."""
        return (path.stem for path in sorted(self._folder.glob("??/*.eml")))

    def _path(self, sha256: str) -> Path:
        return self._folder / _checked(sha256)[:2] / f"{sha256}.eml"

    def _tried(self, sha256: str) -> Path:
        return self._tries / _checked(sha256)


def _checked(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise LookupError(f"{sha256!r} is no SHA-256")
    return sha256
