"""What stands behind a verb, as the desk acts on it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from parsers.orders import assignments, moment_in

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_facts_are_set_line_by_line_with_one_reason() -> None:
    facts, reason = assignments("total_cost_cny = 12万 理由 3月3日报价\ndefect_degree=2\nlegal_action = 否", NOON)
    assert facts == {"total_cost_cny": "120000", "defect_degree": "2", "legal_action": False}
    assert reason == "3月3日报价"


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("issue_category = power_quality", "power_quality"),
        ("issue_category = 电源质量", "power_quality"),
        ("remedy = free_repair, exchange", "free_repair, exchange"),
        ("channel = bank_forward", "bank_forward"),
    ],
)
def test_a_choice_is_made_by_its_id_or_by_its_words(line: str, value: object) -> None:
    assert list(assignments(line, NOON)[0].values()) == [value]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("total_cost_cny = -5", "-5"),
        ("total_cost_cny = 1e6", "1e6"),
        ("defect_degree = -2", "-2"),
        ("total_cost_cny = 5 000 000", "5000000"),
        ("qty_defect = 1 200 pcs", "1200"),
    ],
)
def test_an_amount_is_read_whole_or_left_as_written_to_be_refused(line: str, value: str) -> None:
    assert list(assignments(line, NOON)[0].values()) == [value]


def test_a_line_without_a_value_sets_nothing() -> None:
    assert assignments("total_cost_cny =\n谢谢", NOON) == ({}, "")


@pytest.mark.parametrize(
    ("text", "name", "at"),
    [
        ("sample_received_at 2026-03-04", "sample_received_at", "2026-03-04T00:00:00+08:00"),
        ("sample_received_at 2026-03-04T15:00:00+00:00", "sample_received_at", "2026-03-04T15:00:00+00:00"),
        ("onsite_arrival_at", "onsite_arrival_at", NOON.isoformat()),
    ],
)
def test_an_event_has_a_name_and_a_time(text: str, name: str, at: str) -> None:
    found, moment = moment_in(text, NOON)
    assert (found, moment and moment.isoformat()) == (name, at)


def test_what_is_no_time_is_told_apart_from_no_event() -> None:
    assert moment_in("sample_received_at tomorrow", NOON) == ("sample_received_at", None)
    assert moment_in("收到", NOON) == ("", None)
