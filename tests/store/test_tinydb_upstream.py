"""TinyDB's own tests of tables, queries, operations and documents hold on our tables."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.fetch_tinydb_tests import ROOT, TESTS

FILES = ["test_tables.py", "test_tinydb.py", "test_queries.py", "test_operations.py", "test_utils.py"]
"""Not test_storages.py and test_middlewares.py: they look into JSON files."""


def test_tinydbs_own_tests_pass_on_sqlite(tmp_path: Path) -> None:
    if not TESTS.is_dir():
        reason = "TinyDB's own tests are not there: run python -m tests.store.fetch_tinydb_tests"
        (pytest.fail if os.environ.get("KESU_TEST_ALL") else pytest.skip)(reason)
    options = [
        "-q",
        "-p",
        "upstream_plugin",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        "--rootdir",
        str(TESTS.parent),
    ]
    names_the_class = ["--deselect", "tests/test_tables.py::test_table_repr"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *names_the_class, *(str(TESTS / name) for name in FILES)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    summary = re.search(r"(\d+) passed", run.stdout)
    assert summary is not None
    assert int(summary[1]) > 150
