"""Packs evaluated through the front door, on China's calendar and in Shanghai's time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cases.pack import Pack
from cases.policy import evaluate
from cases.verdict import Verdict
from kesu.calendar_cn import ChinaCalendar
from kesu.packs import load_pack

Grading = Callable[..., Verdict]


@lru_cache
def _pack(name: str, settings: tuple[tuple[str, Any], ...]) -> Pack:
    return load_pack(name, settings=dict(settings))


@pytest.fixture(scope="session")
def grade() -> Grading:
    """grade(pack, facts, history, setting=value …) gives the verdict."""

    def grading(
        name: str, facts: Mapping[str, Any], history: Sequence[Mapping[str, Any]] = (), **settings: Any
    ) -> Verdict:
        pack = _pack(name, tuple(sorted(settings.items())))
        zone = ZoneInfo("Asia/Shanghai")
        return evaluate(pack, facts, history, zone=zone, calendar=ChinaCalendar())

    return grading
