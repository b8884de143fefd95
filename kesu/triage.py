"""What a case turns out to be, said by one of us at any time: no complaint, a demand, another's."""

from __future__ import annotations

import re
from dataclasses import replace

from cases.lifecycle import Step
from cases.model import Case
from cases.pack import Pack
from cases.state import State
from kesu import demands, news, opening, rights
from kesu.asking import ask_customer_again
from kesu.demands import VALID
from kesu.desk import Desk
from kesu.ending import end
from kesu.orders import CommandRefused, Order, Outcome, kept, stating, stepped
from kesu.regrading import regrade, under_another_pack
from kesu.threads import first_mail

_NAME = re.compile(r"(?P<pack>[^\s,，:：;；]+)[\s,，:：;；]*(?P<why>.*)", re.DOTALL)


def demand(desk: Desk, case: Case, order: Order) -> Outcome:
    """A wish beyond what was promised (R01-C2). Where the regulation grades by it, that makes the case milder; where
    it says nothing of demands, its clocks stop."""
    if case.state is State.TRIAGE:
        confirmed = case.noting(order.line("confirmed", "a demand"))
        case = opening.open_case(desk, confirmed, first_mail(desk, case), order.now)
    elif VALID in desk.packs[case.pack].facts and not rights.may_lower(desk, case, order.by, order.now):
        raise rights.refusal(desk, case, order.now)
    case = stepped(desk, case, Step.TAKE_AS_DEMAND, order.line("demand"))
    if VALID in desk.packs[case.pack].facts:
        case = replace(case, facts={**case.facts, VALID: order.fact(False)})
        case = regrade(desk, case, order.now, may_improve=True)
    else:
        case = demands.stopped(desk, case, order.by, order.now)
    return Outcome(kept(desk, case, order.now), "demand", order.text)


def complaint_after_all(desk: Desk, case: Case, order: Order) -> Outcome:
    """What was taken as a demand is a complaint."""
    case = stepped(desk, case, Step.RELEASE, order.line("taken as a complaint"))
    if VALID in desk.packs[case.pack].facts:
        case = replace(case, facts={**case.facts, VALID: order.fact(True)})
    else:
        case = demands.resumed(case)
    return Outcome(kept(desk, regrade(desk, case, order.now), order.now), "opened", case.number)


def not_a_complaint(desk: Desk, case: Case, order: Order) -> Outcome:
    """Put aside; it never counts as an occurrence. Whoever had the case hears of it."""
    case = end(desk, case, Step.DISMISS, order.line("dismissed", order.text or "not a complaint"), order.now)
    _tell_owner(desk, case, "put-aside", order)
    return Outcome(kept(desk, case, order.now), "put-aside", order.text)


def withdrawn(desk: Desk, case: Case, order: Order) -> Outcome:
    """The customer takes the complaint back, as one of us says; the reason stays with it."""
    if not order.text.strip():
        raise CommandRefused("撤诉须写明原因 / a withdrawal needs its reason")
    case = end(desk, case, Step.WITHDRAW, order.line("withdrawn"), order.now)
    _tell_owner(desk, case, "withdrawn", order)
    return Outcome(kept(desk, case, order.now), "withdrawn", order.text)


def other_pack(desk: Desk, case: Case, order: Order) -> Outcome:
    """The case under another regulation: its grade, its number, its owner, its papers."""
    named = _NAME.fullmatch(order.text.strip())
    pack = pack_named(desk, named["pack"] if named else "")
    if not case.state.open:
        raise CommandRefused(f"投诉 {case.number} 已结束 / case {case.number} is {case.state}")
    if pack.id == case.pack:
        raise CommandRefused(f"投诉 {case.number} 已适用 {pack.id} / it is under {pack.id} already")
    line = order.line("other pack", f"{case.pack} → {pack.id} {named['why'] if named else ''}".strip())
    moved = replace(case.noting(line), pack=pack.id, pack_version=pack.version)
    if moved.demand:
        moved = stating(desk, moved, VALID, False, order)
    if case.state is not State.TRIAGE:
        moved = under_another_pack(desk, moved, order.now)
        moved = ask_customer_again(desk, moved, case, order.now)
    return Outcome(kept(desk, moved, order.now), "other-pack", pack.id)


def pack_named(desk: Desk, name: str) -> Pack:
    """The regulation of this name, whatever the letter case. Raises CommandRefused for one that the desk has not."""
    by_name = {key.casefold(): pack for key, pack in desk.packs.items()}
    if (pack := by_name.get(name.casefold())) is None:
        there = ", ".join(sorted({pack.id for pack in desk.packs.values()}))
        raise CommandRefused(f"没有制度 {name} / there is no regulation {name!r}, only {there}")
    return pack


def _tell_owner(desk: Desk, case: Case, what: str, order: Order) -> None:
    if case.owner:
        news.tell(desk, case, [news.owner(desk, case)], what, order.now, key="1", by=order.by, words=order.text)
