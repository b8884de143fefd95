"""Packs with one entry taken out, and whether anybody notices: the loader, a verdict, or the rules that are carried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

from cases.pack import Pack
from cases.verdict import Verdict
from kesu.pack_lines import Lines, Place
from kesu.pack_profiles import PROFILES, with_profile
from kesu.packs import LAYERS, POLICIES, PackError, build_pack, parsed
from tests.policies.corpus import BESIDE, Case, said

BY_NAME = ("facts", "settings", "terms", "names")
"""Tables of which every key is an entry."""
WHOLE = ("numbering", "calendar", "repetition", "keepers", "guard")
"""Tables that are one entry."""
CARRIERS = ("duties", "steps", "reports", "readings", "left_out")
"""Entries that only carry a rule: they are missed where the pack lists its rules, all others in what the pack does."""
Document = Mapping[str, Any]
Settings = dict[str, Any]
Corpus = Mapping[str, Sequence[Case]]
"""Cases by the full name of their pack."""


def pack_files() -> list[Path]:
    """The files of packs that grade cases."""
    return [file for file in sorted(POLICIES.glob("*.toml")) if file.stem not in LAYERS]


def survivors(file: Path, corpus: Corpus) -> Iterator[str]:
    """`file:line: place and rule` of every entry of the file that nobody would miss."""
    text, raw = parsed(file, file.read_bytes())
    lines = Lines(text)
    profiles = list(raw.get(PROFILES, {})) or [""]
    views = [View(file, raw, profile, corpus["/".join(filter(None, (file.stem, profile)))]) for profile in profiles]
    for place in entries(raw):
        concerned = [view for view in views if place[0] != PROFILES or place[1] == view.profile]
        if not any(view.misses(place) for view in concerned):
            entry = at(raw, place)
            rule = entry.get("rule", entry.get("id", "")) if isinstance(entry, dict) else ""
            yield f"{file.name}:{lines.of(place)}: {'.'.join(map(str, place))} {rule}".rstrip()


def entries(table: Document, place: Place = ()) -> Iterator[Place]:
    """The place of every entry of a pack file."""
    for key, value in table.items():
        here = (*place, key)
        if key in WHOLE:
            yield here
        elif key in BY_NAME:
            yield from ((*here, name) for name in value)
        elif isinstance(value, dict):
            yield from entries(value, here)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((*here, number) for number in range(len(value)))


def at(node: Any, place: Place) -> Any:
    for step in place:
        node = node[step]
    return node


def without(node: Any, place: Place) -> Any:
    """The document with the entry at `place` taken out; what is not on the way is shared."""
    step, *rest = place
    if isinstance(node, list):
        number = int(step)
        changed = [without(node[number], tuple(rest))] if rest else []
        return [*node[:number], *changed, *node[number + 1 :]]
    if rest:
        return {**node, step: without(node[step], tuple(rest))}
    return {key: value for key, value in node.items() if key != step}


@dataclass
class View:
    """A file as one profile sees it, with the cases to judge it by; its own verdicts are remembered."""

    file: Path
    raw: Document
    profile: str
    cases: Sequence[Case]
    _packs: dict[str, Pack] = field(default_factory=dict)
    _verdicts: dict[tuple[str, int], Verdict | str] = field(default_factory=dict)

    def misses(self, place: Place) -> bool:
        """Whether the entry at `place` is missed under any reading, those first under which it is in force."""
        mutant = without(self.raw, place)
        carrier = any(step in CARRIERS for step in place)
        return any(self._differs(mutant, settings, carrier) for settings in self._readings(at(self.raw, place)))

    def _readings(self, entry: Any) -> Iterator[Settings]:
        only = entry.get("only", {}) if isinstance(entry, dict) else {}
        wanted = [value if isinstance(value, list) else [value] for value in only.values()]
        yield from (dict(zip(only, values, strict=True)) for values in product(*wanted) if only)
        yield {}
        document, _ = with_profile(self.raw, self.profile)
        for key, setting in document.get("settings", {}).items():
            beside = BESIDE.get((document["id"], key), {})
            yield from ({**beside, key: value} for value in setting["alternatives"])

    def _differs(self, mutant: Document, settings: Settings, carrier: bool) -> bool:
        key = repr(settings)
        pack = self._packs[key] = self._packs.get(key) or self._built(self.raw, settings)
        try:
            changed = self._built(mutant, settings)
        except PackError:
            return True
        if carrier:
            return lists(pack) != lists(changed)
        if keeps(pack) != keeps(changed):
            return True
        return any(self._verdict(pack, key, number) != said(changed, case) for number, case in enumerate(self.cases))

    def _built(self, raw: Document, settings: Settings) -> Pack:
        return build_pack(with_profile(raw, self.profile)[0], settings, self.file).pack

    def _verdict(self, pack: Pack, settings: str, number: int) -> Verdict | str:
        if (settings, number) not in self._verdicts:
            self._verdicts[settings, number] = said(pack, self.cases[number])
        return self._verdicts[settings, number]


def lists(pack: Pack) -> tuple[object, ...]:
    """Where every rule stands and on what ground, what is reported, what is left out: tests list it for each pack."""
    places = [(each.where, each.status, each.rule) for each in pack.carried]
    return places, pack.reports, [left.rule for left in pack.left_out]


def keeps(pack: Pack) -> tuple[object, ...]:
    """What a pack gives besides verdicts: who keeps a case, and the names of its grades."""
    return pack.owner_role, pack.engineer_role, [dict(axis.names) for axis in pack.axes]
