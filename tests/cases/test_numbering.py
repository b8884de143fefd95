"""Numbers that a regulation gives: year, month, serial, restarting."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.numbering import before, next_serial, number, period
from cases.values import FactError

MONTHLY = "{year}{month}-{serial:03}"
MARCH = date(2026, 3, 2)


def given_numbers(*numbers: object) -> list[dict[str, object]]:
    return [{"last_serial": each} for each in numbers]


@pytest.mark.parametrize(
    ("pattern", "serial", "text"),
    [
        (MONTHLY, 13, "202603-013"),
        (MONTHLY, 1000, "202603-1000"),
        ("KS{year}/{serial}", 7, "KS2026/7"),
        ("{serial:05}", 7, "00007"),
    ],
)
def test_a_number_is_written_as_the_pattern_says(pattern: str, serial: int, text: str) -> None:
    assert number(pattern, MARCH, serial) == text


@pytest.mark.parametrize(("restart", "name"), [("month", "202603"), ("year", "2026"), ("never", "")])
def test_serials_are_counted_within_their_period(restart: str, name: str) -> None:
    assert period(restart, MARCH) == name


def test_the_next_serial_follows_the_highest_of_the_month_and_restarts_with_it() -> None:
    rows = given_numbers("202603-012", "202603-009", "202602-040", "202503-099")
    assert next_serial(MONTHLY, "month", MARCH, rows) == 13
    assert next_serial(MONTHLY, "month", date(2026, 4, 1), rows) == 1


def test_a_serial_that_never_restarts_goes_on_over_the_years() -> None:
    assert next_serial("K{serial:05}", "never", MARCH, given_numbers("K00099")) == 100


@pytest.mark.parametrize("odd", [7, "", "202613-004", "KS-1", "202603-", ["202603-004"]])
def test_what_is_no_number_of_this_regulation_is_refused_with_its_row(odd: object) -> None:
    with pytest.raises(FactError, match=r"history row 2: .* is no number of this regulation"):
        next_serial(MONTHLY, "month", MARCH, given_numbers(None, odd))


@given(st.integers(1, 5000))
def test_the_number_before_is_the_one_that_leads_to_this_one(serial: int) -> None:
    own = number(MONTHLY, MARCH, serial)
    rows = given_numbers(earlier) if (earlier := before(MONTHLY, own)) else []
    assert next_serial(MONTHLY, "month", MARCH, rows) == serial
    assert bool(earlier) == (serial > 1)
