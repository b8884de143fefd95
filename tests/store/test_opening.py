"""Who may open a desk's folder, and what a person is told if not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cases.stores import StoreUnavailable
from store.desk_store import TinyDeskStore
from tests.store.samples import a_case


def test_a_second_desk_on_the_folder_is_refused_with_the_first_ones_pid(tmp_path: Path) -> None:
    first = TinyDeskStore(tmp_path)
    with pytest.raises(StoreUnavailable, match=rf"another kesu is running on this folder \(pid {os.getpid()}\)"):
        TinyDeskStore(tmp_path)
    first.close()
    TinyDeskStore(tmp_path).close()


def test_another_process_is_refused_too_until_the_first_has_ended(tmp_path: Path) -> None:
    opens = f"from store.desk_store import TinyDeskStore as S; from pathlib import Path; S(Path({str(tmp_path)!r}))"
    first = TinyDeskStore(tmp_path)
    refused = subprocess.run([sys.executable, "-c", opens], capture_output=True, text=True, check=False)
    assert f"(pid {os.getpid()})" in refused.stderr
    first.close()
    subprocess.run([sys.executable, "-c", opens], check=True)


def test_reading_needs_no_lock_and_sees_what_the_desk_commits(tmp_path: Path) -> None:
    desk = TinyDeskStore(tmp_path)
    reader = TinyDeskStore(tmp_path, read_only=True)
    with desk.transaction():
        desk.put_case(a_case())
        assert list(reader.cases()) == []
    assert list(reader.cases()) == [a_case()]
    with pytest.raises(StoreUnavailable, match="open for reading only"), reader.transaction():
        pass
    reader.close()
    desk.close()


def test_reading_works_when_no_desk_is_running(tmp_path: Path) -> None:
    desk = TinyDeskStore(tmp_path)
    with desk.transaction():
        desk.put_case(a_case())
    desk.close()
    reader = TinyDeskStore(tmp_path, read_only=True)
    assert reader.case_by_number("K2026-00001") == a_case()
    reader.close()


def test_reading_where_no_desk_ever_ran_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="kesu has not run there"):
        TinyDeskStore(tmp_path, read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_store_of_a_newer_kesu_is_left_alone(tmp_path: Path) -> None:
    TinyDeskStore(tmp_path).close()
    with sqlite3.connect(tmp_path / "desk.db") as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    for read_only in (False, True):
        with pytest.raises(StoreUnavailable, match=r"newer kesu \(schema 99, this one knows 2\): update kesu"):
            TinyDeskStore(tmp_path, read_only=read_only)


def test_cases_of_the_first_layout_are_found_by_their_matter(tmp_path: Path) -> None:
    store = TinyDeskStore(tmp_path)
    with store.transaction():
        store.put_case(a_case(problem="JAM72/隐裂"))
    store.close()
    with sqlite3.connect(tmp_path / "desk.db") as file:
        (table,) = [name for (name,) in file.execute("SELECT 'documents_' || id FROM catalog WHERE name = 'cases'")]
        file.execute(
            f"UPDATE {table} SET doc = json_remove(json_set(doc, '$.problem', json_extract(doc, '$.problem_key')), "
            "'$.problem_key', '$.issue_key')"
        )
        file.execute("PRAGMA user_version = 1")
    file.close()
    store = TinyDeskStore(tmp_path)
    found = [store.cases_with(key, "JAM72/隐裂") for key in ("problem_key", "issue_key")]
    store.close()
    assert [len(cases) for cases in found] == [1, 1]


def test_a_file_that_is_no_store_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"a letter to the quality manager, long enough for a header" * 20)
    with pytest.raises(StoreUnavailable, match="is not a store of kesu"):
        TinyDeskStore(tmp_path)
    assert (tmp_path / "desk.db").read_bytes().startswith(b"a letter")


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match="nothing can be kept in"):
        TinyDeskStore(tmp_path / "file" / "data")
