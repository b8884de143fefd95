"""`kesu kpi`: the figures of the desk over a period."""

from __future__ import annotations

from typing import Annotated

import typer

from kesu.console import AsJson, ConfigFile, Moment, moment, out, print_json, table


def register(app: typer.Typer) -> None:
    """Hang the command on the main one."""
    app.command("kpi", rich_help_panel="Cases")(kpi)


def kpi(
    context: typer.Context,
    period: Annotated[
        str, typer.Option("--period", help="2026-W10, 2026-03, 2026-Q1 or 2026; else the month of now.")
    ] = "",
    pack: Annotated[str, typer.Option("--pack", help="Only this regulation, such as memory-device.")] = "",
    given: Annotated[
        list[str] | None,
        typer.Option("--given", help="NAME=VALUE that no mail tells: users_served=1200, shipments=340."),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    as_json: AsJson = False,
    now: Moment = None,
    config: ConfigFile = None,
) -> None:
    """The figures of a period: what was due, what was done in time, how long it took, what came again, what is open.

    Each rate shows its numerator, its denominator and its target; an empty denominator is n/a. What no mail
    tells, such as shipments and users served, stands in the configuration (see docs/kpi.md) or in --given.

    Examples: kesu kpi    ·    kesu kpi --period 2026-Q1 --lang en    ·
    kesu kpi --period 2026-03 --pack memory-device --json    ·    kesu kpi --period 2026-03 --given shipments=340
    """
    from cases.periods import PeriodUnreadable, month_of, read_period
    from kesu.cli_desk import desk_of
    from kesu.kpi_json import as_json as in_json
    from kesu.kpi_names import Names
    from kesu.kpi_report import CannotReckon, desk_figures
    from kesu.kpi_show import tables
    from kesu.wire import policy_folders

    at, stated = moment(now), _named(given or [])
    if lang not in ("zh", "en"):
        raise typer.BadParameter(f"{lang!r} is not zh or en")
    with desk_of(context, config) as desk:
        zone = desk.config.zone
        try:
            wanted = read_period(period, zone) if period else month_of(at, zone)
            told, definitions = desk_figures(desk, policy_folders(desk.config), wanted, at, pack=pack, stated=stated)
        except (PeriodUnreadable, CannotReckon) as fault:
            raise typer.BadParameter(str(fault)) from fault
        if as_json:
            print_json(in_json(told, definitions))
            return
        as_of = f"{desk.local(told.as_of):%Y-%m-%d %H:%M}"
        out.print(f"{wanted.text}  ({as_of} {desk.config.desk.zone})  {told.pack}", style="bold", markup=False)
        names = Names(lang, desk.words, {each.id: each for each in desk.packs.values()})
        for each in tables(told, definitions, zone, names):
            out.print(f"\n{each.title}", style="bold", markup=False)
            table(*each.columns, rows=list(each.rows))


def _named(pairs: list[str]) -> dict[str, bool | int | str]:
    named: dict[str, bool | int | str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE, such as users_served=1200")
        named[name.strip()] = value.strip()
    return named
