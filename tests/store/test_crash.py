"""kill -9 and a disk that gives out: what was acknowledged stays, the rest was never there."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cases.stores import StoreUnavailable
from store.desk_store import TinyDeskStore
from store.papers import FilePapers
from store.spool import FileSpool
from tests.store.samples import a_case, a_handled_mail, an_outgoing_mail

KILLS = 6
SEED = 20260302


def _killed_after(folder: Path, seconds: float) -> int:
    """Runs the writer, kills it `seconds` after its first commit; the last number it acknowledged."""
    command = [sys.executable, "-m", "tests.store.writer", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = writer.stdout.readline()
        time.sleep(seconds)
        writer.kill()
        said += writer.stdout.read()
    return int(said.rpartition("\n")[0].rpartition("\n")[2])


def test_after_kill_9_every_acknowledged_transaction_is_there_whole(tmp_path: Path) -> None:
    moments = random.Random(SEED)
    for _ in range(KILLS):
        acknowledged = _killed_after(tmp_path, moments.uniform(0, 0.3))
        with closing(TinyDeskStore(tmp_path)) as store:
            numbers = [int(case.id[-5:]) for case in store.cases()]
            assert numbers == list(range(1, len(numbers) + 1))
            assert len(numbers) - acknowledged in (0, 1)
            for number in numbers:
                assert store.handled_transport(f"desk/INBOX/1/{number}") is not None
                assert len(store.outgoing_of(f"K2026-{number:05}")) == 1
            assert len(store.to_send(a_case().received_at, limit=10**6)) == len(numbers)
        with closing(sqlite3.connect(tmp_path / "desk.db")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """No file of this process grows beyond `size` bytes meanwhile (EFBIG: Python ignores the signal)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _write(store: TinyDeskStore, number: int) -> None:
    with store.transaction():
        store.put_case(a_case(number, words="组件隐裂 " * 2000))
        store.put_handled(a_handled_mail(str(number)))
        store.queue(an_outgoing_mail(f"K2026-{number:05}/ack/customer/1", raw=b"x" * 20_000))


def test_wherever_the_disk_gives_out_the_store_is_unchanged_and_readable(tmp_path: Path) -> None:
    with closing(TinyDeskStore(tmp_path)) as store:
        _write(store, 1)
    refused = 0
    for size in range(0, 160_000, 4_000):
        store = TinyDeskStore(tmp_path)
        known = len(list(store.cases()))
        try:
            with files_end_at(size):
                _write(store, known + 1)
            known += 1
        except StoreUnavailable:
            refused += 1
            with pytest.raises(StoreUnavailable, match="start kesu again"):
                _write(store, known + 1)
        assert len(list(store.cases())) == known
        assert store.case(f"K2026-{known:05}") is not None
        store.close()
        with closing(TinyDeskStore(tmp_path)) as again:
            assert len(list(again.cases())) == known
            assert len(again.to_send(a_case().received_at, limit=10**6)) == known
    assert 10 < refused < 40


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small file system cannot be mounted here; the limit on file size is tested in its place")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_on_a_full_disk_nothing_is_lost_and_writing_goes_on_when_there_is_space(small_disk: Path) -> None:
    store, spool, papers = TinyDeskStore(small_disk), FileSpool(small_disk), FilePapers(small_disk)
    _write(store, 1)
    kept = spool.keep(b"a mail")
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space left"), ballast.open("wb") as file:
        file.write(b"x" * 2_000_000)
    with pytest.raises(StoreUnavailable, match="the disk is full, so nothing of this step was kept"):
        for number in range(2, 100):
            _write(store, number)
    known = [case.id for case in store.cases()]
    with pytest.raises(StoreUnavailable, match=r"nothing can be kept in .*No space left"):
        spool.keep(b"x" * 1_000_000)
    with pytest.raises(StoreUnavailable, match="No space left"):
        papers.put("K2026-00001/8d-R1.docx", b"x" * 1_000_000)
    assert list(spool.shas()) == [kept]
    assert list(small_disk.rglob("*.tmp")) == []
    ballast.unlink()
    _write(store, 100)
    store.close()
    with closing(TinyDeskStore(small_disk)) as again:
        assert [case.id for case in again.cases()] == [*known, "K2026-00100"]
