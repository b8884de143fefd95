"""Many words looked for in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


class WordIndex:
    """Finds which of many entries have one of their words in a piece of a text; an entry is known by its number."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        pairs: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        singles: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(entries):
            for word in words:
                if len(word) > 1:
                    pairs[word[:2]].append((word, number))
                else:
                    singles[word].append(number)
        self._pairs, self._singles = dict(pairs), dict(singles)

    def hits(self, lower: str, start: int, end: int) -> list[int]:
        """The entries with a word that begins between `start` and `end`, in their order."""
        found: set[int] = set()
        pairs = self._pairs
        for at in range(start, end):
            for word, number in pairs.get(lower[at : at + 2], ()):
                if number not in found and lower.startswith(word, at):
                    found.add(number)
        for char in self._singles.keys() & set(lower[start:end]):
            found.update(self._singles[char])
        return sorted(found)
