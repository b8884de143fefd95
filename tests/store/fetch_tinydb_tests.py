"""Fetch TinyDB's own tests, those of the installed version, into .cache/ (they are in its sdist only)."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / ".cache" / f"tinydb-{version('tinydb')}" / "tests"


def main() -> None:
    if TESTS.is_dir():
        return
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"tinydb=={version('tinydb')}"
        command = ["pip", "download", "--quiet", "--no-deps", "--no-binary", "tinydb", "--dest", folder, wanted]
        subprocess.run([sys.executable, "-m", *command], check=True)
        [sdist] = Path(folder).glob("*.tar.gz")
        TESTS.parent.parent.mkdir(exist_ok=True)
        with tarfile.open(sdist) as archive:
            members = [it for it in archive.getmembers() if it.name.startswith(f"{TESTS.parent.name}/tests/")]
            archive.extractall(TESTS.parent.parent, members, filter="data")


if __name__ == "__main__":
    main()
