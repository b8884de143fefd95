"""Days that are told by words: 本月8号, 上月二十五号, 二〇二六年四月十五日, 5月底, end of May, 3/5, working days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from parsers.numbers import DIGITS, chinese

MONTHS = "january february march april may june july august september october november december".split()
YEARS = range(1990, 2100)
Found = tuple[date | None, tuple[str, ...]]
"""A day, None if it does not exist, and how sure it is."""
DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "前晚": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "昨夜": -1, "昨早": -1,
    "昨晨": -1, "噚晚": -1, "噚日": -1, "寻晚": -1, "寻日": -1, "琴晚": -1, "琴日": -1, "今天": 0, "今日": 0, "今早": 0,
    "今晨": 0, "今晚": 0, "今午": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "大后天": 3, "后天": 2,
}  # fmt: skip
ENGLISH_DAYS = {"yesterday": -1, "last night": -1, "this morning": 0, "this afternoon": 0, "today": 0, "tomorrow": 1}
PAST = frozenset(["occurred_at", "ship_date", "installed_at", "production_date", "sample_received_at", "received_at"])
WANTED = frozenset(["customer_deadline"])
"""Facts whose day lies before the mail, and behind it."""
FAR = 250
"""Days ahead; nobody asks for an answer so late."""
NO_DAY: Found = (None, ())
HAN = "[一二三四五六七八九十]"
WORKING = "working-days"
"""A day with this flag is counted from Monday to Friday; whoever knows the holidays may come to a later one."""
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10, "fourteen": 14,
}  # fmt: skip


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def nearest(month: int, day: int, today: date) -> date | None:
    """The day of the year that brings it closest to the mail: in January, 12月20日 was last month."""
    days = [d for year in (today.year - 1, today.year, today.year + 1) if (d := day_of(year, month, day))]
    return min(days, key=lambda d: abs(d - today), default=None)


def number(text: str) -> int | None:
    """`8`, `二十五`"""
    value = int(text) if text.isdecimal() else chinese(text)
    return None if value is None else int(value)


def in_month(found: re.Match[str], today: date) -> Found:
    """`本月8号`, `上个月12号`, `下月初五`"""
    day = number(found.group("day"))
    first = month_from(today, {"上": -1, "本": 0, "这": 0, "当": 0, "下": 1}[found.group("which")])
    return (day_of(first.year, first.month, day), ("relative",)) if day else NO_DAY


def year_in_words(found: re.Match[str], _today: date) -> Found:
    """`二〇二六年四月十五日`"""
    year = int("".join(str(DIGITS[char]) for char in found.group("year")))
    month, day = number(found.group("month")), number(found.group("day"))
    return (day_of(year, month, day), ()) if month and day else NO_DAY


def month_end(found: re.Match[str], today: date) -> Found:
    """`5月底`, `月底`, `本月底`, `下月底`"""
    if found.group("month"):
        month = number(found.group("month"))
        first = nearest(month, 1, today) if month else None
        return (last_of(first), ("year-assumed",)) if first else NO_DAY
    return last_of(month_from(today, {"上": -1, "下": 1}.get(found.group("which"), 0))), ("relative",)


MONTH_END = r"\b(?:end of (?:the )?|(?=month[- ]end))(?P<month>(?:this|next) month|month|"
"""`end of May`, `month end`; the names of the months follow."""


def named_month_end(found: re.Match[str], today: date) -> Found:
    """`the end of May`, `end of this month`"""
    name = found.group("month").lower()
    if name.endswith("month"):
        return last_of(month_from(today, 1 if name.startswith("next") else 0)), ("relative",)
    first = nearest([month[:3] for month in MONTHS].index(name[:3]) + 1, 1, today)
    return (last_of(first), ("year-assumed",)) if first else NO_DAY


def month_and_day(found: re.Match[str], today: date) -> Found:
    """`3/25`; of `3/5` nobody knows which is the month where Chinese does not say so."""
    first, second = int(found.group("a")), int(found.group("b"))
    if first > 12:
        return nearest(second, first, today), ("year-assumed",)
    return nearest(first, second, today), ("year-assumed", *(() if second > 12 else ("ambiguous-date", "suspected")))


def working_days(found: re.Match[str], today: date) -> Found:
    """`三个工作日内`, `within 3 working days`: from the day after the mail, weekends left out."""
    said = found.group("count").lower()
    count = NUMBERS.get(said) or number(said)
    day = today
    for _ in range(count or 0):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return (day, ("relative", WORKING)) if count else NO_DAY


def on_its_side(day: date, today: date, *, past: bool) -> date:
    """A day whose year was assumed, in the year that puts what has happened before the mail, and what is wanted
    behind it; what is only a month on the wrong side, or would move into a far future, stays."""
    if ((day - today) if past else (today - day)) <= timedelta(days=31):
        return day
    other = day_of(day.year + (-1 if past else 1), day.month, day.day)
    return other if other is not None and (past or other - today < timedelta(days=FAR)) else day


_AHEAD = re.compile(r"[明后下]|tomorrow|next|coming", re.I)


def past_weekday(value: str, text: str, today: date) -> str:
    """`On Monday it stopped`, `周一发现`: the Monday before the mail, where nothing says that it is to come."""
    told = date.fromisoformat(value[:10])
    if not 0 < (told - today).days < 7 or _AHEAD.search(text):
        return value
    return f"{told - timedelta(days=7)}{value[10:]}"


def month_from(today: date, months: int) -> date:
    """The first day of the month that lies so many months away."""
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(years, month + 1, 1)


def last_of(first: date) -> date:
    return month_from(first, 1) - timedelta(days=1)
