"""Two complaints in one mail become two cases, each with its own facts, grade and number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from cases.lifecycle import Step
from cases.mail import Field, IncomingMail
from cases.model import Case, Event, Fact
from kesu import opening
from kesu.desk import Desk
from kesu.facts import Taken, take_facts
from kesu.orders import CommandRefused, Order, Outcome, kept, stepped
from kesu.threads import first_mail
from parsers.fields import Source, read_fields
from parsers.problem import problem_field

OF_BOTH = frozenset(
    """
    customer_name customer_code customer_class party complainant contact_name contact_phone contact_email address
    channel customer_ref order_no part_no product_name model serial_no batch_no
    """.split()
)
"""Who complains, and about which product: as true of the one matter as of the other."""
_WORDS = "description"
"""The customer's words stand with both."""


def split(desk: Desk, case: Case, order: Order) -> Outcome:
    """A second case from the same mail, about what `order` says; each knows the other, each has its own grade.

    It takes over customer and product. Quantities and alarms belong to the first matter, unless `order` names them.
    """
    if not order.text.strip():
        raise CommandRefused("拆分须写明另案内容 / say what the other case is about")
    mail = first_mail(desk, case)
    first = stepped(desk, case, Step.SPLIT, order.line("split off"))
    second = opening.register(desk, _of_both(mail), order.now)
    parties = tuple(dict.fromkeys(filter(None, (case.customer.contact.address, *second.parties))))
    second = replace(second, pack=case.pack, pack_version=desk.packs[case.pack].version, related=(case.id,))
    second = _with_facts(desk, replace(second, customer=case.customer, parties=parties), case, mail, order)
    second = second.noting(order.line("split from", f"{case.number}: {order.text}"))
    second = opening.open_case(desk, second, mail, order.now)
    line = order.line("split off", f"{second.number}: {order.text}")
    first = replace(first, related=(*first.related, second.id), timeline=(*first.timeline[:-1], line))
    kept(desk, first, order.now)
    return Outcome(first, "split-off", second.number)


def _of_both(mail: IncomingMail) -> IncomingMail:
    """The mail as far as it speaks of both matters."""
    return replace(mail, fields={name: field for name, field in mail.fields.items() if name in {*OF_BOTH, _WORDS}})


def _with_facts(desk: Desk, second: Case, first: Case, mail: IncomingMail, order: Order) -> Case:
    """The second case with what the first one knows of both by now, and what whoever splits says of this one."""
    known = {name: fact for name, fact in first.facts.items() if name in OF_BOTH}
    taken = _said(desk, first, mail, order, known)
    ours = {name: replace(fact, source=f"person:{order.by}", reason=order.text) for name, fact in taken.facts.items()}
    doubts = (Event(order.now, "doubt", doubt, by=order.by) for doubt in taken.doubts)
    return replace(second, facts={**second.facts, **known, **ours}).noting(*doubts)


def _said(desk: Desk, first: Case, mail: IncomingMail, order: Order, known: Mapping[str, Fact]) -> Taken:
    """The facts in the order's lines; its first line is the failure unless a label says which it is."""
    said = read_fields([Source(order.text, "split")], (), order.now)
    line = order.text.strip().splitlines()[0]
    said = {"failure_mode": Field(line, line, "split"), **said}
    identity = {name: Field(fact.value, fact.raw, fact.where) for name, fact in known.items()}
    if (problem := problem_field({**identity, **said})) is not None:
        said["problem_key"] = problem
    return take_facts(desk, desk.packs[first.pack], replace(mail, fields=said), order.now, by_staff=True)
