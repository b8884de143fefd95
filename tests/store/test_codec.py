"""Every value of the domain survives the way to JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.documents import DocumentJob
from cases.handled import HandledMail
from cases.model import Case
from cases.outgoing import OutgoingMail
from store.codec import Codec, exact, folded, instant
from tests.store.samples import NOON, a_case

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
ZONES: st.SearchStrategy[tzinfo] = OFFSETS | st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]).map(ZoneInfo)
TIMES = st.datetimes(datetime(1992, 1, 1), datetime(2100, 1, 1), timezones=ZONES).filter(  # noqa: DTZ001  # bounds
    # a time in the hour of a clock change equals no time of another zone, not even itself written down (PEP 495)
    lambda at: at.replace(fold=0).utcoffset() == at.replace(fold=1).utcoffset()
)


@cache
def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the domain; times are aware, and bytes empty: the codec is not for them."""
    if hint is bytes:
        return st.just(b"")
    if hint is datetime:
        return TIMES
    if is_dataclass(hint) and isinstance(hint, type):
        return st.builds(hint, **{name: any_of(of) for name, of in get_type_hints(hint).items()})
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(any_of(inner[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, inner))
    if origin is Mapping or origin is dict:
        return st.dictionaries(any_of(inner[0]), any_of(inner[1]), max_size=2)
    if origin in (Union, UnionType):
        return st.one_of(*map(any_of, inner))
    return st.from_type(hint)


@pytest.mark.parametrize("kind", [Case, HandledMail, DocumentJob, OutgoingMail], ids=lambda kind: kind.__name__)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_value_comes_back_from_json_equal(kind: Any, data: st.DataObject) -> None:
    value, codec = data.draw(any_of(kind)), Codec(kind)
    assert codec.load(json.loads(json.dumps(codec.dump(value)))) == value


def test_text_that_is_no_text_comes_back_too() -> None:
    codec, broken = Codec(Case), a_case(words="a\udce4b\ud800客\0")
    assert codec.load(json.loads(json.dumps(codec.dump(broken)))) == broken


def test_keys_hold_what_sqlite_can_compare() -> None:
    assert [exact(text) for text in ("", "客", "a\0b", "a\udce4")] == ["", "客", "a\\0b", "a\\udce4"]
    assert folded("FQ-1") == folded("fq-1")


def test_instants_compare_across_zones_and_refuse_naive_times() -> None:
    china = NOON.astimezone(ZoneInfo("Asia/Shanghai"))
    assert instant(china) == instant(NOON) == instant(NOON + timedelta(microseconds=1)) - 1
    with pytest.raises(TypeError):
        instant(NOON.replace(tzinfo=None))
