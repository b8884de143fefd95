"""The readings that a desk has chosen for a regulation, whichever of its names the configuration uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from cases.pack import Pack
from kesu.pack_entries import Scalar
from kesu.packs import POLICIES, PackError, find_pack, load_pack, parsed

Chosen = Mapping[str, Mapping[str, Scalar]]
"""By pack, its settings."""


def load_chosen(name: str, folders: Sequence[Path], chosen: Chosen) -> Pack:
    """The pack under the readings chosen for it. Raises PackError with all faults."""
    return load_pack(name, folders, readings(name, folders, chosen))


def readings(name: str, folders: Sequence[Path], chosen: Chosen) -> dict[str, Scalar]:
    """The settings chosen for a pack, be they listed under the name of its file alone or with its default profile's;
    a draft in a file has those of the pack that it would replace."""
    return {key: value for alias in reversed(names_of(name, folders)) for key, value in chosen.get(alias, {}).items()}


def names_of(name: str, folders: Sequence[Path] = (POLICIES,)) -> list[str]:
    """Every name of the pack that `name` leads to, the whole one first; `name` alone where it leads nowhere."""
    try:
        file, profile = find_pack(name, folders)
        document = parsed(file, file.read_bytes())[1]
    except PackError:
        return [name]
    own, default = str(document.get("id", file.stem)), document.get("default_profile", "")
    if not (profile or default):
        return [own]
    return [f"{own}/{profile or default}", *([own] if profile in ("", default) else [])]
