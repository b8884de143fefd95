"""How a process that reads strangers' mail can end without an answer, and how that is told."""

from __future__ import annotations

import os
import signal

from parsers.keeper import OUT_OF_MEMORY
from parsers.limits import Bounds


class NoReader(OSError):
    """No process can be started to read with; the text says why."""


class ReaderEnded(Exception):
    """The process did not live to answer. `limit`: memory, cpu or wall; "" if it crashed. The text tells how."""

    def __init__(self, limit: str, how: str) -> None:
        super().__init__(how)
        self.limit = limit


class JobFailed(Exception):
    """The reader raised an exception; the text names it."""


def how(status: int | None, bounds: Bounds) -> ReaderEnded:
    """From its exit status as `waitpid` gives it; None if nobody knows."""
    if status is None:
        return ReaderEnded("", "it is gone")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return ReaderEnded("cpu", f"more than {bounds.cpu_seconds} s of processor time")
        return ReaderEnded("", signal.Signals(number).name)
    if os.WEXITSTATUS(status) == OUT_OF_MEMORY:
        return ReaderEnded("memory", f"more than {bounds.memory // 2**20} MB of memory")
    return ReaderEnded("", f"exit status {os.WEXITSTATUS(status)}")
