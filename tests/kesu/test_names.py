"""Nobody reads an id: everything that regulations name has words in both languages."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

import pytest

from cases.pack import Pack
from kesu.pack_schema import FactPart
from kesu.packs import load_pack, pack_names
from kesu.staffing import owners
from kesu.stationery import TEMPLATES
from kesu.wire import words
from tests.office import settings

WORDS = words(settings())
DICTIONARY = tomllib.loads((TEMPLATES / "facts.toml").read_text(encoding="utf-8"))
IDS: dict[str, list[str]] = json.loads((Path(__file__).parent / "ids" / "names.json").read_text(encoding="utf-8"))


def nameless(kind: str, ids: Iterable[str]) -> set[str]:
    """Those of the ids that the dictionary does not name in both languages."""
    names = DICTIONARY[kind] | (DICTIONARY["departments"] if kind == "roles" else {})
    return {id_ for id_ in ids if not (names.get(id_, {}).get("zh") and names.get(id_, {}).get("en"))}


@pytest.mark.parametrize("kind", IDS)
def test_every_role_form_clock_and_flag_of_the_regulations_has_a_name_in_both_languages(kind: str) -> None:
    assert nameless(kind, IDS[kind]) == set()


@pytest.mark.parametrize("name", pack_names())
def test_every_id_that_a_pack_uses_has_a_name_in_both_languages(name: str) -> None:
    pack = load_pack(name)
    found = {
        "roles": nameless("roles", roles(pack)),
        "forms": nameless("forms", [form for listing in pack.listings["documents"] for form in listing.gives]),
        "clocks": nameless("clocks", [clock.what for clock in pack.clocks]),
        "flags": nameless("flags", [flag.partition(":")[0] for flag in flags(pack)]),
        "facts": {fact for fact, kind in pack.facts.items() if not (kind.label_zh and kind.label_en)},
    }
    assert found == {key: set() for key in found}


@pytest.mark.parametrize("name", pack_names())
def test_every_value_of_an_enumeration_has_words(name: str) -> None:
    enumerations = [(fact, kind.values) for fact, kind in load_pack(name).facts.items() if fact != "close_check"]
    shown = [(value, WORDS.value(fact, value, "en")) for fact, values in enumerations for value in values]
    assert [value for value, words_ in shown if words_ == value and "_" in value] == []


def test_every_kind_of_value_that_a_fact_may_have_is_told_in_both_languages() -> None:
    told = {*get_args(FactPart.model_fields["type"].annotation), "one_of", "at_least", "at_most"}
    assert nameless("wanted", told) == set()
    assert set(DICTIONARY["wanted"]) == told


def test_a_role_of_a_department_is_named_with_its_department() -> None:
    shown = [WORDS.role("director.sales", lang) for lang in ("zh", "en")]
    assert shown == ["销售部总监", "director (sales)"]
    assert WORDS.role("sales|quality-mgmt", "en") == "sales or quality management"


def test_a_fact_that_only_the_companys_own_regulation_knows_is_called_as_that_calls_it() -> None:
    known = words(settings(), [load_pack("bank-collections")])
    assert known.label("special_circumstances", "zh") == "特殊情况"
    assert known.question("special_circumstances", "zh") == "请告知特殊情况。"
    assert known.inside("special_circumstances")


def roles(pack: Pack) -> Iterator[str]:
    """Everybody whom the pack speaks of, but the levels of departments."""
    yield from owners(pack)
    yield from (kind.asked_of for kind in pack.facts.values())
    for name in ("approvers", "notify"):
        given = [role for listing in pack.listings[name] for role in listing.gives if "." not in role]
        yield from (one for role in given for one in role.split("|"))
    yield from (choice.gives for choice in pack.choices["emergency_by"])
    for group in pack.choices["participants"]:
        yield from (part for role in group.roles for part in role.split("."))


def flags(pack: Pack) -> Iterator[str]:
    yield from (flag for listing in pack.listings["flags"] for flag in listing.gives)
    yield from (rule.flag for rule in (*pack.rules, *pack.residuals) if rule.flag)
