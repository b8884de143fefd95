"""A mail that lies about as a file arrived when its headers say, not when the file was copied."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from parsers.arrival import arrival

COPIED = datetime(2030, 1, 1, tzinfo=UTC)
DATE = b"Date: Mon, 2 Mar 2026 09:00:00 +0800\r\n"
RECEIVED = b"Received: from a.example by b.example\r\n\twith SMTP; Mon, 2 Mar 2026 09:03:00 +0800\r\n"


def test_the_topmost_received_header_counts() -> None:
    assert arrival(RECEIVED + DATE + b"\r\nhi", COPIED).isoformat() == "2026-03-02T09:03:00+08:00"


def test_without_one_the_senders_date_counts() -> None:
    assert arrival(DATE + b"\r\nhi", COPIED).isoformat() == "2026-03-02T09:00:00+08:00"


WAYS = (
    "Mon, 2 Mar 2026 09:00:00 GMT+8",
    "Mon, 2 Mar 2026 09:00:00 GMT+0800 (CST)",
    "Mon, 2 Mar 2026 09:00:00 UTC+08:00",
    "Mon, 2 Mar 2026 09:00:00 +08:00",
    "Mon, 2 Mar 2026 09:00:00.250 +0800",
    "Mon, 2 Mar 2026 9.00 AM +0800",
    "Mon, 2 Mar, 2026 09:00:00 +0800",
    "Mon,2 Mar 26 9:0:0 +800",
    "Monday, 02-Mar-2026 09:00:00 +0800",
    "Mon Mar  2 09:00:00 2026 +0800",
    "2026-03-02 09:00:00 +0800",
    "2026/3/2 09:00:00 +0800",
    "2026-03-02T09:00:00+08:00",
)


@pytest.mark.parametrize("way", WAYS)
def test_a_date_is_read_in_every_way_that_programs_write_it(way: str) -> None:
    assert arrival(f"Date: {way}\r\n\r\nhi".encode(), COPIED).isoformat() == "2026-03-02T09:00:00+08:00"


def test_a_date_that_is_none_is_passed_over() -> None:
    for nonsense in (
        b"Date: 99 Foo\r\n\r\n",
        b"Date: Mon, 2 Mar 2026 09:00:00 +99999999\r\n\r\n",
        b"\r\nDate: no header",
        b"",
    ):
        assert arrival(nonsense, COPIED) == COPIED
