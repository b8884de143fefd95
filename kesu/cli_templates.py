"""`kesu template`: Word templates, for those who edit them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kesu.console import DONE, FINDINGS, WRONG, ConfigFile, configuration, err, out, sentences

app = typer.Typer(help="Word templates: check one after it was edited in Word or WPS.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Word templates, for those who edit them."""


@app.command("check")
def check(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Templates: 8d.zh.docx.", exists=True, dir_okay=False)],
    form: Annotated[str, typer.Option("--form", help="Which form it is, when the name does not say: F16a, 8d.")] = "",
    lang: Annotated[str, typer.Option("--lang", help="zh or en, when the name does not say.")] = "",
    config: ConfigFile = None,
) -> None:
    """What is wrong with a template and where: unknown fields, torn or full-width tags, fonts, tables, lost anchors.

    Exit 1 when something is a fault; warnings alone do not count.

    Examples: kesu template check ours/docx/8d.zh.docx    ·    kesu template check draft.docx --form F11b --lang zh
    """
    from cases.forms import FormFaulty
    from generator.documents import DocxWriter
    from generator.docx_lint import Level
    from kesu.stationery import template_folders
    from kesu.template_check import WhichForm, checked

    faults = 0
    with sentences():
        try:
            forms = list(
                DocxWriter(template_folders(configuration(config or context.find_root().obj))).forms().values()
            )
            found = {file: checked(file, forms, form, lang) for file in files}
        except (WhichForm, FormFaulty) as fault:
            err.print(str(fault), style="red", markup=False)
            raise typer.Exit(WRONG) from fault
    for file, remarks in found.items():
        for remark in remarks:
            at = f"{remark.where}: " if remark.where else ""
            out.print(f"{file.name}: {remark.level}: {at}{remark.text}", markup=False, highlight=False, soft_wrap=True)
        if not remarks:
            out.print(f"{file.name}: nothing to remark", markup=False, highlight=False)
        faults += sum(remark.level == Level.FAULT for remark in remarks)
    raise typer.Exit(FINDINGS if faults else DONE)
