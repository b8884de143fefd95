"""The figures against a second count, which knows hours and nothing else of the desk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import Deadline
from cases.figures import Definition, Rate, Spread, Tally
from cases.kpi import figures
from cases.model import Case, Clock, Event, Fact
from cases.periods import read_period
from cases.state import State
from tests.cases.lives import ZONE, a_case, at

ZERO = at("2026-03-01 00:00")
MARCH = 31 * 24
"""Hours from 1 March to 1 April; what is before is negative."""
HOURS = st.integers(-24 * 40, MARCH + 24 * 20)
SPANS = st.integers(0, 24 * 40)


@dataclass(frozen=True)
class Story:
    """One complaint in hours: when it came, and how much later everything else happened (None: not yet)."""

    came: int
    acknowledged: int | None
    answered: int | None
    ended: int | None
    due: int | None
    met: int | None
    soft: bool
    valid: bool
    counts: bool
    problem: str


STORIES = st.lists(
    st.builds(
        Story,
        came=HOURS,
        acknowledged=st.none() | st.integers(0, 60),
        answered=st.none() | SPANS,
        ended=st.none() | SPANS,
        due=st.none() | SPANS,
        met=st.none() | SPANS,
        soft=st.booleans(),
        valid=st.booleans(),
        counts=st.booleans() | st.just(True),
        problem=st.sampled_from(["", "a", "b"]),
    ),
    max_size=12,
)
NOWS = st.integers(1, MARCH + 24 * 70)


def moment(hour: int) -> datetime:
    return ZERO + timedelta(hours=hour)


def as_case(number: int, story: Story, now: int) -> Case:
    """The case as the desk would have it at `now`: what lies ahead has not happened."""

    def past(after: int | None) -> bool:
        return after is not None and story.came + after <= now

    names = {"acknowledged": story.acknowledged, "answered": story.answered, "closed": story.ended}
    events = [Event(moment(story.came + after), name, "") for name, after in names.items() if after is not None]
    events = sorted((event for event in events if event.at <= moment(now)), key=lambda event: event.at)
    due = None if story.due is None else moment(story.came + story.due)
    deadline = Deadline("R1", "reply", "hours", due, soft=story.soft)
    met = moment(story.came + story.met) if story.met is not None and past(story.met) else None
    facts = {"valid_complaint": Fact(story.valid, "desk", ZERO)}
    if story.problem:
        facts["problem_key"] = Fact(story.problem, "desk", ZERO)
    return replace(
        a_case(str(number)),
        received_at=moment(story.came),
        state=State.DISMISSED if not story.counts else State.CLOSED if past(story.ended) else State.ASSIGNED,
        timeline=tuple(events),
        clocks=(Clock(deadline, met),),
        facts=facts,
    )


def reckoned(stories: list[Story], now: int, **keys: Any) -> Any:
    cases = [as_case(number, story, now) for number, story in enumerate(stories) if story.came <= now]
    period = read_period("2026-03", ZONE)
    return figures([Definition("it", "stated", **keys)], cases, period, now=moment(now), zone=ZONE).figures[0]


def known(stories: list[Story], now: int) -> list[Story]:
    return [story for story in stories if story.counts and story.came <= now]


def happened(story: Story, after: int | None, now: int) -> int | None:
    """The hour of it, or None."""
    return story.came + after if after is not None and story.came + after <= now else None


def in_march(hour: int | None) -> bool:
    return hour is not None and 0 <= hour < MARCH


@given(STORIES, NOWS)
def test_acknowledgements_are_as_a_second_count_finds_them(stories: list[Story], now: int) -> None:
    good = bad = 0
    for story in known(stories, now):
        limit, done = story.came + 24, happened(story, story.acknowledged, now)
        if in_march(limit) and (done is not None or now > limit):
            good, bad = (good + 1, bad) if done is not None and done <= limit else (good, bad + 1)
    found = reckoned(stories, now, formula="acknowledged-in-time", hours=24)
    assert (int(found.num), int(found.den)) == (good, good + bad)


@given(STORIES, NOWS)
def test_clocks_are_as_a_second_count_finds_them(stories: list[Story], now: int) -> None:
    good = bad = 0
    for story in known(stories, now):
        if story.due is None or not in_march(story.came + story.due):
            continue
        due, done, ended = story.came + story.due, happened(story, story.met, now), happened(story, story.ended, now)
        if done is not None:
            good, bad = (good + 1, bad) if done <= due else (good, bad + 1)
        elif now > due and not story.soft and (ended is None or ended > due):
            bad += 1
    found = reckoned(stories, now, formula="clocks-on-time")
    assert (int(found.num), int(found.den)) == (good, good + bad)
    services = reckoned(stories, now, formula="services-on-time")
    assert (services.num, services.den) == (found.num, found.den)


@given(STORIES, NOWS)
def test_closing_is_as_a_second_count_finds_it(stories: list[Story], now: int) -> None:
    closed = there = good = due_count = 0
    for story in known(stories, now):
        ended = happened(story, story.ended, now)
        if in_march(story.came) or (story.came < 0 and (ended is None or ended >= 0)):
            there += 1
            closed += in_march(ended)
        due = None if story.due is None or story.soft else story.came + story.due
        if due is not None and in_march(due) and (ended is not None or now > due):
            due_count += 1
            good += ended is not None and ended <= due
    rate = reckoned(stories, now, formula="closure-rate")
    assert (int(rate.num), int(rate.den)) == (closed, there)
    in_time = reckoned(stories, now, formula="closed-in-time")
    assert (int(in_time.num), int(in_time.den)) == (good, due_count)


@given(STORIES, NOWS)
def test_open_cases_are_as_old_as_a_second_count_finds_them(stories: list[Story], now: int) -> None:
    ages = dict.fromkeys(("0-7", "8-14", "15-30", "31-60", ">60"), 0)
    at_hour = min(now, MARCH - 1)
    for story in known(stories, now):
        ended = happened(story, story.ended, now)
        if story.came <= at_hour and (ended is None or ended > at_hour):
            days = at_hour // 24 - story.came // 24
            age = [name for name, most in (("0-7", 7), ("8-14", 14), ("15-30", 30), ("31-60", 60)) if days <= most]
            ages[age[0] if age else ">60"] += 1
    found = reckoned(stories, now, formula="ageing")
    assert isinstance(found, Tally)
    assert {row.label[0]: row.count for row in found.rows} == ages


@given(STORIES, NOWS)
def test_the_time_to_an_answer_is_as_a_second_count_finds_it(stories: list[Story], now: int) -> None:
    hours = sorted(
        done - story.came
        for story in known(stories, now)
        if (done := happened(story, story.answered, now)) is not None and in_march(done)
    )
    found = reckoned(stories, now, formula="response-time")
    assert isinstance(found, Spread)
    if not hours:
        assert found == Spread("it", "all", ("elapsed",), 0)
        return
    assert (found.count, found.mean) == (len(hours), timedelta(hours=sum(hours)) / len(hours))
    below = sum(hour <= found.p90 / timedelta(hours=1) for hour in hours) if found.p90 is not None else 0
    without = sum(hour < found.p90 / timedelta(hours=1) for hour in hours) if found.p90 is not None else 0
    assert below * 10 >= 9 * len(hours) > without * 10
    halves = [hours[len(hours) // 2], hours[-1 - len(hours) // 2]]
    assert found.median == timedelta(hours=sum(halves)) / 2


@given(STORIES, NOWS)
def test_repeats_are_as_a_second_count_finds_them(stories: list[Story], now: int) -> None:
    """All lie within a few months, so that every earlier one counts."""
    seen = known(stories, now)
    again = 0
    for problem in ("a", "b"):
        hours = sorted(story.came for story in seen if story.problem == problem)
        again += sum(in_march(later) for _, later in pairwise(hours))
    found = reckoned(stories, now, formula="repeat-rate", months=12, scope="any")
    assert (int(found.num), int(found.den)) == (again, sum(in_march(story.came) for story in seen))


@given(STORIES, NOWS, st.sampled_from(["acknowledged-in-time", "clocks-on-time", "closed-in-time", "closure-rate"]))
def test_no_rate_is_over_one_and_the_valid_ones_are_among_all(stories: list[Story], now: int, formula: str) -> None:
    cases = [as_case(number, story, now) for number, story in enumerate(stories) if story.came <= now]
    period = read_period("2026-03", ZONE)
    definition = Definition("it", "stated", formula, hours=24)
    found = figures([definition], cases, period, now=moment(now), zone=ZONE).figures
    every, valid = (next(rate for rate in found if rate.basis == basis) for basis in ("all", "valid"))
    assert isinstance(every, Rate)
    assert isinstance(valid, Rate)
    assert Decimal(0) <= valid.num <= every.num <= every.den
    assert valid.den <= every.den
    assert every.den - every.num == len(every.cases)
    assert (every.value is None) == (every.den == 0)
