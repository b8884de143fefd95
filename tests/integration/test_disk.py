"""A disk that fails or is full: one sentence, nothing lost, and the next start goes on. The short run of the bench."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench import kill_disk
from bench.kill_disk import Fault
from bench.kill_life import begin, ended
from tests.integration.servers import Dovecot

pytestmark = [pytest.mark.needs("dovecot"), pytest.mark.needs("strace")]


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.mark.parametrize(
    "kind",
    [
        Fault("fsync", "EIO", step=5),
        Fault("fdatasync", "EIO", step=6),
        Fault("rename", "EIO"),
        Fault("pwrite64", "ENOSPC", stays=True, step=80),
    ],
    ids=str,
)
def test_whichever_call_fails_nothing_is_lost_and_the_store_stays_whole(dovecot: Dovecot, kind: Fault) -> None:
    tried, wrong = kill_disk.sweep(dovecot, kind)
    assert tried >= 2
    assert wrong == []


def test_a_full_file_system_is_one_sentence_and_nothing_is_lost(dovecot: Dovecot) -> None:
    if not kill_disk.may_mount():
        pytest.skip("no file system can be mounted here")
    sizes = [16, 160, 400]
    assert kill_disk.fill(dovecot, sizes) == (len(sizes), [])


def test_what_the_desk_says_of_a_disk_that_takes_nothing_is_a_sentence(dovecot: Dovecot) -> None:
    with kill_disk.scene(dovecot) as telling:
        assert kill_disk.failing_life(telling, Fault("mkdir", "ENOSPC", stays=True, nth=2))
        said = (telling.desk.folder / "said").read_text().strip()
        assert (
            said == f"nothing can be kept in {telling.desk.data / 'spool'}: No space left on device; nothing was lost"
        )
        assert telling.desk.sink.accepted == []
        assert ended(begin(telling.desk.folder, kill_disk.ONCE)) == 0
        assert len(telling.desk.sink.accepted) == 3
