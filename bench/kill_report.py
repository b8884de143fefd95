"""What the kill bench prints: the versions it ran on, and a row for each place where the desk was killed."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from importlib.metadata import version

from bench.kill_oracle import Verdict
from tests.integration.dovecot import dovecot_program

HEAD = (
    "point",
    "kills",
    "lost mails",
    "lost cases",
    "dupl. cases",
    "corrupt",
    "repeats",
    "same id",
    "flagged",
    "copies",
)


def print_versions(seed: int) -> None:
    """What the figures were measured with."""
    dovecot = subprocess.run(
        [dovecot_program(), "--version"], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    packages = " ".join(f"{name} {version(name)}" for name in ("imapclient", "tinydb", "docxtpl"))
    print(f"seed {seed}; {os.cpu_count()} cpus; Python {platform.python_version()}; SQLite {sqlite3.sqlite_version}")
    print(f"Dovecot {dovecot}; {packages}\n")


def print_verdict(name: str, verdict: Verdict) -> None:
    """One row of the table: the kills there, and what they did."""
    print_row(
        name,
        verdict.kills,
        verdict.lost_mails,
        verdict.lost_cases,
        verdict.duplicate_cases,
        verdict.corrupt,
        verdict.repeated,
        verdict.same_id,
        verdict.flagged,
        verdict.extra_copies,
    )


def print_row(name: str, *cells: object) -> None:
    """Cells below those of HEAD."""
    print(f"{name:16}" + "".join(f"{cell!s:>12}" for cell in cells), flush=True)
