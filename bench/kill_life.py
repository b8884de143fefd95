"""One life of the desk: the command line in a process that dies at a fault point, or when somebody kills it.

Lives are forked from a server that has imported everything, so that hundreds of them take minutes; what a life
executes is the product's own `main`, and SIGKILL ends it as it ends any other process.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import kesu.cli_cases
import kesu.cli_outbox
import kesu.cli_policy
import kesu.cli_review
import kesu.service
import kesu.wire  # noqa: F401  # imported for the lives, with all that they would import themselves
from cases import faults
from generator.mails import MailTexts
from kesu import cli

NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class Death:
    """Kill the life when it comes to `point` for the `nth` time."""

    point: str
    nth: int


def begin(folder: Path, words: list[str], death: Death | None = None, *, traced: bool = False) -> BaseProcess:
    """Start `kesu WORDS --config folder/config.toml`; `traced` = not before somebody traces its system calls."""
    life = NURSERY.Process(target=_live, args=(folder, words, death, traced))
    life.start()
    return life


def ended(life: BaseProcess, after: float | None = None) -> int:
    """Wait for the end, killing the life `after` seconds; its exit code."""
    if after is not None:
        life.join(after)
        life.kill()
    life.join(120)
    code = life.exitcode
    life.close()
    if code is None:
        raise RuntimeError("the desk does not end")
    return code


def was_killed(code: int) -> bool:
    """Whether the exit code is that of a kill; RuntimeError if the life failed by itself."""
    if code not in (0, -signal.SIGKILL):
        raise RuntimeError(f"the desk ended with {code}")
    return code != 0


def hits(folder: Path) -> list[str]:
    """The fault points that the lives of this desk came to, in order."""
    file = folder / "hits"
    return file.read_text().split() if file.exists() else []


def _live(folder: Path, words: list[str], death: Death | None, traced: bool) -> None:
    said = os.open(folder / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(said, 1)
    os.dup2(said, 2)
    _check_no_templates()
    if traced:
        _wait_for_tracer()
    else:
        _arm(folder, death)
    sys.argv = ["kesu", *words, "--config", str(folder / "config.toml")]
    cli.main()


def _arm(folder: Path, death: Death | None) -> None:
    """Note every point that is reached, in a file that outlives the process, and die where it was told."""
    reached = os.open(folder / "hits", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    left = death.nth if death else 0

    def handler(point: str) -> None:
        nonlocal left
        os.write(reached, point.encode() + b"\n")
        if death and point == death.point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
                time.sleep(60)  # the signal is on its way

    faults.arm(handler)


def _wait_for_tracer() -> None:
    for _ in range(1000):
        if "TracerPid:\t0\n" not in Path("/proc/self/status").read_text():
            return
        time.sleep(0.01)
    sys.exit("nobody traces this process")


def _check_no_templates() -> None:
    """Every start checks all templates for a second or two; the first life of a bench has done that."""

    def none(self: object) -> list[str]:  # noqa: ARG001  # it stands for a method
        return []

    MailTexts.faults = none  # type: ignore[method-assign]
