"""`kesu outbox`: mails that have not gone out."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from cases.outgoing import Sending
from kesu.cli_desk import desk_of
from kesu.console import FINDINGS, AsJson, ConfigFile, err, print_json, table

app = typer.Typer(help="Mails waiting, failed or of unknown outcome.", no_args_is_help=True)


@app.command("list")
def outbox_list(context: typer.Context, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Mails that have not gone out: held by the rules of communication, waiting, deferred, failed, unknown."""
    states = (Sending.HELD, Sending.PENDING, Sending.SENDING, Sending.DEFERRED, Sending.UNKNOWN, Sending.FAILED)
    with desk_of(context, config) as desk:
        rows = [
            (mail.effect_key, str(mail.state), mail.recipient, mail.subject, mail.attempts, mail.last_error)
            for mail in desk.store.outgoing_in(*states)
        ]
        if as_json:
            keys = ("effect", "state", "to", "subject", "attempts", "error")
            print_json([dict(zip(keys, row, strict=True)) for row in rows])
            return
        table("effect", "state", "to", "subject", "tries", "error", rows=rows)


@app.command("retry")
def outbox_retry(context: typer.Context, effect: str, config: ConfigFile = None) -> None:
    """Send a failed or unknown mail again with the next pass; EFFECT as `outbox list` shows it."""
    from kesu.outbox import retry

    with desk_of(context, config, write=True) as desk:
        try:
            retry(desk, effect, datetime.now(UTC))
        except LookupError as fault:
            err.print(str(fault), style="red", markup=False)
            raise typer.Exit(FINDINGS) from None
