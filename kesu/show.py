"""`kesu policy show PACK`: a pack as plain tables, for a quality manager to read on a screen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.pack import Clause, Clock, Pack


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of its columns, and its rows, all text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


STATUS = {
    "stated": ("规定", "stated"),
    "reading": ("解读", "reading"),
    "proposal": ("建议", "proposal"),
}
UNITS = {
    "natural": ("自然日", "natural days"),
    "working": ("工作日", "working days"),
    "hours": ("小时", "hours"),
    "business-hours": ("工作小时", "business hours"),
    "same-day": ("当日", "same day"),
}


def tables(pack: Pack, lang: str = "zh") -> list[Table]:
    """Grades, clocks, approvals, papers and the rest, each entry with its clause; empty tables are left out."""
    words = _Words(pack, 0 if lang == "zh" else 1)
    every = [
        words.grades(),
        words.clocks(),
        *(words.given(name) for name in ("approvers", "documents", "notify", "flags")),
        words.participants(),
        words.owners(),
        words.settings(),
        words.facts(),
    ]
    return [table for table in every if table.rows]


TITLES = {
    "grades": ("分级", "Grades"),
    "clocks": ("时限", "Clocks"),
    "approvers": ("批准", "Approvals"),
    "documents": ("单据", "Forms"),
    "notify": ("抄送", "Copies"),
    "flags": ("提示", "Flags"),
    "participants": ("参与者", "Participants"),
    "owner": ("责任人", "Owner"),
    "settings": ("可选解读", "Settings"),
    "facts": ("事实", "Facts"),
}
COLUMNS = {
    "grade": ("级别", "grade"),
    "rule": ("条款", "clause"),
    "status": ("依据", "basis"),
    "says": ("内容", "says"),
    "what": ("事项", "what"),
    "time": ("期限", "time"),
    "gives": ("给出", "gives"),
    "register": ("登记号", "register"),
    "setting": ("名称", "setting"),
    "value": ("取值", "value"),
    "others": ("其他取值", "others"),
    "fact": ("字段", "fact"),
    "label": ("名称", "label"),
    "asked": ("询问", "asked of"),
    "open": ("未知即待定", "open"),
}


class _Words:
    """The rows of one pack in one language (0 Chinese, 1 English)."""

    def __init__(self, pack: Pack, lang: int) -> None:
        self.pack = pack
        self.lang = lang

    def grades(self) -> Table:
        rules = [*self.pack.rules, *self.pack.residuals]
        return self._table(
            "grades", "grade", "clauses", rows=[(str(rule.grade), *self._clause(rule)) for rule in rules]
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

    def owners(self) -> Table:
        rows = [(owner.gives, *self._clause(owner)) for owner in self.pack.choices.get("owner", ())]
        return self._table("owner", "gives", "clauses", rows=rows)

    def settings(self) -> Table:
        rows = [
            (
                setting.register,
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

    def _clause(self, clause: Clause) -> tuple[str, str, str]:
        return clause.rule, (clause.zh, clause.en)[self.lang], STATUS[clause.status][self.lang]

    def _time(self, clock: Clock) -> str:
        unit = UNITS[clock.kind][self.lang]
        if clock.kind == "same-day":
            return unit
        span = f"{clock.due}" if clock.target is None else f"{clock.target}–{clock.due}"
        soft = ("（原则上）", ", in principle")[self.lang] if clock.soft else ""
        starts = " / ".join(self._label(start) for start in clock.starts)
        return (f"{starts}起 {span} {unit}{soft}", f"{span} {unit} from: {starts}{soft}")[self.lang]

    def _label(self, fact: str) -> str:
        kind = self.pack.facts[fact]
        return (kind.label_zh, kind.label_en)[self.lang]

    def _joined(self, items: Iterable[str], mode: str = "all") -> str:
        return (" / " if mode == "any" else ("、", ", ")[self.lang]).join(items)


CLAUSE = ("rule", "says", "status")
