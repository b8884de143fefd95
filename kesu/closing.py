"""What a regulation wants done before a case is closed: points that a person ticks, one after the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from cases.mail import FieldValue
from cases.model import Case
from kesu.desk import Desk
from kesu.orders import CommandRefused

CLOSE_CHECK = "close_check"
EFFECT = ("measures_effective", "effect_confirmed")
"""The points that a confirmed effect ticks by itself."""
_MARKS = re.compile(r"[,，、;；]")


def refuse_while_open(desk: Desk, case: Case, besides: Collection[str] = ()) -> None:
    """Raises CommandRefused with the rule and its open points, but those in `besides`."""
    checks = case.grading.closing if case.grading else ()
    for rule, points in checks:
        left = [point for point in points if point not in besides]
        if left:
            zh, en = (desk.words.value(CLOSE_CHECK, tuple(left), lang) for lang in ("zh", "en"))
            raise CommandRefused(
                f"{rule} 规定结案前须完成：{zh}；完成后请写 {CLOSE_CHECK} = {', '.join(left)}"
                f" / {rule} wants before closing: {en}; once done, write {CLOSE_CHECK} = {', '.join(left)}"
            )


def ticked(desk: Desk, case: Case, value: FieldValue) -> FieldValue:
    """The points done so far with those named now, by id or by their names: a tick is never taken away."""
    kind = desk.packs[case.pack].facts.get(CLOSE_CHECK)
    points = kind.values if kind else ()
    named = {desk.words.value(CLOSE_CHECK, point, lang).casefold(): point for point in points for lang in ("zh", "en")}
    said = value if isinstance(value, tuple) else _points(str(value), named)
    return tuple(dict.fromkeys([*done(case), *said]))


def with_effect(desk: Desk, case: Case) -> tuple[str, ...]:
    """The points done so far and what a confirmed effect adds to them in this regulation."""
    kind = desk.packs[case.pack].facts.get(CLOSE_CHECK)
    return tuple(dict.fromkeys([*done(case), *(point for point in EFFECT if kind and point in kind.values)]))


def done(case: Case) -> tuple[str, ...]:
    """The points ticked so far."""
    fact = case.facts.get(CLOSE_CHECK)
    return fact.value if fact is not None and isinstance(fact.value, tuple) else ()


def _points(text: str, named: Mapping[str, str]) -> list[str]:
    """The points in a line: ids with blanks or marks between them, names only with marks."""
    parts = [part.strip() for part in _MARKS.split(text) if part.strip()]
    known = [[named[part.casefold()]] if part.casefold() in named else part.split() for part in parts]
    return [point for points in known for point in points]
