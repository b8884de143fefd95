"""What the desk asks a customer for, it reads in the answer: under the label and in the words of the question."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

import pytest

from kesu.packs import load_pack, pack_names
from kesu.stationery import TEMPLATES
from parsers.fields import Source, read_fields
from tests.office import at

NOW = at("2026-03-02 10:00")
EXAMPLES = {"zh": ["0.3 MW", "2026-03-05", "12", "8D", "是"], "en": ["0.3 MW", "2026-03-05", "12", "8D", "yes"]}


@cache
def words(table: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((TEMPLATES / "facts.toml").read_text(encoding="utf-8"))[table]
    return found


@cache
def asked() -> dict[str, set[str]]:
    """Every fact that a regulation asks customers for and that customers may read, and the values it may have."""
    found: dict[str, set[str]] = {}
    for pack in map(load_pack, pack_names()):
        for name, kind in pack.facts.items():
            entry = words("facts").get(name)
            if kind.asked_of == "customer" and entry and not entry.get("inside"):
                found.setdefault(name, set()).update(map(str, kind.values))
    return found


def read(label: str, value: str) -> dict[str, Any]:
    line = f"{label}：{value}" if re.search("[一-鿿]", label) else f"{label}: {value}"
    return {name: field.value for name, field in read_fields([Source(line, "body")], (), NOW).items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_label_of_a_question_is_read_in_the_answer(lang: str) -> None:
    unread = []
    for name in asked():
        entry = words("facts")[name]
        samples = [*EXAMPLES[lang], *(word[lang] for word in words("values").get(name, {}).values())]
        if not any(name in read(entry[lang], sample) for sample in samples):
            unread.append((entry[lang], entry[f"ask_{lang}"]))
    assert unread == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_choice_is_read_in_the_words_in_which_it_is_named(lang: str) -> None:
    wrong = []
    for name, values in asked().items():
        named = words("values").get(name, {})
        for value in values & set(named):
            got = read(words("facts")[name][lang], named[value][lang]).get(name)
            if got not in (value, (value,)):
                wrong.append((name, named[value][lang], got))
    assert sorted(wrong, key=str) == []
