"""`kesu review`: mails set aside for a person."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from kesu.cli_desk import desk_of
from kesu.console import FINDINGS, AsJson, ConfigFile, err, or_fail, print_json, table

app = typer.Typer(help="Mails set aside for a person.", no_args_is_help=True)


@app.command("list")
def review_list(context: typer.Context, as_json: AsJson = False, config: ConfigFile = None) -> None:
    """Mails that wait for a person, the oldest first."""
    with desk_of(context, config) as desk:
        aside = desk.store.set_aside()
        rows = [
            (
                mail.sha256[:12] or mail.content_key[:12],
                mail.received_at.isoformat(),
                mail.sender,
                mail.subject,
                mail.note,
            )
            for mail in aside
        ]
        if as_json:
            print_json(
                [dict(zip(("sha256", "received_at", "sender", "subject", "why"), row, strict=True)) for row in rows]
            )
            return
        table("mail", "received", "sender", "subject", "why", rows=rows)


@app.command("show")
def review_show(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """The raw mail on standard output; MAIL is the beginning of its SHA-256."""
    import sys

    from kesu.reviewing import find_mail

    with desk_of(context, config) as desk:
        handled = or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside")
        or_fail(handled.sha256 or None, handled.note)
        sys.stdout.buffer.write(desk.spool.read(handled.sha256))


@app.command("retry")
def review_retry(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """Read the mail again, as after an upgrade."""
    from kesu.intake import StillFails, take_again
    from kesu.reviewing import find_mail

    with desk_of(context, config, write=True) as desk:
        handled = or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside")
        try:
            again = take_again(desk, handled, datetime.now(UTC))
        except StillFails as fault:
            err.print(str(fault), style="red", markup=False)
            raise typer.Exit(FINDINGS) from None
        err.print(f"{again.outcome}: {again.note}", markup=False)


@app.command("dismiss")
def review_dismiss(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """Take the mail off the list; it stays in the spool and in the review folder."""
    from kesu.reviewing import dismiss, find_mail

    with desk_of(context, config, write=True) as desk:
        dismiss(desk, or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside"))
