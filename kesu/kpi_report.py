"""The figures of the desk's own cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from cases.figures import Definition, Figures, Given
from cases.kpi import by_number, figures
from cases.model import Case
from cases.pack import Pack
from cases.periods import Period
from cases.values import FactError, read, shown
from kesu.config_values import ConfigError
from kesu.desk import Desk
from kesu.kpis import load_kpis
from kesu.packs import PackError

Stated = Mapping[str, bool | int | str]
"""Numbers and yes/no as the configuration or the command line has them."""


class CannotReckon(Exception):
    """What was asked for cannot be told; the text is one sentence for a person."""


def desk_figures(
    desk: Desk,
    folders: Sequence[Path],
    period: Period,
    now: datetime,
    *,
    pack: str = "",
    stated: Stated | None = None,
    cases: Iterable[Case] | None = None,
    also: Sequence[Definition] = (),
) -> tuple[Figures, tuple[Definition, ...]]:
    """The figures of the period with what they mean: of all the desk's regulations, or of `pack` alone.

    What the configuration states for the period counts, unless `stated` says otherwise. `cases`: those to count,
    else all there are; `also`: figures that are told where the company's own kpi.toml has none of their id.
    Raises CannotReckon, and ConfigError for a kpi.toml with faults.
    """
    definitions = definitions_of(folders)
    known = {each.id for each in definitions}
    definitions += tuple(each for each in also if each.id not in known)
    packs = {each.id: each for each in desk.packs.values()}
    only = full_name(desk, pack)
    wanted = tuple(each for each in definitions if not each.pack or each.pack in ([only] if only else packs))
    told = figures(
        wanted,
        desk.store.cases() if cases is None else cases,
        period,
        now=now,
        zone=desk.config.zone,
        given=read_given({**desk.config.figures.get(period.text, {}), **(stated or {})}, definitions),
        rose=lambda name, before, after: _rose(packs, name, before, after),
        sent=lambda effect: _sent_at(desk, effect),
        pack=only,
    )
    return told, wanted


def definitions_of(folders: Sequence[Path]) -> tuple[Definition, ...]:
    """The figures that are defined. Raises ConfigError with all faults."""
    try:
        return load_kpis(folders)
    except PackError as error:
        raise ConfigError(list(error.faults)) from error


def read_given(stated: Stated, definitions: Sequence[Definition]) -> Given:
    """What a person has stated, by the names that the figures know. Raises CannotReckon."""
    numbers = {name for each in definitions for name in (each.per, *each.given) if name}
    answers = {name for each in definitions for name in each.requires}
    given: dict[str, Decimal | bool] = {}
    for name, raw in stated.items():
        if name not in numbers | answers:
            raise CannotReckon(f"no figure asks for {name!r} (they ask for: {', '.join(sorted(numbers | answers))})")
        try:
            given[name] = read(name, "decimal" if name in numbers else "bool", raw, UTC)
        except FactError as fault:
            raise CannotReckon(str(fault)) from fault
        if given[name] < 0:
            raise CannotReckon(f"{name} must be at least 0, not {shown(raw)}")
    return given


def full_name(desk: Desk, name: str) -> str:
    """The full name of the regulation asked for; "" for all. Raises CannotReckon."""
    known = {**{each.id: each.id for each in desk.packs.values()}, **{key: p.id for key, p in desk.packs.items()}}
    if name and name not in known:
        raise CannotReckon(f"this desk has no regulation {name!r} (it has: {', '.join(sorted(known))})")
    return known[name] if name else ""


def _rose(packs: Mapping[str, Pack], name: str, before: str, after: str) -> bool:
    pack = packs.get(name)
    return pack.milder(before, after) if pack else by_number(name, before, after)


def _sent_at(desk: Desk, effect: str) -> datetime | None:
    mail = desk.store.outgoing(effect)
    return mail.sent_at if mail else None
