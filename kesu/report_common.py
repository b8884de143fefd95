"""What all reports print alike: period, scope, notes, values and their targets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from cases.figures import ALL, Definition, Rate
from cases.periods import Period
from cases.targets import MET, MISSED, NOT_AVAILABLE, Target, shown_rate
from kesu.kpi_json import plain_number
from kesu.kpi_words import SIGNS, UNIT_SIGNS
from kesu.report_gather import ON_TIME, Gathered
from kesu.report_words import Say

DASH = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAME_ENDS = re.compile(r"[：:（(,，]| / ")
_YEAR = re.compile(r"XX ?(?=年)")
"""Where a regulation names a paper of "XX年"."""
LISTED = 3
"""Case numbers printed in one cell."""
TENTH, WHOLE = Decimal("0.1"), Decimal(100)


def heading(data: Gathered, say: Say) -> dict[str, object]:
    """The facts at the head and the foot of every report."""
    company, zone = data.desk.config.company, data.desk.config.zone
    first, last = (moment.astimezone(zone).date() for moment in (data.period.start, data.period.last))
    as_of = data.desk.local(data.told.as_of)
    return {
        "us.name": company.name_zh,
        "us.name_en": company.name_en,
        "us.mail": data.desk.address.address,
        "us.department": company.department_in(data.lang),
        "us.address": company.address,
        "us.phone": company.phone,
        "desk_id": data.period.text,
        "revision": f"{as_of:%Y-%m-%d}",
        "revision_date": f"{as_of:%Y-%m-%d}",
        "period" if data.kind.every == "week" else data.kind.every: period_name(data, data.period, say),
        "span": say("to", first=first, last=last),
        "as_of": f"{as_of:%Y-%m-%d %H:%M}",
        "scope": _scope(data, say),
        "note": _note(data, say),
    }


def period_name(data: Gathered, period: Period, say: Say) -> str:
    """`2026 年第 10 周`."""
    number = re.sub(r"^\d{4}-?[WQ]?0?", "", period.text)
    month = MONTHS[int(number) - 1] if data.kind.every == "month" else ""
    return say(data.kind.every, year=period.text[:4], number=number, month=month)


def month_head(month: Period, say: Say, key: str = "month_head") -> str:
    """A month over its column; with `month_mark` as short as it stands under a chart."""
    number = int(month.text[-2:])
    return say(key, number=number, month=MONTHS[number - 1])


def _scope(data: Gathered, say: Say) -> str:
    if len(data.packs) == 1:
        return data.packs[0].title_en if data.lang == "en" else data.packs[0].title_zh
    return say("all_packs")


def _note(data: Gathered, say: Say) -> str:
    """Which reports of the regulations this is, whom they go to, and what is not counted."""
    wanted = [report for pack in data.packs for report in pack.reports if report.period == data.kind.every]
    named = (_YEAR.sub(f"{data.period.text[:4]} ", (each.zh, each.en)[data.lang == "en"]) for each in wanted)
    papers = say("semicolon").join(dict.fromkeys(each.rstrip("。.") for each in named))
    said = say("follows", papers=papers) if papers else ""
    roles = list(dict.fromkeys(data.desk.words.role(role, data.lang) for report in wanted for role in report.to))
    to = say("sent_to", roles=data.desk.words.listed(roles, data.lang)) if roles else ""
    return said + to + say("left_out")


def on_time(data: Gathered) -> Rate:
    """Everything that was due in the period, as one rate; against the company's own target, if it has one."""
    parts = data.of(Rate, ON_TIME.id)
    num, den = (sum((getattr(part, name) for part in parts), Decimal(0)) for name in ("num", "den"))
    late = tuple(dict.fromkeys(case for part in parts for case in part.cases))
    target = _target_on_time(data.definitions.values())
    grade = target.grade(num, den, "percent") if target else NOT_AVAILABLE
    return Rate(ON_TIME.id, ALL, num, den, target=target, grade=grade, cases=late)


def _target_on_time(definitions: Iterable[Definition]) -> Target | None:
    """The target of `clocks-on-time` over all clocks of all regulations."""
    clocks = (each for each in definitions if each.formula == ON_TIME.formula)
    return next((each.target for each in clocks if each.target and not (each.by or each.rules or each.pack)), None)


def value_text(rate: Rate) -> str:
    return DASH if rate.value is None else f"{plain_number(_shown(rate, rate.value))}{unit_of(rate)}"


def _shown(rate: Rate, value: Decimal) -> Decimal:
    return tenth(value, *([rate.target.bound] if rate.target else [])) if rate.unit == "percent" else value


def tenth(value: Decimal, *bounds: Decimal) -> Decimal:
    """To one place; as it is, where that would show nothing, everything, or a bound that it is not."""
    rounded = value.quantize(TENTH, ROUND_HALF_UP)
    return value if rounded != value and rounded in (Decimal(0), WHOLE, *bounds) else rounded


def unit_of(rate: Rate) -> str:
    return {"percent": "%"}.get(rate.unit, f" {UNIT_SIGNS[rate.unit]}")


def target_text(rate: Rate, say: Say) -> str:
    """`目标 ≥90%`; "" without one."""
    if rate.target is None:
        return ""
    return say("target", bound=bound_text(rate))


def bound_text(rate: Rate) -> str:
    """`≥90%`, which no line tears; "" without a target."""
    return f"{SIGNS[rate.target.op]}{rate.target.bound}{unit_of(rate)}" if rate.target else ""


def result_text(rate: Rate, say: Say) -> str:
    return say(rate.grade) if rate.grade in (MET, MISSED) else ""


def figure_name(definition: Definition, say: Say) -> str:
    """A short name: ours, else what the definition says up to its first colon, comma or stroke."""
    if say.knows(definition.id):
        return say(definition.id)
    text = definition.en if say.lang == "en" else definition.zh
    return _NAME_ENDS.split(text, maxsplit=1)[0].strip() or definition.id


def share(part: int, whole: int) -> Decimal | None:
    """Per cent, to two places."""
    return shown_rate(Decimal(part), Decimal(whole), "percent")


def share_text(part: int, whole: int) -> str:
    value = share(part, whole)
    return DASH if value is None else plain_number(tenth(value))


def share_cell(part: int, whole: int) -> str:
    """With its decimal also where that is 0: shares below each other are compared."""
    value = share(part, whole)
    return DASH if value is None else f"{tenth(value):f}%"


def rate_cell(rate: Rate) -> str:
    """A value as in `value_text`; a percentage with its decimal also where that is 0."""
    return f"{_shown(rate, rate.value):f}%" if rate.unit == "percent" and rate.value is not None else value_text(rate)


def some(cases: Iterable[str], say: Say) -> str:
    """The first few case numbers, and how many there are."""
    found = list(cases)
    first = ", ".join(islice(found, LISTED))
    return first if len(found) <= LISTED else say("and_more", cases=first, count=len(found))
