"""Whatever is written in whatever order, the real store answers as the fake does, also after a restart."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from cases.outgoing import MailClass, Sending
from cases.state import State
from cases.stores import AlreadyThere, CaseStore
from store.desk_store import TinyDeskStore
from tests.fakes import FakeStore
from tests.store.samples import NOON, a_case, a_handled_mail, a_job, an_outgoing_mail

Step = Callable[[CaseStore], Any]
NAMES = st.sampled_from(["", "a", "甲", "A\0b"])
TIMES = st.builds(
    lambda minutes, zone: (NOON + timedelta(minutes=minutes)).astimezone(timezone(timedelta(hours=zone))),
    st.integers(-3, 3),
    st.integers(-5, 8),
)
CASES = st.builds(
    a_case,
    st.integers(1, 4),
    problem=NAMES,
    customer=NAMES,
    words=st.text(max_size=20),
    state=st.sampled_from([State.TRIAGE, State.CLOSED, State.DISMISSED]),
    case_no=st.sampled_from(["", "fq-1", "FQ-1"]),
    next_due=st.none() | TIMES,
)
HANDLED = st.builds(
    a_handled_mail,
    st.sampled_from("xyz"),
    transport_keys=st.lists(st.sampled_from(["1", "2", "3"]), unique=True).map(tuple),
    message_id=NAMES,
    case_id=st.sampled_from(["", "K2026-00001"]),
    received_at=TIMES,
    set_aside=st.booleans(),
)
OUTGOING = st.builds(
    an_outgoing_mail,
    st.sampled_from(["K2026-00001/ack/customer/1", "K2026-00001/ack/customer/2", "K2026-00002/ack/customer/1"]),
    recipient=NAMES,
    raw=st.binary(max_size=20),
    mail_class=st.sampled_from(MailClass),
    state=st.sampled_from(Sending),
    queued_at=TIMES,
    not_before=TIMES,
    next_at=st.none() | TIMES,
)
STOLEN_ID = OUTGOING.map(lambda mail: replace(mail, effect_key="thief"))
JOBS = st.builds(a_job, st.sampled_from("pqr"), attempts=st.integers(0, 3))


def _step(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return values.map(lambda value: lambda store: getattr(store, name)(value))


STEPS: st.SearchStrategy[Step] = st.one_of(
    _step("put_case", CASES),
    _step("put_handled", HANDLED),
    _step("queue", OUTGOING),
    _step("queue", STOLEN_ID),
    _step("update_outgoing", OUTGOING),
    _step("recover", TIMES),
    _step("put_job", JOBS),
    _step("finish_job", st.sampled_from("pqr")),
    _step("next_number", NAMES),
    NAMES.map(lambda name: lambda store: store.set_note(name or "note", name)),
)


class Abort(Exception):
    """The use case gave up."""


def _write(store: CaseStore, steps: list[Step], abort: bool) -> list[Any]:
    """What the steps gave, or the kind of error that ended them."""
    answers: list[Any] = []
    try:
        with store.transaction():
            answers.extend(step(store) for step in steps)
            if abort:
                raise Abort
    except (Abort, AlreadyThere, LookupError) as error:
        return [type(error)]
    return answers


def _everything(store: CaseStore, now: datetime) -> dict[str, Any]:
    effects = ["K2026-00001/ack/customer/1", "K2026-00001/ack/customer/2", "thief", ""]
    names = ["", "a", "甲", "A\0b"]
    return {
        "cases": list(store.cases()),
        "open": list(store.cases(open_only=True)),
        "due": store.cases_due(now),
        "by number": [store.case_by_number(number) for number in ("k2026-00001", "FQ-1", "")],
        "of": [store.cases_of(name) for name in names],
        "about": [store.cases_with("issue_key", name) for name in names],
        "handled": [store.handled(f"content-{name}") for name in "xyz"],
        "places": [store.handled_transport(place) for place in "123"],
        "messages": [store.case_of_message(name) for name in names],
        "aside": store.set_aside(),
        "answers": [store.acknowledgements(name, now) for name in [*names, "@example.com", "@"]],
        "effects": [store.outgoing(effect) for effect in effects],
        "by message": [store.outgoing_by_message_id(an_outgoing_mail(it).message_id) for it in effects],
        "of case": [store.outgoing_of(case_id) for case_id in ("K2026-00001", "")],
        "in": [store.outgoing_in(state) for state in Sending] + [store.outgoing_in(*Sending)],
        "to send": [store.to_send(now), store.to_send(now, limit=1)],
        "jobs": store.jobs(),
        "notes": [store.note(name) for name in ["note", *names]],
    }


class SameAnswers(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._fake = FakeStore()
        self._real = TinyDeskStore(Path(self._folder.name))

    @rule(steps=st.lists(STEPS, max_size=8), abort=st.booleans())
    def write(self, steps: list[Step], abort: bool) -> None:
        assert _write(self._real, steps, abort) == _write(self._fake, steps, abort)

    @rule()
    def restart(self) -> None:
        self._real.close()
        self._real = TinyDeskStore(Path(self._folder.name))

    @invariant()
    def they_answer_the_same(self) -> None:
        assert _everything(self._real, NOON) == _everything(self._fake, NOON)

    def teardown(self) -> None:
        self._real.close()
        self._folder.cleanup()


TestSameAnswers = SameAnswers.TestCase
TestSameAnswers.settings = settings(max_examples=40, stateful_step_count=10, deadline=None)
