"""`kesu render`: one document from facts, or from a case that the desk keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kesu.cli_desk import Restricted, case_to_print, desk_of
from kesu.console import DONE, FINDINGS, ConfigFile, configuration, err, say, sentences


def register(app: typer.Typer) -> None:
    """Hang the command on the main one."""
    app.command("render", rich_help_panel="Look closely")(render)


def render(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help="A form, F16a or 8d or contact-sheet; report8d: an 8D as JSON.")],
    target: Annotated[Path, typer.Option("--out", help="The file to write.")],
    facts: Annotated[
        Path | None, typer.Option("--facts", help="A JSON object of facts.", exists=True, dir_okay=False)
    ] = None,
    case: Annotated[str, typer.Option("--case", help="Instead of facts a case of the desk: K2026-00012.")] = "",
    photo: Annotated[
        list[Path] | None, typer.Option("--photo", help="With --facts: a picture to show; may be repeated.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="zh or en.")] = "zh",
    released: Annotated[bool, typer.Option("--released", help="As a customer gets it, without our marks.")] = False,
    restricted: Restricted = False,
    config: ConfigFile = None,
) -> None:
    """One document from facts or from a case: a Word form, or the 8D as data (Report8D of Catena-X).

    Exit 1 when a Report8D lacks what its model requires; it is written all the same, and says what is missing.

    Pictures are reduced to print size; the facts may name their files, too: "photos": ["defect.jpg"].

    Examples: kesu render 8d --facts facts.json --out 8d.docx --lang en    ·
    kesu render F16b --facts facts.json --photo defect.jpg --out F16b.docx    ·
    kesu render 8d --case K2026-00012 --out 8d.docx --released    ·
    kesu render report8d --case K2026-00012 --out 8d.json
    """
    from cases.forms import FormFaulty
    from generator.documents import TemplateBroken, TemplateMissing
    from kesu.reading import CannotRender, facts_in
    from kesu.rendering import facts_to_render, write
    from kesu.stationery import document_writer

    if (facts is None) == (not case):
        raise typer.BadParameter("name either a file with --facts or a case with --case")
    if photo and facts is None:
        raise typer.BadParameter("--photo goes with --facts; a case shows the pictures that its customer sent")
    with sentences():
        try:
            settings = configuration(config or context.find_root().obj)
            if facts is not None:
                known = facts_in(facts, photo or [], settings)
            else:
                with desk_of(context, config) as desk:
                    found = case_to_print(desk, case, restricted)
                    known = facts_to_render(desk, found, form, lang, datetime.now(UTC))
            missing = write(form, known, target, document_writer(settings), lang, released=released)
        except (CannotRender, TemplateMissing, TemplateBroken, FormFaulty) as fault:
            raise typer.BadParameter(str(fault)) from fault
    say(f"written: {target}")
    if missing:
        err.print(f"required and not known: {', '.join(missing)}", style="yellow", markup=False)
    raise typer.Exit(FINDINGS if missing else DONE)
