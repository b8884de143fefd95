"""Free phrases that are read: explicit sentences as facts, alarm words as questions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cases.mail import Field, FieldValue
from parsers.labels import dictionary
from parsers.language import to_simplified

T = TypeVar("T")
_SENTENCE = re.compile(r"[^。！!？?；;\n]+[。！!？?；;\n]?")
DOUBT = re.compile(
    r"如果|若|可能|是否|会不会|以免|避免|担心|防止|怀疑|恐|将会|请确认|\b(?:if|whether|may|might|could|would|avoid|prevent|risk of|worried)\b",
    re.I,
)
DENIAL = re.compile(
    r"没有|没|未(?!来)|不(?!良|合格|能|足|同|符)|无(?!法|输出|显示)|并非"
    r"|\b(?:no|not|never|without|isn't|wasn't|hasn't|don't|doesn't)\b",
    re.I,
)
"""不 and 无 also begin the names of failures (不良, 无法开机)."""
CONFIDENCE = 0.85
"""Of what a sentence states; a label states it more surely."""
LONGEST = 1_000
"""Characters of a sentence that is read; what is longer is no sentence."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern that states a fact; with a group `value` it takes that, else `says`."""

    field: str
    words: tuple[str, ...]
    """One of these stands in every text that the pattern can match; they are looked for first."""
    pattern: re.Pattern[str]
    says: FieldValue = True
    unit: str = ""

    takes: bool = False
    """Whether the value stands in the text (the pattern's group `value`)."""


def _p(field: str, words: str, pattern: str, says: FieldValue = True, unit: str = "") -> Phrase:
    compiled = re.compile(pattern, re.I)
    return Phrase(field, tuple(words.split()), compiled, says, unit, "value" in compiled.groupindex)


_ID = r"(?P<value>(?=[A-Za-z0-9._/-]*\d)[A-Za-z0-9][A-Za-z0-9._/-]{2,39})"
_IS = r"\s?(?:为|是|[:：#＃])?\s?"
PIECES = r"(?:pcs|pieces|units|片|块|件|个|只|台|套|颗|支|根|条)"

STATEMENTS: tuple[Phrase, ...] = (
    _p("production_affected", "生产 production", r"(?:未|没有|没|不|并未)(?:对.{0,6})?(?:造成)?影响(?:到)?(?:我司|我们|客户)?(?:的)?(?:正常)?生产", False),
    _p("production_affected", "生产 production", r"生产(?:未|没有|不)受(?:到)?影响", False),
    _p("production_affected", "生产 production", r"production (?:is|was|has) not (?:been )?(?:affected|impacted)|no impact on (?:our |the )?production|without affecting (?:our )?production", False),
    _p("production_affected", "生产 production", r"影响(?:到|了)?(?:我司|我们|客户)?(?:的)?(?:正常)?生产|生产(?:已)?受到?(?:了)?(?:严重)?影响"),
    _p("production_affected", "生产 production", r"production (?:is|was|has been) (?:seriously |badly )?(?:affected|impacted)|affect(?:s|ed|ing) (?:our |the )?(?:normal )?production"),
    _p("formal_written", "8d scar car", r"(?:提供|提交|回复|出具|给出|填写|反馈|发送|需要?|要求|请).{0,16}?(?:8D|SCAR|CAR)(?:\s?报告|\s?改善|[^A-Za-z]|$)"),
    _p("formal_written", "8d scar car", r"\b(?:provide|submit|send|need|require|request|issue|expect|reply with|return|demand)\w*\b.{0,80}\b(?:8D|SCAR|CAR)\b"),
    _p("formal_written", "8d scar car", r"\b(?:8D|SCAR|CAR)\b(?: report)? (?:is |are )?(?:required|requested|needed)"),
    _p("batch_no", "批号 批次 lot batch", rf"(?:批号|批次号?|\bLot(?: No\.?| number)?|\bBatch(?: No\.?| number)?){_IS}{_ID}"),
    _p("part_no", "料号 品号 物料编码 p/n part", rf"(?:料号|品号|物料编码|\bP/N|\bPart (?:No\.?|number)){_IS}{_ID}"),
    _p("model", "型号 model", rf"(?:型号|\bmodel(?: no\.?)?){_IS}{_ID}"),
    _p("serial_no", "序列号 s/n sn serial", rf"(?:序列号|\bS/N|\bSN|\bserial (?:no\.?|number)){_IS}{_ID}"),
    _p("order_no", "订单 合同号 po purchase", rf"(?:订单号|订单|合同号|\bPO(?: No\.?| number)?|\bpurchase order){_IS}{_ID}"),
    _p("qty_defect", "不良 异常 故障 损坏 失效 无法 不能 出现 of defective faulty fail reject", rf"(?:发现|有|其中|共|计|累计)\s?(?P<value>\d{{1,7}})\s?{PIECES}.{{0,4}}(?:不良|异常|故障|损坏|失效|无法|不能|出现)", unit="pcs"),
    _p("qty_defect", "不良 异常 故障 损坏 失效 无法 不能 出现 of defective faulty fail reject", rf"(?P<value>\d{{1,7}})\s?{PIECES}? (?:\w+ )?(?:out )?of (?:the )?\d{{1,7}}", unit="pcs"),
    _p("qty_defect", "不良 异常 故障 损坏 失效 无法 不能 出现 of defective faulty fail reject", rf"(?P<value>\d{{1,7}})\s?{PIECES} (?:\w+ )?(?:were |are |was )?(?:found )?(?:defective|faulty|failed|failing|rejected)", unit="pcs"),
    _p("module_count", "x × *", r"(?P<value>\d{1,9})\s?(?:块|片|件|pcs|modules?)?\s?[x×*]\s?\d+(?:\.\d+)?\s?(?:wp|w|瓦)", unit="pcs"),
    _p("module_wp", "x × *", r"\d{1,9}\s?(?:块|片|件|pcs|modules?)?\s?[x×*]\s?(?P<value>\d+(?:\.\d+)?)\s?(?:wp|w|瓦)", unit="W"),
    _p("defect_rate", "不良率 rate", r"(?:不良率|defect rate|failure rate)(?:约|大约|为|是|达|达到|高达|is|of|about|[:：\s])*(?P<value>\d{1,3}(?:\.\d{1,4})?)\s?%", unit="%"),
)  # fmt: skip

ALARMS: tuple[Phrase, ...] = tuple(
    _p(field, words, pattern)
    for field, words, pattern in (
        ("line_stop", "停 断线 line production", r"停线|停产|产线停|生产线停|断线|\blines?[- ]?(?:is |are |was |has been |had to be )?(?:stop|down|stopped|stoppage)\b|\bproduction (?:stop|stopped|halt)"),
        ("launch_or_test_freeze", "冻结 freeze", r"上线冻结|测试冻结|冻结上线|launch freeze|test freeze"),
        ("batch_recall", "召回 recall", r"召回|\brecall"),
        ("safety_hazard", "起火 着火 冒烟 触电 爆炸 烧毁 漏电 伤人 fire smok shock explo burn injur", r"起火|着火|冒烟|触电|爆炸|烧毁|漏电|伤人|\b(?:fire|smoke|smoking|electric shock|explo\w+|burn(?:t|ed|ing)|injur\w+)\b"),
        ("legal_action", "律师 起诉 诉讼 法院 仲裁 lawsuit lawyer attorney legal sue court", r"律师函|律师|起诉|诉讼|法院|仲裁|\b(?:lawsuit|lawyer|attorney|legal action|sue|court)\b"),
        ("media_exposed", "媒体 曝光 微博 电视台 记者 media press journalist", r"媒体|曝光|微博|电视台|记者|\b(?:media|press|journalist)\b"),
        ("mass_complaint_risk", "群体性 集体投诉 class", r"群体性|集体投诉|\bclass action\b"),
        ("production_affected", "生产 production", r"影响.{0,8}生产|生产.{0,6}影响|\bproduction\b.{0,30}\b(?:affected|impact)"),
    )
)  # fmt: skip


def free_facts(text: str, where: str) -> Iterator[tuple[str, Field]]:
    """Facts of whole sentences, then suspicions; a doubted or denied sentence states nothing."""
    folded = to_simplified(text)
    lower = folded.lower()
    if len(lower) != len(folded):
        folded = lower
    spans = [(found.start(), found.end()) for found in _SENTENCE.finditer(folded)]
    finder = _Finder(lower, [start for start, _ in spans])
    statements = finder.place((word, phrase) for phrase in STATEMENTS for word in phrase.words)
    alarms = finder.place((word, phrase) for phrase in ALARMS for word in phrase.words)
    failures = finder.place((name, (name, canonical)) for name, canonical in dictionary().failures)
    stated: dict[str, Field] = {}
    for i in sorted({*statements, *alarms, *failures}):
        start, end = spans[i]
        if end - start > LONGEST:
            continue
        sentence = _Sentence(folded[start:end].strip(), text[start:end].strip(), where)
        for id_, field in sentence.facts(statements.get(i, ()), alarms.get(i, ()), failures.get(i, ())):
            _keep(stated, id_, field)
    yield from stated.items()


@dataclass(frozen=True, slots=True)
class _Finder:
    """Finds which sentences are worth a pattern, by plain words."""

    lower: str
    starts: list[int]

    def place(self, wanted: Iterable[tuple[str, T]]) -> dict[int, list[T]]:
        """For each sentence that has one of the words what the words stand for, in the given order."""
        found: dict[int, list[T]] = {}
        for word, meaning in wanted:
            at = self.lower.find(word)
            while at >= 0:
                place = found.setdefault(bisect_right(self.starts, at) - 1, [])
                if meaning not in place:
                    place.append(meaning)
                at = self.lower.find(word, at + len(word))
        return found


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    """In simplified characters."""
    raw: str
    where: str

    @property
    def doubted(self) -> bool:
        return DOUBT.search(self.text) is not None or self.text.endswith(("?", "？"))

    def field(self, value: FieldValue, unit: str, confidence: float, *flags: str) -> Field:
        return Field(value, self.raw, self.where, unit, confidence, flags)

    def denied_before(self, at: int, reach: int) -> bool:
        return DENIAL.search(self.text[max(0, at - reach) : at]) is not None

    def facts(
        self, statements: Sequence[Phrase], alarms: Sequence[Phrase], failures: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[str, Field]]:
        settled: set[str] = set()
        doubted = self.doubted
        for phrase in statements:
            if phrase.field in settled or (doubted and not phrase.takes):
                continue
            if (match := phrase.pattern.search(self.text)) and not _denied(phrase, self, match):
                settled.add(phrase.field)
                yield phrase.field, _stated(phrase, match, self)
        for phrase in alarms:
            match = phrase.pattern.search(self.text) if phrase.field not in settled else None
            if match and not self.denied_before(match.start(), 12):
                yield f"suspected.{phrase.field}", self.field(True, "", 0.5, "suspected")
        if failures and not doubted:
            yield from _failures(self, failures)


def _denied(phrase: Phrase, sentence: _Sentence, match: re.Match[str]) -> bool:
    """`不需要8D报告`, `no 8D required`: a yes with a no in or before it."""
    if phrase.says is not True or phrase.takes:
        return False
    return sentence.denied_before(match.end(), match.end() - match.start() + 10)


def _stated(phrase: Phrase, match: re.Match[str], sentence: _Sentence) -> Field:
    value: FieldValue = phrase.says
    if phrase.takes:
        value = match.group("value").rstrip("./-")
        if dictionary().labels[phrase.field].type == "idents":
            value = (str(value),)
    return sentence.field(value, phrase.unit, CONFIDENCE)


def _failures(sentence: _Sentence, failures: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Field]]:
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


def _keep(stated: dict[str, Field], id_: str, field: Field) -> None:
    """The first statement counts; lists grow; yes and no together are a question."""
    known = stated.get(id_)
    if known is None:
        stated[id_] = field
    elif isinstance(known.value, tuple) and isinstance(field.value, tuple):
        stated[id_] = Field(
            tuple(dict.fromkeys([*known.value, *field.value])), known.raw, known.where, known.unit, known.confidence
        )
    elif isinstance(known.value, bool) and known.value != field.value:
        flags = ("contradiction", "suspected")
        stated[id_] = Field(known.value, f"{known.raw}\n{field.raw}", known.where, known.unit, 0.5, flags)
