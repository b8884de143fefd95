"""What the probes have shown of the mail provider, kept beside the store and read when the desk starts."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from cases.origin import Provider
from store.files import disk, make_folder, put_in_place, write_aside

_FILE = "provider.json"
_JSON: TypeAdapter[Provider] = TypeAdapter(Provider)


def read_provider(folder: Path) -> Provider | None:
    """None if no probe was ever sent, or if the file says nothing that can be understood."""
    try:
        return _JSON.validate_json((folder / _FILE).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def write_provider(folder: Path, provider: Provider) -> None:
    """Keep it, durable. Raises StoreUnavailable."""
    with disk(folder):
        make_folder(folder)
        put_in_place(write_aside(folder / _FILE, _JSON.dump_json(provider, indent=1)), folder / _FILE)
