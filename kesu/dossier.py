"""A case as the engine takes it: its facts, and what else has happened about the same matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cases.mail import FieldValue
from cases.model import MATTERS, Case, Clock
from cases.pack import Pack
from cases.state import State
from cases.vocabulary import FIELDS
from kesu.desk import Desk
from kesu.desk_clocks import INNER
from kesu.numbers import number_before

BADLY_HANDLED = "handling_untimely_or_improper"
Row = dict[str, object]


def raw_facts(case: Case) -> Row:
    """The case's facts as they were stated."""
    stated: Row = {name: _listed(fact.value) for name, fact in case.facts.items()}
    return {
        "received_at": case.received_at.isoformat(),
        "channel": "email",
        **stated,
        "customer_name": case.customer.key,
    }


def facts_of(desk: Desk, case: Case, now: datetime) -> Row:
    """What the engine is given: the stated facts, and what the desk itself knows of the case at `now`."""
    facts = _identified(case)
    if BADLY_HANDLED in desk.packs[case.pack].facts and BADLY_HANDLED not in facts and _badly_handled(desk, case, now):
        facts[BADLY_HANDLED] = True
    return facts


def history_of(desk: Desk, case: Case) -> list[Row]:
    """Earlier cases of the same problem or about the same matter, as rows of history.

    Dismissed ones never happened. A customer who objected to an answer complained once more. Of cases that came
    later a row says only who wrote when about which matter: together they may be many.
    """
    before, after = _around(desk, case)
    return [
        *(_row(desk, other) for other in before),
        *(row for other in (*before, case) for row in _objections(desk, other)),
        *(_message(desk, other, other.received_at) for other in after),
    ]


def exported(desk: Desk, case: Case, now: datetime) -> Row:
    """The case as `kesu policy eval` reads it; facts that no regulation knows are left out."""
    pack = desk.packs[case.pack]
    facts = {name: value for name, value in facts_of(desk, case, now).items() if name in pack.facts or name in FIELDS}
    numbers = number_before(pack, case)
    history = [*history_of(desk, case), *([numbers] if numbers else [])]
    return {"id": case.id, "pack": case.pack, "facts": facts, "history": history}


def answered(desk: Desk, case: Case) -> Row:
    """The answers taken from returned forms, by the form's field or list: what was said, by whom, when, where."""
    return {
        name: {
            **({"rows": [dict(row) for row in given.rows]} if given.rows else {"value": _listed(given.value)}),
            "by": given.giver.by,
            "at": desk.local(given.giver.at).isoformat(),
            "where": given.giver.where,
        }
        for name, given in case.answers.items()
    }


def _listed(value: FieldValue) -> object:
    return list(value) if isinstance(value, tuple) else value


def same_matter(desk: Desk, case: Case) -> list[Case]:
    """Other cases about the matter, the earliest first; dismissed ones are none."""
    found = {
        other.id: other for key in MATTERS for other in desk.store.cases_with(key, getattr(case, key)) if _real(other)
    }
    found.pop(case.id, None)
    return sorted(found.values(), key=_order)


def counts_persons(pack: Pack) -> bool:
    """Whether later cases can make an earlier one worse: complaints gathering within hours."""
    return pack.repetition is not None and pack.repetition.timed


def lateness_decides(desk: Desk, case: Case, now: datetime) -> bool:
    """Whether the grade waited for how the matter is handled, and a date that has passed now says it."""
    waits = case.grading is not None and any(item.fact == BADLY_HANDLED for item in case.grading.missing)
    return waits and case.state.open and _badly_handled(desk, case, now)


def _around(desk: Desk, case: Case) -> tuple[list[Case], list[Case]]:
    """Earlier cases, and later ones where they count."""
    others = same_matter(desk, case)
    before = [other for other in others if _order(other) < _order(case)]
    return before, others[len(before) :] if counts_persons(desk.packs[case.pack]) else []


def _order(case: Case) -> tuple[datetime, str]:
    """Of two that came in the same moment one is the earlier, so that they never make each other a repetition."""
    return case.received_at, case.id


def _real(case: Case) -> bool:
    return case.state is not State.DISMISSED


def _identified(case: Case) -> Row:
    """The facts with what the case is compared by: matter and person."""
    facts = raw_facts(case)
    person = facts.get("complainant") or case.customer.key
    derived = {"problem_key": case.problem_key, "issue_key": case.issue_key, "person": person}
    return {**{name: value for name, value in derived.items() if value}, **facts}


def _row(desk: Desk, case: Case) -> Row:
    received = desk.local(case.received_at)
    return {
        **_identified(case),
        "case": case.id,
        "at": received.isoformat(),
        "date": received.date().isoformat(),
        "grade": case.grading.grade if case.grading else None,
    }


def _objections(desk: Desk, case: Case) -> Iterator[Row]:
    for event in case.timeline:
        if event.what == "reopened":
            yield {**_message(desk, case, event.at), "customer_name": case.customer.key}


def _message(desk: Desk, case: Case, at: datetime) -> Row:
    facts = _identified(case)
    row: Row = {"case": case.id, "at": desk.local(at).isoformat()}
    return row | {name: facts[name] for name in ("person", "issue_key") if name in facts}


def _badly_handled(desk: Desk, case: Case, now: datetime) -> bool:
    """Whether the matter was handled late or improperly for this customer: a missed clock, or an answer that they
    objected to (R15-X3). A supervisor's statement is a stated fact."""
    before, _ = _around(desk, case)
    theirs = (other for other in before if (other.customer.key, other.issue_key) == (case.customer.key, case.issue_key))
    return any(_late(other, now) or _reopened(other) for other in (case, *theirs))


def _reopened(case: Case) -> bool:
    return any(event.what == "reopened" for event in case.timeline)


def _late(case: Case, now: datetime) -> bool:
    """Whether a date that bound us to the customer has passed without its work done."""
    end = now if case.state.open else case.timeline[-1].at
    return any(due < (met or end) for due, met in _bound(case.clocks))


def _bound(clocks: Iterable[Clock]) -> Iterator[tuple[datetime, datetime | None]]:
    for clock in clocks:
        deadline = clock.deadline
        if deadline.due is not None and not deadline.soft and deadline.rule not in INNER:
            yield deadline.due, clock.met_at
