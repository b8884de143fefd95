"""`kesu read-form`: JSON on standard output, one object per file, and an exit code that says whether all is well."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from kesu import check, cli_forms
from tests.cases.reports import FIELDS, ROWS
from tests.generator.docx_reading import TEMPLATES, WRITER, facts, filled
from tests.parsers.form_filling import returned, skeleton

APP = typer.Typer()
cli_forms.register(APP)
NOW = "2026-06-30T09:00:00+08:00"
KEYS = [
    "case", "form", "revision", "language", "fields", "rows", "prefilled_changed", "findings", "score",
    "converted_from", "flags",
]  # fmt: skip


def read_form(*arguments: object) -> tuple[int, Any, str]:
    ran = CliRunner().invoke(APP, [*map(str, arguments), "--now", NOW])
    return ran.exit_code, json.loads(ran.stdout) if ran.stdout.startswith("[") else ran.stdout, ran.stderr


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def good() -> bytes:
    """The report that nobody can object to, typed into the form."""
    fields = {name: text for name, text in FIELDS.items() if name[:2] in ("d2", "d3", "d4", "d6", "d7", "d8")}
    columns: dict[str, list[str]] = {}
    for table, rows in ROWS.items():
        for name in rows[0]:
            columns[f"{table}.{name}"] = [row.get(name, "") for row in rows]
    form = WRITER.write("F16a", "zh", {**facts("peeling-label.zh"), "customer_deadline": ""})
    return filled(form, {**fields, "stage": "☐ 初报   ☐ 中间   ☑ 最终"}, columns)


def test_a_good_report_passes(tmp_path: Path) -> None:
    code, (form,), _ = read_form(saved(tmp_path, "8D.docx", good()), "--grade", 1)
    assert (code, form["findings"]) == (0, [])
    assert list(form) == KEYS
    assert form["score"] == {
        "total": 100,
        "passes": True,
        "disciplines": dict.fromkeys(("D1", "D2", "D3", "D4", "D5", "D6", "D7"), 5),
        "fails": [],
    }
    assert (form["case"], form["form"], form["revision"], form["language"]) == ("K2026-00012", "F16a", "R1", "zh")
    assert form["fields"]["d4.tua"] == {
        "value": FIELDS["d4.tua"],
        "by": ["bookmark", "style", "label"],
        "agreed": True,
    }
    assert form["fields"]["stage"]["value"] == "final"
    assert [row["action"] for row in form["rows"]["d5.actions"]] == [row["action"] for row in ROWS["d5.actions"]]
    assert (form["prefilled_changed"], form["converted_from"], form["flags"]) == ([], None, [])


def test_what_is_missing_is_told_by_rule_and_the_exit_code_says_so(tmp_path: Path) -> None:
    code, (form,), _ = read_form(saved(tmp_path, "8D.docx", skeleton()))
    assert code == 1 and not form["score"]["passes"]
    assert {finding["rule"] for finding in form["findings"] if finding["level"] == "block"} == {
        "8D-R01",
        "8D-R30",
        "8D-R40",
        "8D-R70",
    }
    first = form["findings"][0]
    assert list(first) == ["rule", "level", "zh", "en"]


def test_warnings_alone_are_no_failure(tmp_path: Path) -> None:
    form = filled(good(), {"d3.mark": "/"})
    code, (read,), _ = read_form(saved(tmp_path, "8D.docx", form))
    assert (code, [(each["rule"], each["level"]) for each in read["findings"]]) == (0, [("8D-R33", "warn")])


def test_changed_facts_are_listed_and_asked_about(tmp_path: Path) -> None:
    code, (form,), _ = read_form(saved(tmp_path, "8D.docx", filled(good(), {"qty_defect": "8"})))
    assert (code, form["prefilled_changed"]) == (1, [{"field": "qty_defect", "value": "8"}])
    assert [each["zh"] for each in form["findings"]] == [
        "系统带出的内容被改动，未采用：不良数。如确有误，请在邮件正文说明。"
    ]


def test_a_file_that_cannot_be_read_is_a_finding_and_the_others_are_read(tmp_path: Path) -> None:
    files = [saved(tmp_path, "a.docx", b"nothing"), saved(tmp_path, "b.docx", good())]
    code, (bad, fine), errors = read_form(*files)
    assert (code, errors) == (1, "")
    assert [each["rule"] for each in bad["findings"]] == ["FORM-not-a-form"]
    assert list(bad) == KEYS and bad["score"] is None and bad["fields"] == {}
    assert fine["findings"] == []


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        (("--case", "K2026-00013"), "FORM-other-case"),
        (("--revision", "R2"), "FORM-older-revision"),
        (("--case", "K2026-00012", "--revision", "R1"), None),
    ],
)
def test_a_form_of_another_case_or_an_older_one_is_named(tmp_path: Path, options: tuple[str, ...], rule: str) -> None:
    code, (form,), _ = read_form(saved(tmp_path, "8D.docx", good()), *options)
    assert [each["rule"] for each in form["findings"]] == ([rule] if rule else [])
    assert code == (1 if rule else 0)


def test_disagreeing_anchors_show_both_texts_as_the_value(tmp_path: Path) -> None:
    from tests.parsers.form_filling import cell, changed

    def swap(tree: Any) -> None:
        there = cell(tree, "d4.tun")[1]
        for mark in [each for each in cell(tree, "d4.tua").iter() if "bookmark" in str(each.tag)]:
            there.append(mark)

    _, (form,), _ = read_form(saved(tmp_path, "8D.docx", changed(returned(), swap)))
    read = form["fields"]["d4.tua"]
    assert read["agreed"] is False and list(read["value"]) == ["bookmark", "style", "label"]
    assert read["value"]["bookmark"] != read["value"]["style"] == read["value"]["label"]


def test_a_contact_sheet_is_read_but_not_scored(tmp_path: Path) -> None:
    sheet = filled(WRITER.write("contact-sheet", "zh", facts("peeling-label.zh")), {"root_cause.occurrence": "胶型"})
    code, (form,), _ = read_form(saved(tmp_path, "sheet.docx", sheet))
    assert (code, form["form"], form["score"]) == (0, "contact-sheet", None)
    assert form["fields"]["root_cause.occurrence"]["value"] == "胶型"


def test_a_company_may_have_its_own_rules_and_check_finds_their_faults(tmp_path: Path) -> None:
    own = tmp_path / "own" / "review"
    own.mkdir(parents=True)
    config = saved(tmp_path, "config.toml", b'[desk]\naddress = "kesu@works.example"\ntemplates = ["own"]\n')
    rules = (TEMPLATES / "review" / "8d.toml").read_text(encoding="utf-8")
    (own / "8d.toml").write_text(rules.replace("pass = 70", "pass = 101"), encoding="utf-8")
    form = saved(tmp_path, "8D.docx", good())
    _, (read,), _ = read_form(form, "--config", config)
    assert (read["score"]["total"], read["score"]["passes"]) == (100, False)
    (own / "8d.toml").write_text(rules.replace('check = "answered"', 'check = "guessed"'), encoding="utf-8")
    code, said, error = read_form(form, "--config", config)
    assert (code, said) == (2, "") and "8D-R01 has no check called guessed" in error and "kesu check" in error
    faults = check.check(config, datetime(2026, 3, 2, tzinfo=UTC)).faults
    assert [each for each in faults if "guessed" in each] == [
        f"{own / '8d.toml'}: review rules: missing or wrong entry: 8D-R01 has no check called guessed"
    ]
