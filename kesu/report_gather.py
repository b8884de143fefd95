"""What a report is made of: the figures of its period and of twelve months, and the cases behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cases.figures import ALL, Amount, Definition, Figure, Figures, Flow, OverdueList, Rate, Spread, Tally
from cases.kpi import figures
from cases.lives import Life, counts, life_of
from cases.model import Case
from cases.pack import Pack
from cases.periods import Period
from cases.state import State
from cases.stated import stated
from kesu.desk import Desk
from kesu.kpi_names import Names
from kesu.kpi_report import desk_figures, full_name
from kesu.report_periods import Kind, before, months_to

Told = TypeVar("Told", Rate, Tally, OverdueList, Spread, Amount)

GRADES, PROBLEMS, CUSTOMERS, AGES, LATE, ON_TIME = (
    Definition("report.grades", "proposal", "tally", by=("pack", "grade")),
    Definition("report.problems", "proposal", "tally", by=("problem_key",)),
    Definition("report.customers", "proposal", "tally", by=("customer",)),
    Definition("report.ages", "proposal", "ageing"),
    Definition("report.late", "proposal", "overdue"),
    Definition("report.on-time", "proposal", "clocks-on-time", parts_of_whole=True),
)
OWN = (GRADES, PROBLEMS, CUSTOMERS, AGES, LATE, ON_TIME)
"""What a report needs of the figures, whatever the company's own kpi.toml holds."""


@dataclass(frozen=True, slots=True)
class Month:
    """One column of the table by month; `begun` is False for one that lies ahead."""

    period: Period
    flow: Flow
    grades: Mapping[tuple[str, ...], int]
    """(regulation, grade) -> cases received."""
    begun: bool


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that is said in a report. Restricted cases are in none of it."""

    desk: Desk
    kind: Kind
    period: Period
    names: Names
    packs: tuple[Pack, ...]
    """The regulations it is about."""
    told: Figures
    definitions: Mapping[str, Definition]
    earlier: Flow
    """Of the period before."""
    months: tuple[Month, ...]
    lives: tuple[Life, ...]

    @property
    def lang(self) -> str:
        return self.names.lang

    @property
    def flow(self) -> Flow:
        return flow_of(self.told)

    def of(self, kind: type[Told], identity: str = "") -> list[Told]:
        """The figures of a kind over all complaints, of one definition or of every one that is not the report's."""
        found = (each for each in self.told.figures if isinstance(each, kind) and each.basis == ALL)
        return [each for each in found if each.id == identity or (not identity and not each.id.startswith("report."))]

    def open_cases(self) -> list[Life]:
        """Open at the moment that the report is told of."""
        return [life for life in self.lives if life.open_at(self.told.as_of)]

    def ended_cases(self) -> list[Life]:
        """Received in the period or ended in it, and no longer open after it."""
        return [life for life in self.in_period() if not life.open_at(self.told.as_of)]

    def in_period(self) -> list[Life]:
        """Received in the period, ended in it, or still open after it."""
        within = self.told.period
        return [
            life
            for life in self.lives
            if life.received in within or life.ended in within or life.open_at(self.told.as_of)
        ]


def gather(
    desk: Desk, folders: Sequence[Path], kind: Kind, period: Period, now: datetime, names: Names, pack: str = ""
) -> Gathered:
    """Raises CannotReckon for a regulation that the desk does not have."""
    only = full_name(desk, pack)
    cases = [case for case in desk.store.cases() if not secret(case)]
    told, definitions = desk_figures(desk, folders, period, now, pack=only, cases=cases, also=OWN)
    packs = {each.id: each for each in desk.packs.values() if only in ("", each.id)}
    mine = [case for case in cases if counts(case) and only in ("", case.pack)]
    return Gathered(
        desk,
        kind,
        period,
        names,
        tuple(packs.values()),
        told,
        {each.id: each for each in definitions},
        flow_of(_figures(desk, (), mine, before(kind, period, desk.config.zone), now)),
        tuple(_month(desk, mine, month, now) for month in months_to(period, desk.config.zone) if kind.months),
        tuple(life_of(case, desk.config.zone) for case in mine),
    )


def secret(case: Case) -> bool:
    """Whether nothing of it may stand in what everybody reads: an accusation against our own people."""
    return case.restricted or case.state is State.RESTRICTED or stated(case, "letter_type") == "whistleblow"


def flow_of(told: Figures) -> Flow:
    return next(flow for flow in told.flows if flow.basis == ALL)


def _month(desk: Desk, cases: Sequence[Case], month: Period, now: datetime) -> Month:
    told = _figures(desk, (GRADES,), cases, month, now)
    return Month(month, flow_of(told), _counts(told.figures), month.start <= now)


def _counts(found: Iterable[Figure]) -> dict[tuple[str, ...], int]:
    tallies = (each for each in found if isinstance(each, Tally) and each.basis == ALL)
    return {row.label: row.count for tally in tallies for row in tally.rows}


def _figures(
    desk: Desk, definitions: Sequence[Definition], cases: Sequence[Case], period: Period, now: datetime
) -> Figures:
    return figures(definitions, cases, period, now=now, zone=desk.config.zone)
