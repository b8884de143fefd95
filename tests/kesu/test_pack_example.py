"""The worked example of docs/policies.md: what its reader runs, as its reader runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from typer.testing import CliRunner

from kesu import cli_policy
from kesu.calendar_cn import ChinaCalendar
from kesu.cli import app
from kesu.evaluate import Evaluator

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
CASES = json.loads((EXAMPLES / "our-cases.json").read_text(encoding="utf-8"))
app.add_typer(cli_policy.app, name="policy")


def judged(**settings: str) -> dict[str, dict[str, Any]]:
    zone = ZoneInfo("Asia/Shanghai")
    evaluator = Evaluator(zone, ChinaCalendar(), [EXAMPLES], {"our-rules": settings})
    return {verdict["id"]: verdict for verdict in evaluator.all(CASES)[0]}


def test_the_example_is_free_of_faults() -> None:
    ran = CliRunner().invoke(app, ["policy", "check", str(EXAMPLES / "our-rules.toml")])
    assert (ran.exit_code, ran.stdout.splitlines()[-1]) == (
        0,
        f"{EXAMPLES / 'our-rules.toml'}: 0 faults, 0 warnings under 2 readings",
    )


def test_a_leak_is_grade_a_with_its_date_its_approver_and_its_number() -> None:
    assert judged()["a leak"] == {
        "id": "a leak",
        "grade": "A",
        "reasons": ["OUR-1"],
        "deadlines": [{"rule": "OUR-4", "what": "final_report", "due": "2026-03-19T23:59:59+08:00"}],
        "approvers": ["gm"],
        "documents": ["F16a"],
        "provisional": False,
        "missing": [],
        "flags": [],
        "case_no": "V2026-0042",
    }


def test_what_nobody_has_said_keeps_the_grade_provisional() -> None:
    verdict = judged()["dear, and nobody has said whether it leaks"]
    told = [verdict[key] for key in ("grade", "provisional", "ceiling", "missing")]
    assert told == ["B", True, "A", ["leak"]]


def test_the_other_reading_of_the_limit_changes_the_grade() -> None:
    on_the_limit = "exactly on the limit"
    assert (judged()[on_the_limit]["grade"], judged(limit="ge")[on_the_limit]["grade"]) == ("C", "B")


def test_an_open_point_stands_against_closing() -> None:
    assert judged()["closing too early"]["flags"] == ["close-blocked:OUR-7"]


def test_the_configuration_of_the_example_takes_the_example_s_pack() -> None:
    arguments = ["policy", "eval", str(EXAMPLES / "our-cases.json"), "--config", str(EXAMPLES / "config.toml")]
    ran = CliRunner().invoke(app, arguments)
    assert (ran.exit_code, [verdict["grade"] for verdict in json.loads(ran.stdout)]) == (0, ["A", "B", "C", "A"])
