"""`kesu policy eval`: a list of cases in, a list of verdicts out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kesu.calendar_cn import ChinaCalendar
from kesu.evaluate import CasesUnreadable, Evaluator, read_cases
from kesu.packs import pack_names


@pytest.fixture
def evaluator() -> Evaluator:
    return Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar())


def test_a_verdict_has_every_key_that_applies(evaluator: Evaluator) -> None:
    facts = {"received_at": "2026-03-10T08:00:00+08:00", "production_affected": True}
    results, code = evaluator.all([{"id": "1", "pack": "memory-device", "facts": facts, "history": []}])
    assert code == 0
    assert results == [
        {
            "id": "1",
            "grade": 2,
            "reasons": ["R16-G2a"],
            "deadlines": [
                {
                    "rule": "R16-D3",
                    "what": "onsite_verification",
                    "due": "2026-03-10T12:00:00+08:00",
                    "soft": True,
                },
                {
                    "rule": "R16-D2",
                    "what": "preliminary_report",
                    "due": None,
                    "waiting_for": "sample_received_at",
                },
                {"rule": "R16-D1", "what": "final_report", "due": "2026-03-20T23:59:59+08:00"},
            ],
            "approvers": ["resp-dept-manager"],
            "documents": ["F16g", "F16b", "F16c"],
            "provisional": False,
            "missing": [],
            "flags": [],
            "notify": ["account-manager"],
            "owner": "pqc-engineer",
        }
    ]


def test_a_pending_case_prints_its_empty_lists_and_its_ceiling(evaluator: Evaluator) -> None:
    assert evaluator.one({"id": 7, "pack": "pv-module"}) == {
        "id": 7,
        "grade": None,
        "reasons": [],
        "deadlines": [],
        "approvers": [],
        "documents": [],
        "provisional": True,
        "missing": ["total_cost_cny", "qty_mw", "defect_degree"],
        "flags": [],
        "ceiling": 1,
        "participants": None,
        "owner": "sales-hq",
    }


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ({"id": "x", "pack": "none"}, f"there is no policy pack 'none' (there are: {', '.join(pack_names())})"),
        ({"id": "x"}, "pack must be the name of a policy pack"),
        ({"id": "x", "pack": "pv-module", "facts": []}, "facts must be an object"),
        ({"id": "x", "pack": "pv-module", "history": {}}, "history must be a list of objects"),
        ({"id": "x", "pack": "pv-module", "history": [1]}, "history must be a list of objects"),
        ({"id": "x", "pack": "pv-module", "facts": {"totl_cost": 1}}, "there is no fact 'totl_cost'"),
        (
            {"id": "x", "pack": "pv-module", "facts": {"qty_mw": "-1", "defect_degree": 0}},
            "qty_mw must be at least 0, not '-1'; defect_degree must be 1, 2 or 3, not 0",
        ),
    ],
)
def test_a_case_that_cannot_be_evaluated_is_refused_alone(
    evaluator: Evaluator, case: dict[str, Any], sentence: str
) -> None:
    fine = {"id": "y", "pack": "pv-module", "facts": {"safety_hazard": True}}
    results, code = evaluator.all([case, fine])
    assert (results[0], results[1]["grade"], code) == ({"id": "x", "error": sentence}, 1, 1)


def test_what_is_not_even_a_case_is_refused_too(evaluator: Evaluator) -> None:
    error = "a case is an object with id, pack, facts and history"
    assert evaluator.all(["x"]) == ([{"id": None, "error": error}], 1)


def test_fields_that_other_packs_use_are_left_alone(evaluator: Evaluator) -> None:
    facts = {"safety_hazard": True, "line_stop": "nonsense", "part_no": "51-0093"}
    assert evaluator.one({"id": "x", "pack": "pv-module", "facts": facts})["grade"] == 1


def test_numbers_in_the_file_stay_exact(tmp_path: Path, evaluator: Evaluator) -> None:
    file = tmp_path / "cases.json"
    case = '[{"id": "x", "pack": "pv-module", "facts": {"total_cost_cny": 100000.01, "qty_mw": 0.01}}]'
    file.write_text(case, encoding="utf-8")
    assert evaluator.one(read_cases(file)[0])["reasons"] == ["R01-G3a"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("{}", "must hold a list of cases"), ("[", "is not JSON: Expecting value"), ("[" * 200_000, "is not JSON")],
)
def test_a_file_that_holds_no_cases_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(CasesUnreadable, match=sentence):
        read_cases(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadable, match=r"none\.json cannot be read: No such file"):
        read_cases(tmp_path / "none.json")


def test_results_are_plain_json(evaluator: Evaluator) -> None:
    result = evaluator.one({"id": "x", "pack": "pv-module", "facts": {"panel_grade": 2}})
    assert json.loads(json.dumps(result, ensure_ascii=False)) == result


def test_a_case_can_be_asked_to_close_and_nothing_else() -> None:
    asked = {"id": "x", "pack": "service-utility", "facts": {"action": "open"}}
    assert Evaluator(ZoneInfo("Asia/Shanghai"), ChinaCalendar()).one(asked) == {
        "id": "x",
        "error": "action must be close, not 'open'",
    }
