"""The file with the rules of communication: read whole, or refused with all its faults and their lines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cases.values import FactError
from kesu.lint_eval import evaluate_lint
from kesu.lint_pack import load_rules
from kesu.lint_patterns import PatternFaulty, compiled
from kesu.lint_show import coverage_tables, tables
from kesu.packs import POLICIES, PackError

FILE = (POLICIES / "comm-lint.toml").read_text(encoding="utf-8")


def faults(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "comm-lint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as refused:
        load_rules((tmp_path,))
    return [fault.removeprefix(f"{tmp_path}/") for fault in refused.value.faults]


def line_of(words: str, text: str = FILE) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_it_has_all_twenty_two_rules_and_carries_the_clauses_behind_them() -> None:
    rules = load_rules()
    assert {rule.id for rule in rules.rules} == {f"L-{number:02}" for number in range(1, 23)}
    behind = "R13-X1 R02-L1 R02-L2 R02-L3 R03-S3 R03-S6 R06-X1 R10-L1 R11-A3 R11-C0 R14-S1 R14-S2 R15-N3".split()
    assert {clause for clause in rules.carried if not clause.startswith("L-")} == set(behind)
    assert {left.rule for left in rules.left_out} == {"R14-O1", "R14-K1"}


def test_every_fault_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = FILE.replace('level = "warn"', 'level = "maybe"', 1)
    line = line_of('level = "maybe"', text)
    assert faults(tmp_path, text) == [f"comm-lint.toml:{line}: rule.3.level: Input should be 'block' or 'warn'"]
    text = FILE.replace('kinds = ["ack"]', 'kinds = ["acc"]', 1).replace('lacks = ["date"]', 'lacks = ["day"]', 1)
    assert [fault.partition(": ")[2] for fault in faults(tmp_path, text)] == [
        "there is no kind of mail 'acc'",
        "there is no group in [words] 'day'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when = { restates = false }", "when = { restate = false }", "there is no fact 'restate'"),
        ('check = "names"', 'check = "name"', "there is no check 'name'"),
        ('approves = "paid_service"', 'approves = "paid"', "there is no remedy 'paid'"),
        ('covered_by = ["return"]', 'covered_by = ["take-back"]', "there is no remedy 'take-back'"),
        ("hits = ['!']", "hits = ['!+']", "'!+' repeats without end; write a number such as {0,20} instead"),
        ("hits = ['!']", "hits = ['<mark>']", "there is no part <mark> in [parts]"),
        ("hits = ['!']", "hits = ['(']", "'(' is no pattern: missing ), unterminated subpattern"),
        ('kinds = ["ack"]\nwhen = { restates = false }', 'kinds = ["ack"]', "L-13 would hold for every mail"),
        ('schema = 1', 'schema = 1\nlevels = 3', "levels is not a key that belongs here"),
    ],
)  # fmt: skip
def test_a_fault_is_one_sentence(tmp_path: Path, old: str, new: str, said: str) -> None:
    (fault,) = faults(tmp_path, FILE.replace(old, new, 1))
    assert said in fault
    assert re.match(r"comm-lint\.toml:[0-9]+: ", fault)


def test_a_file_that_is_no_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, 'schema = 1\nid = "comm-lint\n')
    assert fault.startswith("comm-lint.toml:2: not TOML: ")


def test_a_company_s_own_file_comes_before_ours(tmp_path: Path) -> None:
    own = FILE.replace("'改天|改日|择日", "'改天|改日|择日|明年", 1)
    (tmp_path / "comm-lint.toml").write_text(own, encoding="utf-8")
    text = {"text": "明年见。", "kind": "reply"}
    assert evaluate_lint(text, (tmp_path, POLICIES))["reasons"] == ["L-09"]
    assert evaluate_lint(text)["reasons"] == []


@pytest.mark.parametrize("pattern", ["a*", "a+", "(?:a{0,3}){2}", "a{3,}", "a{0,900}", "a{0,3}"])
def test_a_pattern_that_could_be_slow_or_hits_everything_is_refused(pattern: str) -> None:
    with pytest.raises(PatternFaulty):
        compiled(pattern, {})


@pytest.mark.parametrize("pattern", ["[*+]", r"\*\+", "(?:ab){2}", "(?:a{0,3}b)?c", "(?<!a)b{1,3}"])
def test_a_pattern_that_only_looks_slow_is_read(pattern: str) -> None:
    assert compiled(pattern, {}).pattern == pattern


REPLY: dict[str, Any] = {"text": "您好", "kind": "reply"}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"kind": "reply"}, "text is missing"),
        ({"text": "您好"}, "kind is missing"),
        ({"text": 5, "kind": "reply"}, "text must be a text, not 5"),
        ({"text": "您好", "kind": "letter"}, "kind must be ack, question, reply, interim, reject or reminder"),
        ({**REPLY, "approved_remedies": ["cake"]}, "approved_remedies names 'cake'; there are compensation, "),
        ({**REPLY, "approved_remedies": 3}, "approved_remedies must be a list of words"),
        ({**REPLY, "has_reason": "perhaps"}, "has_reason must be true or false"),
        ({**REPLY, "mood": "bad"}, "there is no fact 'mood'"),
    ],
)
def test_facts_that_cannot_be_read_are_refused_in_a_sentence(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(FactError, match=re.escape(said)):
        evaluate_lint(facts)


def test_a_fact_that_is_null_is_not_stated() -> None:
    assert evaluate_lint({**REPLY, "kind": "reject", "has_reason": None})["reasons"] == ["L-14"]


def test_the_rules_are_shown_as_tables() -> None:
    rules, english = load_rules(), {table.title: table.rows for table in tables(load_rules(), "en")}
    lines = english["Rules of communication"]
    assert len(lines) == len(rules.rules)
    assert lines[3][:5] == ("L-04", "a hint", "proposal", "R13-2.4", "every mail")
    assert ("refund", "return") in english["Promises that need approval"]
    carried, left_out = coverage_tables(rules, "zh")
    assert ("R13-X1",) in carried.rows
    assert ("R14-K1", "制度未给出指标数值") in left_out.rows
