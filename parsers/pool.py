"""The desk's side of the processes that read strangers' mail: started once, watched, replaced."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from parsers.frames import Ended, patient, receive, send
from parsers.keeper import ANSWER, ASKED, END, ORDER, START
from parsers.limits import Bounds
from parsers.plain_simple import Malformed
from parsers.reader_ends import JobFailed, NoReader, ReaderEnded, how

START_SECONDS = 60.0
PATIENCE_SECONDS = 5.0
"""For the keeper, which has nothing to do but to answer."""
MAILS = 1000
"""A reader is replaced after so many jobs; nothing that a mail does to it lasts."""
LARGE = 4 * 2**20
"""And after a job of more bytes than this, whose memory Python does not give back."""


class Pool:
    """One reader at work, made by a keeper from `work` ("module:function", called there with `options`).

    One job at a time, from whichever thread. Nothing is started before the first job; everything ends
    with `close`, with this object, or with the program, also when that is killed.
    """

    def __init__(self, work: str, options: Any, bounds: Bounds, most: int) -> None:
        self._settings = {"work": work, "options": options, "bounds": asdict(bounds)}
        self._bounds = bounds
        self._most = most
        self._one = threading.Lock()
        self._keeper: socket.socket | None = None
        self._line: socket.socket | None = None
        self._lines: list[socket.socket] = []
        self._reader = 0
        self._jobs = 0
        self._ready = False
        self._end: weakref.finalize[Any, Any] | None = None

    def call(self, job: str, needed: Any, body: bytes = b"") -> tuple[Any, list[bytes]]:
        """The result of a job, as JSON holds it, and its blobs; to be distrusted.

        Raises ReaderEnded for a limit, a crash or a nonsense answer, JobFailed, NoReader.
        """
        with self._one:
            line = self._ready_line()
            try:
                until = time.monotonic() + self._bounds.wall_seconds
                send(line, [job, needed], [body])
                (fault, result), blobs = receive(line, self._most, until)
            except TimeoutError:
                self._end_reader()
                raise ReaderEnded("wall", f"more than {self._bounds.wall_seconds:g} s") from None
            except (Ended, OSError):
                raise how(self._end_reader(), self._bounds) from None
            except (Malformed, ValueError, TypeError) as nonsense:
                self._end_reader()
                raise ReaderEnded("", f"its answer is none: {nonsense}") from nonsense
            self._jobs += 1
            if self._jobs >= MAILS or len(body) > LARGE:
                self._end_reader()
        if fault:
            raise JobFailed(str(fault))
        return result, blobs

    def holds(self) -> list[str]:
        """Which limits hold here: memory, cpu, file-size, open-files, processes, network …. Raises NoReader."""
        held, _ = self.call(ASKED, None)
        return [*map(str, held)]

    def close(self) -> None:
        with self._one:
            self._close()

    def _close(self) -> None:
        if self._end is not None:
            self._end()
        self._keeper = self._line = self._end = None

    def _start(self) -> None:
        if self._keeper is not None:
            return
        ours, theirs = socket.socketpair()
        patient(ours, START_SECONDS)
        with theirs:
            try:
                process = subprocess.Popen(
                    [sys.executable, "-P", "-s", "-B", "-m", "parsers.keeper", str(theirs.fileno())],
                    env={"PYTHONPATH": os.pathsep.join(_import_folders()), "LANG": "C.UTF-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            except OSError as fault:
                ours.close()
                raise NoReader(fault.errno, f"the reading process cannot be started: {fault.strerror}") from fault
        self._lines = [ours]
        self._end = weakref.finalize(self, _end_keeper, process, self._lines)
        self._keeper, self._ready = ours, False
        with contextlib.suppress(Ended, OSError):  # found out when it is asked for a reader
            send(ours, self._settings)

    def _ready_line(self) -> socket.socket:
        """The line to a reader. A keeper that somebody has ended is started anew, once."""
        attempts = 1 if self._keeper is None else 2
        while self._line is None:
            attempts -= 1
            try:
                self._line = self._new_line()
            except (Ended, OSError, ValueError) as fault:
                self._close()
                if not attempts:
                    raise NoReader(None, "the process that reads mails does not start; see above") from fault
        return self._line

    def _new_line(self) -> socket.socket:
        self._start()
        assert self._keeper is not None
        if not self._ready:
            receive(self._keeper, self._most, time.monotonic() + START_SECONDS)
            self._ready = True
            patient(self._keeper, PATIENCE_SECONDS)
        self._keeper.sendall(ORDER.pack(START, 0))
        answer, lines, _, _ = socket.recv_fds(self._keeper, ANSWER.size, 1)
        if len(answer) < ANSWER.size or not lines:
            raise Ended
        (self._reader,) = ANSWER.unpack(answer)
        self._jobs = 0
        line = patient(socket.socket(fileno=lines[0]), self._bounds.wall_seconds)
        self._lines.append(line)
        return line

    def _end_reader(self) -> int | None:
        """End it if it lives; its exit status, None if nobody knows."""
        if self._line is not None:
            self._line.close()
            self._lines.remove(self._line)
        self._line = None
        try:
            assert self._keeper is not None
            self._keeper.sendall(ORDER.pack(END, self._reader))
            answer = self._keeper.recv(ANSWER.size)
            return int(ANSWER.unpack(answer)[0])
        except (OSError, ValueError, AssertionError):
            self._close()
            return None


def _import_folders() -> Sequence[str]:
    return [str(Path(folder or ".").resolve()) for folder in sys.path]


def _end_keeper(process: subprocess.Popen[bytes], lines: Sequence[socket.socket]) -> None:
    for line in lines:
        line.close()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
