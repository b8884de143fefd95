"""Every ambiguity of the sources is a setting: the reading we took is its default, and every other one works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from cases.pack import Pack, Setting
from cases.verdict import Verdict
from kesu.packs import load_pack, pack_names
from tests.policies.corpus import BESIDE, corpus, said

REGISTER: dict[str, dict[str, tuple[Any, ...]]] = {
    "A-01": {"threshold": ("gt", "ge")},
    "A-02": {"boundary_gap": ("lower", "upper")},
    "A-03": {
        "repetition_months": (0, 3, 6, 12, 24),
        "repetition_scope": ("any", "customer"),
        "repetition_filtered": (True, False),
    },
    "A-04": {"media": ("image", "major")},
    "A-05": {"sign_off": ("top", "every")},
    "A-06": {"internal_solution": ("lower_grade", "graded")},
    "A-07": {"near_with_vendor": ("answer_only", "visit_as_well")},
    "A-08": {"severe_by": ("person", "list")},
    "A-09": {"three_days": ("outer_limit", "special_cases")},
    "A-10": {"week": ("natural", "working", "natural-inclusive")},
    "A-11": {"answer_starts": ("accepted_at", "sheet_received_at", "decided_at")},
    "A-12": {"clock_start": ("notice_issued_at", "received_at")},
    "A-13": {"emergency_list": ("three-categories", "quantity-and-other")},
    "A-14": {"lost_approver": ("after-sales-manager", "gm")},
    "A-15": {"transport_damage": ("to_quality_control", "to_sales")},
    "A-16": {"customer_date": ("replaces", "if-earlier")},
    "A-17": {"third_complaint": ("total", "repeats")},
    "A-18": {"before_investigation": ("presumed", "wait")},
    "A-19": {"crowd": ("persons", "messages")},
    "A-20": {"written": ("formal_only", "formal_or_email")},
    "A-21": {"scope": ("customer", "any")},
    "A-22": {"preliminary_target": ("3-to-5", "3")},
    "A-23": {"level3_without_sample": ("wait", "acceptance")},
    "A-24": {"copy_quality": ("level-3", "all-levels")},
    "A-25": {"visit_soft": (True, False), "visit_hours": ("hours", "business-hours")},
    "A-26": {"warranty_from": ("installed_at", "ship_date")},
    "A-27": {"natural_due": ("keep", "next-workday")},
    "A-28": {"night_mail": ("arrival", "next-business-hour")},
    "A-29": {"windows": ("rolling", "rolling-exclusive", "calendar-months")},
    "A-30": {"restart_from": ("nothing", "upgraded_at")},
    "A-31": {"unclear": ("complaint", "grievance")},
    "A-32": {"pre_report": ("wait", "report")},
    "A-33": {"report_period": ("month", "quarter")},
}
"""By number of the register: the settings, each with its default and then the other readings."""
READINGS = [
    (name, setting.key, value)
    for name in pack_names()
    for setting in load_pack(name).settings
    for value in setting.alternatives
]


@cache
def loaded(name: str, settings: tuple[tuple[str, Any], ...]) -> Pack:
    return load_pack(name, settings=dict(settings))


@cache
def cases_of(name: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(corpus(name))


@cache
def by_default(name: str, settings: tuple[tuple[str, Any], ...], number: int) -> Verdict | str:
    return said(loaded(name, settings), cases_of(name)[number])


def offered(setting: Setting) -> tuple[Any, ...]:
    return setting.default, *setting.alternatives


def test_the_register_is_complete_with_its_defaults_and_its_other_readings() -> None:
    found: dict[str, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    for setting in (setting for name in pack_names() for setting in load_pack(name).settings):
        if setting.register.startswith("A-"):
            assert found[setting.register].setdefault(setting.key, offered(setting)) == offered(setting)
    assert found == REGISTER
    assert sorted(found) == [f"A-{number:02}" for number in range(1, 34)]


@pytest.mark.parametrize(("name", "key", "value"), READINGS)
def test_every_other_reading_changes_a_verdict_or_a_report(name: str, key: str, value: Any) -> None:
    beside = BESIDE.get((name, key), {})
    settings = tuple(sorted(beside.items()))
    other = load_pack(name, settings={**beside, key: value})
    if other.reports != loaded(name, settings).reports:
        return
    changed = (
        number for number, case in enumerate(cases_of(name)) if by_default(name, settings, number) != said(other, case)
    )
    assert next(changed, None) is not None
