"""Facts as a pack types them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.fact_types import FactType, Unknown, read_value
from cases.facts import impossible, read_facts
from cases.values import FactError

ZONE = ZoneInfo("Asia/Shanghai")


def types(*facts: FactType) -> dict[str, FactType]:
    return {fact.id: fact for fact in facts}


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("bool", True, True),
        ("bool", "False", False),
        ("int", "400", 400),
        ("int", 400, 400),
        ("decimal", "0.20", Decimal("0.2")),
        ("decimal", 0.1, Decimal("0.1")),
        ("decimal", 7, Decimal(7)),
        ("text", "  DDR4-16G/boot-fail ", "DDR4-16G/boot-fail"),
        ("text", "unknown", "unknown"),
        ("list", ["a", "b"], ("a", "b")),
        ("list", "sales-hq、technical, quality-mgmt", ("sales-hq", "technical", "quality-mgmt")),
        ("datetime", "2026-03-02", datetime(2026, 3, 2, 23, 59, 59, tzinfo=ZONE)),
        ("datetime", "2026-03-02 10:00", datetime(2026, 3, 2, 10, tzinfo=ZONE)),
        ("datetime", "2026-03-02T02:00:00Z", datetime(2026, 3, 2, 10, tzinfo=ZONE)),
        ("bool", "unknown", None),
        ("datetime", "", None),
    ],
)
def test_a_value_is_read_into_its_type(kind: str, raw: Any, value: Any) -> None:
    assert read_value(FactType("fact", kind), raw, ZONE) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("bool", "maybe"),
        ("bool", None),
        ("int", True),
        ("int", "1.5"),
        ("decimal", "1e5"),
        ("decimal", "１２"),
        ("decimal", "1_000"),
        ("decimal", "NaN"),
        ("decimal", "1000000000000000"),
        ("decimal", "0.0000000001"),
        ("decimal", [1]),
        ("text", 5),
        ("list", [1]),
        ("list", {"a": 1}),
        ("datetime", 20260302),
        ("datetime", "2026-02-30"),
        ("datetime", "0001-01-01T00:00:00"),
        ("datetime", "tomorrow"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(kind: str, raw: Any) -> None:
    with pytest.raises(FactError, match=r"^fact must be "):
        read_value(FactType("fact", kind), raw, ZONE)


@given(
    st.sampled_from(["bool", "int", "decimal", "enum", "text", "datetime", "list"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | inner
    ),
)
def test_whatever_comes_is_a_value_or_a_refusal(kind: str, raw: Any) -> None:
    try:
        value = read_value(FactType("fact", kind, values=("a", "b") if kind == "enum" else ()), raw, ZONE)
    except FactError as refusal:
        assert str(refusal).startswith("fact must be ")
    else:
        wanted: dict[str, type] = {"bool": bool, "int": int, "decimal": Decimal, "datetime": datetime, "list": tuple}
        assert value is None or isinstance(value, wanted.get(kind, str))


def test_a_long_value_is_cut_in_the_sentence() -> None:
    with pytest.raises(FactError) as refusal:
        read_value(FactType("fact", "int"), "x" * 5000, ZONE)
    assert str(refusal.value) == f"fact must be a whole number, not '{'x' * 36}…"


def test_limits_are_told() -> None:
    percent = FactType("rate", "decimal", minimum=Decimal(0), maximum=Decimal(100))
    assert impossible(types(percent), {"rate": "101"}, ZONE) == {"rate": "rate must be at most 100, not '101'"}
    assert impossible(types(percent), {"rate": "100"}, ZONE) == {}


def test_what_is_not_stated_is_false_absent_or_open() -> None:
    known = types(
        FactType("flag", "bool"),
        FactType("text", "text"),
        FactType("affected", "bool", open=True),
        FactType("degree", "int", values=(1, 2, 3), open=True),
        FactType("cost", "decimal", minimum=Decimal(0), open=True),
        FactType("at", "datetime", open=True),
    )
    assert read_facts(known, {"flag": None}, ZONE).values == {
        "flag": False,
        "text": None,
        "affected": Unknown(choices=(True, False)),
        "degree": Unknown(choices=(1, 2, 3)),
        "cost": Unknown(low=Decimal(0)),
        "at": Unknown(),
    }


def test_a_covered_fact_is_open_exactly_while_the_covering_one_is() -> None:
    known = types(FactType("affected", "bool", open=True), FactType("stop", "bool", covered_by="affected"))
    cases: list[tuple[dict[str, Any], Any]] = [
        ({}, Unknown(choices=(True, False))),
        ({"affected": True}, False),
        ({"affected": False}, False),
        ({"stop": False}, False),
        ({"stop": True}, True),
    ]
    for facts, stop in cases:
        assert read_facts(known, facts, ZONE).values["stop"] == stop


def test_a_presumption_holds_until_it_is_stated_or_denied() -> None:
    known = types(FactType("complaint", "bool", presumed=True, denied_by=("demand",)), FactType("demand", "text"))
    cases: list[tuple[dict[str, Any], bool, tuple[str, ...]]] = [
        ({}, True, ("complaint",)),
        ({"demand": "help"}, False, ("complaint",)),
        ({"complaint": True, "demand": "help"}, True, ()),
        ({"complaint": False}, False, ()),
    ]
    for facts, complaint, presumed in cases:
        sheet = read_facts(known, facts, ZONE)
        assert (sheet.values["complaint"], sheet.presumed) == (complaint, presumed)


def test_a_default_is_another_facts_value_until_stated() -> None:
    known = types(FactType("received_at", "datetime"), FactType("accepted_at", "datetime", default_from="received_at"))
    received = read_facts(known, {"received_at": "2026-03-02"}, ZONE).values
    assert received["accepted_at"] == received["received_at"]
    both = read_facts(known, {"received_at": "2026-03-02", "accepted_at": "2026-03-03"}, ZONE).values
    assert both["accepted_at"] == datetime(2026, 3, 3, 23, 59, 59, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("facts", "flags"),
    [
        ({"shipped": 10, "defect": 10}, ()),
        ({"shipped": 10, "defect": 11}, ("contradiction:defect",)),
        ({"defect": 11}, ()),
        ({"received": "2026-03-02T08:00:00", "installed": "2026-03-02T18:00:00"}, ()),
        ({"received": "2026-03-02T23:00:00", "installed": "2026-03-03T00:00:00"}, ("contradiction:installed",)),
        ({"received": "2026-03-02T23:00:00", "wanted": "2026-03-02T00:00:00"}, ()),
        ({"received": "2026-03-02T00:00:00", "wanted": "2026-03-01T23:59:59"}, ("contradiction:wanted",)),
    ],
)
def test_a_value_before_or_beyond_the_fact_that_bounds_it_contradicts_it(
    facts: dict[str, Any], flags: tuple[str, ...]
) -> None:
    known = types(
        FactType("shipped", "decimal"),
        FactType("defect", "decimal", not_over="shipped"),
        FactType("received", "datetime"),
        FactType("installed", "datetime", not_over="received"),
        FactType("wanted", "datetime", not_before="received"),
    )
    assert read_facts(known, facts, ZONE).flags == flags
