"""Steps by hand from the command line: words in, one of the desk's commands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.model import Case
from kesu import commands
from kesu.commands import CommandRefused
from kesu.desk import Desk
from kesu.siblings import look_again
from parsers.orders import assignments


class UnknownAction(Exception):
    """There is no such action."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the person wrote."""

    values: Sequence[str]
    by: str
    reason: str
    at: str | None
    now: datetime


def step(
    desk: Desk, case: Case, action: str, values: Sequence[str], by: str, reason: str, at: str | None, now: datetime
) -> Case:
    """Do the action in one transaction; raises UnknownAction or CommandRefused."""
    if action not in ACTIONS:
        raise UnknownAction(f"there is no action {action!r}")
    with desk.store.transaction():
        done = ACTIONS[action](desk, case, Order(values, by, reason, at, now))
        look_again(desk, done.id, now)
        return done


def _set(desk: Desk, case: Case, order: Order) -> Case:
    facts, _ = assignments("\n".join(order.values), order.now)
    if len(facts) != len(order.values) or not facts:
        raise CommandRefused("write facts as FACT=VALUE, each as one word or in quotes")
    return commands.set_facts(desk, case, facts, order.by, order.reason, order.now)


def _event(desk: Desk, case: Case, order: Order) -> Case:
    if len(order.values) != 1:
        raise CommandRefused("name one event, such as: event sample_received_at --at 2026-03-04T15:00:00+08:00")
    try:
        at = datetime.fromisoformat(order.at) if order.at else order.now
    except ValueError:
        raise CommandRefused(f"{order.at!r} is not ISO 8601, such as 2026-03-04T15:00:00+08:00") from None
    if at.tzinfo is None:
        raise CommandRefused(f"{order.at!r} has no offset; write it like 2026-03-04T15:00:00+08:00")
    return commands.event(desk, case, order.values[0], at, order.by, order.now)


def _assign(desk: Desk, case: Case, order: Order) -> Case:
    return commands.assign(desk, case, " ".join(order.values), order.by, order.now)


def _close(desk: Desk, case: Case, order: Order) -> Case:
    return commands.close(desk, case, order.by, order.reason or " ".join(order.values), order.now)


def _regrade(desk: Desk, case: Case, order: Order) -> Case:
    return commands.again(desk, case, order.by, order.reason, order.now)


ACTIONS: dict[str, Callable[[Desk, Case, Order], Case]] = {
    "set": _set,
    "event": _event,
    "assign": _assign,
    "close": _close,
    "regrade": _regrade,
}
