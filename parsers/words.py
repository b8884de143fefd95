"""Many words looked for in one pass over a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence


class WordIndex:
    """Finds which of many entries have one of their words in a piece of a text; an entry is known by its number."""

    def __init__(self, entries: Iterable[Sequence[str]]) -> None:
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, words in enumerate(entries):
            for word in words:
                numbers[word].append(number)
        pairs: defaultdict[str, list[tuple[str, list[int]]]] = defaultdict(list)
        for word, having in numbers.items():
            if len(word) > 1:
                pairs[word[:2]].append((word, having))
        self._pairs, self._singles = dict(pairs), {word: having for word, having in numbers.items() if len(word) == 1}
        self._beginnings, self._chars = frozenset(self._pairs), frozenset(self._singles)

    def hits(self, piece: str) -> list[int]:
        """The entries that have a word in `piece`, in their order."""
        found: set[int] = set()
        for pair in self._beginnings.intersection(map(str.__add__, piece, piece[1:])):
            for word, having in self._pairs[pair]:
                if word in piece:
                    found.update(having)
        for char in self._chars.intersection(piece):
            found.update(self._singles[char])
        return sorted(found)
