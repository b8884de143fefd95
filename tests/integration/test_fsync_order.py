"""Power loss: what the desk has promised is on the disk before it promises, by the system calls it makes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.integration.desk_process import ROOT, DeskFolder
from tests.integration.servers import Dovecot, SmtpSink
from tests.office import at

pytestmark = [pytest.mark.needs("dovecot"), pytest.mark.needs("strace")]

CALLS = "mkdir,rename,unlink,write,pwrite64,ftruncate,fsync,fdatasync,sendto"
LINE = re.compile(r"(?:\d+ +)?(?P<call>\w+)\((?P<rest>.*)\) += \d+")
ON_FILE = re.compile(r"\d+<(?P<path>/[^>]*)>")
PATHS = re.compile(r'"([^"]*)"')


@dataclass
class Disk:
    """Which files and folders of `root` would lose something if the power failed now."""

    root: str
    unsynced: set[str] = field(default_factory=set)
    synced: list[str] = field(default_factory=list)
    """Everything that was fsynced, in order."""

    def follow(self, call: str, rest: str) -> None:
        on_file = ON_FILE.match(rest)
        paths = [on_file["path"]] if on_file else PATHS.findall(rest)
        if not paths or not paths[-1].startswith(self.root):
            return
        if call in ("write", "pwrite64", "ftruncate"):
            self.unsynced.add(paths[0])
        elif call in ("fsync", "fdatasync"):
            self.unsynced.discard(paths[0])
            self.synced.append(paths[0])
        elif call in ("mkdir", "rename"):
            if call == "rename" and paths[0] in self.unsynced:
                self.unsynced = self.unsynced - {paths[0]} | {paths[-1]}
            self.unsynced.add(paths[-1].rpartition("/")[0])


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DeskFolder, list[tuple[str, str]]]]:
    """The system calls of a first pass that takes in one complaint."""
    folder = tmp_path_factory.mktemp("desk")
    with Dovecot() as dovecot, SmtpSink() as sink:
        desk = DeskFolder(folder, dovecot, sink)
        desk.arrives(desk.complaint(), at=at("2026-03-02 10:00"))
        log = folder / "strace"
        strace = ["strace", "-f", "-y", "-s", "200", "-o", str(log), "-e", f"trace={CALLS}"]
        once = desk.command("once", "--now", "2026-03-02T10:05:00+08:00")
        subprocess.run([*strace, *once], check=True, capture_output=True, timeout=120, cwd=ROOT)
        found = (LINE.match(line) for line in log.read_text(errors="replace").splitlines())
        yield desk, [(line["call"], line["rest"]) for line in found if line]


def at_risk(desk: DeskFolder, calls: list[tuple[str, str]], words: str) -> list[tuple[set[str], list[str]]]:
    """Each time the desk sends `words` to a server: (what of its folder is not on the disk, what is)."""
    disk = Disk(str(desk.folder))
    found = []
    for call, rest in calls:
        if call == "sendto" and words in rest:
            found.append((_by_name(desk, disk.unsynced), list(disk.synced)))
        disk.follow(call, rest)
    return found


MAY_BE_LOST = ("data/desk.lock", "data/desk.db-shm", "data/spool/tries/", "data/compiled")
"""The lock, SQLite's index of its WAL, compiled templates (both made anew), and how often a mail was tried."""


def _by_name(desk: DeskFolder, paths: set[str]) -> set[str]:
    names = {str(Path(path).relative_to(desk.folder)) for path in paths}
    return {name for name in names if not name.startswith(MAY_BE_LOST)}


def test_the_mail_its_name_and_the_commit_are_on_the_disk_before_the_mail_is_moved(
    calls: tuple[DeskFolder, list[tuple[str, str]]],
) -> None:
    desk, made = calls
    ((unsynced, synced),) = at_risk(desk, made, " UID MOVE ")
    assert unsynced == set()
    (mail,) = (desk.data / "spool").glob("??/*.eml")
    order = [synced.index(path) for path in (f"{mail}.tmp", str(mail.parent))]
    assert order == sorted(order)
    assert f"{desk.data}/desk.db-wal" in synced[order[-1] :]


def test_that_a_mail_is_being_sent_is_on_the_disk_before_the_server_hears_of_it(
    calls: tuple[DeskFolder, list[tuple[str, str]]],
) -> None:
    desk, made = calls
    sendings = at_risk(desk, made, "mail FROM:")
    assert [unsynced for unsynced, _ in sendings] == [set()] * 3  # acknowledgement, papers, notice
    commits = [synced.count(f"{desk.data}/desk.db-wal") for _, synced in sendings]
    assert commits[0] < commits[1]


def test_a_document_is_on_the_disk_before_the_mail_that_brings_it_leaves(
    calls: tuple[DeskFolder, list[tuple[str, str]]],
) -> None:
    desk, made = calls
    *_, (_, synced) = at_risk(desk, made, "mail FROM:")
    documents = sorted((desk.data / "documents").glob("*/*.docx"))
    assert len(documents) == 2
    assert {f"{document}.tmp" for document in documents} <= set(synced)
    assert str(documents[0].parent) in synced


def test_losing_power_is_told_apart_from_being_safe() -> None:
    disk = Disk("/desk")
    disk.follow("write", '3</desk/a.tmp>, "x", 1')
    disk.follow("rename", '"/desk/a.tmp", "/desk/a"')
    assert disk.unsynced == {"/desk/a", "/desk"}
    disk.follow("fsync", "3</desk/a>")
    disk.follow("fsync", "4</desk>")
    assert disk.unsynced == set()
