"""What the figures of a period say, in sentences that name their numbers and where these stand."""

from __future__ import annotations

from collections.abc import Iterator

from cases.figures import OverdueList, Rate, Tally
from cases.targets import MISSED
from kesu.kpi_names import OF_A_CLOCK
from kesu.report_common import bound_text, figure_name, share_text, some, value_text
from kesu.report_gather import AGES, LATE, ON_TIME, PROBLEMS, Gathered
from kesu.report_words import Say

TOP = 3
"""Problems that are told together."""
OLD = ("31-60", ">60")
"""Ages that are asked about."""
REPEATS = "repeat-rate"


def findings(data: Gathered, say: Say) -> list[str]:
    """One sentence for each thing worth deciding on; that nothing came, if nothing came."""
    return [*_flow(data, say), *_top(data, say), *_times(data, say), *_late(data, say), *_repeats(data, say)]


def _flow(data: Gathered, say: Say) -> Iterator[str]:
    now, before = data.flow.received, data.earlier.received
    if not now:
        yield say("find.none")
    key = "equal" if now == before else "more" if now > before else "fewer"
    yield say(
        "find.flow",
        received=now,
        before=before,
        change=say(key, count=abs(now - before)),
        ended=data.flow.ended,
        open=data.flow.open_after,
    )


def _top(data: Gathered, say: Say) -> Iterator[str]:
    """Of the problems that somebody has named."""
    (tally,) = data.of(Tally, PROBLEMS.id)
    named = [row for row in tally.rows if any(row.label)]
    if named:
        whole, first = data.flow.received, named[:TOP]
        yield say(
            "find.top",
            problem=data.names.label(tally.by, named[0].label),
            count=named[0].count,
            share=share_text(named[0].count, whole),
            top=len(first),
            sum=share_text(sum(row.count for row in first), whole),
        )


def _times(data: Gathered, say: Say) -> Iterator[str]:
    """Each target that was missed; where there is none, the clock that was kept least."""
    missed = [rate for rate in data.of(Rate) if rate.grade == MISSED]
    for rate in missed:
        if rate.target is not None:
            yield say(
                "find.missed",
                name=figure_name(data.definitions[rate.id], say),
                value=value_text(rate),
                bound=bound_text(rate),
                late=len(rate.cases),
            )
    least = lowest(data)
    if least is not None and not missed and least.cases:
        yield say(
            "find.lowest",
            name=clock_name(data, least),
            value=value_text(least),
            num=least.num,
            den=least.den,
            late=len(least.cases),
        )


def lowest(data: Gathered) -> Rate | None:
    """The clock that was kept least; None if nothing was due."""
    due = [rate for rate in data.of(Rate, ON_TIME.id) if rate.den]
    return min(due, key=lambda rate: (rate.num / rate.den, rate.label), default=None)


def clock_name(data: Gathered, rate: Rate) -> str:
    """What the clock is about, without the number of its clause."""
    return data.names.label(OF_A_CLOCK[1:], rate.label[1:])


def _late(data: Gathered, say: Say) -> Iterator[str]:
    late = data.of(OverdueList, LATE.id)[0].late
    if late:
        longest = late[0]
        person = data.desk.people.by_address(longest.owner)
        yield say(
            "find.late",
            count=len({each.case for each in late}),
            days=longest.days,
            case=longest.case,
            owner=person.name if person else longest.owner,
        )
    if old := old_cases(data):
        yield say("find.old", old=old)


def old_cases(data: Gathered) -> int:
    """Open for over 30 days."""
    (tally,) = data.of(Tally, AGES.id)
    return sum(row.count for row in tally.rows if row.label[0] in OLD)


def _repeats(data: Gathered, say: Say) -> Iterator[str]:
    for rate in data.of(Rate, REPEATS):
        if rate.num:
            cases = some(rate.cases, say)
            yield say("find.repeats", count=rate.num, value=value_text(rate), cases=cases)
