"""Loading policy packs: all faults at once, each with its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.deadlines import CalendarMissing
from cases.grading import Missing
from cases.pack import Pack
from cases.policy import evaluate
from kesu.packs import POLICIES, PackError, load_pack, pack_names

SMALL = """\
schema = 1
id = "small"
version = "0.1"
source = "example"
title_zh = "示例"
title_en = "Example"

[settings.limit]
register = "X-01"
default = "gt"
alternatives = ["ge"]
says_zh = "界限"
says_en = "Threshold"

[facts.received_at]
type = "datetime"
label_zh = "收到"
label_en = "received"

[facts.notice_issued_at]
type = "datetime"
asked_of = "qc-dept"
label_zh = "通知"
label_en = "notice"

[facts.cost]
type = "decimal"
minimum = "0"
open = true
label_zh = "费用"
label_en = "cost"

[facts.cost_involved]
type = "bool"
open = true
asked_of = "qc-dept"
label_zh = "涉及成本"
label_en = "cost involved"

[terms]
dear = { cost = { "$limit" = "100" } }

[grade]
order = [1, 2]
ladder = [1, 2]

[[grade.rule]]
id = "X-G1"
grade = 1
status = "stated"
when = { dear = true }
says_zh = "贵"
says_en = "Dear"

[[grade.rule]]
id = "X-G2"
grade = 2
status = "stated"
when = { cost = { known = true }, not = { dear = true } }
says_zh = "不贵"
says_en = "Not dear"

[[clock]]
id = "X-D1"
status = "stated"
what = "answer"
kind = "working"
due = 3
starts = ["notice_issued_at"]
start_is_missing = true
says_zh = "三个工作日"
says_en = "Three working days"

[[approvers]]
rule = "X-A1"
status = "stated"
gives = ["qc-manager"]
says_zh = "经理"
says_en = "The manager"

[[approvers]]
rule = "X-A2"
status = "stated"
gives = ["deputy-gm"]
when = { cost_involved = true }
says_zh = "涉及成本加副总"
says_en = "With cost the deputy too"
"""

Edit = Callable[[str, str], Path]


class NoCalendar:
    def is_workday(self, day: date) -> bool:
        raise CalendarMissing(day.year)


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """edited(old, new) writes the small pack with that change and gives its folder."""

    def write(old: str, new: str) -> Path:
        assert old in SMALL
        (tmp_path / "small.toml").write_text(SMALL.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return write


def faults(folder: Path) -> list[str]:
    with pytest.raises(PackError) as refusal:
        load_pack("small", [folder])
    return [fault.removeprefix(f"{folder}/") for fault in refusal.value.faults]


def test_a_pack_carries_its_version_and_the_hash_of_its_file() -> None:
    pack = load_pack("memory-device")
    content = (POLICIES / "memory-device.toml").read_bytes()
    assert (pack.id, pack.version, pack.sha256) == ("memory-device", "1.0.0", hashlib.sha256(content).hexdigest())


def test_the_packs_on_offer_all_load() -> None:
    assert [load_pack(name).id for name in pack_names()] == pack_names()


def test_the_first_folder_that_has_a_pack_is_used(edited: Edit) -> None:
    folder = edited('version = "0.1"', 'version = "0.2"')
    assert load_pack("small", [POLICIES, folder]).version == "0.2"


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('source = "example"', 'source = "example', 'source = "example', "not TOML: Illegal character"),
        ('version = "0.1"', 'vrsion = "0.1"', "schema = 1", "version is missing"),
        ('version = "0.1"', 'vrsion = "0.1"', 'vrsion = "0.1"', "vrsion is not a key that belongs here"),
        ('default = "gt"', "", "[settings.limit]", "setting limit has no default"),
        ('default = "gt"', 'default = "eqq"', "dear = {", "cost: there is no comparison 'eqq'"),
        ('type = "bool"', 'type = "boolean"', 'type = "boolean"', "facts.cost_involved.type: Input should be"),
        ('minimum = "0"', 'minimum = "none"', 'minimum = "none"', "'none' is not a number"),
        ('"$limit"', '"$limt"', "dear = {", "there is no setting 'limt'"),
        ("cost = { known", "cst = { known", "when = { cst", "there is no fact or term 'cst'"),
        ("cost = { known", "cost_involved = { gt", "when = { cost_i", "cost_involved is a bool and has no order for"),
        ('= "100"', '= "-100"', "dear = {", "cost must be at least 0, not '-100'"),
        ("order = [1, 2]", "order = [1]", "grade = 2", "X-G2: grade 2 is not in grade.order"),
        ('id = "X-G2"\ngrade = 2', 'id = "X-G1"\ngrade = 1', "[[grade.rule]]", "rule X-G1 is in force more than once"),
        ("grade = 2", 'grade = 2\nunless = ["X-9"]', "unless = ", "X-G2: there is no rule 'X-9' before it"),
        ('starts = ["notice_issued_at"]', 'starts = ["cost"]', "starts = ", "X-D1: 'cost' is not a datetime fact"),
        ("due = 3", "due = 3\ntarget = 5", "target = 5", "X-D1: the target is after the due day"),
        ("when = { dear = true }", 'only = { limt = "gt" }', "only = ", "there is no setting 'limt'"),
        ("when = { dear = true }", 'only = { limit = "lt" }', "only = ", "setting limit is never 'lt'"),
        ("when = { dear = true }", 'only = { limit = ["gt", "lt"] }', "only = ", "setting limit is never 'lt'"),
        ("when = { dear = true }", "when = { repeated = {} }", "when = { rep", "earlier cases need a [repetition]"),
        ("when = { dear = true }", "when = { grade = 7 }", "when = { gr", "there is no grade 7"),
        ("when = { dear = true }", "when = { any = [] }", "when = { any", "any needs a list with at least one item"),
        ("when = { dear = true }", "when = { dear = 1 }", "when = { dear", "dear is true or false, not 1"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_line(edited: Edit, old: str, new: str, line: str, sentence: str) -> None:
    folder = edited(old, new)
    lines = (folder / "small.toml").read_text(encoding="utf-8").splitlines()
    found = [fault.split(":", 2) for fault in faults(folder)]
    told = [(lines[int(number) - 1], text.strip()) for _, number, text in found]
    assert [text for at, text in told if at.startswith(line) and text.startswith(sentence)], told


@pytest.mark.parametrize(("limit", "runs"), [("gt", False), ("ge", True)])
def test_an_entry_may_be_in_force_under_one_of_several_readings(edited: Edit, limit: str, runs: bool) -> None:
    folder = edited('what = "answer"', 'what = "answer"\nonly = { limit = ["ge"] }')
    assert bool(load_pack("small", [folder], {"limit": limit}).clocks) is runs


def test_one_clause_may_speak_of_several_grades(edited: Edit) -> None:
    pack = load_pack("small", [edited('id = "X-G2"', 'id = "X-G1"')])
    assert [(rule.rule, rule.grade) for rule in pack.rules] == [("X-G1", 1), ("X-G1", 2)]


def test_all_faults_are_told_at_once(edited: Edit, tmp_path: Path) -> None:
    edited("cost = { known", "cst = { known")
    file = tmp_path / "small.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("cost_involved = true", "cost_involved = 3"), "utf-8")
    assert [fault.split(": ", 1)[1] for fault in faults(tmp_path)] == [
        "there is no fact or term 'cst'",
        "cost_involved must be true or false, not 3",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nope", f"there is no policy pack 'nope' (there are: {', '.join(pack_names())})"),
        ("../kesu", f"there is no policy pack '../kesu' (there are: {', '.join(pack_names())})"),
        ("pv-module/other", "policy pack 'pv-module' has no profile 'other'"),
    ],
)
def test_an_unknown_pack_is_named(name: str, sentence: str) -> None:
    with pytest.raises(PackError) as refusal:
        load_pack(name)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"treshold": "ge"}, "there is no setting 'treshold'"),
        ({"threshold": "le"}, "setting threshold is 'le', but on offer is ['gt', 'ge']"),
    ],
)
def test_a_setting_off_the_list_is_refused(settings: dict[str, bool | int | str], sentence: str) -> None:
    with pytest.raises(PackError, match=r"pv-module\.toml:\d+: ") as refusal:
        load_pack("pv-module", settings=settings)
    assert str(refusal.value).endswith(sentence)


def small(folder: Path) -> Pack:
    return load_pack("small", [folder])


ZONE = ZoneInfo("Asia/Shanghai")


def test_an_open_fact_that_can_still_change_the_approvers_is_missing_without_a_ceiling(edited: Edit) -> None:
    pack = small(edited("", ""))
    facts = {"cost": "5", "notice_issued_at": "2027-01-04T09:00:00"}
    verdict = evaluate(pack, facts, zone=ZONE, calendar=NoCalendar())
    assert (verdict.grade, verdict.approvers, verdict.ceiling) == (2, ("qc-manager",), None)
    assert (verdict.provisional, verdict.missing) == (True, (Missing("cost_involved", "qc-dept"),))


def test_a_working_day_clock_waits_for_the_calendar_of_its_year(edited: Edit) -> None:
    pack = small(edited("", ""))
    facts = {"cost": "5", "cost_involved": False, "notice_issued_at": "2027-01-04T09:00:00"}
    (clock,) = evaluate(pack, facts, zone=ZONE, calendar=NoCalendar()).deadlines
    assert (clock.due, clock.waiting_for) == (None, "calendar-missing:2027")


def test_a_start_that_a_unit_must_supply_is_missing(edited: Edit) -> None:
    pack = small(edited("", ""))
    verdict = evaluate(pack, {"cost": "5", "cost_involved": True}, zone=ZONE, calendar=NoCalendar())
    assert verdict.deadlines[0].waiting_for == "notice_issued_at"
    assert verdict.missing == (Missing("notice_issued_at", "qc-dept"),)
    assert verdict.approvers == ("qc-manager", "deputy-gm")


def test_a_case_keeps_what_the_verdict_says(edited: Edit) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    verdict = evaluate(small(edited("", "")), {"cost": "500"}, zone=ZONE, calendar=NoCalendar())
    grading = verdict.grading(at)
    assert (grading.grade, grading.at, grading.provisional) == (1, at, True)
    assert (grading.reasons, grading.missing) == (verdict.reasons, verdict.missing)
