"""The command line: the commands that run the desk, and every other one hung beside them."""

from __future__ import annotations

import signal
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kesu.console import (
    DONE,
    FINDINGS,
    ConfigFile,
    Moment,
    configuration,
    err,
    moment,
    out,
    print_json,
    say,
    sentences,
    several,
)

app = typer.Typer(
    name="kesu",
    help="kesu (客诉): the complaint desk that lives in the mailbox.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback()
def _root(context: typer.Context, config: ConfigFile = None) -> None:
    from kesu.logs import log_quietly

    log_quietly()
    context.obj = config


@app.command(rich_help_panel="The desk")
def run(context: typer.Context, config: ConfigFile = None) -> None:
    """Run the desk: watch the mailbox, answer, remind; until stopped (Ctrl-C or SIGTERM).

    Example: kesu run --config config.toml
    """
    from kesu.logs import log_json
    from kesu.service import Service
    from kesu.wire import open_desk, open_inbox, open_sender

    with sentences(), ExitStack() as opened:
        settings = configuration(config or context.obj)
        inbox = opened.enter_context(closing(open_inbox(settings)))
        sender = opened.enter_context(closing(open_sender(settings)))
        desk = open_desk(settings, now=datetime.now(UTC))
        opened.callback(desk.store.close)
        log_json()
        service = Service(desk, inbox, sender)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: service.stop())
        say(f"watching {settings.mailbox.user}@{settings.mailbox.host}; stop with Ctrl-C")
        service.run()


@app.command(rich_help_panel="The desk")
def once(context: typer.Context, now: Moment = None, config: ConfigFile = None) -> None:
    """One pass: take in all waiting mail, do what is due, send what is queued; then exit.

    Examples: kesu once    ·    kesu once --now 2026-03-02T09:00:00+08:00
    """
    from kesu import service
    from kesu.wire import open_desk, open_inbox, open_sender

    at = moment(now)
    with sentences(), ExitStack() as opened:
        settings = configuration(config or context.obj)
        inbox = opened.enter_context(closing(open_inbox(settings)))
        sender = opened.enter_context(closing(open_sender(settings)))
        desk = open_desk(settings, now=at)
        opened.callback(desk.store.close)
        done = service.once(desk, inbox, sender, at, say)
    say(
        f"{done.mails} mails taken in, {done.papers} sets of papers made, "
        f"{done.reminders} cases reminded, {done.sent} mails sent"
    )


@app.command(rich_help_panel="The desk")
def check(
    context: typer.Context,
    config: ConfigFile = None,
    online: Annotated[bool, typer.Option("--online", help="Log in to the servers, too.")] = False,
) -> None:
    """Find everything that is wrong with configuration, packs and templates, all at once.

    Examples: kesu check    ·    kesu check --online
    """
    from kesu import check as checking

    file = config or context.obj or Path("config.toml")
    found = checking.check(file, datetime.now(UTC), online=online)
    for note in found.notes:
        err.print(f"ok       {note}", style="green", markup=False)
    for warning in found.warnings:
        err.print(f"warning  {warning}", style="yellow", markup=False)
    for fault in found.faults:
        err.print(f"fault    {fault}", style="red", markup=False)
    err.print(f"{several(len(found.faults), 'fault')}, {several(len(found.warnings), 'warning')}", markup=False)
    raise typer.Exit(FINDINGS if found.faults else DONE)


@app.command(rich_help_panel="See how it works")
def demo(
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for mails, documents, cases and timeline.")] = Path(
        "demo-out"
    ),
    pack: Annotated[str, typer.Option("--pack", help="The regulation to show first.")] = "memory-device",
) -> None:
    """A fortnight at the desk on embedded mail servers, in a minute: mails, documents, approvals, reminders.

    Example: kesu demo --out demo-out
    """
    from kesu.demo.run import run_demo

    with sentences():
        raise typer.Exit(run_demo(out_dir, pack, out, err))


@app.command(rich_help_panel="Look closely")
def read(
    files: Annotated[list[Path], typer.Argument(help="Mails as .eml files.", exists=True, dir_okay=False)],
    config: ConfigFile = None,
) -> None:
    """What the desk reads in a mail: kind, new text, facts, decision; a JSON array, one object per file.

    Example: kesu read complaint.eml
    """
    from kesu.reading import read_files

    with sentences():
        found, failed = read_files(files, configuration(config))
        print_json(found)
    raise typer.Exit(FINDINGS if failed else DONE)


def main() -> None:
    """The entry point; the other commands register themselves here."""
    from kesu import (
        cli_cases,
        cli_forms,
        cli_kpi,
        cli_login,
        cli_outbox,
        cli_policy,
        cli_render,
        cli_report,
        cli_review,
        cli_templates,
    )

    app.add_typer(cli_policy.app, name="policy", rich_help_panel="Look closely")
    app.add_typer(cli_templates.app, name="template", rich_help_panel="Look closely")
    cli_cases.register(app)
    app.add_typer(cli_review.app, name="review", rich_help_panel="Cases")
    app.add_typer(cli_outbox.app, name="outbox", rich_help_panel="Cases")
    cli_kpi.register(app)
    cli_report.register(app)
    cli_forms.register(app)
    cli_render.register(app)
    cli_login.register(app)
    app()
