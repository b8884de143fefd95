"""What a regulation says of a case: the grade with its reasons, what is still open, dates, people and papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.clauses import Grade
from cases.deadlines import Deadline
from cases.grading import Grading, Missing, Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one evaluation; the same facts, history, pack and calendar always give the same verdict."""

    pack: str
    pack_version: str
    grade: Grade | None
    """None while no condition holds and facts are open."""
    reasons: tuple[Reason, ...] = ()
    """Every clause of the grade that holds, with its sentence and the facts it used."""
    flags: tuple[str, ...] = ()
    provisional: bool = False
    ceiling: Grade | None = None
    """The worst grade still reachable; only of a ladder, only while provisional."""
    missing: tuple[Missing, ...] = ()
    """Exactly the open facts that could change the verdict for the worse, each with who is asked for it."""
    presumed: tuple[str, ...] = ()
    """Facts taken for granted until somebody states them."""
    deadlines: tuple[Deadline, ...] = ()
    approvers: tuple[str, ...] = ()
    """Roles; `a|b` is either."""
    approval_mode: str = "all"
    documents: tuple[str, ...] = ()
    participants: str | None = None
    participant_roles: tuple[str, ...] = ()
    notify: tuple[str, ...] = ()
    owner: str | None = None
    emergency_by: str | None = None
    state: str | None = None
    """Where the case stands at intake, where the regulation says so."""
    case_no: str | None = None
    """The regulation's number after the serials in the history; None if it gives this case none."""
    closing: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """What stands against closing the case: a rule and the points of it that are open."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the clauses that decided."""
        return tuple(reason.rule for reason in self.reasons)

    def grading(self, at: datetime) -> Grading:
        """What the case keeps of it."""
        return Grading(
            grade=self.grade,
            at=at,
            reasons=self.reasons,
            provisional=self.provisional,
            ceiling=self.ceiling,
            missing=self.missing,
            approvers=self.approvers,
            approval_mode=self.approval_mode,
            documents=self.documents,
            participants=self.participants,
            participant_roles=self.participant_roles,
            notify=self.notify,
            owner=self.owner,
            emergency_by=self.emergency_by,
            flags=self.flags,
            state=self.state,
            closing=self.closing,
        )
