"""The disk fails at the Nth call, for every N until none is left: nothing is lost, and the store stays readable.

The calls are made to fail in the kernel's place by strace, so that SQLite's own are among them; and on a real file
system that is full (tmpfs), where one can be mounted.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.kill_evidence import integrity
from bench.kill_life import begin, ended
from bench.kill_oracle import judge
from bench.kill_story import BEGINS, DONE, Arrivals
from bench.kill_tell import LIMITS, Telling
from tests.integration.desk_process import DeskFolder, as_bytes
from tests.integration.servers import Dovecot, SmtpSink

LEAST = {"/ack/customer": 1, "/papers-1/": 1}
ONCE = ["once", "--now", BEGINS.isoformat()]
SIZES_KB = range(16, 1024, 48)


@dataclass(frozen=True, slots=True)
class Fault:
    """A system call that fails with `error`: the nth one, and all after it if the trouble `stays`."""

    call: str
    error: str
    stays: bool = False
    nth: int = 1
    step: int = 1
    """Between the calls that are tried."""

    def __str__(self) -> str:
        return f"{self.call} {self.error} at call {self.nth}{' and after' if self.stays else ''}"

    @property
    def rule(self) -> str:
        return f"inject={self.call}:error={self.error}:when={self.nth}{'+' if self.stays else ''}"


FAULTS = (
    Fault("mkdir", "ENOSPC", stays=True),
    Fault("rename", "EIO"),
    Fault("unlink", "EIO"),
    Fault("ftruncate", "EIO"),
    Fault("fsync", "EIO"),
    Fault("fdatasync", "EIO"),
    Fault("write", "ENOSPC", stays=True),
    Fault("pwrite64", "ENOSPC", stays=True, step=5),
    Fault("pwrite64", "EIO", step=5),
)
"""SQLite makes hundreds of pwrite64; of those every fifth is tried."""


def main() -> list[str]:
    """Sweep all faults; prints a line for each kind, returns what went wrong."""
    wrong: list[str] = []
    print("\nfailing disk: one complaint, then a second life on a sound disk")
    with Dovecot() as dovecot:
        if not shutil.which("strace"):
            print("strace is not installed: single failing calls were not tried")
        for kind in FAULTS if shutil.which("strace") else ():
            tried, found = sweep(dovecot, kind)
            wrong += found
            print(
                f"{kind.call:10} {kind.error:7} {tried:4} calls failed, one per life   {len(found)} wrong", flush=True
            )
        if not may_mount():
            print("no file system can be mounted here: a full one was not tried")
            return wrong
        full, found = fill(dovecot)
        wrong += found
        print(f"full tmpfs {len(SIZES_KB):4} sizes, {full} of them too small   {len(found)} wrong")
    return wrong


def sweep(dovecot: Dovecot, kind: Fault) -> tuple[int, list[str]]:
    """Fail call 1, 1 + step, … until a life comes to its end unharmed: (how many were tried, what went wrong)."""
    wrong: list[str] = []
    fault, tried = kind, 0
    while True:
        with scene(dovecot) as telling:
            if not failing_life(telling, fault):
                return tried, wrong
            wrong += [f"{fault}: {what}" for what in recovered(telling)]
        fault, tried = replace(fault, nth=fault.nth + fault.step), tried + 1


def fill(dovecot: Dovecot, sizes: Sequence[int] = SIZES_KB) -> tuple[int, list[str]]:
    """The desk's folder on file systems of so many KB, made larger later: (how many were full, what went wrong)."""
    full, wrong = 0, []
    for size in sizes:
        with scene(dovecot) as telling, mounted(telling.desk.data, size):
            full += ended(begin(telling.desk.folder, ONCE)) != 0
            _mount("-o", f"remount,size={64 * 1024}k", telling.desk.data)
            wrong += [f"tmpfs of {size} KB: {what}" for what in recovered(telling)]
    return full, wrong


def recovered(telling: Telling) -> list[str]:
    """What is wrong after the fault, and after one more life without it."""
    database = telling.desk.data / "desk.db"
    torn = ["the store is torn"] if database.exists() and integrity(database) != "ok" else []
    code = ended(begin(telling.desk.folder, ONCE))
    if code:
        return [*torn, f"the next life ended with {code}: {(telling.desk.folder / 'said').read_text()[-300:]}"]
    return torn + judge(telling, least=LEAST).wrong


@contextmanager
def scene(dovecot: Dovecot) -> Iterator[Telling]:
    """A desk with one complaint waiting."""
    dovecot.fresh_mailbox()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kesu-disk-")))
        sink = stack.enter_context(SmtpSink())
        desk = DeskFolder(folder, dovecot, sink, {"limits": LIMITS, "documents": {"eight_d": {}}})
        arrivals = Arrivals()
        arrivals.complaints.append(as_bytes(desk.complaint()))
        arrivals.deliver(desk, BEGINS, DONE, *arrivals.complaints)
        yield Telling(desk, arrivals, noted=False)


def failing_life(telling: Telling, fault: Fault) -> bool:
    """One life under strace; whether the fault came to pass."""
    folder = telling.desk.folder
    life = begin(folder, ONCE, traced=True)
    log = folder / "strace"
    command = ["strace", "-qq", "-o", str(log), "-e", f"trace={fault.call}", "-e", fault.rule, "-p", str(life.pid)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as strace:
        code = ended(life)
        strace.wait(20)
    if code == -signal.SIGKILL:
        raise RuntimeError("the desk was killed")
    return "(INJECTED)" in log.read_text()


def may_mount() -> bool:
    """Whether this process can mount a tmpfs (root, and not in a box without that right)."""
    with tempfile.TemporaryDirectory() as folder:
        if _mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", Path(folder)):
            subprocess.run(["umount", folder], check=True)
            return True
        return False


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[None]:
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={size}k", "tmpfs", folder)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(*words: str | Path) -> bool:
    return subprocess.run(["mount", *map(str, words)], capture_output=True).returncode == 0
