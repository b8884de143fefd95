"""Every rule of the sixteen regulations has its place in one pack, on the ground that its text gives it."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from cases.pack import Pack
from kesu.lint_pack import load_rules
from kesu.packs import load_pack, pack_names

TESTS = Path(__file__).resolve().parent.parent
IDS: dict[str, dict[str, list[str]]] = json.loads((TESTS / "policies" / "ids.json").read_text(encoding="utf-8"))
"""By pack and by ground: `stated or reading` is an id of which only a part is our reading. Read off the sources."""
LAYER, ENGINE = "comm-lint", "engine"
PACKS = [name for name in IDS if name not in (LAYER, ENGINE)]
HOLDS = {
    "CAL-01": "cases/test_deadlines.py::test_the_start_day_is_the_day_in_our_zone",
    "CAL-02": "cases/test_clocks.py::test_a_due_day_off_is_flagged_and_stays_unless_the_pack_moves_it",
    "CAL-03": "cases/test_deadlines.py::test_working_days_skip_days_off_and_count_make_up_days",
    "CAL-04": "cases/test_deadlines.py::test_elapsed_hours_run_through_a_change_of_the_clocks",
    "CAL-05": "cases/test_deadlines.py::test_the_corresponding_day_is_clamped_to_the_end_of_its_month",
    "CAL-06": "cases/test_spans.py::test_five_persons_within_48_hours_have_gathered_both_ends_included",
    "CAL-07": "kesu/test_calendar_cn.py::test_every_day_of_2026_agrees_with_an_independent_calendar",
    "CAL-08": "policies/test_coverage.py::test_what_is_to_be_done_at_once_is_a_duty_without_a_clock",
    "CAL-09": "mailer/test_inbox_contract.py::test_a_mail_comes_with_its_bytes_and_the_servers_arrival_time",
    "CAL-10": "cases/test_clocks.py::test_each_kind_of_clock_counts_its_own_units",
    "CAL-11": "cases/test_clocks.py::test_without_its_start_a_clock_waits_for_it",
    "LOG-01": "policies/test_pv_module.py::test_any_one_condition_suffices_and_the_worst_wins",
    "LOG-02": "policies/test_pv_module.py::test_any_one_condition_suffices_and_the_worst_wins",
    "LOG-03": "policies/test_boundaries.py::test_both_evaluators_agree_either_side_of_every_limit",
    "LOG-04": "cases/test_facts.py::test_what_is_not_stated_is_false_absent_or_open",
    "LOG-05": "policies/test_properties.py::test_missing_names_exactly_the_facts_that_can_make_it_worse",
    "LOG-06": "policies/test_pv_module.py::test_three_known_parts_are_the_total_and_two_are_its_lower_bound",
    "LOG-07": "kesu/test_regrading.py::test_without_a_reason_not_even_they",
    "LOG-08": "kesu/test_repeating.py::test_a_follow_up_in_the_thread_is_no_new_occurrence",
    "LOG-09": "policies/test_golden.py::test_a_worked_case_gives_the_worked_verdict",
    "LOG-10": "policies/test_pv_module.py::test_stated_power_against_module_count_is_named_and_neither_is_believed",
    "LOG-11": "policies/test_pv_module.py::test_an_incomplete_panel_changes_nothing_and_is_flagged",
    "LOG-12": "kesu/test_triage.py::test_under_another_regulation_a_case_has_its_grade_owner_and_papers",
}
"""Rules that no pack carries because the engine keeps them for all: the test that says so of each."""
RANKS = ("proposal", "reading", "stated")
"""The ground of an id is the firmest of its entries: what a rule gives may rest on less than the rule."""


def expected(pack: str) -> dict[str, list[str]]:
    """The grounds that each id of a pack may stand on."""
    return {rule: ground.split(" or ") for ground, rules in IDS[pack].items() for rule in rules}


def leaves(pack: str) -> set[str]:
    """The ids on which software does not act, though it may give an alert."""
    return set(IDS[pack].get("left out", []))


@cache
def loaded(name: str) -> Pack:
    return load_pack(name)


def grounds(name: str) -> dict[str, str]:
    """Every id that a pack carries, on its firmest ground."""
    found: dict[str, str] = {}
    for rule, status in carried(name):
        found[rule] = max(found.get(rule, status), status, key=RANKS.index)
    return found


def carried(name: str) -> Iterator[tuple[str, str]]:
    if name != LAYER:
        yield from ((each.rule, each.status) for each in loaded(name).carried)
        return
    rules = load_rules()
    yield from ((rule.id, rule.status) for rule in rules.rules)
    listed = {rule.id for rule in rules.rules}
    yield from ((rule, "stated") for rule in rules.carried if rule not in listed)


def left_out(name: str) -> set[str]:
    return {left.rule for left in loaded(name).left_out}


def test_there_are_403_rules_each_in_one_place_and_every_pack_has_some() -> None:
    every = [rule for pack in IDS.values() for rules in pack.values() for rule in rules]
    assert (len(every), len(set(every))) == (403, 403)
    assert sorted(PACKS) == pack_names()


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_carries_or_leaves_out_exactly_its_rules(pack: str) -> None:
    assert left_out(pack) == leaves(pack)
    assert set(grounds(pack)) | leaves(pack) == set(expected(pack))


def test_the_layer_carries_its_own_rules_and_besides_only_rules_of_packs() -> None:
    own = set(expected(LAYER))
    assert own <= set(grounds(LAYER))
    assert set(load_rules().carried) - own <= {rule for pack in PACKS for rule in expected(pack)}


@pytest.mark.parametrize("pack", [*PACKS, LAYER])
def test_each_rule_stands_on_the_ground_that_its_text_gives_it(pack: str) -> None:
    found, wanted = grounds(pack), expected(pack)
    judged = wanted.keys() & found.keys() - leaves(pack)
    assert {rule: found[rule] for rule in judged if found[rule] not in wanted[rule]} == {}


def test_what_is_left_out_is_beyond_software_or_has_no_task() -> None:
    nothing_to_do = {"R14-O1", "R15-O6", "R15-O7"}
    left = {rule for pack in PACKS for rule in left_out(pack)}
    beyond = {rule for pack in PACKS for rule in expected(pack) if re.fullmatch(r"R\d\d-Z\d", rule)}
    assert left == beyond | nothing_to_do
    assert all(why.zh and why.en for pack in PACKS for why in loaded(pack).left_out)


def test_every_rule_of_calendar_and_logic_is_held_by_a_test_that_is_there() -> None:
    assert sorted(HOLDS) == sorted(rule for rules in IDS[ENGINE].values() for rule in rules)
    named: dict[str, list[str]] = defaultdict(list)
    for place in HOLDS.values():
        file, test = place.split("::")
        named[file].append(test)
    for file, tests in named.items():
        text = (TESTS / file).read_text(encoding="utf-8")
        assert [test for test in tests if f"def {test}(" not in text] == []


@pytest.mark.parametrize(
    ("pack", "rule"), [("memory-device", "R16-D4"), ("after-sales-instruments/planning", "R04-D3")]
)
def test_what_is_to_be_done_at_once_is_a_duty_without_a_clock(pack: str, rule: str) -> None:
    assert [each.where for each in loaded(pack).carried if each.rule == rule] == ["duties"]
    assert rule not in {clock.rule for clock in loaded(pack).clocks}


STEPS = {
    "pv-module": ("R01", range(1, 7)),
    "after-sales-instruments/metrology": ("R02", range(11)),
    "after-sales-instruments/registry": ("R03", range(1, 8)),
    "after-sales-instruments/planning": ("R04", range(1, 8)),
    "after-sales-instruments/retail": ("R05", range(1, 2)),
    "bank-collections": ("R06", range(1, 6)),
    "manufacturer-generic/qehs": ("R07", range(1, 8)),
    "power-supply-ccr005": ("R08", range(8, 13)),
    "manufacturer-generic/numbered-sheet": ("R09", (1, 3)),
    "service-feedback": ("R10", range(1, 6)),
    "manufacturer-generic/contact-sheet": ("R11", range(1, 11)),
    "memory-device": ("R16", range(1, 9)),
}
"""The steps of each regulation; steps 1 to 7 of R08 are lost, R09-S2 is its numbering, R15 has none."""


@pytest.mark.parametrize("pack", STEPS)
def test_every_step_of_a_regulation_has_its_place_on_the_states_of_a_case(pack: str) -> None:
    regulation, numbers = STEPS[pack]
    found = [each.rule for each in loaded(pack).carried if each.where == "steps"]
    assert sorted(found) == sorted(f"{regulation}-S{number}" for number in numbers)
