"""The lines of a case's timeline as its people read them: the log's names of facts, clocks and forms in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from re import Match

from cases.model import Case, Event
from kesu.desk import Desk
from kesu.present import grade_name

_FACT = re.compile(r"(?P<fact>\w+) = (?P<value>.*?)(?=, \w+ = |$)", re.DOTALL)
_CLOCK = re.compile(r"(?P<clock>\w+)(?: \((?P<due>[^)]+)\))?(?:, |$)")
_YES_NO = {"true": True, "false": False}


def told(desk: Desk, case: Case, event: Event, lang: str) -> str:
    """`定级：三级 → 二级（R16-G2a）`. What people wrote stays as they wrote it."""
    return desk.words.event(event.what, lang, InWords(desk, case, lang).detail(event))


@dataclass(frozen=True, slots=True)
class InWords:
    """What the log says of one case, in the words of its reader."""

    desk: Desk
    case: Case
    lang: str

    def detail(self, event: Event) -> str:
        if event.what in DETAILS:
            pattern, say = DETAILS[event.what]
            if found := pattern.fullmatch(event.text):
                return say(self, found)
        return self._fixed(event.text)

    def grade(self, found: Match[str]) -> str:
        new, why = self._graded(found["new"]), self._fixed(found["why"])
        was = f"{self._graded(found['old'])} → " if found["old"] else ""
        return f"{was}{new}{self._beside(why)}"

    def papers(self, found: Match[str]) -> str:
        return f"{self._graded(found['old'])} → {self._graded(found['new'])}"

    def kept(self, found: Match[str]) -> str:
        return self._graded(found["old"])

    def people(self, found: Match[str]) -> str:
        return self.desk.words.listed([self.desk.people.name_of(who) for who in found["who"].split(", ")], self.lang)

    def rest(self, found: Match[str]) -> str:
        return found["rest"]

    def asked(self, found: Match[str]) -> str:
        words = self.desk.words
        return words.listed([words.label(fact, self.lang) for fact in found["rest"].split(", ")], self.lang)

    def facts(self, found: Match[str]) -> str:
        said = [self._fact(each["fact"], each["value"]) for each in _FACT.finditer(found["facts"])]
        return self.desk.words.listed(said, self.lang) + self._beside(found["why"] or "")

    def changed(self, found: Match[str]) -> str:
        old, new = (self._value(found["fact"], found[name]) for name in ("old", "new"))
        return self.desk.words.line(self.desk.words.label(found["fact"], self.lang), f"{old} → {new}", self.lang)

    def reminded(self, found: Match[str]) -> str:
        return f"{self.desk.words.clock(found['clock'], self.lang)} → {self.people(found)}"

    def clocks(self, found: Match[str]) -> str:
        words = self.desk.words
        said = [
            words.clock(each["clock"], self.lang) + self._beside(each["due"] or "")
            for each in _CLOCK.finditer(found[0])
        ]
        return words.listed(said, self.lang)

    def form(self, found: Match[str]) -> str:
        return f"{self.desk.words.form(found['form'], self.lang)} {found['revision']}"

    def forms(self, found: Match[str]) -> str:
        names = [self.desk.words.form(form, self.lang) for form in found["forms"].split(", ")]
        return self.desk.words.listed(names, self.lang)

    def returned(self, found: Match[str]) -> str:
        return self.form(found) + self._beside(found["by"])

    def decided(self, found: Match[str]) -> str:
        return self.desk.words.line(self._fixed(found["verb"]), found["why"] or "", self.lang)

    def origin(self, found: Match[str]) -> str:
        known = [self._fixed(part) for part in (found["code"], found["proof"]) if part]
        return self.desk.words.listed(known, self.lang) + self._beside(found["why"])

    def refused_code(self, found: Match[str]) -> str:
        return self._fixed(f"code {found[0]}")

    def goes_out(self, found: Match[str]) -> str:
        return found["at"]

    def _beside(self, words: str) -> str:
        marks = " ({})" if self.lang == "en" else "（{}）"
        return marks.format(words) if words else ""

    def _fixed(self, text: str) -> str:
        return self.desk.words.detail(text, self.lang)

    def _graded(self, grade: str) -> str:
        if grade == "None":
            return self._fixed(grade)
        return grade_name(self.desk, self.case, int(grade) if grade.isdecimal() else grade, self.lang)

    def _fact(self, fact: str, value: str) -> str:
        return self.desk.words.line(self.desk.words.label(fact, self.lang), self._value(fact, value), self.lang)

    def _value(self, fact: str, value: str) -> str:
        return self.desk.words.value(fact, _YES_NO.get(value, value), self.lang)


_TO = re.compile(r"to (?P<rest>.+)")
DETAILS: Mapping[str, tuple[re.Pattern[str], Callable[[InWords, Match[str]], str]]] = {
    "graded": (re.compile(r"grade (?P<new>\S+)(?: \(was (?P<old>\S+)\))?: (?P<why>.+)"), InWords.grade),
    "grade kept": (re.compile(r"grade (?P<old>\S+) kept: .+"), InWords.kept),
    "papers ordered": (re.compile(r"the grade changed from (?P<old>\S+) to (?P<new>\S+)"), InWords.papers),
    "forms ordered": (re.compile(r"(?P<forms>.+)"), InWords.forms),
    "assigned": (re.compile(r"owner (?P<who>.+)"), InWords.people),
    "acknowledged": (_TO, InWords.rest),
    "answered": (_TO, InWords.rest),
    "declined": (_TO, InWords.rest),
    "document": (re.compile(r"\S+ \S+: (?P<rest>.+)"), InWords.rest),
    "asked": (re.compile(r"customer asked for (?P<rest>.+)"), InWords.asked),
    "facts set": (re.compile(r"(?P<facts>\w+ = .*?)(?: \((?P<why>.*)\))?", re.DOTALL), InWords.facts),
    "fact changed": (re.compile(r"(?P<fact>\w+): (?P<old>.*) → (?P<new>.*)", re.DOTALL), InWords.changed),
    "reminded": (re.compile(r"(?P<clock>\w+): \S+ → (?P<who>.+)"), InWords.reminded),
    "clocks stopped": (re.compile(r".+"), InWords.clocks),
    "document returned": (re.compile(r"(?P<form>\S+) (?P<revision>\S+) by (?P<by>.+)"), InWords.returned),
    "form reviewed": (re.compile(r"(?P<form>\S+) (?P<revision>\S+): (?P<by>.+)"), InWords.returned),
    "approval asked": (re.compile(r"(?P<form>\S+) (?P<revision>R\S+)"), InWords.form),
    "decided": (re.compile(r"(?P<verb>approve|reject)(?:: (?P<why>.+))?", re.DOTALL), InWords.decided),
    "origin": (
        re.compile(r"(?P<proof>passed|failed|unknown): (?P<why>.*?)(?:; (?P<code>confirmed by code))?"),
        InWords.origin,
    ),
    "code refused": (re.compile(r"wrong|expired|locked"), InWords.refused_code),
    "answer queued": (re.compile(r"goes out at (?P<at>.+)"), InWords.goes_out),
}
"""By kind of line: how the log writes it, and how it is said."""
