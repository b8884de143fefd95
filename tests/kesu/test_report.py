"""`kesu report`: the cases of a desk as papers for a meeting; numbers as `kesu kpi` tells them, each case once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from openpyxl import load_workbook
from typer.testing import CliRunner

from cases.figures import OverdueList, Tally
from cases.periods import PeriodUnreadable, read_period
from cases.state import State
from kesu import cli_report
from kesu.cli import app
from kesu.config_file import load_config
from kesu.kpi_report import CannotReckon, desk_figures
from kesu.packs import POLICIES
from kesu.report_periods import KINDS, period_of
from kesu.report_words import SAID
from kesu.reports import Report, make_report
from kesu.wire import open_desk
from tests.generator.docx_reading import cells, column, parts, root, words
from tests.kesu.report_year import year
from tests.office import PEOPLE, ZONE, Office, at, settings

if not any(command.callback is cli_report.report for command in app.registered_commands):
    cli_report.register(app)
NOW = at("2026-04-01 09:00")
PACKS = ("memory-device", "pv-module")
STATISTICS = (("monthly", "2026-03"), ("quarterly", "2026-Q1"), ("annual", "2026"))


@pytest.fixture(autouse=True)
def _logs_of_their_own() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@cache
def works() -> Office:
    """Half a year at the works."""
    office = Office()
    year(office, 48, "2025-10-06 09:00", 175)
    return office


@pytest.fixture
def office() -> Office:
    return works()


@cache
def reported(kind: str, period: str, lang: str = "zh") -> Report:
    return make_report(works().desk, (POLICIES,), kind, NOW, period=period, lang=lang)


def made(office: Office, kind: str, period: str = "", now: datetime = NOW, **more: Any) -> Report:
    return make_report(office.desk, (POLICIES,), kind, now, period=period, **more)


def kpi(office: Office, period: str) -> Any:
    return desk_figures(office.desk, (POLICIES,), read_period(period, ZONE), NOW)[0]


def listed(docx: bytes, name: str) -> list[str]:
    return [text for table in ("late", "running") for text in column(docx, f"{table}.{name}")]


def months(docx: bytes) -> dict[str, list[int]]:
    """The table by month: item -> twelve months and the total; a dash is nothing, an empty cell lies ahead."""
    names = ["item", *(f"m{at}" for at in range(1, 13)), "total"]
    rows = zip(*(column(docx, f"months.{name}") for name in names), strict=True)
    return {row[0]: [0 if text in ("–", "") else int(text) for text in row[1:]] for row in rows}


# ---------------------------------------------------------------- the week


def test_the_follow_up_table_holds_every_open_case_once(office: Office) -> None:
    docx = reported("weekly", "2026-W13").docx
    flow = kpi(office, "2026-W13").flows[0]
    numbers = listed(docx, "case")
    assert len(numbers) == len(set(numbers)) == flow.open_after
    assert listed(docx, "no") == [str(no) for no in range(1, flow.open_after + 1)]
    tiles = cells(docx)
    assert [tiles[f"tile.{name}"] for name in ("open", "received", "closed")] == [
        str(number) for number in (flow.open_after, flow.received, flow.ended)
    ]


def test_what_is_late_comes_first_then_what_is_due_and_each_state_says_so(office: Office) -> None:
    docx = reported("weekly", "2026-W13").docx
    (overdue,) = [
        each for each in kpi(office, "2026-W13").figures if isinstance(each, OverdueList) and each.basis == "all"
    ][-1:]
    days = {late.case: late.days for late in reversed(overdue.late)}
    states = dict(zip(column(docx, "late.case"), column(docx, "late.state"), strict=True))
    assert {case: state for case, state in states.items() if state.startswith("逾期")} == {
        case: f"逾期\n{count} 天" for case, count in days.items()
    }
    assert cells(docx)["tile.overdue"] == str(len(days))
    dues = column(docx, "late.due")
    assert dues == sorted(dues)
    late = [state.startswith("逾期") for state in states.values()]
    assert late == sorted(late, reverse=True)


def test_only_the_cell_of_the_state_is_coloured(office: Office) -> None:
    xml = parts(reported("weekly", "2026-W13").docx)["word/document.xml"].decode()
    reds = xml.count('w:fill="FBE9E7"')
    assert reds == sum(state.startswith("逾期") for state in column(reported("weekly", "2026-W13").docx, "late.state"))


def test_the_english_table_has_the_same_cases_in_the_same_order(office: Office) -> None:
    zh, en = (reported("weekly", "2026-W13", lang).docx for lang in ("zh", "en"))
    assert listed(en, "case") == listed(zh, "case")
    assert {text.split("\n")[0] for text in column(en, "late.state")} <= {"Overdue", "Due", "Due in"}
    note = cells(en)["note"]
    assert note.startswith("Note: Required by the regulation: ")
    assert "Weekly summary of customer problems" in note
    assert re.findall(r"R\d\d-", words(en)) == []


def test_the_table_of_a_year_holds_what_is_open_and_then_what_was_closed_in_it(office: Office) -> None:
    made_of_it = reported("follow-up", "2025")
    flow = kpi(office, "2025").flows[0]
    waiting, closed = listed(made_of_it.docx, "case"), column(made_of_it.docx, "closed.case")
    assert (len(waiting), len(closed)) == (flow.open_after, flow.ended)
    assert not set(waiting) & set(closed)
    assert column(made_of_it.docx, "closed.no")[0] == str(len(waiting) + 1)
    assert all(day.startswith("2025-") for day in column(made_of_it.docx, "closed.due"))
    sheet = load_workbook(io.BytesIO(made_of_it.xlsx)).worksheets[0]
    groups = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert groups[-len(closed) :] == ["已结案"] * len(closed)
    assert len(groups) == len(waiting) + len(closed)


def test_a_grade_is_red_where_it_is_the_gravest_of_its_regulation(office: Office) -> None:
    docx = reported("weekly", "2026-W13").docx
    xml = parts(docx)["word/document.xml"].decode()
    reds = re.findall(r'<w:rStyle w:val="kesuNG"/></w:rPr><w:t xml:space="preserve">([^<]+)</w:t>', xml)
    gravest = cells(docx)["tile.gravest"]
    grades = [text for text in listed(docx, "grade") if text in reds]
    assert str(len(grades)) == gravest != "0"


# ---------------------------------------------------------------- month, quarter, year


@pytest.mark.parametrize(("kind", "period"), STATISTICS)
def test_tiles_table_and_charts_tell_what_kpi_tells(office: Office, kind: str, period: str) -> None:
    docx = reported(kind, period).docx
    told = kpi(office, period)
    flow, table, tiles = told.flows[0], months(docx), cells(docx)
    assert [tiles[f"tile{n}.value"] for n in (1, 2, 3)] == [
        str(n) for n in (flow.received, flow.ended, flow.open_after)
    ]
    within = {"monthly": slice(11, 12), "quarterly": slice(9, 12), "annual": slice(0, 12)}[kind]
    assert sum(table["受理"][within]) == flow.received
    assert sum(table["结案"][within]) == flow.ended
    assert table["月末未结"][-1] == flow.open_after
    by_problem = next(each for each in told.figures if isinstance(each, Tally) and each.id == "by-problem")
    top = [str(row.count) for row in by_problem.rows[:10]]
    assert column(docx, "problems.count") == top
    assert plotted(docx, 1)[:2] == [table["受理"][:12], table["结案"][:12]]
    assert sum(plotted(docx, 2)[0]) == flow.received
    assert sum(plotted(docx, 5)[0]) == flow.open_after
    assert sum(plotted(docx, 6)[0]) == flow.received


@pytest.mark.parametrize(("kind", "period"), STATISTICS)
def test_the_grades_of_each_month_add_up_and_so_do_the_months(office: Office, kind: str, period: str) -> None:
    docx = reported(kind, period).docx
    table = months(docx)
    grades = [numbers for item, numbers in table.items() if item.startswith("·")]
    assert len(grades) == 3
    assert [sum(numbers) for numbers in zip(*grades, strict=True)] == table["受理"]
    assert {item: sum(numbers[:12]) for item, numbers in table.items() if item != "月末未结"} == {
        item: numbers[12] for item, numbers in table.items() if item != "月末未结"
    }
    assert plotted(docx, 3) == [numbers[:12] for numbers in grades]


def plotted(docx: bytes, number: int) -> list[list[float]]:
    """The figures of a chart, row by row; what is not there is nothing."""
    charts = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    found = []
    for values in root(docx, f"word/charts/chart{number}.xml").iter(f"{charts}val"):
        cache = values.find(f"{charts}numRef/{charts}numCache")
        if cache is None:
            continue
        row = [0.0] * int(cache.find(f"{charts}ptCount").get("val"))
        for point in cache.iter(f"{charts}pt"):
            row[int(point.get("idx"))] = float(point.findtext(f"{charts}v"))
        found.append(row)
    return found


def test_findings_are_sentences_with_the_numbers_of_the_tables(office: Office) -> None:
    docx = reported("monthly", "2026-03").docx
    flow, before = kpi(office, "2026-03").flows[0], kpi(office, "2026-02").flows[0]
    change = {True: "持平", False: ""}[flow.received == before.received] or (
        f"{'多' if flow.received > before.received else '少'} {abs(flow.received - before.received)} 件"
    )
    found = column(docx, "findings.finding")
    assert found[0] == (
        f"受理 {flow.received} 件，比上期（{before.received} 件）{change}；"
        f"结案 {flow.ended} 件，期末未结 {flow.open_after} 件（图\u00a01）。"
    )
    top = column(docx, "problems.problem")[0]
    assert re.match(rf"“{re.escape(top)}” \d+ 件居首", found[1])
    assert column(docx, "findings.action") == [""] * len(found)


def test_a_target_of_the_company_colours_its_tile_and_is_told_in_words(office: Office, tmp_path: Path) -> None:
    own = (POLICIES / "kpi.toml").read_text(encoding="utf-8")
    for name, target in (("acknowledged-in-time", "90"), ("closed-in-time", "95")):
        own = own.replace(f'id = "{name}"', f'id = "{name}"\ntarget = {{ ge = "{target}" }}')
    (tmp_path / "kpi.toml").write_text(own, encoding="utf-8")
    docx = make_report(office.desk, (tmp_path, POLICIES), "monthly", NOW, period="2026-03").docx
    tiles = cells(docx)
    assert [(tiles[f"tile{n}.name"], tiles[f"tile{n}.note"]) for n in (4, 5)] == [
        ("24h受理及时率", "目标 ≥90% 达标"),
        ("按时结案率", "目标 ≥95% 未达标"),
    ]
    assert any(text.startswith("按时结案率") and "未达目标 ≥95%" in text for text in column(docx, "findings.finding"))
    assert column(docx, "rates.result").count("未达标") == 1


def test_a_single_regulation_shows_its_targets_also_while_nothing_was_counted() -> None:
    metrology = "after-sales-instruments/metrology"
    office = Office(settings(desk={"packs": [metrology], "default_pack": metrology}))
    tiles = cells(made(office, "annual", "2026").docx)
    assert [(tiles[f"tile{n}.name"], tiles[f"tile{n}.value"], tiles[f"tile{n}.note"]) for n in (4, 5, 6)] == [
        ("服务及时率", "–", "目标 ≥90%"),
        ("用户满意率", "–", "目标 ≥85%"),
        ("用户抱怨率", "–", "目标 <3%"),
    ]


def test_grades_of_several_regulations_are_told_apart_and_too_many_are_drawn_by_regulation() -> None:
    office = Office(settings(desk={"packs": list(PACKS)}))
    for no, case in enumerate(year(office, 12, "2026-01-05 09:00", 60)[4:]):
        assert case.grading
        graded = replace(case.grading, grade=no % 5 or None)
        with office.desk.store.transaction():
            office.desk.store.put_case(replace(case, pack="pv-module", grading=graded))
    docx = made(office, "annual", "2026").docx
    table = months(docx)
    grades = [item for item in table if item.startswith("·")]
    assert grades[-2:] == ["· 四级 (pv-module)", "· 未定级 (pv-module)"]
    assert sum(table[item][12] for item in grades) == table["受理"][12] == 12
    by_pack = [[sum(table[item][at] for item in grades if pack in item) for at in range(12)] for pack in PACKS]
    assert plotted(docx, 3) == by_pack


# ---------------------------------------------------------------- the workbook


@pytest.mark.parametrize(("kind", "period"), [("weekly", "2026-W13"), *STATISTICS])
def test_nothing_a_customer_wrote_becomes_a_formula(office: Office, kind: str, period: str) -> None:
    book = load_workbook(io.BytesIO(reported(kind, period).xlsx))
    every = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in every if cell.data_type == "f"] == []
    tempting = [cell for cell in every if str(cell.value).startswith(("=", "+", "@"))]
    assert tempting
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in tempting)


def test_the_workbook_can_be_filtered_and_its_dates_are_dates(office: Office) -> None:
    report = reported("weekly", "2026-W13")
    page = load_workbook(io.BytesIO(report.xlsx))["跟进表"]
    heads = [cell.value for cell in page[1]]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", f"A1:S{page.max_row}")
    assert [cell.value for cell in page["B"]][1:] == listed(report.docx, "case")
    received = page.cell(2, heads.index("受理") + 1)
    assert isinstance(received.value, datetime)
    assert received.number_format == "yyyy-mm-dd hh:mm"
    assert all(isinstance(cell.value, int | type(None)) for cell in page[chr(ord("A") + heads.index("逾期天数"))][1:])


def test_the_workbook_of_a_quarter_has_its_cases_and_every_figure_of_the_desk(office: Office) -> None:
    report = reported("quarterly", "2026-Q1")
    book = load_workbook(io.BytesIO(report.xlsx))
    assert book.sheetnames[:6] == ["概览", "按月统计", "问题排列", "客户分布", "结论", "案件清单"]
    assert {"案件", "比率", "计数", "逾期"} <= set(book.sheetnames)
    assert [name for name in book.sheetnames if name[-1].isdigit()] == []
    numbers = [cell.value for cell in book["案件清单"]["A"]][1:]
    start, as_of = at("2026-01-01 00:00"), at("2026-03-31 23:59:59")
    ended = {case.id: [e.at for e in case.timeline if e.what == "closed"] for case in office.cases()}
    wanted = [case for case in office.cases() if not ended[case.id] or ended[case.id][0] >= start]
    assert sorted(numbers) == sorted(case.number for case in wanted if case.received_at <= as_of)
    assert [row[-1] for row in book["按月统计"].iter_rows(min_row=2, values_only=True)] == [
        numbers[12] for numbers in months(report.docx).values()
    ]


# ---------------------------------------------------------------- what may not be in it, and what is not there


def test_an_accusation_against_our_own_people_is_in_no_report() -> None:
    office = Office()
    *_, model = year(office, 6, "2026-02-02 09:00", 50)
    every = (("weekly", "2026-W13"), ("monthly", "2026-03"))
    before = [made(office, kind, period) for kind, period in every]
    assert model.grading
    hidden = replace(
        model,
        id="K2026-09999",
        state=State.RESTRICTED,
        customer=replace(model.customer, key="somebody", name="举报人"),
        grading=replace(model.grading, grade="whistleblow"),
    )
    with office.desk.store.transaction():
        office.desk.store.put_case(hidden)
    assert [made(office, kind, period) for kind, period in every] == before


@pytest.mark.parametrize(("kind", "lang"), [("weekly", "zh"), ("weekly", "en"), ("annual", "zh")])
def test_a_desk_without_cases_reports_that_there_were_none(kind: str, lang: str) -> None:
    report = make_report(Office().desk, (POLICIES,), kind, NOW, lang=lang)
    text = words(report.docx)
    said = {
        "zh": ("没有逾期和 7 日内到期的案件", "本期没有受理投诉。"),
        "en": ("Nothing is overdue", "No complaint was received"),
    }
    assert said[lang][kind != "weekly"] in text
    assert [odd for odd in ("None", "{{", "NaN") if odd in text] == []
    assert load_workbook(io.BytesIO(report.xlsx)).sheetnames


def test_the_same_cases_give_the_same_files(office: Office) -> None:
    assert made(office, "annual", "2026") == reported("annual", "2026")


# ---------------------------------------------------------------- which period


@pytest.mark.parametrize(
    ("kind", "now", "wanted"),
    [
        ("weekly", "2026-03-09 08:00", "2026-W10"),
        ("weekly", "2026-01-01 08:00", "2025-W52"),
        ("weekly", "2027-01-05 08:00", "2026-W53"),
        ("monthly", "2026-03-01 00:00", "2026-02"),
        ("monthly", "2026-01-31 23:59", "2025-12"),
        ("quarterly", "2026-04-01 00:00", "2026-Q1"),
        ("quarterly", "2026-03-31 23:59", "2025-Q4"),
        ("annual", "2026-12-31 23:59", "2025"),
    ],
)
def test_without_a_period_it_is_the_last_one_that_is_over(kind: str, now: str, wanted: str) -> None:
    assert period_of(KINDS[kind], "", at(now), ZONE).text == wanted


@pytest.mark.parametrize(
    ("kind", "period", "why"),
    [
        ("weekly", "2026-03", "'2026-03' is no week: a weekly report is of one like 2026-W10"),
        ("annual", "2026-Q1", "'2026-Q1' is no year: a annual report is of one like 2026"),
        ("monthly", "2026-13", "'2026-13' is no period: write a week"),
        ("monthly", "2026-05", "'2026-05' has not begun: there is nothing to report of it yet"),
    ],
)
def test_a_period_that_cannot_be_is_refused_in_a_sentence(office: Office, kind: str, period: str, why: str) -> None:
    with pytest.raises(PeriodUnreadable, match=re.escape(why)):
        made(office, kind, period)


def test_a_regulation_that_the_desk_does_not_have_is_refused(office: Office) -> None:
    with pytest.raises(CannotReckon, match="this desk has no regulation 'nothing'"):
        made(office, "monthly", "2026-03", pack="nothing")
    one = made(office, "monthly", "2026-03", pack="memory-device")
    assert one.stem == "monthly-2026-03-memory-device-zh"
    assert "全部制度" not in words(one.docx)


# ---------------------------------------------------------------- the command


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_the_command_writes_two_files_and_names_them(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    lines = ["[desk]", 'address = "kesu@works.example"', 'packs = ["memory-device"]', 'default_pack = "memory-device"']
    lines += ["[mailbox]", 'host = "127.0.0.1"', 'security = "none"']
    lines += ['user = "kesu"', "[smtp]", 'host = "127.0.0.1"', 'security = "none"']
    for role, person in PEOPLE.items():
        lines += [f"[people.{role}]", *(f'{key} = "{value}"' for key, value in person.items())]
    config.write_text("\n".join(lines), encoding="utf-8")
    open_desk(load_config(config), now=NOW).store.close()
    folder = tmp_path / "reports"
    ran = run(
        "report", "monthly", "--out", folder, "--now", "2026-04-01T09:00:00+08:00", "--lang", "en", "--config", config
    )
    names = ["monthly-2026-03-en.docx", "monthly-2026-03-en.xlsx"]
    assert (ran.exit_code, ran.stdout.split()) == (0, [str(folder / name) for name in names])
    assert sorted(path.name for path in folder.iterdir()) == names
    assert "March" not in ran.stdout
    assert "Mar 2026" in words((folder / names[0]).read_bytes())
    wrong = run("report", "weekly", "--out", folder, "--period", "2026", "--config", config)
    assert (wrong.exit_code, "is no week" in wrong.stderr) == (2, True)
    assert "Examples: kesu report weekly" in " ".join(run("report", "--help").stdout.split())


def test_every_sentence_has_the_same_places_in_both_languages() -> None:
    places = {key: [set(re.findall(r"{(\w+)}", text)) for text in pair] for key, pair in SAID.items()}
    dates = ("month", "month_head", "month_mark")
    assert [key for key, (zh, en) in places.items() if zh != en and key not in dates] == []
