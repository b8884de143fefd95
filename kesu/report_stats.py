"""The figures of a month, a quarter or a year: tiles, table by month, rates, problems, what is overdue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from cases.figures import OverdueList, Rate, Row, Tally
from cases.targets import MET, MISSED
from kesu.kpi_json import plain_number
from kesu.kpi_names import OF_A_CLOCK
from kesu.report_common import (
    DASH,
    bound_text,
    figure_name,
    heading,
    month_head,
    on_time,
    rate_cell,
    result_text,
    share_cell,
    some,
    target_text,
    value_text,
)
from kesu.report_findings import findings
from kesu.report_gather import LATE, PROBLEMS, Gathered, Month
from kesu.report_lines import rank
from kesu.report_words import Say

TILES = 7
USUAL = ("acknowledged-in-time", "report.on-time", "closed-in-time", "repeat-rate", "closure-rate", "valid-share")
"""Rates shown on tiles where no regulation sets a target, the first ones first."""
PROBLEMS_LISTED = 10

GradeKey = tuple[str, ...]


def stats_facts(data: Gathered, say: Say) -> dict[str, object]:
    """Everything that the templates of the statistics name, but for the charts."""
    return {
        **heading(data, say),
        **_tiles(data, say),
        **{f"head.m{at}": month_head(month.period, say) for at, month in enumerate(data.months, 1)},
        "months": month_rows(data, say),
        "findings": [{"finding": text} for text in findings(data, say)],
        "rates": rate_rows(data, say) or [{"name": say("nothing")}],
        "problems": _problem_rows(data, say) or [{"no": " ", "problem": say("nothing")}],
        "overdue": _overdue_rows(data) or [{"case": say("nothing")}],
    }


def _tiles(data: Gathered, say: Say) -> dict[str, object]:
    flow, earlier = data.flow, data.earlier
    told = [
        (str(flow.received), say("received"), say("before", count=earlier.received)),
        (str(flow.ended), say("closed"), say("before", count=earlier.ended)),
        (str(flow.open_after), say("open"), say("before", count=earlier.open_after)),
    ]
    for rate in key_rates(data)[: TILES - len(told)]:
        name = figure_name(data.definitions[rate.id], say)
        told.append((value_text(rate), name, _target_note(rate, say)))
    told += [("", "", "")] * (TILES - len(told))
    return {
        f"tile{at}.{part}": text
        for at, parts in enumerate(told, 1)
        for part, text in zip(("value", "name", "note"), parts, strict=True)
    }


def _target_note(rate: Rate, say: Say) -> str:
    return " ".join(filter(None, (target_text(rate, say), result_text(rate, say).lower())))


def key_rates(data: Gathered) -> list[Rate]:
    """Those with a target first (of a single regulation also if nothing was counted), then the usual ones."""
    single = {rate.id: rate for rate in data.of(Rate) if not rate.label} | {"report.on-time": on_time(data)}
    judged = [rate for rate in single.values() if rate.grade in (MET, MISSED)]
    wanted = [rate for rate in single.values() if rate.target and len(data.packs) == 1]
    usual = [single[name] for name in USUAL if name in single]
    return list({rate.id: rate for rate in [*judged, *wanted, *usual]}.values())


def month_rows(data: Gathered, say: Say) -> list[dict[str, object]]:
    """Received, by grade, closed, open: rows of text, nothing as a dash, a month that lies ahead empty."""
    return [
        {"item": name, **{f"m{at}": _cell(value) for at, value in enumerate(values, 1)}, "total": _cell(total)}
        for name, values, total in month_table(data, say)
    ]


def month_table(data: Gathered, say: Say) -> list[tuple[str, list[int | None], int]]:
    """(item, one number a month, total). The grades of each month add up to what was received in it."""
    months = data.months
    rows = [(say("row_received"), [month.flow.received for month in months])]
    for key in grades_of(data):
        name = say("grade_row", grade=grade_name(data, key, say))
        rows.append((name, [month.grades.get(key, 0) for month in months]))
    rows.append((say("row_closed"), [month.flow.ended for month in months]))
    summed = [(name, _begun(months, values), sum(values)) for name, values in rows]
    still = [month.flow.open_after for month in months]
    last = next((count for count, month in zip(reversed(still), reversed(months), strict=True) if month.begun), 0)
    return [*summed, (say("row_open"), _begun(months, still), last)]


def _begun(months: Sequence[Month], values: Sequence[int]) -> list[int | None]:
    return [value if month.begun else None for month, value in zip(months, values, strict=True)]


def _cell(value: int | None) -> str:
    return "" if value is None else str(value) if value else DASH


def grades_of(data: Gathered) -> list[GradeKey]:
    """Every (regulation, grade) of the twelve months, by regulation, the gravest first."""
    found = {key for month in data.months for key in month.grades}
    return sorted(found, key=lambda key: (key[0], rank(data, *key), key[1]))


def grade_name(data: Gathered, key: GradeKey, say: Say) -> str:
    """As its regulation calls it; with the regulation where there are several."""
    pack, grade = key
    name = data.names.grade(grade, pack=data.desk.packs.get(pack)) if grade else say("ungraded")
    several = len({each for each, _ in grades_of(data)}) > 1
    return f"{name} ({pack})" if several else name


def rate_rows(data: Gathered, say: Say) -> list[dict[str, object]]:
    """Every rate that counted something, with what it is made of."""
    counted = [rate for rate in data.of(Rate) if rate.den]
    told = Counter((rate.id, _clock(data, rate)) for rate in counted)
    return [
        {
            "name": figure_name(data.definitions[rate.id], say),
            "what": _of_what(data, rate, say, alone=told[rate.id, _clock(data, rate)] == 1),
            "num": plain_number(rate.num),
            "den": plain_number(rate.den),
            "value": rate_cell(rate),
            "target": bound_text(rate) or DASH,
            "result": result_text(rate, say) or DASH,
        }
        for rate in counted
    ]


def _of_what(data: Gathered, rate: Rate, say: Say, *, alone: bool) -> str:
    """The clock, in words; with its regulation where another one has a clock of that name."""
    clock = _clock(data, rate) or say("all_cases")
    return clock if alone or not rate.label else f"{clock} ({data.names.regulation(rate.label[0])})"


def _clock(data: Gathered, rate: Rate) -> str:
    """`最终报告 · 1级`, without the number of its clause."""
    return data.names.label(OF_A_CLOCK, rate.label, data.definitions[rate.id].pack).partition(" · ")[2]


def ranked(data: Gathered, identity: str, say: Say) -> list[tuple[str, Row]]:
    """What was counted by name, the most frequent first; what nobody has stated is called so."""
    (tally,) = data.of(Tally, identity)
    none = say("unclassified")
    return [(data.names.label(tally.by, row.label) if any(row.label) else none, row) for row in tally.rows]


def _problem_rows(data: Gathered, say: Say) -> list[dict[str, object]]:
    found, whole = ranked(data, PROBLEMS.id, say), data.flow.received
    sums = accumulate(row.count for _, row in found)
    return [
        {
            "problem": name,
            "count": str(row.count),
            "share": share_cell(row.count, whole),
            "sum": share_cell(total, whole),
            "cases": some(row.cases, say),
        }
        for (name, row), total in list(zip(found, sums, strict=True))[:PROBLEMS_LISTED]
    ]


def _overdue_rows(data: Gathered) -> list[dict[str, object]]:
    customers = {life.case.number: life.case.customer for life in data.lives}
    packs = {life.case.number: life.case.pack for life in data.lives}
    return [
        {
            "case": late.case,
            "customer": customers[late.case].name or customers[late.case].key,
            "what": data.names.clock(late.what),
            "due": data.desk.local(late.due).date(),
            "days": str(late.days),
            "grade": data.names.grade(late.grade, pack=data.desk.packs.get(packs[late.case])),
            "owner": owner_name(data, late.owner),
        }
        for late in data.of(OverdueList, LATE.id)[0].late
    ]


def owner_name(data: Gathered, address: str) -> str:
    person = data.desk.people.by_address(address)
    return person.name if person else address
