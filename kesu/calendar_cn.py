"""China's working days from `holidays`: statutory days off and make-up workdays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from cases.deadlines import CalendarMissing

MONDAY_TO_FRIDAY = range(5)


class ChinaCalendar:
    """The Calendar port for the mainland.

    `holidays` guesses days off for years whose notice is not out yet, without make-up workdays;
    a year counts as known only if a make-up workday lies inside it.
    """

    def is_workday(self, day: date) -> bool:
        """Raises CalendarMissing if the year has no data."""
        off, made_up = _year(day.year)
        return day in made_up or (day.weekday() in MONDAY_TO_FRIDAY and day not in off)

    def knows(self, year: int) -> bool:
        """Whether working days of this year can be told."""
        try:
            _year(year)
        except CalendarMissing:
            return False
        return True


@lru_cache(maxsize=64)
def _year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up workdays of the year."""
    china = holidays.country_holidays("CN", years=[year])
    made_up = frozenset(day for day in china.weekend_workdays if day.year == year)
    if not made_up:
        raise CalendarMissing(year)
    return frozenset(china), made_up
