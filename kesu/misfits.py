"""A value that a fact cannot have, told to whoever stated it, in Chinese and English."""

from __future__ import annotations

from cases.values import FactError, Misfit, shown
from kesu.desk import Desk

LONGEST = 40
"""Characters of a value that is shown."""


def why_not(desk: Desk, fault: FactError) -> str:
    """`须为是或否 / must be yes or no`; the error's own sentence where it names no fact."""
    if fault.misfit is None:
        return str(fault)
    return f"{_wanted(desk, fault.misfit, 'zh')} / {_wanted(desk, fault.misfit, 'en')}"


def sentence(desk: Desk, fault: FactError) -> str:
    """`停线（line_stop）须为是或否，不能是“大概” / Line stop: line_stop must be true or false, not '大概'`."""
    misfit = fault.misfit
    if misfit is None:
        return str(fault)
    zh, en = (desk.words.label(misfit.fact, lang) for lang in ("zh", "en"))
    return f"{zh}（{misfit.fact}）{_wanted(desk, misfit, 'zh')}，不能是“{_given(misfit)}” / {en}: {fault}"


def _wanted(desk: Desk, misfit: Misfit, lang: str) -> str:
    """What the fact may be; a choice by its name with what is written for it."""
    names = [_offer(desk, misfit.fact, value, lang) for value in misfit.offered]
    return desk.words.wanted(misfit.wanted, lang).replace("{offered}", desk.words.listed(names, lang))


def _offer(desk: Desk, fact: str, value: object, lang: str) -> str:
    name, written = desk.words.value(fact, str(value), lang), str(value)
    if name == written or not isinstance(value, str):
        return name
    return f"{name} ({written})" if lang == "en" else f"{name}（{written}）"


def _given(misfit: Misfit) -> str:
    """The value as it was written."""
    given = misfit.given
    if not isinstance(given, str | tuple | list):
        return shown(given)
    text = given if isinstance(given, str) else "、".join(map(str, given))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
