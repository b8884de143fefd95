"""Reports of the desk over its cases: a Word document with its workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.report_xlsx import workbook
from kesu.desk import Desk
from kesu.kpi_names import Names
from kesu.report_gather import gather
from kesu.report_periods import KINDS, period_of
from kesu.report_plots import captions, charts
from kesu.report_sheets import stats_sheets
from kesu.report_stats import stats_facts
from kesu.report_weekly import weekly_facts, weekly_sheets
from kesu.report_words import Say


@dataclass(frozen=True, slots=True)
class Report:
    """`stem`: the name of both files, without ending."""

    stem: str
    docx: bytes
    xlsx: bytes


def make_report(
    desk: Desk, folders: Sequence[Path], kind: str, now: datetime, *, period: str = "", lang: str = "zh", pack: str = ""
) -> Report:
    """A report of `KINDS` over a period, else over the last one that is over. The same cases give the same bytes.

    Raises PeriodUnreadable, CannotReckon, and ConfigError for a kpi.toml with faults.
    """
    wanted, say = KINDS[kind], Say(lang)
    over = period_of(wanted, period, now, desk.config.zone)
    names = Names(lang, desk.words, {each.id: each for each in desk.packs.values()})
    data = gather(desk, folders, wanted, over, now, names, pack)
    stem = "-".join(part for part in (kind, over.text, data.told.pack.replace("/", "-"), lang) if part)
    if not wanted.months:
        facts = weekly_facts(data, say)
        return Report(stem, desk.documents.write(wanted.form, lang, facts), workbook(weekly_sheets(data, facts, say)))
    facts = stats_facts(data, say) | captions(data, say) | {"charts": charts(data, say)}
    return Report(stem, desk.documents.write(wanted.form, lang, facts), workbook(stats_sheets(data, facts, say)))
