"""Free phrases that are read: explicit sentences as facts, alarm words as questions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from cases.chinese import to_simplified
from cases.mail import Field
from parsers.boxes import has_boxes, ticked
from parsers.labels import dictionary
from parsers.phrasebook import phrases
from parsers.sentences import SUSPECTED, Sentence
from parsers.words import WordIndex

_SENTENCE = re.compile(
    r"(?:[^。！!？?；;\n.]++|\.(?!\s+[A-Z])"
    r"|(?i:(?<=\bno|\bnr|\bco|\bmr|\bms|\bdr)|(?<=\bltd|\bmrs|\binc|\bref|\blot|\bqty|\btel|\bart|\bpcs|\bnos|\bfeb|\bmar|\bapr|\baug|\bsep|\boct|\bnov|\bdec|\bjan))\.)+[。！!？?；;\n.]?"
)
_WRAPPED = re.compile(r"(?<=[^\s。！!？?；;:：])\n(?=[a-z])|(?<=[，,、])\n(?=[^\s:：]{13})")
"""A line that goes on in the next one."""
LONGEST = 1_000
"""Characters of a sentence that is read; what is longer is no sentence."""
ENOUGH, MANY = 3, 30
"""Sentences that state one fact: more of them are not looked for, more lots or serial numbers are."""
GROWING = frozenset(["batch_no", "serial_no", "remedy"])


def free_facts(text: str, where: str, written: datetime) -> Iterator[tuple[str, Field]]:
    """Facts of whole sentences, then suspicions; a doubted or denied sentence states nothing."""
    text = _WRAPPED.sub(" ", text)
    folded = to_simplified(text)
    lower = folded.lower()
    if len(lower) != len(folded):
        folded = lower
    index, alarms, failures = _index()
    stating, alarming = phrases()
    stated: dict[str, Field] = {}
    times: Counter[str] = Counter()
    read: set[str] = set()
    fits = lru_cache(maxsize=None)(lambda number: stating[number].fits(folded))  # looks through the whole text
    for span in _SENTENCE.finditer(folded):
        start, end = span.span()
        piece = lower[start:end]
        if end - start > LONGEST or piece in read:
            continue
        read.add(piece)
        hits = index.hits(piece)
        if not hits:
            continue
        sentence = Sentence(_chosen(_answer(folded[start:end])), _chosen(text[start:end]), where, written)
        known = {id_ for id_, count in times.items() if count >= (MANY if id_ in GROWING else ENOUGH)}
        said = (
            [stating[i] for i in hits if i < alarms and fits(i)],
            [alarming[i - alarms] for i in hits if alarms <= i < failures],
            [dictionary().failures[i - failures] for i in hits if i >= failures],
        )
        for id_, found in sentence.facts(*said, known):
            times[id_] += 1
            _keep(stated, id_, found)
    yield from stated.items()


_QUESTION = re.compile(r"[^，。；;：:\n]{0,12}是否[^，。；;：:\n]{0,14}[:：]")


def _answer(sentence: str) -> str:
    """Of `是否停电：否，业务未受影响` the answer, at its place: the question is a form's."""
    if "是否" not in sentence or has_boxes(sentence):
        return sentence
    return _QUESTION.sub(lambda asked: "·" * len(asked[0]), sentence)


def _chosen(sentence: str) -> str:
    """Of a row of boxes only what is ticked is said."""
    return ticked(sentence) if has_boxes(sentence) else sentence.strip()


@lru_cache(maxsize=1)
def _index() -> tuple[WordIndex, int, int]:
    """The words of statements, alarms and failures, in this order, and where the second and the third begin."""
    stating, alarming = phrases()
    words = [phrase.words for phrase in (*stating, *alarming)]
    return WordIndex([*words, *([name] for name, _ in dictionary().failures)]), len(stating), len(words)


def _keep(stated: dict[str, Field], id_: str, field: Field) -> None:
    """The first statement counts, another one makes it doubtful; lists grow; yes and no together are a question."""
    known = stated.get(id_)
    if known is None:
        stated[id_] = field
    elif isinstance(known.value, tuple) and isinstance(field.value, tuple):
        flags = tuple(dict.fromkeys([*known.flags, *field.flags]))
        stated[id_] = replace(known, value=tuple(dict.fromkeys([*known.value, *field.value])), flags=flags)
    elif SUSPECTED in known.flags and SUSPECTED not in field.flags:
        stated[id_] = field
    elif (
        known.value != field.value
        and SUSPECTED not in field.flags
        and not {"contradiction", "several"} & {*known.flags}
    ):
        flags = ("contradiction", SUSPECTED) if isinstance(known.value, bool) else (*known.flags, "several")
        raw = f"{known.raw}\n{field.raw}"
        stated[id_] = replace(known, raw=raw, confidence=0.5, flags=flags)
