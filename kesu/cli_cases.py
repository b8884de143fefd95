"""`kesu cases` and `kesu case`: what the desk keeps of complaints, and a step by hand."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import Annotated

import typer

from cases.model import Case
from kesu.cli_desk import Restricted, case_named, desk_of, seen_case
from kesu.console import FINDINGS, AsJson, ConfigFile, Moment, err, moment, out, print_json, table
from kesu.desk import Desk


def register(app: typer.Typer) -> None:
    """Hang these commands on the main one."""
    app.command("cases", rich_help_panel="Cases")(cases)
    app.command("case", rich_help_panel="Cases")(case)


def cases(
    context: typer.Context,
    as_json: AsJson = False,
    open_only: Annotated[bool, typer.Option("--open", help="Only open cases.")] = False,
    late: Annotated[bool, typer.Option("--overdue", help="Only cases with a date that has passed.")] = False,
    restricted: Restricted = False,
    now: Moment = None,
    config: ConfigFile = None,
) -> None:
    """The cases of the desk.

    Examples: kesu cases --open    ·    kesu cases --overdue --json
    """
    from kesu.views import case_json, overdue

    with desk_of(context, config) as desk:
        found = list(desk.store.cases(open_only=open_only))
        if late:
            found = overdue(found, moment(now))
        if as_json:
            print_json([case_json(desk, each, hide=not restricted) for each in found])
            return
        rows = [_line(desk, seen_case(each, restricted)) for each in found]
        table("number", "grade", "state", "customer", "received", "subject", rows=rows)


def case(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="K2026-00012 or the regulation's number.")],
    action: Annotated[
        str,
        typer.Argument(
            help="set · event · assign · close · regrade · override, and every step as in a mail; nothing = show"
        ),
    ] = "",
    values: Annotated[list[str] | None, typer.Argument(help="FACT=VALUE …, NAME of an event, a person.")] = None,
    by: Annotated[str, typer.Option("--by", help="Who says so.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    at: Annotated[str | None, typer.Option("--at", help="When the event happened, ISO 8601 with offset.")] = None,
    as_json: AsJson = False,
    as_facts: Annotated[
        bool, typer.Option("--facts", help="Facts and history, as policy eval reads them; answers of returned forms.")
    ] = False,
    restricted: Restricted = False,
    config: ConfigFile = None,
) -> None:
    """One case with its timeline, or a step by hand, which is kept with who and why.

    Examples: kesu case K2026-00012 --json    ·
    kesu case K2026-00012 --facts > case.json && kesu policy eval case.json    ·
    kesu case K2026-00012 set total_cost_cny=120000 --by li.gong@example.com --reason "quotation of 3 March"    ·
    kesu case K2026-00012 event sample_received_at --at 2026-03-04T15:00:00+08:00    ·
    kesu case K2026-00012 close --reason "customer confirmed"    ·
    kesu case K2026-00012 "not effective" --reason "it happened again"
    """
    from kesu.by_hand import ACTIONS, UnknownAction, step
    from kesu.orders import CommandRefused

    with desk_of(context, config, write=bool(action)) as desk:
        found = case_named(desk, number)
        if action:
            try:
                found = step(desk, found, action, values or [], by or getpass.getuser(), reason, at, datetime.now(UTC))
            except (CommandRefused, UnknownAction) as refusal:
                code = 2 if isinstance(refusal, UnknownAction) else FINDINGS
                err.print(
                    f"{refusal} (actions: {', '.join(ACTIONS)})" if code == 2 else str(refusal),
                    style="red",
                    markup=False,
                )
                raise typer.Exit(code) from None
        if as_facts:
            from kesu.dossier import answered, exported

            seen = seen_case(found, restricted)
            print_json([{**exported(desk, seen, datetime.now(UTC)), "answers": answered(desk, seen)}])
            return
        _show(desk, found, as_json, restricted)


def _line(desk: Desk, case_: Case) -> tuple[object, ...]:
    return (
        case_.number,
        _grade(desk, case_),
        case_.state,
        case_.customer.name,
        f"{desk.local(case_.received_at):%Y-%m-%d %H:%M}",
        case_.subject,
    )


def _grade(desk: Desk, case_: Case) -> str:
    """As the regulation writes it, then its name; `open` while there is none."""
    from kesu.present import grade_text

    grade = case_.grading.grade if case_.grading else None
    return "open" if grade is None else f"{grade} {grade_text(desk, case_, 'zh')}"


def _show(desk: Desk, case_: Case, as_json: bool, restricted: bool) -> None:
    from kesu.views import case_json

    if as_json:
        print_json(case_json(desk, case_, hide=not restricted))
        return
    case_ = seen_case(case_, restricted)
    grading = case_.grading
    out.print(f"{case_.number}  {case_.subject}", style="bold", markup=False)
    out.print(
        f"{case_.customer.name}  ·  {case_.state}  ·  grade {_grade(desk, case_)}  ·  owner {case_.owner}",
        markup=False,
    )
    for reason in grading.reasons if grading else ():
        out.print(f"  {reason.rule}  {reason.zh}", markup=False)
    table(
        "time",
        "what",
        "",
        "by",
        rows=[(f"{desk.local(e.at):%m-%d %H:%M}", e.what, e.text, e.by) for e in case_.timeline],
    )
