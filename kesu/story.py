"""The lines of a case's timeline as its people read them: the log's names of facts, clocks and forms in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from re import Match

from cases.model import Case, Event
from kesu.desk import Desk
from kesu.present import grade_name

LANG = "zh"
_FACT = re.compile(r"(?P<fact>\w+) = (?P<value>.*?)(?=, \w+ = |$)", re.DOTALL)
_YES_NO = {"true": True, "false": False}


def told(desk: Desk, case: Case, event: Event, lang: str) -> str:
    """`定级：三级 → 二级（R16-G2a）`. The log itself is English; what people wrote stays as they wrote it."""
    detail = event.text if lang != LANG else InChinese(desk, case).detail(event)
    return desk.words.event(event.what, lang, detail)


@dataclass(frozen=True, slots=True)
class InChinese:
    """What the log says of one case, in Chinese."""

    desk: Desk
    case: Case

    def detail(self, event: Event) -> str:
        if event.what in DETAILS:
            pattern, say = DETAILS[event.what]
            if found := pattern.fullmatch(event.text):
                return say(self, found)
        return self._fixed(event.text)

    def grade(self, found: Match[str]) -> str:
        new, why = self._graded(found["new"]), self._fixed(found["why"])
        return f"{self._graded(found['old'])} → {new}（{why}）" if found["old"] else f"{new}（{why}）"

    def papers(self, found: Match[str]) -> str:
        return f"等级由{self._graded(found['old'])}变为{self._graded(found['new'])}"

    def kept(self, found: Match[str]) -> str:
        return self._graded(found["old"])

    def people(self, found: Match[str]) -> str:
        return self.desk.words.listed([self.desk.people.name_of(who) for who in found["who"].split(", ")], LANG)

    def rest(self, found: Match[str]) -> str:
        return found["rest"]

    def asked(self, found: Match[str]) -> str:
        words = self.desk.words
        return words.listed([words.label(fact, LANG) for fact in found["rest"].split(", ")], LANG)

    def facts(self, found: Match[str]) -> str:
        said = [self._fact(each["fact"], each["value"]) for each in _FACT.finditer(found["facts"])]
        return self.desk.words.listed(said, LANG) + (f"（{found['why']}）" if found["why"] else "")

    def changed(self, found: Match[str]) -> str:
        old, new = (self._value(found["fact"], found[name]) for name in ("old", "new"))
        return self.desk.words.line(self.desk.words.label(found["fact"], LANG), f"{old} → {new}", LANG)

    def reminded(self, found: Match[str]) -> str:
        return f"{self.desk.words.clock(found['clock'], LANG)} → {self.people(found)}"

    def form(self, found: Match[str]) -> str:
        return f"{self.desk.words.form(found['form'], LANG)} {found['revision']}"

    def returned(self, found: Match[str]) -> str:
        return f"{self.form(found)}（{found['by']}）"

    def decided(self, found: Match[str]) -> str:
        return self.desk.words.line(self._fixed(found["verb"]), found["why"] or "", LANG)

    def goes_out(self, found: Match[str]) -> str:
        return f"{found['at']} 发出"

    def _fixed(self, text: str) -> str:
        return self.desk.words.detail(text, LANG)

    def _graded(self, grade: str) -> str:
        if grade == "None":
            return self._fixed(grade)
        return grade_name(self.desk, self.case, int(grade) if grade.isdecimal() else grade, LANG)

    def _fact(self, fact: str, value: str) -> str:
        return self.desk.words.line(self.desk.words.label(fact, LANG), self._value(fact, value), LANG)

    def _value(self, fact: str, value: str) -> str:
        return self.desk.words.value(fact, _YES_NO.get(value, value), LANG)


_TO = re.compile(r"to (?P<rest>.+)")
DETAILS: Mapping[str, tuple[re.Pattern[str], Callable[[InChinese, Match[str]], str]]] = {
    "graded": (re.compile(r"grade (?P<new>\S+)(?: \(was (?P<old>\S+)\))?: (?P<why>.+)"), InChinese.grade),
    "grade kept": (re.compile(r"grade (?P<old>\S+) kept: .+"), InChinese.kept),
    "papers ordered": (re.compile(r"the grade changed from (?P<old>\S+) to (?P<new>\S+)"), InChinese.papers),
    "assigned": (re.compile(r"owner (?P<who>.+)"), InChinese.people),
    "acknowledged": (_TO, InChinese.rest),
    "answered": (_TO, InChinese.rest),
    "declined": (_TO, InChinese.rest),
    "document": (re.compile(r"\S+ \S+: (?P<rest>.+)"), InChinese.rest),
    "asked": (re.compile(r"customer asked for (?P<rest>.+)"), InChinese.asked),
    "facts set": (re.compile(r"(?P<facts>\w+ = .*?)(?: \((?P<why>.*)\))?", re.DOTALL), InChinese.facts),
    "fact changed": (re.compile(r"(?P<fact>\w+): (?P<old>.*) → (?P<new>.*)", re.DOTALL), InChinese.changed),
    "reminded": (re.compile(r"(?P<clock>\w+): \S+ → (?P<who>.+)"), InChinese.reminded),
    "document returned": (re.compile(r"(?P<form>\S+) (?P<revision>\S+) by (?P<by>.+)"), InChinese.returned),
    "approval asked": (re.compile(r"(?P<form>\S+) (?P<revision>R\S+)"), InChinese.form),
    "decided": (re.compile(r"(?P<verb>approve|reject)(?:: (?P<why>.+))?", re.DOTALL), InChinese.decided),
    "answer queued": (re.compile(r"goes out at (?P<at>.+)"), InChinese.goes_out),
}
"""By kind of line: how the log writes it, and how it is said."""
