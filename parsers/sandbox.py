"""What the process that reads strangers' mail gives up, before it reads any: memory, time, files, network, children.

Limits of the kernel hold whatever happens in the process (setrlimit, an empty network namespace); the refusals of the
audit hook hold for Python code only. Linux has all of them, also in a container without privileges; elsewhere some
are missing, and `shut_in` says which hold.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import tempfile
import time

from parsers.limits import Bounds

OPEN_FILES = 64
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_REFUSED = (
    *("socket.", "subprocess.", "shutil.", "tempfile.", "ctypes.", "pty.", "urllib.", "ftplib.", "webbrowser."),
    *("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.putenv"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown"),
)
"""Beginnings of audit events (PEP 578) that reading a mail has no use for."""
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_DIE_WITH_PARENT, _NO_NEW_PRIVILEGES = 1, 38


def leave_network() -> bool:
    """Into a network of its own with nobody in it, where the system lets us (Linux, namespaces)."""
    if not sys.platform.startswith("linux"):
        return False
    unshare = ctypes.CDLL(None).unshare
    return any(unshare(flags) == 0 for flags in (_NEW_NET, _NEW_USER | _NEW_NET))


def nowhere() -> None:
    """A working folder in which nothing can be found or made: an empty one, that no longer has a name."""
    folder = tempfile.mkdtemp(prefix="kesu-")
    os.chdir(folder)
    os.rmdir(folder)  # noqa: PTH106 - fails on Windows, which has no fork either


def shut_in(bounds: Bounds) -> list[str]:
    """Take the limits; the names of those that hold. There is no way back."""
    os.umask(0o777)
    held = []
    if sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None)
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.prctl(_DIE_WITH_PARENT, 9, 0, 0, 0)
    for name, kind, most in (
        ("core", resource.RLIMIT_CORE, 0),
        ("file-size", resource.RLIMIT_FSIZE, 0),
        ("open-files", resource.RLIMIT_NOFILE, OPEN_FILES),
        ("processes", resource.RLIMIT_NPROC, 0),
        ("memory", resource.RLIMIT_AS, bounds.memory),
    ):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue
        held.append(name)
    if "processes" in held and os.geteuid() == 0:
        held.remove("processes")  # the kernel excepts root
    if allow_seconds(bounds.cpu_seconds):
        held.append("cpu")
    sys.addaudithook(_refuse)
    return held


def allow_seconds(seconds: int) -> bool:
    """So much processor time from now on, then the kernel ends the process (SIGXCPU); whether it will."""
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        return False
    return True


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        flags = arguments[2]
        if isinstance(flags, int) and flags & _WRITING:
            raise PermissionError("reading a mail writes no file")
    elif event.startswith(_REFUSED):
        raise PermissionError(f"reading a mail has no use for {event}")
