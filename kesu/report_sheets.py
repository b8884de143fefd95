"""The workbook beside the statistics: the same figures as numbers, and the cases behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from generator.report_xlsx import Column, Sheet
from kesu.kpi_show import tables
from kesu.report_common import month_head, share
from kesu.report_findings import findings
from kesu.report_gather import CUSTOMERS, PROBLEMS, Gathered
from kesu.report_lines import lines_of
from kesu.report_stats import TILES, month_table, ranked
from kesu.report_weekly import case_sheet
from kesu.report_words import Say


def stats_sheets(data: Gathered, facts: Mapping[str, object], say: Say) -> list[Sheet]:
    """Summary, table by month, problems, customers, every figure of the desk, and the cases of the period."""
    lines = lines_of(data, data.in_period(), say)
    return [
        _summary(facts, data.kind.every, say),
        _by_month(data, say),
        _counted(data, PROBLEMS.id, "sheet.problems", say),
        _counted(data, CUSTOMERS.id, "sheet.customers", say),
        Sheet(
            say("sheet.findings"),
            (Column("#", "number", 6), Column(say("col.finding"), "text", 100)),
            [(no, text) for no, text in enumerate(findings(data, say), 1)],
        ),
        case_sheet(lines, say),
        *figure_sheets(data),
    ]


def figure_sheets(data: Gathered) -> list[Sheet]:
    """What `kesu kpi` tells, table by table."""
    definitions = [each for each in data.definitions.values() if not each.id.startswith("report.")]
    figures = tuple(each for each in data.told.figures if not each.id.startswith("report."))
    told = replace(data.told, figures=figures)
    return [
        Sheet(table.title, tuple(Column(name, "text", 22) for name in table.columns), table.rows)
        for table in tables(told, definitions, data.desk.config.zone, data.names)
    ]


def _summary(facts: Mapping[str, object], period: str, say: Say) -> Sheet:
    tiles = [
        tuple(facts[f"tile{at}.{part}"] for part in ("name", "value", "note"))
        for at in range(1, TILES + 1)
        if facts[f"tile{at}.name"]
    ]
    about = [(facts[period], facts["span"], facts["as_of"]), (facts["scope"], "", facts["note"])]
    columns = ((say("col.figure"), 26), (say("col.value"), 26), (say("col.note"), 60))
    return Sheet(say("sheet.summary"), tuple(Column(name, "text", width) for name, width in columns), [*about, *tiles])


def _by_month(data: Gathered, say: Say) -> Sheet:
    heads = [f"{month.period.text} {month_head(month.period, say)}" for month in data.months]
    columns = (
        Column(say("col.item"), "text", 20),
        *(Column(head, "number", 11) for head in heads),
        Column(say("col.total"), "number", 10),
    )
    rows = [(name, *values, total) for name, values, total in month_table(data, say)]
    return Sheet(say("sheet.months"), columns, rows)


def _counted(data: Gathered, identity: str, title: str, say: Say) -> Sheet:
    found, whole = ranked(data, identity, say), data.flow.received
    sums = accumulate(row.count for _, row in found)
    columns = (
        Column(say("col.customer" if identity == CUSTOMERS.id else "col.problem"), "text", 40),
        Column(say("col.count"), "number", 10),
        Column(say("col.share"), "rate", 10),
        Column(say("col.sum"), "rate", 10),
        Column(say("col.cases"), "text", 60),
    )
    rows = [
        (name, row.count, share(row.count, whole), share(total, whole), ", ".join(row.cases))
        for (name, row), total in zip(found, sums, strict=True)
    ]
    return Sheet(say(title), columns, rows)
