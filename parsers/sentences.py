"""A sentence of a letter: the facts it states, with how surely it does, and the alarms in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from cases.mail import Field, FieldValue
from parsers.belongs import ELSEWHERE, left_open, of_another
from parsers.day_words import PAST, WANTED
from parsers.hedges import ALSO, DENIAL, DOUBT, HEARSAY, PERHAPS, REQUEST, SPAN, SUPPOSED
from parsers.labels import Label, dictionary
from parsers.numbers import bounds, english
from parsers.phrasebook import Phrase, said_in
from parsers.values import AS_WRITTEN, parse_value

SUSPECTED = "suspected"
_CLAUSE = re.compile(r"[，,。；;！!？?\n]")
NAMED = frozenset(["ident", "idents", *AS_WRITTEN]) - {"hours"}
"""Types of what has its name whether or not something is supposed of it."""
_CLAUSE_REACH = 40
_NEAR = 12
"""Characters around a number in which its bounds stand: `预计8万元左右`."""
ORDINALS = {"second": "2", "2nd": "2", "third": "3", "3rd": "3", "fourth": "4", "4th": "4", "fifth": "5", "5th": "5"}
_MONTH_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.]\s?(\d{1,2})(?![\d/.-])")
_HAN = re.compile(r"[\u3400-\u9fff]")
CONFIDENCE = 0.85
"""Of what a sentence states; a label states it more surely."""
MOST = 5
"""Places of one phrase in one sentence that are looked at."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and what it states."""

    text: str
    """In simplified characters."""
    raw: str
    where: str
    written: datetime

    @property
    def doubted(self) -> bool:
        asks = self.text.endswith(("?", "？", "吗")) and REQUEST.search(self.text) is None
        return asks or DOUBT.search(self.text) is not None

    def field(self, value: FieldValue, unit: str, confidence: float, *flags: str) -> Field:
        return Field(value, self.raw, self.where, unit, confidence, flags)

    def hedges(self, start: int, end: int) -> tuple[str, ...]:
        """What the words around a value say: how exact it is, and whether it is only hearsay or a case supposed."""
        clause = _CLAUSE.split(self.text[max(0, start - _CLAUSE_REACH) : start])[-1]
        before, after = clause[-_NEAR:], _CLAUSE.split(self.text[end : end + 6])[0]
        hearsay = ("hearsay", SUSPECTED) if HEARSAY.search(self.text) else ()
        supposed = ("supposed", SUSPECTED) if PERHAPS.search(clause) or SUPPOSED.search(self.text, 0, start) else ()
        span = ("range",) if SPAN.search(before) else ("several",) if ALSO.search(before) else ()
        return (*hearsay, *supposed, *span, *bounds(f"{before} {after}"))

    def denied_before(self, at: int, reach: int) -> bool:
        return DENIAL.search(self.text[max(0, at - reach) : at]) is not None

    def undenied(self, phrase: Phrase) -> Iterator[re.Match[str]]:
        """Where it stands without a no: `不需要8D报告，请换货` wants no report, but an exchange."""
        match = phrase.pattern.search(self.text)
        for _ in range(MOST):
            if match is None:
                return
            denied = _denied(phrase, self, match)
            if not denied:
                yield match
            match = phrase.pattern.search(self.text, match.start() + 1 if denied else match.end())

    def alarmed(self, phrase: Phrase) -> bool:
        """Whether it stands somewhere without a no before it in its clause: `没有解决，还威胁我` is a threat."""
        for match in phrase.pattern.finditer(self.text):
            at = match.start()
            clause = max(self.text.rfind(comma, 0, at) for comma in "，,") + 1
            if not self.denied_before(at, min(12, at - clause)):
                return True
        return False

    def facts(
        self,
        statements: Sequence[Phrase],
        alarms: Sequence[Phrase],
        failures: Sequence[tuple[str, str]],
        known: Set[str],
    ) -> Iterator[tuple[str, Field]]:
        """What it states of fields that are not `known` well enough, then what it makes us ask."""
        if ELSEWHERE.search(self.text):
            statements, failures = (), ()
        settled: set[str] = set()
        wanted: list[tuple[int, int]] = []
        doubted, said = self.doubted, said_in(self.text)
        for phrase in statements:
            if not phrase.needs <= said:
                continue
            again = phrase.field in settled and phrase.field not in WANTED
            if again or phrase.field in known or (doubted and not phrase.takes):
                continue
            matches = [match for match in self.undenied(phrase) if not _overlaps(phrase, match, wanted)]
            fields = list(filter(None, (_stated(phrase, match, self) for match in matches)))
            wanted += [phrase.span_of(match) for match in matches if phrase.field in WANTED]
            settled |= {phrase.field} if fields else set()
            yield from ((phrase.field, field) for field in (fields if phrase.takes else fields[:1]))
        for phrase in alarms:
            suspicion = f"{SUSPECTED}.{phrase.field}"
            if phrase.field not in settled and suspicion not in known and self.alarmed(phrase):
                yield suspicion, self.field(True, "", 0.5, SUSPECTED)
        if failures and not doubted and "failure_mode" not in known:
            yield from _failures(self, failures)


def _overlaps(phrase: Phrase, match: re.Match[str], taken: Sequence[tuple[int, int]]) -> bool:
    """Whether a day is one that another pattern has read: a sentence can set two, and one day is not two."""
    if phrase.field not in WANTED or not taken:
        return False
    start, end = phrase.span_of(match)
    return any(start < other_end and other < end for other, other_end in taken)


def _denied(phrase: Phrase, sentence: Sentence, match: re.Match[str]) -> bool:
    """`不需要8D报告`, `no 8D required`: a yes with a no in or before it; `没有37片不良`: a number behind one."""
    if phrase.takes:
        if not sentence.denied_before(match.start(), 4):
            return False
        begins = max(sentence.text.rfind(comma, 0, match.start()) for comma in "，,；;") + 1
        return sentence.denied_before(match.start(), min(4, match.start() - begins))
    if phrase.says is not True or phrase.negative:
        return False
    clause = max(sentence.text.rfind(comma, 0, match.start()) for comma in "，；;") + 1
    return sentence.denied_before(match.end(), match.end() - max(clause, match.start() - 10))


def _stated(phrase: Phrase, match: re.Match[str], sentence: Sentence) -> Field | None:
    """The field, None if the value is none of its type (30 February)."""
    if not phrase.takes:
        return sentence.field(phrase.says, phrase.unit, CONFIDENCE)
    label = dictionary().labels[phrase.field]
    start, end = phrase.span_of(match)
    if of_another(phrase.field, sentence.text, start):
        return None
    said = sentence.text[start:end].rstrip("./-")
    shown = sentence.raw[start : start + len(said)] if label.type in AS_WRITTEN else _in_figures(said, sentence, label)
    value = parse_value(label, shown, sentence.written)
    if value is None or _out_of_time(label, value.value, sentence):
        return None
    hedges = (
        left_open(label.type, said, sentence.text, end)
        if label.type in NAMED | CHOICES
        else sentence.hedges(start, end)
    )
    flags = tuple(dict.fromkeys([*value.flags, *hedges]))
    return sentence.field(value.value, value.unit or phrase.unit, round(value.confidence * CONFIDENCE, 2), *flags)


def _out_of_time(label: Label, value: FieldValue, sentence: Sentence) -> bool:
    """A day behind the mail on which nothing can have happened yet (`贵司5月25日发货` announces), or one before it
    on which nothing can be wanted any more."""
    today = sentence.written.date().isoformat()
    return (label.field in PAST and str(value)[:10] > today) or (label.field in WANTED and str(value)[:10] < today)


CHOICES = frozenset(["choices"])


def _in_figures(said: str, sentence: Sentence, label: Label) -> str:
    """`twenty-three` 23, `third` 3; among Chinese words 8/11 and 8.11 are a day in August."""
    if label.type in ("date", "moment"):
        return _MONTH_DAY.sub(r"\1月\2日", said) if _HAN.search(sentence.text) else said
    found = english(said)
    return ORDINALS.get(said.lower(), said) if found is None else str(found)


def _failures(sentence: Sentence, failures: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Field]]:
    lower = sentence.text.lower()
    for name, canonical in failures:
        at = lower.find(name)
        if at >= 0 and not sentence.denied_before(at, 6) and _whole(lower, name, at):
            yield "failure_mode", sentence.field(canonical, "", 0.75, "free-text")
            return


def _whole(text: str, name: str, at: int) -> bool:
    if not name.isascii():
        return True
    before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
    return not before.isalpha() and not after.isalpha()
