"""`kesu policy`: cases evaluated, a pack shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kesu.cli import DONE, FINDINGS, ConfigFile, configuration, out, print_json, sentences, table

app = typer.Typer(help="Regulations as data: evaluate cases, show a pack.", no_args_is_help=True)


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
        verdicts, code = Evaluator(settings.zone, ChinaCalendar(), policy_folders(settings)).all(cases)
        print_json(verdicts)
    raise typer.Exit(FINDINGS if code else DONE)


@app.command("show")
def show(
    context: typer.Context,
    pack: Annotated[str, typer.Argument(help="The name of a pack, such as memory-device.")],
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    config: ConfigFile = None,
) -> None:
    """A pack as readable tables: grades, clauses, clocks, approvals, forms.

    Example: kesu policy show memory-device
    """
    from kesu.packs import PackError, load_pack
    from kesu.show import tables
    from kesu.wire import policy_folders

    with sentences():
        settings = configuration(config or context.find_root().obj)
        try:
            loaded = load_pack(pack, policy_folders(settings))
        except PackError as error:
            raise typer.BadParameter(str(error)) from error
    out.print(
        f"{loaded.id} {loaded.version}  {loaded.title_zh if lang == 'zh' else loaded.title_en}",
        style="bold",
        markup=False,
    )
    for each in tables(loaded, lang):
        out.print(f"\n{each.title}", style="bold", markup=False)
        table(*each.columns, rows=list(each.rows))
