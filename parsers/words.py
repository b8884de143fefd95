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
        self._beginnings, self._chars = frozenset(pairs), frozenset(singles)

    def hits(self, piece: str) -> list[int]:
        """The entries that have a word in `piece`, in their order."""
        found: set[int] = set()
        for pair in self._beginnings.intersection(map(str.__add__, piece, piece[1:])):
            for word, number in self._pairs[pair]:
                if number not in found and word in piece:
                    found.add(number)
        for char in self._chars.intersection(piece):
            found.update(self._singles[char])
        return sorted(found)
