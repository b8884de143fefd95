"""Whatever entry is taken out of a pack, somebody notices. Every case of every edge: `make bench-packs`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kesu.packs import POLICIES, pack_names
from tests.policies.corpus import Case, corpus
from tests.policies.mutants import pack_files, survivors

EVERY = 13
"""Of the edges only so many-th: enough to miss each entry, few enough to wait for."""


@cache
def few() -> dict[str, tuple[Case, ...]]:
    return {name: tuple(corpus(name, EVERY)) for name in pack_names()}


@pytest.mark.parametrize("file", pack_files(), ids=lambda file: file.stem)
def test_no_entry_can_be_taken_out_unnoticed(file: Path) -> None:
    assert list(survivors(file, few())) == []


IDLE = """
[[owner]]
rule = "R08-T4"
status = "proposal"
gives = "fae"
when = { grade = "power_quality" }
says_zh = "永远轮不到"
says_en = "never its turn"

[facts.idle]
type = "text"
label_zh = "无用"
label_en = "idle"
"""


def test_what_nobody_would_miss_is_named_with_its_line(tmp_path: Path) -> None:
    name = "power-supply-ccr005"
    text = (POLICIES / f"{name}.toml").read_text(encoding="utf-8")
    file = tmp_path / f"{name}.toml"
    file.write_text(text + IDLE, encoding="utf-8")
    owners, end = text.count("[[owner]]"), text.count("\n")
    assert set(survivors(file, few())) == {
        f"{name}.toml:{end + 2}: owner.{owners} R08-T4",
        f"{name}.toml:{end + 10}: facts.idle",
    }
