"""`kesu login`: the first sign-in of a person, where the mailbox wants access tokens."""

from __future__ import annotations

from typing import Annotated

import typer

from kesu.console import FINDINGS, WRONG, ConfigFile, configuration, err, say, sentences


def register(app: typer.Typer) -> None:
    app.command(rich_help_panel="The desk")(login)


def login(
    context: typer.Context,
    paste: Annotated[
        bool, typer.Option("--paste", help="Google, browser on another machine: paste the address where it ends.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Sign in for the mailbox once, where [oauth] has a person do so; the desk goes on alone from there.

    Needed for Microsoft 365 without a client secret and for Google without a service account, and again when
    the provider has ended the sign-in. Example: kesu login
    """
    from kesu.sign_in import NothingToDo, first_sign_in
    from mailer.tokens import SignInRefused

    with sentences():
        settings = configuration(config or context.obj)
        try:
            first_sign_in(settings, say, _pasted if paste else None)
        except NothingToDo as reason:
            err.print(str(reason), markup=False)
            raise typer.Exit(WRONG) from reason
        except SignInRefused as refused:
            err.print(str(refused), style="red", markup=False)
            raise typer.Exit(FINDINGS) from refused
    say('signed in; see whether the servers agree: "kesu check --online"')


def _pasted(question: str) -> str:
    return str(typer.prompt(question, err=True))
