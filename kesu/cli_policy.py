"""`kesu policy`: cases evaluated; a pack shown, checked, and compared with another."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kesu.console import DONE, FINDINGS, ConfigFile, configuration, out, print_json, sentences, several, table

app = typer.Typer(help="Regulations as data: evaluate cases; show, check and compare packs.", no_args_is_help=True)


@app.command("eval")
def evaluate(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A JSON list of {id, pack, facts, history}.", exists=True, dir_okay=False)
    ],
    config: ConfigFile = None,
) -> None:
    """The verdict on each case of a file: grade, clauses, dates, people, papers, and what is missing.

    Example: kesu policy eval cases.json
    """
    from kesu.calendar_cn import ChinaCalendar
    from kesu.evaluate import CasesUnreadable, Evaluator, read_cases
    from kesu.wire import policy_folders

    with sentences():
        settings = configuration(config or context.find_root().obj)
        try:
            cases = read_cases(file)
        except CasesUnreadable as fault:
            raise typer.BadParameter(str(fault)) from fault
        verdicts, code = Evaluator(settings.zone, ChinaCalendar(), policy_folders(settings), settings.settings).all(
            cases
        )
        print_json(verdicts)
    raise typer.Exit(FINDINGS if code else DONE)


@app.command("show")
def show(
    context: typer.Context,
    pack: Annotated[str, typer.Argument(help="The name of a pack, such as memory-device.")],
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Every rule of the source, and where it is kept.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """A pack as readable tables: grades, clauses, clocks, approvals, forms.

    Example: kesu policy show memory-device

    Example: kesu policy show manufacturer-generic/qehs --coverage
    """
    from kesu import show as showing
    from kesu.layers import LAYERS
    from kesu.packs import PackError
    from kesu.readings import load_chosen
    from kesu.wire import policy_folders

    with sentences():
        settings = configuration(config or context.find_root().obj)
        folders = policy_folders(settings)
        try:
            if layer := LAYERS.get(pack):
                heading = layer.heading(folders, lang)
                shown = layer.coverage(folders, lang) if coverage else layer.tables(folders, lang)
            else:
                loaded = load_chosen(pack, folders, settings.settings)
                heading = f"{loaded.id} {loaded.version}  {loaded.title_zh if lang == 'zh' else loaded.title_en}"
                shown = showing.coverage_tables(loaded, lang) if coverage else showing.tables(loaded, lang)
        except PackError as error:
            raise typer.BadParameter(str(error)) from error
    out.print(heading, style="bold", markup=False)
    for each in shown:
        out.print(f"\n{each.title}", style="bold", markup=False)
        table(*each.columns, rows=list(each.rows))


@app.command("check")
def check(
    context: typer.Context,
    pack: Annotated[str, typer.Argument(help="The name of a pack, or a .toml file.")],
    config: ConfigFile = None,
) -> None:
    """Every fault of a pack, with lines: names that lead nowhere, rules that never decide, limits with gaps.

    Looked at under the default readings and under each alternative. Exit 1 if there are faults.

    Example: kesu policy check service-utility

    Example: kesu policy check drafts/our-rules.toml
    """
    from kesu.layers import LAYERS
    from kesu.pack_findings import PackFindings, findings
    from kesu.stationery import document_writer
    from kesu.wire import policy_folders, words

    with sentences():
        settings = configuration(config or context.find_root().obj)
        named = words(settings)
        made = [name for form in document_writer(settings).forms().values() for name in form.names()]
        folders = policy_folders(settings)
        if layer := LAYERS.get(pack):
            found = PackFindings(layer.faults(folders), readings=1)
        else:
            found = findings(pack, folders, named.names("roles"), named.names("forms"), made)
    for fault in found.faults:
        out.print(f"fault    {fault}", style="red", markup=False, soft_wrap=True)
    for warning in found.warnings:
        out.print(f"warning  {warning}", style="yellow", markup=False, soft_wrap=True)
    out.print(
        f"{pack}: {several(len(found.faults), 'fault')}, {several(len(found.warnings), 'warning')}"
        f" under {several(found.readings, 'reading')}",
        markup=False,
    )
    raise typer.Exit(FINDINGS if found.faults else DONE)


@app.command("diff")
def diff(
    context: typer.Context,
    old: Annotated[str, typer.Argument(help="The pack as it is: a name or a .toml file.")],
    new: Annotated[str, typer.Argument(help="The pack as it would be: a name or a .toml file.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    config: ConfigFile = None,
) -> None:
    """Judge all stored cases by two packs and list every verdict that would change. Nothing is written.

    Example: kesu policy diff pv-module drafts/pv-module.toml
    """
    from kesu.packs import PackError
    from kesu.policy_diff import differences
    from kesu.readings import load_chosen
    from kesu.wire import open_desk, policy_folders

    with sentences():
        settings = configuration(config or context.find_root().obj)
        try:
            packs = [load_chosen(name, policy_folders(settings), settings.settings) for name in (old, new)]
        except PackError as error:
            raise typer.BadParameter(str(error)) from error
        desk = open_desk(settings, read_only=True)
        found = list(differences(desk, packs[0], packs[1], datetime.now(UTC)))
    if as_json:
        print_json(
            [
                {"case": each.case, "changes": {k: {"old": a, "new": b} for k, (a, b) in each.changes.items()}}
                for each in found
            ]
        )
    else:
        rows = [
            (each.case, each.customer, key, _cell(was), _cell(would))
            for each in found
            for key, (was, would) in each.changes.items()
        ]
        table("case", "customer", "what", packs[0].version, packs[1].version, rows=rows)
        out.print(f"{several(len(found), 'verdict')} would change", markup=False)
    raise typer.Exit(FINDINGS if found else DONE)


def _cell(value: object) -> str:
    """A value of a verdict in one cell."""
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    if isinstance(value, dict):
        return " ".join(str(item) for item in value.values() if item is not None)
    return "–" if value is None else str(value)
