"""Two desks that number cases at the same time, on one folder, while some of their work is rolled back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EACH = 40
WRITERS = 2


def test_numbers_have_no_gap_and_no_twin_when_two_writers_race(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.store.numberer", str(tmp_path), str(EACH)]
    writers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(WRITERS)]
    said = [writer.communicate(timeout=60)[0] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    numbers = [int(line) for lines in said for line in lines.split()]
    assert sorted(numbers) == list(range(1, WRITERS * EACH + 1))
