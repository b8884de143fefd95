"""Steps by hand from the command line: words in, one of the desk's commands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.model import Case
from kesu import commands, orders
from kesu.actions import STEPS
from kesu.desk import Desk
from kesu.orders import CommandRefused
from kesu.overriding import override
from kesu.printing import in_one_write
from kesu.siblings import look_again
from parsers.orders import assignments
from parsers.verbs import verb_of


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
    act = _named(action)
    if act is None:
        raise UnknownAction(f"there is no action {action!r}")

    def work() -> Case:
        done = act(desk, case, Order(values, by, reason, at, now))
        look_again(desk, done.id, now)
        return done

    return in_one_write(desk, work)


def _named(action: str) -> Callable[[Desk, Case, Order], Case] | None:
    """What is done by this name, or by the words for it in a mail, Chinese or English."""
    verb = verb_of(action)
    return ACTIONS.get(action) or (ACTIONS.get(verb.id) if verb else None)


def _said(order: Order) -> orders.Order:
    """The order as a mail would give it: the reason behind the verb, what else was written behind or below it."""
    text = "\n".join(filter(None, [order.reason, " ".join(order.values)]))
    return orders.Order(text, order.by, order.now)


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


def _override(desk: Desk, case: Case, order: Order) -> Case:
    return override(desk, case, " ".join(order.values), order.by, order.reason, order.now)


def _merge(desk: Desk, case: Case, order: Order) -> Case:
    return commands.merge(desk, case, " ".join(order.values), order.by, order.now)


def _pack(desk: Desk, case: Case, order: Order) -> Case:
    """The name of the regulation stands before the reason."""
    text = " ".join([*order.values, order.reason]).strip()
    return STEPS["pack"](desk, case, orders.Order(text, order.by, order.now)).case


def _stepping(action: orders.Action) -> Callable[[Desk, Case, Order], Case]:
    return lambda desk, case, order: action(desk, case, _said(order)).case


ACTIONS: dict[str, Callable[[Desk, Case, Order], Case]] = {
    **{name: _stepping(action) for name, action in STEPS.items()},
    "set": _set,
    "event": _event,
    "assign": _assign,
    "close": _close,
    "regrade": _regrade,
    "override": _override,
    "merge": _merge,
    "pack": _pack,
}
