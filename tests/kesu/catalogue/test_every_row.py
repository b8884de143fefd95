"""The catalogue of bad input has 76 rows that are mail, files, machines or text; each is a test that bears its id."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
ROWS = {"A": 26, "B": 8, "C": 19, "D": 2, "E": 11, "F": 10}
_NAME = re.compile(r"def (test_\w+)|^    \"([A-F]\d{1,2})[ \"]", re.MULTILINE)
"""A test's own name, or the id at the beginning of a row of its table."""


def ids() -> set[str]:
    found: set[str] = set()
    for path in sorted(TESTS.glob("*/catalogue/test_*.py")):
        for name, row in _NAME.findall(path.read_text("utf-8")):
            found.update(part.upper() for part in name.split("_") if re.fullmatch(r"[a-f]\d{1,2}", part))
            found.add(row)
    return found


@pytest.mark.parametrize("row", [f"{letter}{number}" for letter, last in ROWS.items() for number in range(1, last + 1)])
def test_the_row_has_its_test(row: str) -> None:
    assert row in ids()
