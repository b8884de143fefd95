"""Configuration files for tests: written, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kesu.config_file import load_config
from kesu.config_values import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    path = written(folder, text)
    with pytest.raises(ConfigError) as error:
        load_config(path)
    return [fault.removeprefix(str(path)) for fault in error.value.faults]
