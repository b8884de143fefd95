"""`policies/kpi.toml`: what is measured, and every fault of such a file at once with its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from cases.figures import Definition
from cases.kpi import FORMULAS
from cases.targets import Target
from kesu.kpis import load_kpis
from kesu.packs import PackError

METROLOGY = "after-sales-instruments/metrology"
PLANNING = "after-sales-instruments/planning"


def test_every_figure_with_a_target_has_the_one_of_its_regulation() -> None:
    targets = {each.id: (each.target, each.unit, each.status) for each in load_kpis() if each.target}
    assert targets == {
        "R02-K1": (Target("ge", Decimal(90)), "percent", "stated"),
        "R02-K2": (Target("ge", Decimal(85)), "percent", "stated"),
        "R02-K3": (Target("lt", Decimal(3)), "percent", "stated"),
        "R07-K4": (Target("ge", Decimal(10)), "percent", "stated"),
    }


def test_every_figure_is_told_of_its_regulation_in_its_periods() -> None:
    month_and_year = ("month", "year")
    assert {each.id: (each.formula, each.pack, each.periods) for each in load_kpis()} == {
        "R01-K1": ("tally", "pv-module", ("month",)),
        "R02-K1": ("services-on-time", METROLOGY, month_and_year),
        "R02-K2": ("satisfaction", METROLOGY, month_and_year),
        "R02-K3": ("complaints-per", METROLOGY, month_and_year),
        "R04-K1": ("tally", PLANNING, ("quarter",)),
        "R04-K2": ("satisfaction", PLANNING, ("quarter",)),
        "R07-K4": ("stated-by-a-person", "manufacturer-generic/qehs", ("year",)),
        "R09-K1": ("overdue", "manufacturer-generic/numbered-sheet", ("month",)),
        "R11-K4": ("frequency", "manufacturer-generic/contact-sheet", ("month",)),
        "R12-K1": ("tally", "service-feedback", ("month",)),
        "R15-K2": ("tally", "service-utility", month_and_year),
        "R16-K4": ("clocks-on-time", "memory-device", month_and_year),
        "by-content": ("tally", "bank-collections", ("month",)),
        "acknowledged-in-time": ("acknowledged-in-time", "", month_and_year),
        "replied-in-time": ("clocks-on-time", "", month_and_year),
        "closed-in-time": ("closed-in-time", "", month_and_year),
        "closure-rate": ("closure-rate", "", month_and_year),
        "response-time": ("response-time", "", month_and_year),
        "cycle-time": ("cycle-time", "", month_and_year),
        "open-by-age": ("ageing", "", month_and_year),
        "overdue": ("overdue", "", ("week", "month")),
        "repeat-rate": ("repeat-rate", "", month_and_year),
        "raised-by-repetition": ("graded-by", "", month_and_year),
        "complaints-per-shipment": ("complaints-per", "", month_and_year),
        "ppm": ("defects-per", "", month_and_year),
        "valid-share": ("valid-share", "", month_and_year),
        "first-pass": ("first-pass", "", month_and_year),
        "rejections": ("rejections", "", month_and_year),
        "grade-mix": ("tally", "", ("week", *month_and_year)),
        "by-customer": ("tally", "", month_and_year),
        "by-problem": ("tally", "", month_and_year),
        "upgrades": ("upgrades", "", month_and_year),
        "escalated": ("escalated", "", month_and_year),
        "effective-measures": ("effective-measures", "", month_and_year),
        "cost": ("cost", "", month_and_year),
    }


def test_every_formula_is_used_and_every_figure_is_said_in_both_languages() -> None:
    assert {each.formula for each in load_kpis()} == set(FORMULAS)
    assert [each.id for each in load_kpis() if not (each.zh and each.en)] == []


ENTRY = """
[[kpi]]
id = "mine"
status = "stated"
formula = "closure-rate"
periods = ["month"]
says_zh = "结案率"
says_en = "Closure rate"
"""
HEAD = 'schema = 1\nversion = "1"\n'


def write(folder: Path, *entries: str, head: str = HEAD) -> Path:
    (folder / "kpi.toml").write_text(head + "".join(entries), encoding="utf-8")
    return folder


def test_a_company_with_its_own_file_has_its_own_figures(tmp_path: Path) -> None:
    own = write(tmp_path, ENTRY.replace('"month"]', '"month"]\ntarget = { gt = "95.5" }'))
    assert load_kpis([own]) == (
        Definition(
            "mine",
            "stated",
            "closure-rate",
            "结案率",
            "Closure rate",
            target=Target("gt", Decimal("95.5")),
            periods=("month",),
        ),
    )
    assert load_kpis([tmp_path / "empty"]) == load_kpis()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('"closure-rate"', '"guess"'), "7: there is no formula 'guess' (there are: acknowledged-in-time, "),
        (('"stated"', '"rumour"'), "6: kpi.0.status: Input should be 'stated', 'reading' or 'proposal'"),
        (('["month"]', "[]"), "8: kpi.0.periods: List should have at least 1 item"),
        (('["month"]', '["month"]\ncolour = "red"'), "9: kpi.0.colour is not a key that belongs here"),
        (('says_zh = "结案率"\n', ""), "4: kpi.0.says_zh is missing"),
        (('["month"]', '["month"]\nhours = 24'), "4: mine: closure-rate has no use for hours"),
        (('["month"]', '["month"]\nunit = "CNY"'), "4: mine: the unit of a rate is percent or ppm, not 'CNY'"),
        (('"closure-rate"', '"repeat-rate"'), "4: mine: repeat-rate needs months, scope"),
        (('"closure-rate"', '"ageing"\ntarget = { ge = "1" }'), "4: mine: ageing gives no rate, so that it cannot"),
        (('"closure-rate"', '"tally"\nby = ["moon"]'), "4: mine: nothing can be counted by moon"),
        (('"closure-rate"', '"satisfaction"\ngiven = ["a"]'), "4: mine: given names a numerator and a denominator"),
        (('["month"]', '["month"]\ntarget = {}'), "9: kpi.0.target: Value error, write one of ge, gt, le, lt"),
        (('["month"]', '["month"]\ntarget = { ge = "1", lt = "2" }'), "9: kpi.0.target: Value error, write one of"),
        (('["month"]', '["month"]\ntarget = { ge = "90 %" }'), "9: kpi.0.target.ge: String should match pattern"),
        (('["month"]', '["month"]\nhours = -1'), "9: kpi.0.hours: Input should be greater than or equal to 0"),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, change: tuple[str, str], fault: str) -> None:
    file = write(tmp_path, ENTRY.replace(*change)) / "kpi.toml"
    with pytest.raises(PackError) as refused:
        load_kpis([tmp_path])
    (told,) = refused.value.faults
    assert told.startswith(f"{file}:{fault}"), told


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    file = write(tmp_path, ENTRY, ENTRY.replace('"closure-rate"', '"guess"')) / "kpi.toml"
    with pytest.raises(PackError) as refused:
        load_kpis([tmp_path])
    assert [fault.removeprefix(f"{file}:").partition(" (")[0] for fault in refused.value.faults] == [
        "5: mine is there 2 times",
        "13: mine is there 2 times",
        "15: there is no formula 'guess'",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"schema = ", "not TOML"), (b"schema = 1\xff", "not TOML: 'utf-8' codec"), (b"", "schema is missing")],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "kpi.toml").write_bytes(content)
    with pytest.raises(PackError, match=sentence):
        load_kpis([tmp_path])
