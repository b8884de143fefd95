"""The charts of a report and what each of them says, from the same figures as its tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from cases.figures import Rate, Tally
from cases.targets import MET, MISSED
from generator.docx_show import cut
from generator.report_chart_xml import Chart, Series
from kesu.kpi_json import plain_number
from kesu.report_common import bound_text, figure_name, month_head, share, share_text, tenth, value_text
from kesu.report_findings import clock_name, lowest, old_cases
from kesu.report_gather import AGES, CUSTOMERS, GRADES, ON_TIME, PROBLEMS, Gathered
from kesu.report_stats import GradeKey, grade_name, grades_of, ranked
from kesu.report_words import Say

NAVY, BLUE, LIGHT, GOLD, GREEN, RED = "1F3A5F", "4A7DB5", "B9CDE3", "C98A1B", "2E7D4F", "B3261E"
BY_RANK = (RED, GOLD, LIGHT, BLUE, NAVY, GREEN)
PARETO, NAMES, CLOCKS = 6, 7, 7
"""Columns of the charts; what is left over is summed up as others."""
LABEL, CLOCK = 18, 26
"""Columns of text beside a bar of a chart: a name, a clock."""
TOP = 3
ALONE = ("acknowledged-in-time", "closed-in-time")
"""Rates of time that are not a clock's."""

Counted = list[tuple[str, int]]


def charts(data: Gathered, say: Say) -> dict[str, Chart]:
    """By the field that a template shows them in."""
    drawn = {
        "flow": _flow,
        "pareto": _pareto,
        "grades": _grades,
        "times": _times,
        "ages": _ages,
        "customers": _customers,
    }
    return {f"chart.{name}": replace(draw(data, say), alt=say(f"chart.{name}")) for name, draw in drawn.items()}


def _months(data: Gathered, say: Say) -> tuple[str, ...]:
    return tuple(month_head(month.period, say, "month_mark") for month in data.months)


def _flow(data: Gathered, say: Say) -> Chart:
    months = [month.flow if month.begun else None for month in data.months]
    received, ended, still = (
        tuple(float(getattr(flow, name)) if flow else None for flow in months)
        for name in ("received", "ended", "open_after")
    )
    return Chart(
        _months(data, say),
        (
            Series(say("row_received"), received, BLUE),
            Series(say("row_closed"), ended, LIGHT),
            Series(say("row_open"), still, GOLD, "line"),
        ),
    )


def _pareto(data: Gathered, say: Say) -> Chart:
    """The most frequent first; behind each count, in brackets, the share of all cases up to there."""
    found = _first(data, PROBLEMS.id, PARETO, say)
    whole = sum(count for _, count in found)
    sums = [share(total, whole) or Decimal(0) for total in accumulate(count for _, count in found)]
    texts = tuple(
        f"{count}\u00a0({plain_number(tenth(total))}%)" for (_, count), total in zip(found, sums, strict=True)
    )
    colours = tuple(NAVY if at < TOP else LIGHT for at, _ in enumerate(found))
    columns = Series(say("cases"), _values(found), NAVY, colours=colours, labels="out", texts=texts)
    return Chart(_labels(found, say), (columns,), lying=True)


def _grades(data: Gathered, say: Say) -> Chart:
    """By grade; by regulation where their grades are too many for one chart."""
    keys = grades_of(data)
    packs = list(dict.fromkeys(pack for pack, _ in keys))
    layers: list[tuple[str, tuple[GradeKey, ...]]] = [(grade_name(data, key, say), (key,)) for key in keys]
    if len(keys) > len(BY_RANK):
        layers = [(pack, tuple(key for key in keys if key[0] == pack)) for pack in packs]
    series = tuple(
        Series(name, _received(data, layer), BY_RANK[at % len(BY_RANK)], labels="in")
        for at, (name, layer) in enumerate(layers)
    )
    nothing = (Series(say("cases"), (None,) * len(data.months), LIGHT),)
    return Chart(_months(data, say), series or nothing, stacked=True)


def _received(data: Gathered, keys: Sequence[GradeKey]) -> tuple[float | None, ...]:
    """Cases of these grades by month."""
    return tuple(float(sum(month.grades.get(key, 0) for key in keys)) if month.begun else None for month in data.months)


def times(data: Gathered, say: Say) -> list[tuple[str, Rate]]:
    """Rates of time in the period: acknowledged, each clock, closed; those that a target is set for with them."""
    clocks = [(clock_name(data, rate), rate) for rate in data.of(Rate, ON_TIME.id)]
    others = [
        (figure_name(data.definitions[rate.id], say), rate)
        for rate in data.of(Rate)
        if rate.unit == "percent" and (rate.id in ALONE or rate.grade in (MET, MISSED)) and not rate.label
    ]
    return [(name, rate) for name, rate in [*others, *clocks] if rate.den][:CLOCKS]


def _times(data: Gathered, say: Say) -> Chart:
    """Bars, so that no name is torn; each target as a thinner bar below what was reached."""
    shown = times(data, say)
    colours = tuple({MET: GREEN, MISSED: RED}.get(rate.grade, BLUE) for _, rate in shown)
    values = tuple(float(rate.value) if rate.value is not None else None for _, rate in shown) or (None,)
    goals = tuple(float(rate.target.bound) if rate.target else None for _, rate in shown)
    marks = (Series(say("goal"), goals, LIGHT),) if any(goal is not None for goal in goals) else ()
    kept = Series(say("on_time"), values, GREEN if marks else BLUE, colours=colours)
    names = tuple(
        " ".join(filter(None, (cut(name, CLOCK, "…"), value_text(rate), bound_text(rate)))) for name, rate in shown
    )
    return Chart(names or (say("nothing"),), (kept, *marks), lying=True, top=100)


def _ages(data: Gathered, say: Say) -> Chart:
    (tally,) = data.of(Tally, AGES.id)
    found = [(say("age", days=row.label[0].replace("-", "–")), row.count) for row in tally.rows]
    return Chart(_labels(found, say), (Series(say("tile.open"), _values(found), NAVY, labels="out"),))


def _customers(data: Gathered, say: Say) -> Chart:
    found = _first(data, CUSTOMERS.id, NAMES, say)
    return Chart(_labels(found, say), (Series(say("cases"), _values(found), BLUE, labels="out"),), lying=True)


def _first(data: Gathered, identity: str, most: int, say: Say) -> Counted:
    """The most frequent; what is left over, and what nobody has named, as others."""
    found = [(name, row.count) for name, row in ranked(data, identity, say) if any(row.label)]
    nameless = sum(row.count for _, row in ranked(data, identity, say) if not any(row.label))
    rest = sum(count for _, count in found[most:]) + nameless
    return found[:most] + ([(say("others"), rest)] if rest else [])


def _labels(found: Counted, say: Say) -> tuple[str, ...]:
    return tuple(cut(name, LABEL, "…") for name, _ in found) or (say("nothing"),)


def _values(found: Counted) -> tuple[float | None, ...]:
    return tuple(float(count) for _, count in found) or (None,)


def captions(data: Gathered, say: Say) -> dict[str, object]:
    """What each chart says, by the field under it."""
    flow = data.flow
    first = ranked(data, PROBLEMS.id, say)
    top = [(name, row.count) for name, row in first if any(row.label)][:TOP]
    return {
        "caption.flow": say("cap.flow", received=flow.received, ended=flow.ended, open=flow.open_after),
        "caption.pareto": say("cap.pareto", top=len(top), share=share_text(sum(n for _, n in top), flow.received))
        if top
        else say("cap.pareto_none"),
        "caption.grades": _most_grade(data, say),
        "caption.times": _kept(data, say),
        "caption.ages": say("cap.ages", open=flow.open_after, old=old_cases(data)),
        "caption.customers": _leading(data, say),
    }


def _most_grade(data: Gathered, say: Say) -> str:
    (tally,) = data.of(Tally, GRADES.id)
    if not tally.rows:
        return say("cap.pareto_none")
    return say("cap.grades", grade=grade_name(data, tally.rows[0].label, say), count=tally.rows[0].count)


def _kept(data: Gathered, say: Say) -> str:
    shown = [rate for _, rate in times(data, say)]
    judged = [rate for rate in shown if rate.grade in (MET, MISSED)]
    least = min((rate for rate in shown if rate.value is not None), key=lambda rate: rate.value or 0, default=None)
    if judged:
        return say("cap.times", shown=len(judged), missed=sum(rate.grade == MISSED for rate in judged))
    if least is None or (lowest(data) is None and not shown):
        return say("cap.times_none")
    return say("cap.times_plain", shown=len(shown), value=value_text(least))


def _leading(data: Gathered, say: Say) -> str:
    found = ranked(data, CUSTOMERS.id, say)
    if not found:
        return say("cap.pareto_none")
    name, most = cut(found[0][0], 30, "…"), found[0][1].count
    tied = sum(row.count == most for _, row in found)
    return say("cap.customers" if tied == 1 else "cap.customers_tied", name=name, count=most, customers=tied)
