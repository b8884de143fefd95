"""Commands on what the desk keeps: cases, mails set aside, the outbox."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from cases.model import Case
from cases.outgoing import Sending
from kesu.cli import FINDINGS, AsJson, ConfigFile, Moment, configuration, err, moment, out, print_json, sentences, table
from kesu.desk import Desk

T = TypeVar("T")
Restricted = Annotated[
    bool, typer.Option("--restricted", help="Show words, facts and customer of accusations, which few may read.")
]

review_app = typer.Typer(help="Mails set aside for a person.", no_args_is_help=True)
outbox_app = typer.Typer(help="Mails waiting, failed or of unknown outcome.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Hang these commands on the main one."""
    app.command("cases", rich_help_panel="Cases")(cases)
    app.command("case", rich_help_panel="Cases")(case)
    app.add_typer(review_app, name="review", rich_help_panel="Cases")
    app.add_typer(outbox_app, name="outbox", rich_help_panel="Cases")


@contextmanager
def desk_of(context: typer.Context, config: Path | None, *, write: bool = False) -> Iterator[Desk]:
    """The desk of the configuration; for reading it can be opened while the service runs."""
    from kesu.wire import open_desk

    with sentences():
        root = context.find_root().obj
        desk = open_desk(configuration(config or root), now=datetime.now(UTC) if write else None, read_only=not write)
        try:
            yield desk
        finally:
            desk.store.close()


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
        rows = [_line(desk, _seen(each, restricted)) for each in found]
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
    from kesu.commands import CommandRefused

    with desk_of(context, config, write=bool(action)) as desk:
        found = _find(desk, number)
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

            seen = _seen(found, restricted)
            print_json([{**exported(desk, seen, datetime.now(UTC)), "answers": answered(desk, seen)}])
            return
        _show(desk, found, as_json, restricted)


@review_app.command("list")
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


@review_app.command("show")
def review_show(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """The raw mail on standard output; MAIL is the beginning of its SHA-256."""
    import sys

    from kesu.reviewing import find_mail

    with desk_of(context, config) as desk:
        handled = _or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside")
        _or_fail(handled.sha256 or None, handled.note)
        sys.stdout.buffer.write(desk.spool.read(handled.sha256))


@review_app.command("retry")
def review_retry(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """Read the mail again, as after an upgrade."""
    from kesu.intake import StillFails, take_again
    from kesu.reviewing import find_mail

    with desk_of(context, config, write=True) as desk:
        handled = _or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside")
        try:
            again = take_again(desk, handled, datetime.now(UTC))
        except StillFails as fault:
            err.print(str(fault), style="red", markup=False)
            raise typer.Exit(FINDINGS) from None
        err.print(f"{again.outcome}: {again.note}", markup=False)


@review_app.command("dismiss")
def review_dismiss(context: typer.Context, mail: str, config: ConfigFile = None) -> None:
    """Take the mail off the list; it stays in the spool and in the review folder."""
    from kesu.reviewing import dismiss, find_mail

    with desk_of(context, config, write=True) as desk:
        dismiss(desk, _or_fail(find_mail(desk, mail), f"no mail {mail!r} is set aside"))


@outbox_app.command("list")
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


@outbox_app.command("retry")
def outbox_retry(context: typer.Context, effect: str, config: ConfigFile = None) -> None:
    """Send a failed or unknown mail again with the next pass; EFFECT as `outbox list` shows it."""
    from kesu.outbox import retry

    with desk_of(context, config, write=True) as desk:
        try:
            retry(desk, effect, datetime.now(UTC))
        except LookupError as fault:
            err.print(str(fault), style="red", markup=False)
            raise typer.Exit(FINDINGS) from None


def case_to_print(desk: Desk, number: str, restricted: bool) -> Case:
    """The case of this number; an accusation only for who asks for it in so many words."""
    found = _find(desk, number)
    return _or_fail(found if restricted or not found.restricted else None, f"{number} is restricted: add --restricted")


def _find(desk: Desk, number: str) -> Case:
    return _or_fail(desk.store.case_by_number(number), f"there is no case {number!r}; kesu cases lists them")


def _or_fail(found: T | None, sentence: str) -> T:
    if found is None:
        err.print(sentence, style="red", markup=False)
        raise typer.Exit(FINDINGS)
    return found


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


def _seen(case_: Case, restricted: bool) -> Case:
    """The case as it may be shown on a screen."""
    from kesu.restricted import veiled

    return veiled(case_) if case_.restricted and not restricted else case_


def _show(desk: Desk, case_: Case, as_json: bool, restricted: bool) -> None:
    from kesu.views import case_json

    if as_json:
        print_json(case_json(desk, case_, hide=not restricted))
        return
    case_ = _seen(case_, restricted)
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
