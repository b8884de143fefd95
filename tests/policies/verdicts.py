"""Comparing two verdicts: lists are sets, and only the keys both sides speak of count."""

from __future__ import annotations

import json
from typing import Any


def comparable(value: Any) -> Any:
    """Lists without regard to order, at every depth that a verdict has."""
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(json.dumps(item, sort_keys=True) for item in value)
    return value


def differences(got: dict[str, Any], wanted: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """{key: (got, wanted)} for every key of the wanted verdict that is not the same; a ceiling must be in both."""
    keys = sorted(wanted.keys() | ({"ceiling"} & got.keys()))
    return {
        key: (got.get(key), wanted.get(key))
        for key in keys
        if comparable(got.get(key)) != comparable(wanted.get(key)) or ((key in got) != (key in wanted))
    }
