"""`kesu policy show PACK`: a pack as plain tables, for a quality manager to read on a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.clauses import Clause, Clock, GradeRule
from cases.pack import Pack
from kesu.show_words import CLAUSE, COLUMNS, PERIODS, STATUS, TITLES, UNITS


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of its columns, and its rows, all text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(pack: Pack, lang: str = "zh") -> list[Table]:
    """Grades, clocks, approvals, papers and the rest, each entry with its clause; empty tables are left out."""
    words = _Words(pack, int(lang == "en"))
    every = [
        words.grades(),
        words.clocks(),
        *(words.given(name) for name in ("approvers", "documents", "notify", "flags", "also")),
        words.participants(),
        *(words.chosen(name) for name in ("owner", "emergency_by", "state")),
        words.asks(),
        words.closing(),
        words.numbering(),
        words.reports(),
        words.settings(),
        words.facts(),
    ]
    return [table for table in every if table.rows]


def coverage_tables(pack: Pack, lang: str = "zh") -> list[Table]:
    """Every rule of the source that the pack carries, where and on what ground; and those left out, with the reason."""
    words = _Words(pack, int(lang == "en"))
    return [table for table in (words.carried(), words.left_out()) if table.rows]


class _Words:
    """The rows of one pack in one language (0 Chinese, 1 English)."""

    def __init__(self, pack: Pack, lang: int) -> None:
        self.pack = pack
        self.lang = lang

    def grades(self) -> Table:
        rules = [*self.pack.rules, *self.pack.residuals]
        return self._table(
            "grades", "grade", "clauses", rows=[(self._grade(rule), *self._clause(rule)) for rule in rules]
        )

    def clocks(self) -> Table:
        rows = [(clock.what, self._time(clock), *self._clause(clock)) for clock in self.pack.clocks]
        return self._table("clocks", "what", "time", "clauses", rows=rows)

    def given(self, name: str) -> Table:
        listings = self.pack.listings.get(name, ())
        rows = [(self._joined(listing.gives, listing.mode), *self._clause(listing)) for listing in listings]
        return self._table(name, "gives", "clauses", rows=rows)

    def participants(self) -> Table:
        groups = self.pack.choices.get("participants", ())
        rows = [(self._joined(group.roles), *self._clause(group)) for group in groups]
        return self._table("participants", "gives", "clauses", rows=rows)

    def chosen(self, name: str) -> Table:
        """Of several choices the first that holds."""
        rows = [(choice.gives, *self._clause(choice)) for choice in self.pack.choices.get(name, ())]
        return self._table(name, "gives", "clauses", rows=rows)

    def asks(self) -> Table:
        rows = [(self._joined(map(self._label, ask.facts)), *self._clause(ask)) for ask in self.pack.asks]
        return self._table("asks", "fact", "clauses", rows=rows)

    def closing(self) -> Table:
        rows = [(self._joined(check.points), *self._clause(check)) for check in self.pack.closing]
        return self._table("closing", "what", "clauses", rows=rows)

    def numbering(self) -> Table:
        rules = [self.pack.numbering] if self.pack.numbering else []
        return self._table("numbering", "what", "clauses", rows=[(rule.pattern, *self._clause(rule)) for rule in rules])

    def reports(self) -> Table:
        rows = [
            (PERIODS[report.period][self.lang], self._joined(report.to), *self._clause(report))
            for report in self.pack.reports
        ]
        return self._table("reports", "time", "gives", "clauses", rows=rows)

    def carried(self) -> Table:
        rows = [
            (each.rule, each.where, STATUS[each.status][self.lang], (each.zh, each.en)[self.lang])
            for each in sorted(self.pack.carried, key=lambda each: each.rule)
        ]
        return self._table("carried", "rule", "where", "status", "says", rows=rows)

    def left_out(self) -> Table:
        rows = [(each.rule, (each.zh, each.en)[self.lang]) for each in self.pack.left_out]
        return self._table("left_out", "rule", "why", rows=rows)

    def settings(self) -> Table:
        rows = [
            (
                setting.register or "–",
                setting.key,
                str(setting.value),
                self._joined([str(v) for v in (setting.default, *setting.alternatives) if v != setting.value], "any"),
                (setting.zh, setting.en)[self.lang],
            )
            for setting in self.pack.settings
        ]
        return self._table("settings", "register", "setting", "value", "others", "says", rows=rows)

    def facts(self) -> Table:
        rows = [
            (fact.id, (fact.label_zh, fact.label_en)[self.lang], fact.asked_of, ("是", "yes")[self.lang] * fact.open)
            for fact in self.pack.facts.values()
        ]
        return self._table("facts", "fact", "label", "asked", "open", rows=rows)

    def _table(self, title: str, *columns: str, rows: Iterable[tuple[str, ...]]) -> Table:
        names = [name for column in columns for name in (CLAUSE if column == "clauses" else [column])]
        headers = tuple(COLUMNS[name][self.lang] for name in names)
        return Table(TITLES[title][self.lang], headers, tuple(rows))

    def _grade(self, rule: GradeRule) -> str:
        """The grade with what people call it; a gap has none."""
        names = next((axis.names for axis in self.pack.axes if str(rule.grade) in axis.names), {})
        name = names.get(str(rule.grade), ("", ""))[self.lang]
        return "–" if rule.grade is None else f"{rule.grade} {name}".strip()

    def _clause(self, clause: Clause) -> tuple[str, str, str]:
        return clause.rule, (clause.zh, clause.en)[self.lang], STATUS[clause.status][self.lang]

    def _time(self, clock: Clock) -> str:
        unit = UNITS[clock.kind][self.lang]
        if clock.kind in ("same-day", "date"):
            return unit
        span = f"{clock.due}" if clock.target is None else f"{clock.target}–{clock.due}"
        soft = ("（原则上）", ", in principle")[self.lang] if clock.soft else ""
        starts = " / ".join(self._label(start) for start in clock.starts)
        if clock.not_before:
            starts += ("（{}后重新起算）", " (anew from: {})")[self.lang].format(self._label(clock.not_before))
        return (f"{starts}起 {span} {unit}{soft}", f"{span} {unit} from: {starts}{soft}")[self.lang]

    def _label(self, fact: str) -> str:
        kind = self.pack.facts[fact]
        return (kind.label_zh, kind.label_en)[self.lang]

    def _joined(self, items: Iterable[str], mode: str = "all") -> str:
        return (" / " if mode == "any" else ("、", ", ")[self.lang]).join(items)
