"""Policy packs: from a TOML file to the rules the engine reads, with every fault found at once."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cases.pack import Pack
from kesu.pack_build import build
from kesu.pack_entries import Scalar
from kesu.pack_lines import Lines, Place
from kesu.pack_profiles import profile_fault, with_profile
from kesu.pack_schema import PackPart

POLICIES = Path(__file__).resolve().parent.parent / "policies"
_NAME = re.compile(r"([a-z0-9-]+)(?:/([a-z0-9-]+))?")
_FILE = re.compile(r"(.+\.toml)(?:/([a-z0-9-]+))?")
_TOML_LINE = re.compile(r"\(at line (\d+), .*\)")


class PackError(Exception):
    """A pack that cannot be used: every fault as `file:line: sentence`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


LAYERS = ("comm-lint", "kpi")
"""Files beside the packs that grade no cases."""


def pack_names(folders: Sequence[Path] = (POLICIES,)) -> list[str]:
    """The packs on offer, by name; of one with profiles each profile."""
    found: set[str] = set()
    for file in (file for folder in folders for file in folder.glob("*.toml") if file.stem not in LAYERS):
        try:
            profiles = tomllib.loads(file.read_text(encoding="utf-8")).get("profiles", {})
        except (tomllib.TOMLDecodeError, UnicodeDecodeError):
            profiles = {}
        found |= {f"{file.stem}/{profile}" for profile in profiles} or {file.stem}
    return sorted(found)


@dataclass(frozen=True)
class PackFile:
    """A pack with the file it was read from."""

    path: Path
    pack: Pack
    part: PackPart
    values: Mapping[str, Scalar]
    """The settings in force."""
    line: Callable[[Place], int]
    """The line of a place in the pack as its profile sees it."""


def load_pack(name: str, folders: Sequence[Path] = (POLICIES,), settings: Mapping[str, Scalar] | None = None) -> Pack:
    """The pack `name` from the first folder that has it, with these settings.

    `name` is `pack`, `pack/profile`, or a file (`mine.toml`, `mine.toml/profile`); the name of a pack with profiles
    alone means its default profile. Raises PackError with all faults.
    """
    return read_pack(name, folders, settings).pack


def read_pack(
    name: str, folders: Sequence[Path] = (POLICIES,), settings: Mapping[str, Scalar] | None = None
) -> PackFile:
    """As `load_pack`, with the file behind the pack."""
    file, profile = find_pack(name, folders)
    content = file.read_bytes()
    text, raw = parsed(file, content)
    lines = Lines(text)
    if unknown := profile_fault(raw, profile):
        raise PackError([unknown])
    document, origin = with_profile(raw, profile)

    def line(place: Place) -> int:
        return lines.of(origin(place))

    return build_pack(document, settings or {}, file, hashlib.sha256(content).hexdigest(), line)


def build_pack(
    document: Mapping[str, Any],
    settings: Mapping[str, Scalar],
    path: Path,
    sha256: str = "",
    line: Callable[[Place], int] = lambda _: 1,
) -> PackFile:
    """The pack that a parsed document describes, its profile already laid over what profiles share.

    `path` and `line` say in faults where something stands. Raises PackError with all faults.
    """

    def refuse(faults: Sequence[tuple[Place, str]]) -> PackError:
        numbered = sorted({(line(place), sentence) for place, sentence in faults})
        return PackError([f"{path}:{number}: {sentence}" for number, sentence in numbered])

    values, faults = _settings(document, settings)
    if faults:
        raise refuse(faults)
    try:
        part = PackPart.model_validate(_resolve(document, values, faults, ()))
    except ValidationError as error:
        raise refuse([*faults, *schema_faults(error)]) from None
    pack, more = build(part, values, sha256)
    if faults or more:
        raise refuse([*faults, *more])
    return PackFile(path, pack, part, values, line)


def parsed(file: Path, content: bytes) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file and what it says. Raises PackError with the line."""
    try:
        text = content.decode()
        return text, tomllib.loads(text)
    except UnicodeDecodeError as fault:
        raise PackError([f"{file}:1: the file is not UTF-8 (byte {fault.start})"]) from None
    except tomllib.TOMLDecodeError as fault:
        line = _TOML_LINE.search(str(fault))
        raise PackError([f"{file}:{line[1] if line else 1}: not TOML: {fault}"]) from None


def find_pack(name: str, folders: Sequence[Path]) -> tuple[Path, str]:
    """The file of a pack and the profile that its name asks for. Raises PackError if there is no such file."""
    if given := _FILE.fullmatch(name):
        if not (path := Path(given[1])).is_file():
            raise PackError([f"there is no file {given[1]}"])
        return path, given[2] or ""
    match = _NAME.fullmatch(name)
    files = [folder / f"{match[1]}.toml" for folder in folders] if match and match[1] not in LAYERS else []
    found = next((file for file in files if file.is_file()), None)
    if match is None or found is None:
        raise PackError([f"there is no policy pack {name!r} (there are: {', '.join(pack_names(folders))})"])
    return found, match[2] or ""


Faults = list[tuple[Place, str]]


def _settings(raw: Mapping[str, Any], wanted: Mapping[str, Scalar]) -> tuple[dict[str, Scalar], Faults]:
    """The value of every setting: the wanted one where given, else the default."""
    declared = raw.get("settings", {})
    faults: Faults = []
    values: dict[str, Scalar] = {}
    for key, setting in declared.items():
        if not isinstance(setting, dict) or "default" not in setting:
            faults.append((("settings", key), f"setting {key} has no default"))
            continue
        values[key] = wanted.get(key, setting["default"])
        offered = [setting["default"], *setting.get("alternatives", [])]
        if not any(type(offer) is type(values[key]) and offer == values[key] for offer in offered):
            faults.append((("settings", key), f"setting {key} is {values[key]!r}, but on offer is {offered}"))
    faults += [((), f"there is no setting {key!r}") for key in wanted if key not in declared]
    return values, faults


def _resolve(node: Any, values: Mapping[str, Scalar], faults: Faults, place: Place) -> Any:
    """The file with every "$name" replaced by the setting's value, in keys and in values."""
    if isinstance(node, dict):
        return {
            str(_value(key, values, faults, place)): _resolve(child, values, faults, (*place, key))
            for key, child in node.items()
        }
    if isinstance(node, list):
        return [_resolve(child, values, faults, (*place, number)) for number, child in enumerate(node)]
    return _value(node, values, faults, place)


def _value(text: Any, values: Mapping[str, Scalar], faults: Faults, place: Place) -> Any:
    if not isinstance(text, str) or not text.startswith("$"):
        return text
    if text[1:] not in values:
        faults.append((place, f"there is no setting {text[1:]!r}"))
        return text
    return values[text[1:]]


def schema_faults(error: ValidationError) -> Iterator[tuple[Place, str]]:
    """What is wrong with the shape of a file: where, and a sentence."""
    for fault in error.errors():
        place = fault["loc"]
        key = ".".join(str(part) for part in place)
        sentence = {"extra_forbidden": f"{key} is not a key that belongs here", "missing": f"{key} is missing"}
        yield place, sentence.get(fault["type"], f"{key}: {fault['msg']}")
