"""The desk as commands open it, and its cases as a screen may show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cases.model import Case
from kesu.console import configuration, or_fail, sentences
from kesu.desk import Desk

Restricted = Annotated[
    bool, typer.Option("--restricted", help="Show words, facts and customer of accusations, which few may read.")
]


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


def case_named(desk: Desk, number: str) -> Case:
    """By either of its numbers; without one the command ends."""
    return or_fail(desk.store.case_by_number(number), f"there is no case {number!r}; kesu cases lists them")


def case_to_print(desk: Desk, number: str, restricted: bool) -> Case:
    """The case of this number; an accusation only for who asks for it in so many words."""
    found = case_named(desk, number)
    return or_fail(found if restricted or not found.restricted else None, f"{number} is restricted: add --restricted")


def seen_case(case_: Case, restricted: bool) -> Case:
    """The case as it may be shown on a screen."""
    from kesu.restricted import veiled

    return veiled(case_) if case_.restricted and not restricted else case_
