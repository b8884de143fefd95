"""A case seen from its end: when it came, was acknowledged, answered and closed, and when the customer was to act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from cases.model import Case, Clock
from cases.state import State
from cases.stated import affirmed, denied, moment, stated

Sent = Callable[[str], datetime | None]
"""When the mail with this effect key went out; None while it has not."""
Span = tuple[datetime, datetime]
STILL = datetime.max.replace(tzinfo=UTC)
"""The end of a span that has not ended."""

UNCOUNTED = (State.DISMISSED, State.WITHDRAWN, State.RECEIVED, State.TRIAGE)
"""No complaint, merged into another case, taken back, or nobody has said yet that it is one."""
ENDINGS = ("closed", "declined", "effective")
REPLIES = ("answered", "declined")
BEGUN_AGAIN = ("opened again", "reopened")
NOT_A_COMPLAINT = ("demand", "visit")
NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class Life:
    """The moments of one case that figures are made of."""

    case: Case
    received: datetime
    acknowledged: datetime | None
    answered: datetime | None
    """First substantive reply: an answer or a refusal that went out, or a reply that a person reports."""
    ended: datetime | None
    waits: tuple[Span, ...]
    """When the customer was to act: our questions open, the sample on its way. No two of them overlap."""
    valid: bool
    responsible: bool

    @property
    def grade(self) -> str:
        """As text; "" while there is none."""
        grading = self.case.grading
        return "" if grading is None or grading.grade is None else str(grading.grade)

    def open_at(self, at: datetime) -> bool:
        return self.received <= at and (self.ended is None or self.ended > at)

    def own_time(self, until: datetime) -> timedelta:
        """From receipt to `until`, without the time in which the customer was to act."""
        waited = (min(end, until) - start for start, end in self.waits if start < until)
        return until - self.received - sum(waited, timedelta())


def counts(case: Case) -> bool:
    """Whether the case is a complaint that figures know of."""
    return case.state not in UNCOUNTED


def life_of(case: Case, zone: tzinfo, sent: Sent | None = None) -> Life:
    """The life of a case; with `sent`, an acknowledgement counts from when its mail went out."""
    valid = _valid(case)
    return Life(
        case=case,
        received=case.received_at,
        acknowledged=_acknowledged(case, sent),
        answered=_answered(case, zone),
        ended=_ended(case),
        waits=tuple(_joined(_waits(case, zone))),
        valid=valid,
        responsible=valid and _responsible(case),
    )


def in_time(at: datetime, due: datetime) -> bool:
    """Due dates are whole seconds: what happens within the last one is in time."""
    return at.replace(microsecond=0) <= due


def kept(life: Life, clock: Clock, now: datetime) -> bool | None:
    """Whether the clock's work was done by its date; None if that is still open, or nothing was due.

    Nothing is due of a clock that waits for its start, of one that is due in principle only and not done, and of a
    case that ended before the date.
    """
    due = clock.deadline.due
    if due is None:
        return None
    if clock.met_at is not None:
        return in_time(clock.met_at, due)
    moot = life.ended is not None and in_time(life.ended, due)
    return None if clock.deadline.soft or moot or in_time(now, due) else False


def _valid(case: Case) -> bool:
    no_complaint = case.state is State.DECLINED or case.demand or stated(case, "kind") in NOT_A_COMPLAINT
    return not (no_complaint or denied(case, "valid_complaint") or affirmed(case, "customer_misunderstanding"))


def _responsible(case: Case) -> bool:
    """Ours until somebody finds that it is not."""
    excused = bool(stated(case, "nonresp_reason")) or stated(case, "content_type") == NOT_OURS
    return not (excused or denied(case, "our_fault"))


def _acknowledged(case: Case, sent: Sent | None) -> datetime | None:
    event = next((event for event in case.timeline if event.what == "acknowledged"), None)
    if event is None or sent is None:
        return event.at if event else None
    return sent(event.mail)


def _answered(case: Case, zone: tzinfo) -> datetime | None:
    moments = [event.at for event in case.timeline if event.what in REPLIES]
    reported = moment(case, "reply_sent_at", zone)
    return min([*moments, reported] if reported else moments, default=None)


def _ended(case: Case) -> datetime | None:
    """When the case was closed or declined for good; whatever may have been noted on it since."""
    if case.state.open:
        return None
    ended: datetime | None = None
    for event in case.timeline:
        if event.what in ENDINGS:
            ended = event.at
        elif event.what in BEGUN_AGAIN:
            ended = None
    return ended or max([event.at for event in case.timeline], default=case.received_at)


def _waits(case: Case, zone: tzinfo) -> Iterator[Span]:
    for start, end in case.pauses:
        yield start, end or STILL
    sample = moment(case, "sample_received_at", zone)
    if sample and sample > case.received_at:
        yield case.received_at, sample


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    """The spans in order, those that overlap made one."""
    last: Span | None = None
    for start, end in sorted(spans):
        if last and start <= last[1]:
            last = last[0], max(last[1], end)
            continue
        if last:
            yield last
        last = start, end
    if last:
        yield last
