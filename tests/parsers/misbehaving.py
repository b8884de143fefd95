"""Work for a reading process that does everything a taken-over one would try; started by test_pool.py."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path
from typing import Any

from parsers import apart
from parsers.keeper import Work

CRASHES = b"X-Crash: yes"


def _line() -> int:
    """The descriptor by which the desk is spoken to."""
    return next(fd for fd in range(3, 64) if _is_socket(fd))


def _is_socket(fd: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def echo(needed: Any, body: bytes) -> Any:
    return needed


def spin(_needed: Any, _body: bytes) -> Any:
    while True:
        pass


def doze(_needed: Any, _body: bytes) -> Any:
    time.sleep(60)


def hoard(_needed: Any, _body: bytes) -> Any:
    return len([bytes(2**20) for _ in range(4096)])


def crash(_needed: Any, _body: bytes) -> Any:
    signal.raise_signal(signal.SIGSEGV)


def leave(_needed: Any, _body: bytes) -> Any:
    os._exit(7)


def connect(_needed: Any, _body: bytes) -> Any:
    socket.create_connection(("127.0.0.1", 9))


def run(_needed: Any, _body: bytes) -> Any:
    subprocess.run(["true"], check=True)


def fork(_needed: Any, _body: bytes) -> Any:
    os.fork()


def write(needed: Any, _body: bytes) -> Any:
    Path(needed).write_text("x")


def say(needed: Any, _body: bytes) -> Any:
    """Something else than an answer."""
    os.write(_line(), bytes(needed))
    time.sleep(60)


def surroundings(_needed: Any, _body: bytes) -> Any:
    interfaces = Path("/proc/net/dev").read_text().splitlines()[2:]
    return {
        "environment": sorted(os.environ),
        "sockets": sum(_is_socket(fd) for fd in range(64)),
        "files": [str(Path(f"/proc/self/fd/{fd}").readlink()) for fd in range(3)],
        "interfaces": [line.split(":")[0].strip() for line in interfaces],
        "group": os.getpgid(0) == os.getppid(),
    }


JOBS = (echo, spin, doze, hoard, crash, leave, connect, run, fork, write, say, surroundings)


def work(_options: Any) -> Work:
    jobs = {job.__name__: job for job in JOBS}
    return lambda job, needed, body: (jobs[job](needed, body), [body])


def readers(options: Any) -> Work:
    """The real readers, which die of every mail that says so, whatever is asked about it."""
    read = apart.work(options)

    def answer(job: str, needed: Any, body: bytes) -> tuple[Any, list[bytes]]:
        if CRASHES in body and job == "mail":
            signal.raise_signal(signal.SIGSEGV)
        return read(job, needed, body)

    return answer
