"""What every Spool promises; the file one is durable besides."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cases.faults import arm
from cases.stores import Spool, StoreUnavailable
from store.spool import FileSpool
from tests.fakes import FakeSpool


@pytest.fixture(params=["fake", "files"])
def spool(request: pytest.FixtureRequest, tmp_path: Path) -> Spool:
    return FakeSpool() if request.param == "fake" else FileSpool(tmp_path / "spool")


def test_a_mail_comes_back_to_the_byte_under_its_sha256(spool: Spool) -> None:
    raw = bytes(range(256)) + b"\r\n"
    assert spool.keep(raw) == hashlib.sha256(raw).hexdigest()
    assert spool.read(hashlib.sha256(raw).hexdigest()) == raw


def test_the_same_mail_is_kept_once(spool: Spool) -> None:
    assert spool.keep(b"one") == spool.keep(b"one")
    other = spool.keep(b"other")
    assert sorted(spool.shas()) == sorted([hashlib.sha256(b"one").hexdigest(), other])


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", ""])
def test_a_mail_that_was_never_kept_is_a_clear_error(spool: Spool, name: str) -> None:
    with pytest.raises(LookupError, match="SHA-256"):
        spool.read(name)


def test_tries_are_counted_until_reading_is_finished(spool: Spool) -> None:
    sha256 = spool.keep(b"poison")
    assert [spool.tries(sha256), spool.tries(sha256)] == [1, 2]
    spool.finished(sha256)
    assert spool.tries(sha256) == 1


def test_tries_are_counted_across_crashes(tmp_path: Path) -> None:
    sha256 = FileSpool(tmp_path).keep(b"poison")
    assert [FileSpool(tmp_path).tries(sha256) for _ in range(3)] == [1, 2, 3]


def test_the_mail_is_in_place_when_the_fault_point_is_reached(tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    arm(lambda point: seen.append((point, len(list(tmp_path.rglob("*.eml"))))))
    try:
        FileSpool(tmp_path).keep(b"one")
    finally:
        arm(None)
    assert seen == [("P2", 1)]


def test_what_a_crash_left_half_written_is_written_again(tmp_path: Path) -> None:
    sha256 = hashlib.sha256(b"whole").hexdigest()
    (tmp_path / sha256[:2]).mkdir()
    (tmp_path / sha256[:2] / f"{sha256}.eml.tmp").write_bytes(b"who")
    spool = FileSpool(tmp_path)
    assert list(spool.shas()) == []
    assert spool.read(spool.keep(b"whole")) == b"whole"
    assert list(tmp_path.rglob("*.tmp")) == []


def test_a_disk_that_refuses_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    with pytest.raises(StoreUnavailable, match=r"nothing can be kept in .*spool"):
        FileSpool(tmp_path / "spool")
