"""Figures for people: tables in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta, tzinfo
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TypeVar

from cases.books import NO_TARGET
from cases.figures import (
    ALL,
    Amount,
    Definition,
    Figures,
    Frequency,
    OverdueList,
    Rate,
    Spread,
    Tally,
)
from cases.targets import Target
from kesu.kpi_json import plain_number
from kesu.kpi_names import OF_A_CLOCK, Names
from kesu.kpi_words import DEFINITIONS, HEADS, SIGNS, UNIT_SIGNS, WORDS
from kesu.show import Table
from kesu.show_words import STATUS

Kind = TypeVar("Kind", Rate, Spread, Tally, Amount, OverdueList, Frequency)
Rows = Iterator[tuple[str, ...]]


def tables(told: Figures, definitions: Sequence[Definition], zone: tzinfo, names: Names) -> list[Table]:
    """Figures by kind. Rows of valid complaints that say the same as those of all are left out; so are empty tables."""
    show = _Show(told, zone, names, {each.id: each.pack for each in definitions})
    rows = {
        "flow": show.flows(),
        "rates": show.rates(),
        "times": show.times(),
        "counts": show.counts(),
        "same": show.same(),
        "sums": show.sums(),
        "late": show.late(),
        "meaning": show.meaning(definitions),
    }
    made = [show.table(name, tuple(lines)) for name, lines in rows.items()]
    return [table for table in made if table.rows]


class _Show:
    """Rows of text in one language."""

    def __init__(self, told: Figures, zone: tzinfo, names: Names, packs: Mapping[str, str]) -> None:
        self._told = told
        self._zone = zone
        self._names = names
        self._packs = packs
        """By figure: the regulation whose cases alone it counts."""
        self._lang = int(names.lang == "en")

    def table(self, name: str, rows: tuple[tuple[str, ...], ...]) -> Table:
        title, columns = HEADS[name]
        return Table(title[self._lang], tuple(columns[self._lang].split()), rows)

    def flows(self) -> Rows:
        for flow in self._told.flows:
            numbers = (flow.open_before, flow.received, flow.ended, flow.open_after)
            yield (self._word(flow.basis), *map(str, numbers))

    def rates(self) -> Rows:
        for each in self._of(Rate):
            value = "–" if each.value is None else f"{each.value} {UNIT_SIGNS[each.unit]}"
            numbers = (
                plain_number(each.num),
                plain_number(each.den),
                value,
                _target(each.target, each.unit),
                self._grade(each),
            )
            label = self._names.label(OF_A_CLOCK, each.label, self._packs[each.id])
            yield each.id, label, self._word(each.basis), *numbers

    def times(self) -> Rows:
        for each in self._of(Spread):
            spans = (_hours(span) for span in (each.mean, each.median, each.p90))
            yield each.id, " · ".join(map(self._word, each.label)), self._word(each.basis), str(each.count), *spans

    def counts(self) -> Rows:
        for each in self._of(Tally):
            for row in each.rows:
                label = self._names.label(each.by, row.label, self._packs[each.id])
                yield each.id, label, self._word(each.basis), str(row.count)

    def same(self) -> Rows:
        for each in self._of(Frequency):
            for same in each.same:
                cases = ", ".join(" ".join((c.case, c.state, *c.measures)) for c in same.cases)
                yield each.id, same.problem_key, self._word(each.basis), str(len(same.cases)), cases

    def sums(self) -> Rows:
        for each in self._of(Amount):
            total, numbers = plain_number(each.total), (str(each.known), str(each.unknown))
            yield each.id, self._word(each.basis), total, each.unit, *numbers

    def late(self) -> Rows:
        seen = dict.fromkeys(late for each in self._of(OverdueList) for late in each.late)
        for each in seen:
            due = f"{each.due.astimezone(self._zone):%Y-%m-%d %H:%M}"
            what, grade = self._names.clock(each.what), self._names.grade(each.grade, each.rule)
            yield each.case, each.rule, what, due, str(each.days), grade, each.owner

    def meaning(self, definitions: Sequence[Definition]) -> Rows:
        for each in definitions:
            yield each.id, STATUS[each.status][self._lang], each.en if self._lang else each.zh

    def _of(self, kind: type[Kind]) -> Iterator[Kind]:
        """The figures of one kind; those of the valid complaints only if they say something else."""
        every = {figure for figure in self._told.figures if figure.basis == ALL}
        for figure in self._told.figures:
            if isinstance(figure, kind) and (figure.basis == ALL or replace(figure, basis=ALL) not in every):
                yield figure

    def _grade(self, each: Rate) -> str:
        if each.why == NO_TARGET:
            return "–"
        word = self._word(each.grade)
        return f"{word} ({self._why(each.why)})" if each.why else word

    def _why(self, why: str) -> str:
        key, _, name = why.partition(":")
        return f"{self._word(key)} {name}".strip()

    def _word(self, key: str) -> str:
        return WORDS[key][self._lang]


def _target(target: Target | None, unit: str) -> str:
    return f"{SIGNS[target.op]} {target.bound} {UNIT_SIGNS[unit]}" if target else "–"


def _hours(span: timedelta | None) -> str:
    if span is None:
        return "–"
    hours = Decimal(span // timedelta(seconds=1)) / 3600
    return str(hours.quantize(Decimal("0.1"), ROUND_HALF_EVEN))


def definitions(kpis: Sequence[Definition], lang: str) -> Table:
    """What is measured, on what ground, and what it should come to."""
    english = int(lang == "en")
    rows = tuple(
        (
            each.id,
            STATUS[each.status][english],
            each.pack,
            ""
            if each.target is None
            else f"{SIGNS[each.target.op]} {each.target.bound}{UNIT_SIGNS.get(each.unit, '')}",
            (each.zh, each.en)[english],
        )
        for each in kpis
    )
    return Table(("指标", "Figures")[english], DEFINITIONS[lang], rows)
