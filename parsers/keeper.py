"""The processes that read strangers' mail: a keeper that never sees any, and the readers that it forks, one by one.

The keeper is a Python of its own, started with an empty environment: no password, no key and no open file of the desk
is in it. It loads and warms what is needed once, so that a new reader costs a fork and not a start. It has one thread
and does two things for its owner, by lines: start a reader, and end one and tell how it died. When its owner is gone
it ends them all and goes, too. Started as `python -m parsers.keeper FD`.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any

from parsers.frames import Ended, receive_one, send
from parsers.limits import Bounds
from parsers.sandbox import allow_seconds, leave_network, nowhere, shut_in

Work = Callable[[str, Any, bytes], tuple[Any, list[bytes]]]
"""What a reader does: name of the job, what it needs to know, the bytes; the result as JSON holds it, and its blobs."""
ORDER = struct.Struct("!ci")
"""START or END, and which reader (its process id)."""
ANSWER = struct.Struct("!i")
"""The process id of the new reader (its line goes with it), or the exit status of the ended one."""
START, END = b"s", b"e"
OUT_OF_MEMORY = 3
ASKED = "what-holds"
"""The job that every reader knows: which of its limits hold."""


def main() -> None:
    owner = socket.socket(fileno=int(sys.argv[1]))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # meant for the desk, which ends its readers in order
    with contextlib.suppress(Ended):
        settings, _ = receive_one(owner)
        nowhere()
        module, _, function = settings["work"].partition(":")
        work: Work = getattr(importlib.import_module(module), function)(settings["options"])
        bounds = Bounds(**settings["bounds"])
        apart = leave_network()
        gc.collect()
        gc.freeze()  # what is loaded by now is shared by all readers
        send(owner, "ready")
        _keep(owner, work, bounds, ["network"] if apart else [])


def _keep(owner: socket.socket, work: Work, bounds: Bounds, held: list[str]) -> None:
    readers: set[int] = set()
    try:
        while order := owner.recv(ORDER.size, socket.MSG_WAITALL):
            what, process = ORDER.unpack(order)
            if what == START:
                process, line = _fork(owner, work, bounds, held)
                readers.add(process)
                socket.send_fds(owner, [ANSWER.pack(process)], [line.fileno()])
                line.close()
            elif process in readers:
                readers.discard(process)
                owner.sendall(ANSWER.pack(_end(process)))
    except (ConnectionError, struct.error):
        pass  # the owner went in the middle of a line
    finally:
        for process in readers:
            _end(process)


def _end(process: int) -> int:
    """End it, if it has not ended by itself; how it ended, as `os.waitpid` tells."""
    os.kill(process, signal.SIGKILL)
    return os.waitpid(process, 0)[1]


def _fork(owner: socket.socket, work: Work, bounds: Bounds, held: list[str]) -> tuple[int, socket.socket]:
    ours, theirs = socket.socketpair()
    process = os.fork()
    if process:
        theirs.close()
        return process, ours
    status = 1
    try:
        owner.close()
        ours.close()
        status = _serve(theirs, work, bounds, held)
    finally:
        os._exit(status)


def _serve(line: socket.socket, work: Work, bounds: Bounds, held: list[str]) -> int:
    """Job after job, until the desk closes the line."""
    silent = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(silent, descriptor)
    os.close(silent)
    held = [*held, *shut_in(bounds)]
    gc.disable()  # tidied up between the jobs, when nobody waits
    try:
        while True:
            (job, needed), body = receive_one(line)
            allow_seconds(bounds.cpu_seconds)
            try:
                result, blobs = (held, []) if job == ASKED else work(job, needed, body)
            except MemoryError:
                return OUT_OF_MEMORY
            except Exception as fault:  # noqa: BLE001 - told to the desk, which knows what to do
                send(line, [f"{type(fault).__name__}: {fault}"[:1000], None])
                continue
            send(line, ["", result], blobs)
            del body, result, blobs
            gc.collect(1)
    except Ended:
        return 0
    except MemoryError:
        return OUT_OF_MEMORY


if __name__ == "__main__":
    main()
