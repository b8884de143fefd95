"""Dates as people write them, relative ones to the day the mail was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from parsers import day_words as words
from parsers.day_words import DAYS, ENGLISH_DAYS, MONTHS
from parsers.day_words import day_of as _day
from parsers.day_words import nearest as _nearest
from parsers.numbers import chinese

_MONTH = rf"(?P<month>{'|'.join([*MONTHS, *(m[:3] for m in MONTHS), 'sept'])})\.?"
_CLOCK = re.compile(
    r"(?P<half>上午|下午|晚上?|早上|中午|凌晨)?\s*(?P<hour>\d{1,2})\s*(?:[:：](?P<minute>\d{2})(?::\d{2})?|[点點时時](?:(?P<min2>\d{1,2})分?|(?P<half_past>半))?)"
    r"\s*(?P<ampm>am|pm)?",
    re.I,
)
WEEKDAYS = {char: n for n, chars in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7")) for char in chars}
WEEKS = {"上": -1, "本": 0, "这": 0, "下": 1}


@dataclass(frozen=True, slots=True)
class Day:
    """A date, perhaps with a time of day, as ISO text, and how sure it is."""

    value: str
    flags: tuple[str, ...] = ()
    """`year-assumed`, `relative`, `ambiguous-date`."""


def parse_date(text: str, written: datetime, *, with_time: bool = False) -> Day | None:
    """The first date of a text in which NFKC has been applied; with_time adds a stated time, in the zone of
    `written`. None if there is no date or it does not exist (30 February)."""
    for pattern, read in _FORMS:
        found = pattern.search(text)
        if found is None:
            continue
        day, flags = read(found, written.date())
        if day is None:
            continue
        end = found.end() - (text[found.end() - 1] == "晚")
        clock = _clock(text[end : end + 24]) if with_time else None
        value = day.isoformat() if clock is None else datetime.combine(day, clock, written.tzinfo).isoformat()
        return Day(value, flags)
    return None


def _clock(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute = int(found.group("hour")), int(found.group("minute") or found.group("min2") or 0)
    minute = 30 if found.group("half_past") else minute
    half = (found.group("half") or found.group("ampm") or "").lower()
    if half in ("下午", "晚上", "晚", "pm", "中午") and hour < 12 and not (half == "中午" and hour > 9):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


Read = Callable[[re.Match[str], date], tuple[date | None, tuple[str, ...]]]


def _full(found: re.Match[str], _today: date) -> tuple[date | None, tuple[str, ...]]:
    return _day(int(found.group("year")), int(found.group("month")), int(found.group("day"))), ()


def _named(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    month = [m[:3] for m in MONTHS].index(found.group("month").lower()[:3]) + 1
    if found.group("year"):
        return _day(int(found.group("year")), month, int(found.group("day"))), ()
    return _nearest(month, int(found.group("day")), today), ("year-assumed",)


YEARS_AGO = {"前": 2, "去": 1, "今": 0}


def _year_word(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`去年4月2日`"""
    year = today.year - YEARS_AGO[found.group("ago")]
    return _day(year, int(found.group("month")), int(found.group("day"))), ("relative",)


def _in_words(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`三月十五日`"""
    month, day = chinese(found.group("month")), chinese(found.group("day"))
    return (_nearest(int(month), int(day), today), ("year-assumed",)) if month and day else (None, ())


def _month_day(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    return _nearest(int(found.group("month")), int(found.group("day")), today), ("year-assumed",)


def _slashes(found: re.Match[str], _today: date) -> tuple[date | None, tuple[str, ...]]:
    """12/03/2026: day or month first? Only sure if one of them is over 12 or both are equal; 06.03.2026 is written
    where the day comes first."""
    first, second, year = (int(found.group(name)) for name in ("a", "b", "year"))
    if first > 12 or (second <= 12 and found.group().count(".") == 2):
        return _day(year, second, first), ()
    return _day(year, first, second), () if second > 12 or first == second else ("ambiguous-date", "suspected")


def _in_days(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    word = found.group().lower()
    return today + timedelta(days=DAYS.get(word, ENGLISH_DAYS.get(word, 0))), ("relative",)


def _weekday(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=WEEKS[found.group("week")])
    return monday + timedelta(days=WEEKDAYS[found.group("weekday")]), ("relative",)


def _coming_weekday(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`请周五前回复`"""
    return today + timedelta(days=(WEEKDAYS[found.group("weekday")] - today.weekday()) % 7), ("relative",)


ENGLISH_WEEKDAYS = {name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


def _english_weekday(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`by Friday` is the coming one, `last Friday` that of last week; `next Friday` is taken as that of next week."""
    which, day = (found.group("which") or "").lower(), ENGLISH_WEEKDAYS[found.group("name").lower()[:3]]
    monday = today - timedelta(days=today.weekday())
    if which == "next":
        return monday + timedelta(days=7 + day), ("relative", "ambiguous-date")
    if which == "last":
        return monday + timedelta(days=day - 7), ("relative",)
    return today + timedelta(days=(day - today.weekday()) % 7), ("relative",)


def _period(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`7天内`, `一周内`, `within 10 days`: natural days. Working days need a calendar and are not read here."""
    said = found.group("count").lower()
    number = COUNTS[said] if said in COUNTS else int(said)
    weeks = found.group("unit").lower() in ("周", "星期", "week", "weeks")
    return today + timedelta(days=number * (7 if weeks else 1)), ("relative",)


COUNTS = {
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 0,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "ten": 10,
}  # fmt: skip


def _hours(found: re.Match[str], today: date) -> tuple[date | None, tuple[str, ...]]:
    """`24小时内` as the day it ends on, from now; whole days only."""
    hours = int(found.group("hours"))
    return (today + timedelta(hours=hours), ("relative",)) if hours % 24 == 0 else (None, ())


def _form(pattern: str, read: Read) -> tuple[re.Pattern[str], Read]:
    return re.compile(pattern, re.IGNORECASE), read


_FORMS: tuple[tuple[re.Pattern[str], Read], ...] = (
    _form(r"(?<!\d)(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})", _full),
    _form(r"(?<!\d)(?P<year>\d{4})\s?[-/.]\s?(?P<month>\d{1,2})\s?[-/.]\s?(?P<day>\d{1,2})(?!\d)", _full),
    _form(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?!\d)", _full),
    _form(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}(?:of )?{_MONTH}(?:[\s,-]{{1,2}}(?P<year>\d{{4}}))?", _named
    ),
    _form(rf"\b{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:[\s,]{{1,2}}(?P<year>\d{{4}}))?", _named),
    _form(r"(?<!\d)(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<year>\d{4})(?!\d)", _slashes),
    _form(r"(?P<ago>[前去今])年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})", _year_word),
    _form(r"(?<!\d)(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号號]?", _month_day),
    _form(
        rf"(?P<year>[〇零一二三四五六七八九]{{4}})年(?P<month>{words.HAN}{{1,2}})月(?P<day>{words.HAN}{{1,3}})",
        words.year_in_words,
    ),
    _form(r"(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十]{1,3})[日号]", _in_words),
    _form(rf"(?P<which>[上本这当下])个?月(?P<day>\d{{1,2}}|{words.HAN}{{1,3}})[日号]", words.in_month),
    _form(rf"(?:(?P<month>\d{{1,2}}|{words.HAN}{{1,2}})|(?P<which>[上本这当下]?)个?)月(?:底|末|月底)", words.month_end),
    _form(words.MONTH_END + _MONTH.split(">")[1], words.named_month_end),
    _form("|".join([*DAYS, *ENGLISH_DAYS]), _in_days),
    _form(r"(?P<week>上|本|这|下)个?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])", _weekday),
    _form(r"(?<![上本这下])(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])", _coming_weekday),
    _form(
        r"\b(?:(?P<which>last|this|next|coming) )?(?P<name>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
        _english_weekday,
    ),
    _form(rf"(?P<count>\d{{1,2}}|{words.HAN[:-1]}两]{{1,2}})\s?个?\s?工作[日天]", words.working_days),
    _form(
        rf"\b(?P<count>\d{{1,2}}|{'|'.join(words.NUMBERS)})(?:\s?\(\w{{1,9}}\))?\s(?:working|business|work)[\s-]days?\b",
        words.working_days,
    ),
    _form(r"(?P<count>\d{1,2}|[一两二三四五六七八九十])\s?个?\s?(?P<unit>天|日|周|星期)\s?(?:之?内|以内)", _period),
    _form(
        r"within\s(?:the next\s)?(?P<count>\d{1,2}|one|two|three|four|five|seven|ten)"
        r"\s(?:calendar\s)?(?P<unit>days?|weeks?)",
        _period,
    ),
    _form(r"(?<!\d)(?P<hours>\d{1,3})\s?小时\s?(?:之|以)?内", _hours),
    _form(r"within\s(?:the next\s)?(?P<hours>\d{1,3})\s?(?:hours|h)\b", _hours),
    _form(r"(?<![\d/.-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?![\d/.-]|\s?(?:pcs|pieces|units))", words.month_and_day),
)
