"""`kesu report`: the reports of a week, a month, a quarter, a year, for Word and Excel."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kesu.console import ConfigFile, Moment, moment, out


class Every(StrEnum):
    """How often a report is due."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ANNUAL = "annual"
    FOLLOW_UP = "follow-up"


def register(app: typer.Typer) -> None:
    """Hang the command on the main one."""
    app.command("report", rich_help_panel="Cases")(report)


def report(
    context: typer.Context,
    every: Annotated[Every, typer.Argument(help="A table of cases (weekly, follow-up), or figures with charts.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder for the .docx and the .xlsx.", file_okay=False)],
    period: Annotated[
        str, typer.Option("--period", help="2026-W10, 2026-03, 2026-Q1 or 2026; else the last that is over.")
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    pack: Annotated[str, typer.Option("--pack", help="Only this regulation, such as memory-device.")] = "",
    now: Moment = None,
    config: ConfigFile = None,
) -> None:
    """A report over the desk's cases, as a Word document and a workbook of the same name.

    weekly: every open case, what is late first (客户问题汇总跟进表). follow-up: the same at the end of a year, with
    what was closed in it (客户问题年度跟进表). monthly, quarterly, annual: key figures against their targets, six
    charts, twelve months by grade, findings, what is overdue. The figures are those of "kesu kpi"; restricted cases
    are left out.

    Examples: kesu report weekly --out reports    ·    kesu report monthly --period 2026-03 --out reports    ·
    kesu report quarterly --period 2026-Q1 --out reports --lang en    ·
    kesu report annual --period 2026 --pack memory-device --out reports    ·    kesu report follow-up --out reports
    """
    from cases.periods import PeriodUnreadable
    from generator.documents import TemplateBroken, TemplateMissing
    from kesu.cli_desk import desk_of
    from kesu.kpi_report import CannotReckon
    from kesu.reports import make_report
    from kesu.wire import policy_folders

    at = moment(now)
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"{lang!r} is not zh or en")
    with desk_of(context, config) as desk:
        try:
            made = make_report(desk, policy_folders(desk.config), every, at, period=period, lang=lang, pack=pack)
        except (PeriodUnreadable, CannotReckon, TemplateBroken, TemplateMissing) as fault:
            raise typer.BadParameter(str(fault)) from fault
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in (("docx", made.docx), ("xlsx", made.xlsx)):
            file = folder / f"{made.stem}.{ending}"
            file.write_bytes(content)
            out.print(str(file), markup=False, highlight=False)
