"""`kesu read-form`: what stands in a form that came back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kesu.console import DONE, FINDINGS, WRONG, ConfigFile, Moment, configuration, err, moment, print_json, sentences


def register(app: typer.Typer) -> None:
    """Hang the command on the main one."""
    app.command("read-form", rich_help_panel="Look closely")(read_form)


def read_form(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(help="Filled forms: .docx, or .doc, .odt, .rtf.", exists=True, dir_okay=False)
    ],
    case: Annotated[str, typer.Option("--case", help="The case they must belong to: K2026-00012.")] = "",
    revision: Annotated[str, typer.Option("--revision", help="The newest revision handed out: R2.")] = "",
    grade: Annotated[int | None, typer.Option("--grade", help="The case's grade; some rules need it.")] = None,
    now: Moment = None,
    config: ConfigFile = None,
) -> None:
    """What a returned form says: every field, by which anchors it was found, what is missing or implausible, the score.

    A JSON array, one object per file. Exit 1 when a file cannot be read or holds a finding that blocks it.

    Examples: kesu read-form 8D-R2.docx    ·    kesu read-form 8D.odt --case K2026-00012 --grade 1
    """
    from cases.forms import FormFaulty
    from cases.review_rules import ReviewFaulty
    from kesu.form_reading import read_forms
    from kesu.form_review import Expected

    with sentences():
        try:
            found, blocked = read_forms(
                files, configuration(config or context.obj), moment(now), Expected(case, revision, grade)
            )
        except (FormFaulty, ReviewFaulty) as fault:
            err.print(f'{fault}\nrun "kesu check" to see everything that is wrong', style="red", markup=False)
            raise typer.Exit(WRONG) from fault
        print_json(found)
    raise typer.Exit(FINDINGS if blocked else DONE)
