"""Steps of the work, reported by those who do it: containment, measures, effect, and what the customer says to us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cases.lifecycle import Step
from cases.model import Case
from kesu import news, rounds
from kesu.closing import CLOSE_CHECK, EFFECT, refuse_while_open, with_effect
from kesu.config_people import Person
from kesu.desk import Desk
from kesu.ending import end
from kesu.grading import answer_again
from kesu.orders import CommandRefused, Order, Outcome, kept, stating, stepped
from kesu.people import QUALITY_MANAGER
from kesu.regrading import regrade
from kesu.roles import on_duty

MEDIATION = "mediation:"
"""The flag by which a regulation names the role that settles a dispute."""


def contain(desk: Desk, case: Case, order: Order) -> Outcome:
    """What may still be out there is held back; how, if it is said, is the emergency measure."""
    case = stepped(desk, case, Step.CONTAIN, order.line("contained"))
    if order.text:
        case = replace(case, facts={**case.facts, "emergency_measure": order.fact(order.text)})
    return Outcome(kept(desk, case, order.now), "contained", order.text)


def send_back(desk: Desk, case: Case, order: Order) -> Outcome:
    """The proposed countermeasure is not acceptable: back to the analysis, no date moves (R11-A4)."""
    case = _proposal_refused(desk, case, Step.REFUSE, "sent back", "countermeasure_rejected", order)
    _tell(desk, case, news.in_charge(desk, case), "sent-back", order)
    return Outcome(kept(desk, case, order.now), "sent-back", order.text)


def dispute(desk: Desk, case: Case, order: Order) -> Outcome:
    """The unit does not agree: whoever the regulation names mediates, else the quality manager (R11-A4)."""
    case = _proposal_refused(desk, case, Step.DISPUTE, "disputed", "disputed", order)
    flags = case.grading.flags if case.grading else ()
    role = next((flag.removeprefix(MEDIATION) for flag in flags if flag.startswith(MEDIATION)), QUALITY_MANAGER)
    mediator = on_duty(desk, case, role, order.now)
    people = [mediator, *news.in_charge(desk, case)]
    _tell(desk, case, people, "disputed", order)
    return Outcome(kept(desk, case, order.now), "disputed", mediator.name)


def customer_accepts(desk: Desk, case: Case, order: Order) -> Outcome:
    """The customer has said, on the phone perhaps, that the answer will do."""
    case = stepped(desk, case, Step.ACCEPT, order.line("customer accepts"))
    _tell(desk, case, [news.owner(desk, case)], "accepts", order, ("done",))
    return Outcome(kept(desk, case, order.now), "customer-accepts")


def customer_objects(desk: Desk, case: Case, order: Order) -> Outcome:
    """The customer does not accept our answer: the case is taken up again, with a new date."""
    case = stepped(desk, case, Step.OBJECT, order.line("reopened", f"the customer objects: {order.text}"))
    case = regrade(desk, answer_again(desk, case, order.now), order.now)
    _tell(desk, case, news.in_charge(desk, case), "objects", order)
    return Outcome(kept(desk, case, order.now), "customer-objects", order.text)


def measures_done(desk: Desk, case: Case, order: Order) -> Outcome:
    """The measures are in place; whether they work is the next question (R07-S5, R08-S12, R16-S8)."""
    case = stepped(desk, case, Step.DONE, order.line("measures done"))
    people = [news.owner(desk, case)]
    _tell(desk, case, people, "verifying", order, ("effective", "not-effective"))
    return Outcome(kept(desk, case, order.now), "measures-done", order.text)


def effective(desk: Desk, case: Case, order: Order) -> Outcome:
    """The measures work, which is a close point of its own where the regulation has such points; the case ends."""
    refuse_while_open(desk, case, besides=EFFECT)
    case = end(desk, case, Step.EFFECTIVE, order.line("effective"), order.now)
    case = stating(desk, case, CLOSE_CHECK, with_effect(desk, case), order)
    return Outcome(kept(desk, case, order.now), "effective", order.text)


def not_effective(desk: Desk, case: Case, order: Order) -> Outcome:
    """It happened again: back to the analysis, with a new date for the answer."""
    _reason(order, "无效须写明情况 / say why it is not effective")
    case = stepped(desk, case, Step.NOT_EFFECTIVE, order.line("not effective"))
    case = answer_again(desk, case, order.now)
    _tell(desk, case, news.in_charge(desk, case), "not-effective", order)
    return Outcome(kept(desk, case, order.now), "not-effective", order.text)


def reopen(desk: Desk, case: Case, order: Order) -> Outcome:
    """A case that is over is taken up again by a person, with the reason."""
    _reason(order, "重新打开须写明原因 / opening again needs a reason")
    case = stepped(desk, case, Step.REOPEN, order.line("opened again"))
    case = regrade(desk, answer_again(desk, case, order.now), order.now)
    _tell(desk, case, news.in_charge(desk, case), "objects", order)
    return Outcome(kept(desk, case, order.now), "opened-again", order.text)


def _proposal_refused(desk: Desk, case: Case, step: Step, what: str, fact: str, order: Order) -> Case:
    """Nobody need approve what was refused; the regulation learns of it where it asks."""
    if step is Step.REFUSE:
        _reason(order, "退回对策须写明原因 / sending back needs a reason")
    case = rounds.withdraw(stepped(desk, case, step, order.line(what)), order.now)
    kind = desk.packs[case.pack].facts.get(fact)
    times = 1 + sum(line.what == what for line in case.timeline[:-1])
    value = str(times) if kind is not None and kind.kind == "int" else True
    return regrade(desk, stating(desk, case, fact, value, order), order.now)


def _reason(order: Order, wanted: str) -> None:
    if not order.text.strip():
        raise CommandRefused(wanted)


def _tell(
    desk: Desk, case: Case, people: Iterable[Person], what: str, order: Order, replies: Sequence[str] = ()
) -> None:
    """Whoever must act on it, in the words of who said it, once for the same mail."""
    key = order.sha256[:12] or f"{order.now:%Y%m%d%H%M%S}"
    news.tell(desk, case, people, what, order.now, key=key, by=order.by, words=order.text, replies=replies)
