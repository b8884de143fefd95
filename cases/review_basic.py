"""Checks that only look whether cells are filled, and with which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cases.review_rules import ReviewRule
from cases.review_sheet import About, Sheet
from cases.review_text import counts, dates, declined, hits, holds, plain

SHOWN = 24


def answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """None of the fields or columns says anything."""
    return [] if any(True for name in rule.fields for _ in sheet.texts(name)) else [""]


def each_answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The fields that say nothing."""
    return [name for name in rule.fields if not sheet.text(name)]


def all_answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Every field says something, though the stage ticked is one of `words`."""
    early = sheet.text("stage") in rule.words()
    return [""] if early and all(any(True for _ in sheet.texts(name)) for name in rule.fields) else []


def count_answered(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """How many of the fields are answered, if fewer than `least`."""
    count = sum(bool(sheet.text(name)) for name in rule.fields)
    return [str(count)] if count < rule.given["least"] else []


def unchanged(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """Our own facts that read otherwise now: those of the list, or with `others` those that are not on it."""
    others = bool(rule.given.get("others"))
    return [name for name in sheet.returned.prefilled_changed if (name in rule.fields) != others]


def one_of_each(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The groups of fields of which none is answered; 不适用 does not count."""
    for name, fields in rule.given["groups"].items():
        if not any(sheet.text(each) and not declined(sheet.text(each)) for each in fields):
            yield name


def words_in(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The words found in the fields."""
    return _found(rule, (text for name in rule.fields for _, text in sheet.texts(name)))


def words_in_all(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The words found in anything that the engineer wrote."""
    return _found(rule, (text for _, text in sheet.engineers()))


def _found(rule: ReviewRule, texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(hit for text in texts for hit in hits(rule.words(), text)))


def words_not_in(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The answered fields without any of the words."""
    return [where for name in rule.fields for where, text in sheet.texts(name) if not hits(rule.words(), text)]


def dated(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The answered fields without a date."""
    return [where for name in rule.fields for where, text in sheet.texts(name) if not dates(text)]


def names_object(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The statement has no word of the product's names and numbers, and no general word for a thing."""
    return _unless(sheet, rule)


def names_deviation(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The statement shares no word with the symptom, and has none of the words for what can be wrong."""
    return _unless(sheet, rule)


def names_number(sheet: Sheet, rule: ReviewRule, about: About) -> Iterable[str]:
    """The statement has no number beside dates and part numbers."""
    text = sheet.text("d2.statement")
    return [text[:SHOWN]] if text and not declined(text) and not counts(text) else []


def _unless(sheet: Sheet, rule: ReviewRule) -> Iterator[str]:
    text = plain(sheet.text("d2.statement"))
    if not text or declined(text):
        return
    known = [piece for name in rule.fields for piece in _pieces(sheet.text(name))]
    if not holds(rule.words(), text) and not any(piece in text for piece in known):
        yield text[:SHOWN]


def _pieces(text: str) -> list[str]:
    """Words of three letters or more, and pairs of Han characters: what a name is recognised by."""
    words = [word.strip("：:，,。.;；()（）") for word in plain(text).split()]
    latin = [word for word in words if len(word) > 2 and word.isascii()]
    han = [word[at : at + 2] for word in words if not word.isascii() for at in range(len(word) - 1)]
    return latin + [pair for pair in han if not pair.isascii()]
