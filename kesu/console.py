"""What all commands share: JSON alone on standard output, the rest on standard error, one sentence for a failure."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cases.ports import MailboxUnavailable
from cases.stores import StoreUnavailable
from kesu.config import Config
from kesu.config_file import default_config, load_config
from kesu.config_values import ConfigError

T = TypeVar("T")

out = Console(soft_wrap=True, width=None if sys.stdout.isatty() else 200)
err = Console(stderr=True, soft_wrap=True)

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The configuration; else config.toml here, else built-in defaults.")
]
Moment = Annotated[str | None, typer.Option("--now", help="The time to act at, ISO 8601 with offset; else now.")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]

DONE, FINDINGS, WRONG = 0, 1, 2


def configuration(file: Path | None) -> Config:
    """The configuration to work with. Raises ConfigError."""
    if file is not None:
        return load_config(file)
    here = Path("config.toml")
    return load_config(here) if here.is_file() else default_config()


def moment(text: str | None) -> datetime:
    """The time given, or now. Raises typer.BadParameter for a naive one, which would mean another hour elsewhere."""
    if text is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not ISO 8601, such as 2026-03-02T09:00:00+08:00") from error
    if at.tzinfo is None:
        raise typer.BadParameter(f"{text!r} has no offset; write it like 2026-03-02T09:00:00+08:00")
    return at


def print_json(value: object) -> None:
    """One JSON value to standard output, UTF-8."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def several(count: int, what: str) -> str:
    """`1 fault`, `2 faults`, `0 faults`."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def say(text: str) -> None:
    """Progress, for whoever watches."""
    err.print(text, style="dim", markup=False)


def table(*columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """A table on standard output; cells are text as it is, whatever brackets customers write."""
    shown = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        shown.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    out.print(shown)


@contextmanager
def sentences() -> Iterator[None]:
    """Every expected failure as one sentence and the right exit code; never a traceback."""
    try:
        yield
    except ConfigError as error:
        more = f" ({len(error.faults) - 1} more)" if len(error.faults) > 1 else ""
        _fail(f'{error.faults[0]}{more}\nrun "kesu check" to see everything that is wrong', WRONG)
    except MailboxUnavailable as error:
        _fail(str(error), WRONG if error.permanent else FINDINGS)
    except StoreUnavailable as error:
        _fail(str(error), FINDINGS)
    except OSError as error:
        _fail(f"{error.filename or 'the disk'}: {error.strerror or error}", FINDINGS)


def or_fail(found: T | None, sentence: str) -> T:
    """What was found; else `sentence` for the person, and the exit code of a finding."""
    if found is None:
        err.print(sentence, style="red", markup=False)
        raise typer.Exit(FINDINGS)
    return found


def _fail(sentence: str, code: int) -> None:
    err.print(sentence, style="red", markup=False)
    raise typer.Exit(code)
