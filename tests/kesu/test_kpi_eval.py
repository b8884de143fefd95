"""`kesu policy eval` with the pack "kpi": a stated figure is met, missed or n/a, or refused with a sentence."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.kpi import FORMULAS
from kesu.calendar_cn import ChinaCalendar
from kesu.evaluate import Evaluator
from kesu.kpis import load_kpis
from kesu.packs import POLICIES

RATES = sorted(each.id for each in load_kpis() if FORMULAS[each.formula].divides)
OVER = {"all_departments": True, "all_levels": True}


def evaluated(facts: Any, *folders: Path) -> dict[str, Any]:
    evaluator = Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar(), folders or (POLICIES,))
    return evaluator.one({"id": "x", "pack": "kpi", "facts": facts, "history": []})


def grade(kpi: str, num: Any, den: Any, **more: Any) -> Any:
    return evaluated({"kpi": kpi, "num": num, "den": den, **more}).get("grade")


def test_a_figure_is_printed_with_every_key_of_a_verdict() -> None:
    assert evaluated({"kpi": "R02-K1", "num": 18, "den": 20}) == {
        "id": "x",
        "grade": "met",
        "reasons": ["R02-K1"],
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "provisional": False,
        "missing": [],
        "flags": [],
    }


@pytest.mark.parametrize(
    ("kpi", "num", "den", "expected"),
    [
        ("R02-K1", 900, 1000, "met"),
        ("R02-K1", 899, 1000, "missed"),
        ("R02-K1", 0, 0, "n/a"),
        ("R02-K1", "18", "20", "met"),
        ("R02-K2", 85, 100, "met"),
        ("R02-K2", 84, 100, "missed"),
        ("R02-K2", "84.999", 100, "missed"),
        ("R02-K2", Decimal("42.5"), 50, "met"),
        ("R02-K2", 0, 0, "n/a"),
        ("R02-K3", 2, 100, "met"),
        ("R02-K3", 3, 100, "missed"),
        ("R02-K3", 0, 100, "met"),
        ("R02-K3", 5, 4, "missed"),
        ("R02-K3", 5, 0, "n/a"),
        ("R16-K4", 9, 10, "n/a"),
    ],
)
def test_a_target_is_met_or_missed_or_there_is_nothing_to_say(kpi: str, num: Any, den: Any, expected: str) -> None:
    assert grade(kpi, num, den) == expected


@pytest.mark.parametrize(
    ("num", "den", "more", "expected"),
    [
        (20, 200, OVER, "met"),
        (19, 200, OVER, "missed"),
        (20, 200, {**OVER, "all_levels": False}, "missed"),
        (20, 200, {**OVER, "all_departments": "false"}, "missed"),
        (20, 200, {"all_departments": False}, "missed"),
        (20, 200, {"all_departments": True}, "missed"),
        (20, 200, {}, "missed"),
        (19, 200, {}, "missed"),
        (0, 0, {}, "n/a"),
        (0, 0, OVER, "n/a"),
    ],
)
def test_a_staff_survey_reaches_every_department_and_level(
    num: int, den: int, more: dict[str, Any], expected: str
) -> None:
    assert grade("R07-K4", num, den, **more) == expected


def test_a_figure_without_a_target_says_so() -> None:
    assert evaluated({"kpi": "R16-K4", "num": 9, "den": 10})["flags"] == ["no-target:R16-K4"]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"num": 1, "den": 2}, f"kpi must be the id of a rate, not None (there are: {', '.join(RATES)})"),
        ({"kpi": "R99-K1", "num": 1, "den": 2}, "kpi must be the id of a rate, not 'R99-K1' (there are: "),
        ({"kpi": "R12-K1", "num": 1, "den": 2}, "kpi must be the id of a rate, not 'R12-K1' (there are: "),
        ({"kpi": ["R02-K1"], "num": 1, "den": 2}, 'kpi must be the id of a rate, not ["R02-K1"] (there are: '),
        ({"kpi": "R02-K1", "den": 2}, "num is missing"),
        ({"kpi": "R02-K1", "num": 2}, "den is missing"),
        ({"kpi": "R02-K1", "num": 2, "den": None}, "den is missing"),
        ({"kpi": "R02-K1", "num": -1, "den": 2}, "num must be at least 0, not -1"),
        ({"kpi": "R02-K1", "num": 1, "den": -2}, "den must be at least 0, not -2"),
        ({"kpi": "R02-K1", "num": "many", "den": 2}, "num must be a whole number, not 'many'"),
        ({"kpi": "R02-K1", "num": True, "den": 2}, "num must be a whole number, not True"),
        ({"kpi": "R02-K1", "num": 1.5, "den": 2}, "num must be a whole number, not 1.5"),
        ({"kpi": "R02-K2", "num": "NaN", "den": 2}, "num must be a plain number, not 'NaN'"),
        ({"kpi": "R02-K1", "num": 3, "den": 2}, "num must be at most den, which it is a part of: 3 is more than 2"),
        ({"kpi": "R02-K1", "num": 3, "den": 0}, "num must be at most den, which it is a part of: 3 is more than 0"),
        ({"kpi": "R02-K1", "num": 1, "den": 2, "nmu": 1}, "there is no fact 'nmu'"),
        ({"kpi": "R02-K1", "num": 1, "den": 2, **OVER}, "there is no fact 'all_departments', 'all_levels'"),
        (
            {"kpi": "R07-K4", "num": 20, "den": 200, "all_departments": "most", "all_levels": True},
            "all_departments must be true or false, not 'most'",
        ),
        ([], "facts must be an object"),
    ],
)
def test_facts_that_cannot_be_are_refused_with_a_sentence(facts: Any, sentence: str) -> None:
    refused = evaluated(facts)
    assert (refused["id"], set(refused)) == ("x", {"id", "error"})
    assert refused["error"].startswith(sentence)


def test_a_company_may_set_itself_another_target(tmp_path: Path) -> None:
    entry = """schema = 1
version = "1"
[[kpi]]
id = "R02-K1"
status = "proposal"
formula = "services-on-time"
target = { ge = "95" }
periods = ["month"]
says_zh = "更严"
says_en = "Stricter"
"""
    (tmp_path / "kpi.toml").write_text(entry, encoding="utf-8")
    assert evaluated({"kpi": "R02-K1", "num": 18, "den": 20}, tmp_path)["grade"] == "missed"
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "kpi.toml").write_text(entry.replace('"95"', '"lots"'), encoding="utf-8")
    assert "kpi.0.target.ge" in evaluated({"kpi": "R02-K1", "num": 18, "den": 20}, tmp_path / "sub")["error"]


@given(st.sampled_from(RATES), st.integers(0, 1200), st.integers(0, 1000), st.booleans(), st.booleans())
def test_every_stated_figure_is_as_whole_numbers_say(kpi: str, num: int, den: int, one: bool, two: bool) -> None:
    """A second reckoning, by multiplying out; what is a part of the other cannot be more."""
    more = {"all_departments": one, "all_levels": two} if kpi == "R07-K4" else {}
    found = evaluated({"kpi": kpi, "num": num, "den": den, **more})
    may_exceed = kpi in ("R02-K3", "complaints-per-shipment", "ppm")
    if num > den and not may_exceed:
        assert "is more than" in found["error"]
        return
    met = {
        "R02-K1": 100 * num >= 90 * den,
        "R02-K2": 100 * num >= 85 * den,
        "R02-K3": 100 * num < 3 * den,
        "R07-K4": 100 * num >= 10 * den and one and two,
    }
    expected = "n/a" if not den or kpi not in met else "met" if met[kpi] else "missed"
    assert found["grade"] == expected
    assert json.loads(json.dumps(found)) == found
