"""The number a regulation gives a case: year, month and a serial that restarts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases.values import FactError, shown

LAST = "last_serial"
RESTARTS = {"month": "{year:04}{month:02}", "year": "{year:04}", "never": ""}


def period(restart: str, day: date) -> str:
    """What serials are counted within: 202603, 2026, or everything."""
    return RESTARTS[restart].format(year=day.year, month=day.month)


def number(pattern: str, day: date, serial: int) -> str:
    """`{year}{month}-{serial:03}` on 2 March 2026 with serial 13 is 202603-013."""
    return pattern.format(year=f"{day.year:04}", month=f"{day.month:02}", serial=serial)


def next_serial(pattern: str, restart: str, day: date, rows: Sequence[Mapping[str, Any]]) -> int:
    """One more than the highest serial that the rows give for the same period. Raises FactError for a number that
    this regulation cannot have given."""
    same = period(restart, day)
    given = [_serial_of(pattern, order, row[LAST]) for order, row in enumerate(rows, 1) if row.get(LAST) is not None]
    serials = [serial for year, month, serial in given if period(restart, date(year, month, 1)) == same]
    return 1 + max(serials, default=0)


def _serial_of(pattern: str, order: int, text: object) -> tuple[int, int, int]:
    found = _read(pattern, text)
    if found is None:
        raise FactError(f"history row {order}: {shown(text)} is no number of this regulation")
    return found


def before(pattern: str, text: str) -> str:
    """The number given before this one in the same period; "" for the first."""
    found = _read(pattern, text)
    if found is None or found[2] <= 1:
        return ""
    year, month, serial = found
    return number(pattern, date(year, month, 1), serial - 1)


def _read(pattern: str, text: object) -> tuple[int, int, int] | None:
    """Year, month and serial of a number; what it does not show counts as the first."""
    found = re.fullmatch(_expression(pattern), text) if isinstance(text, str) else None
    if found is None:
        return None
    shown = found.groupdict()
    year, month = int(shown.get("year") or 1), int(shown.get("month") or 1)
    return (year, month, int(shown["serial"])) if year and month in range(1, 13) else None


def _expression(pattern: str) -> str:
    text = re.escape(pattern)
    text = text.replace(re.escape("{year}"), "(?P<year>[0-9]{4})").replace(re.escape("{month}"), "(?P<month>[0-9]{2})")
    return re.sub(r"\\\{serial[^}]*\\\}", "(?P<serial>[0-9]+)", text)
