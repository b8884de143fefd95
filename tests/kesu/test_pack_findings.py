"""`kesu policy check`: what is wrong or doubtful in a pack, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.words import Words
from kesu.pack_findings import PackFindings, findings
from kesu.packs import POLICIES, pack_names
from kesu.stationery import TEMPLATES

EXAMPLE = (Path(__file__).resolve().parents[2] / "docs" / "examples" / "our-rules.toml").read_text(encoding="utf-8")
WORDS = Words((TEMPLATES / "facts.toml").read_text(encoding="utf-8"))
ROLES, FORMS = WORDS.names("roles"), WORDS.names("forms")


def checked(folder: Path, *changes: tuple[str, str], more: str = "") -> PackFindings:
    """What is found in the example with these changes, and `more` behind it."""
    text = EXAMPLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "our-rules.toml"
    file.write_text(text + more, encoding="utf-8")
    found = findings(str(file), [POLICIES], ROLES, FORMS)
    prefix = f"{folder}/our-rules.toml:"
    found.faults = [fault.removeprefix(prefix) for fault in found.faults]
    found.warnings = [warning.removeprefix(prefix) for warning in found.warnings]
    return found


def line_of(text: str, more: str = "") -> int:
    return next(number for number, line in enumerate((EXAMPLE + more).splitlines(), 1) if text in line)


RULE = """
[[grade.rule]]
id = "OUR-X"
grade = "{grade}"
status = "stated"
when = {{ {when} }}
says_zh = "另一条"
says_en = "Another"
"""


def rule(grade: str, when: str) -> str:
    return RULE.format(grade=grade, when=when)


@pytest.mark.parametrize("name", pack_names())
def test_our_own_packs_are_free_of_faults(name: str) -> None:
    assert findings(name, [POLICIES], ROLES, FORMS).faults == []


def test_a_rule_whose_conditions_contradict_each_other_is_named_with_its_line(tmp_path: Path) -> None:
    more = rule("A", 'total_cost_cny = { gt = "9", lt = "8" }')
    line = line_of('id = "OUR-X"', more) - 1
    assert checked(tmp_path, more=more).faults == [
        f"{line}: OUR-X can never hold: its conditions contradict each other"
    ]


def test_a_rule_that_a_worse_grade_always_takes_first_is_named(tmp_path: Path) -> None:
    more = rule("C", 'total_cost_cny = { gt = "60000" }')
    line = line_of('id = "OUR-X"', more) - 1
    assert checked(tmp_path, more=more).faults == [f"{line}: OUR-X can never decide: OUR-2 always comes first"]


def test_a_rule_that_is_only_sometimes_taken_first_is_no_fault(tmp_path: Path) -> None:
    assert checked(tmp_path, more=rule("C", 'total_cost_cny = { gt = "40000" }')).faults == []


def test_what_limits_leave_out_is_a_warning(tmp_path: Path) -> None:
    more = rule("C", 'total_cost_cny = { lt = "40000" }')
    line = line_of('id = "OUR-X"', more) - 1
    assert checked(tmp_path, more=more).warnings == [
        f"{line}: no grade takes total_cost_cny between 40000 and 50000 (the residual rule OUR-3 takes it)"
    ]


def test_a_value_between_two_open_limits_is_a_warning_under_the_reading_that_leaves_it_out(tmp_path: Path) -> None:
    found = checked(tmp_path, more=rule("C", 'total_cost_cny = { lt = "50000" }'))
    line = line_of('id = "OUR-2"') - 1
    assert found.warnings == [
        f"{line}: no grade takes total_cost_cny = 50000 exactly (the residual rule OUR-3 takes it)"
    ]


def test_ranges_that_cross_are_a_warning_and_ranges_inside_each_other_are_none(tmp_path: Path) -> None:
    crossing = rule("C", 'total_cost_cny = { gt = "20000", lt = "70000" }')
    line = line_of('id = "OUR-X"', crossing) - 1
    warnings = checked(tmp_path, more=crossing).warnings
    assert f"{line}: OUR-X and OUR-2 cross on total_cost_cny: some values meet both, some only one" in warnings
    inside = checked(tmp_path, more=rule("C", 'total_cost_cny = { gt = "20000" }'))
    assert (inside.faults, inside.warnings) == ([], [])


def test_roles_and_forms_that_do_not_exist_are_named_all_at_once(tmp_path: Path) -> None:
    found = checked(tmp_path, ('gives = ["gm"]', 'gives = ["gmm"]'), ('gives = ["F16a"]', 'gives = ["F61a"]'))
    assert found.faults == [
        f"{line_of('OUR-5') - 1}: there is no role 'gmm'",
        f"{line_of('OUR-6') - 1}: there is no form 'F61a'",
    ]


def test_a_fault_that_only_another_reading_shows_is_told_with_that_reading(tmp_path: Path) -> None:
    more = 'only = { limit = "ge" }\n'
    found = checked(tmp_path, more=rule("A", "leak = true, not = { leak = true }") + more)
    line = line_of('id = "OUR-X"', rule("A", "")) - 1
    sentence = "OUR-X can never hold: its conditions contradict each other (with limit = 'ge')"
    assert found.faults == [f"{line}: {sentence}"]


def test_faults_of_the_shape_are_told_with_their_lines_and_nothing_else_is_looked_at(tmp_path: Path) -> None:
    found = checked(tmp_path, ('kind = "working"', 'kind = "lunar"'), ("due = 5", "due = -5"))
    assert len(found.faults) == 2
    assert [fault.split(":")[0] for fault in found.faults] == [
        str(line_of('kind = "working"')),
        str(line_of("due = 5")),
    ]


def test_a_form_without_a_template_is_a_warning_where_templates_are_known(tmp_path: Path) -> None:
    file = tmp_path / "our-rules.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    found = findings(str(file), [POLICIES], ROLES, FORMS, made=["contact-sheet"])
    assert found.warnings == [
        f"{file}:{line_of('OUR-6') - 1}: form F16a has no template: it is listed to be written by hand"
    ]
