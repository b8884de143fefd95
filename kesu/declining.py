"""A complaint that is not accepted: the reason and what was found, put before the approvers, then told the customer."""

from __future__ import annotations

from dataclasses import replace

from cases.documents import DocumentRevision
from cases.lifecycle import Step
from cases.model import Case
from cases.state import State
from kesu import rounds
from kesu.answers import REFUSAL
from kesu.desk import Desk
from kesu.ending import end
from kesu.orders import CommandRefused, Order, Outcome, kept, stepped
from kesu.signing import unsigned

LABELS = {"zh": ("不予受理的理由：", "核实情况："), "en": ("The reason: ", "What we found:")}
"""What stands before reason and findings in the letter to the customer."""


def decline(desk: Desk, case: Case, order: Order) -> Outcome:
    """The refusal in words goes the way of every answer; the case is declined when it has left (R11-C0, R03-S3)."""
    reason, findings = _reason_and_findings(desk, order)
    because, found = LABELS[case.customer.language]
    revision = _written(desk, case, f"{because}{reason}\n\n{found}\n{findings}", order)
    case = replace(case, documents=(*case.documents, revision))
    case = stepped(desk, case, Step.DRAFT, order.line("refusal drafted", reason))
    case = rounds.ask(desk, case, revision, order.by, order.now)
    if case.state is State.APPROVED and not case.customer.contact.address:
        case = end(desk, case, Step.DECLINE, order.line("declined", "to be told by hand"), order.now)
    return Outcome(kept(desk, case, order.now), TOLD.get(case.state, "declined-held"), reason)


TOLD = {
    State.DECLINED: "declined-by-hand",
    State.APPROVED: "declined-out",
    State.APPROVAL_PENDING: "declined",
}
"""What whoever declined reads, by where the refusal stands then."""


def _reason_and_findings(desk: Desk, order: Order) -> tuple[str, str]:
    """The first line, and the lines below without a signature. Raises CommandRefused where one of them is missing."""
    person = desk.people.find(order.by)
    text = unsigned(order.text.strip(), person.name if person else "")
    reason, _, below = text.partition("\n")
    findings = below.strip()
    if not reason.strip() or not findings:
        raise CommandRefused(
            "不受理须写明原因，并在下面几行写核实情况（检验结果、依据）"
            " / declining needs a reason, and the findings in the lines below"
        )
    return reason.strip(), findings


def _written(desk: Desk, case: Case, text: str, order: Order) -> DocumentRevision:
    number = 1 + sum(doc.form == REFUSAL for doc in case.documents)
    name = f"{case.id}/{REFUSAL}-R{number}.txt"
    lang = case.customer.language
    return DocumentRevision(
        form=REFUSAL,
        revision=f"R{number}",
        lang=lang,
        name=name,
        sha256=desk.papers.put(name, text.encode()),
        author=order.by,
        at=order.now,
        filename=f"{case.number}-{desk.words.form(REFUSAL, lang)}-R{number}.txt",
        source_mail=order.sha256,
    )
