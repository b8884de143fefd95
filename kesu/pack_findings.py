"""`kesu policy check PACK`: all that is wrong or doubtful in a pack, with lines, under every reading it offers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cases.clauses import GradeRule
from cases.pack import Axis
from kesu.pack_carried import sections
from kesu.pack_entries import Scalar
from kesu.pack_lines import Place
from kesu.pack_reach import gaps_and_crossings, unreachable
from kesu.packs import PackError, PackFile, read_pack


@dataclass
class PackFindings:
    """`faults` keep the pack from being used as it stands; `warnings` should be read. Each as `file:line: sentence`."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    readings: int = 0
    """Under how many combinations of settings the pack was looked at."""


def findings(
    name: str, folders: Sequence[Path], roles: frozenset[str], forms: frozenset[str], made: Collection[str] = ()
) -> PackFindings:
    """All findings on the pack, under its default readings and each alternative in turn.

    `roles` and `forms` are the ids that have names; `made` are the forms that have a template.
    """
    found = PackFindings()
    for settings in _readings(name, folders, found):
        found.readings += 1
        try:
            file = read_pack(name, folders, settings)
        except PackError as error:
            found.faults += error.faults
            continue
        found.faults += [_told(file, *finding, settings) for finding in _unreachable(file)]
        found.faults += [_told(file, *finding, {}) for finding in _nameless(file, roles, forms)]
        found.warnings += [_told(file, *finding, settings) for finding in _limits(file)]
        found.warnings += [_told(file, *finding, {}) for finding in _by_hand(file, made)]
    found.faults, found.warnings = _once(found.faults), _once(found.warnings)
    return found


def _readings(name: str, folders: Sequence[Path], found: PackFindings) -> Iterator[dict[str, Scalar]]:
    """The default settings, then each alternative alone; none if the pack cannot be read at all."""
    try:
        pack = read_pack(name, folders).pack
    except PackError as error:
        found.faults += error.faults
        return
    yield {}
    for setting in pack.settings:
        for value in setting.alternatives:
            yield {setting.key: value}


def _unreachable(file: PackFile) -> Iterator[tuple[Place, str]]:
    for axis in file.pack.axes:
        for rule, sentence in unreachable(axis, file.pack):
            yield _place(file, axis, rule), sentence


def _limits(file: PackFile) -> Iterator[tuple[Place, str]]:
    for axis in file.pack.axes:
        for rule, sentence in gaps_and_crossings(axis, file.pack):
            residual = f" (the residual rule {axis.residual.rule} takes it)" if axis.residual else ""
            yield _place(file, axis, rule), f"{sentence}{residual if sentence.startswith('no grade') else ''}"


def _nameless(file: PackFile, roles: frozenset[str], forms: frozenset[str]) -> Iterator[tuple[Place, str]]:
    """Roles and forms that nobody has given a name, which is how a slip of the pen looks."""
    for place, kind, one in _mentions(file):
        known = roles if kind == "role" else forms
        plain = one.partition(".")[0] if kind == "role" else one
        if plain not in known and one not in known:
            yield place, f"there is no {kind} {one!r}"


def _by_hand(file: PackFile, made: Collection[str]) -> Iterator[tuple[Place, str]]:
    for place, kind, one in _mentions(file):
        if kind == "form" and made and one not in made:
            yield place, f"form {one} has no template: it is listed to be written by hand"


def _mentions(file: PackFile) -> Iterator[tuple[Place, str, str]]:
    """Every role and form a pack speaks of: (place, `role` or `form`, id)."""
    part = file.part
    for name, fact in part.facts.items():
        yield from ((("facts", name), "role", role) for role in [fact.asked_of] if role != "customer")
    for place, entries in sections(part).items():
        for number, entry in enumerate(entries):
            for attribute, kind in MENTIONS.get(place[0], ()):
                value = getattr(entry, attribute)
                for one in [value] if isinstance(value, str) else value:
                    for either in str(one).split("|"):
                        yield (*place, number), kind, either
    if part.keepers:
        yield from ((("keepers",), "role", role) for role in (part.keepers.owner, part.keepers.engineer) if role)


MENTIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "documents": (("gives", "form"),),
    "approvers": (("gives", "role"),),
    "notify": (("gives", "role"),),
    "owner": (("gives", "role"),),
    "emergency_by": (("gives", "role"),),
    "participants": (("people", "role"),),
    "duties": (("roles", "role"),),
    "reports": (("to", "role"), ("gives", "form")),
}
"""Which attributes of which entries name roles and forms."""


def _place(file: PackFile, axis: Axis, rule: GradeRule) -> Place:
    """Where the rule in force with this id stands."""
    place = (*file.part.table_place(axis.name), "rule")
    rules = file.part.tables[axis.name].rule
    number = next(n for n, part in enumerate(rules) if part.id == rule.rule and part.in_force(file.values))
    return (*place, number)


def _told(file: PackFile, place: Place, sentence: str, settings: Mapping[str, Scalar]) -> str:
    chosen = "".join(f" (with {key} = {value!r})" for key, value in settings.items())
    return f"{file.path}:{file.line(place)}: {sentence}{chosen}"


def _once(sentences: Sequence[str]) -> list[str]:
    """Each once, in the order of lines; what holds under the default is not told again for a setting."""
    plain = {sentence for sentence in sentences if " (with " not in sentence}
    kept = [one for one in dict.fromkeys(sentences) if one in plain or one.rpartition(" (with ")[0] not in plain]
    return sorted(kept, key=_line)


def _line(sentence: str) -> tuple[int, str]:
    """Where a finding stands; one about the whole file comes first."""
    number = sentence.split(":")[1] if sentence.count(":") > 1 else ""
    return int(number) if number.isdecimal() else 0, sentence
