"""In which line of a TOML file something stands, for sentences about faults."""

from __future__ import annotations

import re

Place = tuple[int | str, ...]
"""A path into the file such as ("grade", "rule", 3, "when")."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""\s*["']?([\w$.-]+)["']?\s*=""")


class Lines:
    """Line numbers of the tables and keys of one TOML text; inner tables on one line are not told apart."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {}
        counts: dict[Place, int] = {}
        table: Place = ()
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = tuple(part.strip("\"' ") for part in header[2].split("."))
                if header[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                self._lines.setdefault((*table, key[1]), number)

    def of(self, place: Place) -> int:
        """The line of the deepest part of `place` that has one."""
        for depth in range(len(place), 0, -1):
            if line := self._lines.get(place[:depth]):
                return line
        return 1
