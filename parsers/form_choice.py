"""Which boxes of a choice are ticked: ☐ 初报 ☑ 最终, √ beside the word, or all other words deleted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from cases.form_fields import Field

EMPTY = "☐□○◯"
TICKS = "☑☒■√✓✔✅●◉▣⊠"


def ticked(field: Field, text: str) -> tuple[str, ...]:
    """The ids of the chosen options, in the order of the form."""
    plain = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    places = sorted(_places(field, plain))
    marks = _marks(plain, [(at, end) for at, end, _ in places])
    chosen = {option for (_, _, option), beside in zip(places, marks, strict=True) if set(beside) & set(TICKS)}
    boxes = any(box in plain for box in EMPTY + TICKS)
    if not boxes and len(places) == 1 and len(field.options) > 1:
        chosen = {places[0][2]}
    return tuple(option.id for option in field.options if option.id in chosen)


def _marks(text: str, names: list[tuple[int, int]]) -> list[str]:
    """What stands beside each name. Boxes stand in front of names or behind, as the first one does; of two marks
    between names, one that touches the name before it belongs there."""
    if not names:
        return []
    gaps = [text[end:start] for (_, end), (start, _) in zip([(0, 0), *names], [*names, (len(text), 0)], strict=True)]
    in_front = any(char in EMPTY + TICKS for char in gaps[0])
    beside = [gaps[0], *([""] * (len(names) - 1))]
    for number, gap in enumerate(gaps[1:-1]):
        behind = gap if not in_front else gap[:1] if sum(char in EMPTY + TICKS for char in gap) > 1 else ""
        beside[number] += behind
        beside[number + 1] += gap[len(behind) :]
    beside[-1] += gaps[-1]
    return beside


def _places(field: Field, text: str) -> Iterable[tuple[int, int, str]]:
    """Where each option's name stands; the longer name wins where one is part of another."""
    names = sorted(((name, each.id) for each in field.options for name in (each.zh, each.en)), key=lambda n: -len(n[0]))
    taken: list[tuple[int, int]] = []
    seen: set[str] = set()
    for name, option in names:
        at = text.casefold().find(name.casefold())
        while at >= 0 and any(start < at + len(name) and at < end for start, end in taken):
            at = text.casefold().find(name.casefold(), at + 1)
        if at >= 0 and option not in seen:
            seen.add(option)
            taken.append((at, at + len(name)))
            yield at, at + len(name), option
