"""Profiles: several regulations in one pack file, with what they share written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kesu.pack_lines import Place

DEFAULT, PROFILES = "default_profile", "profiles"
Origin = Callable[[Place], Place]
"""From a place in the merged pack to the place in the file."""


def profile_fault(raw: Mapping[str, Any], profile: str) -> str:
    """Why this profile cannot be taken from the file; "" if it can."""
    profiles = raw.get(PROFILES, {})
    name = profile or raw.get(DEFAULT, "")
    if not profiles:
        return f"policy pack {raw.get('id')!r} has no profile {profile!r}" if profile else ""
    if not name:
        return f"a pack with profiles names its {DEFAULT}"
    if name not in profiles:
        return f"policy pack {raw.get('id')!r} has no profile {name!r} (there are: {', '.join(profiles)})"
    return ""


def with_profile(raw: Mapping[str, Any], profile: str) -> tuple[dict[str, Any], Origin]:
    """The pack as one profile sees it: its own tables laid over the shared ones, its lists behind theirs."""
    shared = {key: value for key, value in raw.items() if key not in (DEFAULT, PROFILES)}
    if PROFILES not in raw:
        return shared, lambda place: place
    name = profile or raw[DEFAULT]
    own = raw[PROFILES][name]
    merged = _merged(shared, own)
    merged["id"] = f"{raw.get('id')}/{name}"

    def origin(place: Place) -> Place:
        return _origin(shared, own, (PROFILES, name), place)

    return merged, origin


def _merged(shared: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(shared)
    for key, value in own.items():
        known = result.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            result[key] = _merged(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            result[key] = [*known, *value]
        else:
            result[key] = value
    return result


def _origin(shared: Any, own: Any, prefix: Place, place: Place) -> Place:
    """Follow `place` through both; entries of a joined list are counted past the shared ones."""
    walked: list[int | str] = []
    for depth, step in enumerate(place):
        if isinstance(step, int):
            before = len(shared) if isinstance(shared, list) else 0
            if step < before:
                return place
            return (*prefix, *walked, step - before, *place[depth + 1 :])
        if not isinstance(own, Mapping) or step not in own:
            return place
        shared = shared.get(step) if isinstance(shared, Mapping) else None
        own = own[step]
        walked.append(step)
    return (*prefix, *walked)
