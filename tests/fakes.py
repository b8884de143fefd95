"""Stand-ins in memory, one per door; each keeps the contract that the real ones are tested against."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from cases.documents import DocumentJob
from cases.faults import hit
from cases.handled import HandledMail
from cases.model import MATTERS, Case
from cases.outgoing import MailClass, OutgoingMail, Sending
from cases.stores import AlreadyThere


class FakeStore:
    """CaseStore in memory: the contract in its plainest form."""

    def __init__(self) -> None:
        self._rows = _Rows()
        self._before: _Rows | None = None
        self._taken: AlreadyThere | None = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        if self._before is not None:
            raise RuntimeError("a transaction is open already: they do not nest")
        self._before, self._taken = self._rows.copy(), None
        try:
            yield
            if self._taken is not None:
                raise self._taken
            hit("P3")
        except BaseException:
            self._rows = self._before
            raise
        finally:
            self._before = None

    def close(self) -> None:
        """Nothing to let go."""

    @property
    def _writable(self) -> _Rows:
        if self._before is None:
            raise RuntimeError("writing outside of transaction()")
        return self._rows

    # cases
    def case(self, case_id: str) -> Case | None:
        return self._rows.cases.get(case_id)

    def case_by_number(self, number: str) -> Case | None:
        wanted, cases = number.casefold(), list(self.cases())
        by_id = (case for case in cases if case.id.casefold() == wanted)
        by_number = (case for case in cases if wanted and case.case_no.casefold() == wanted)
        return next(by_id, None) or next(by_number, None)

    def put_case(self, case: Case) -> None:
        self._writable.cases[case.id] = case

    def cases(self, *, open_only: bool = False) -> Iterator[Case]:
        ordered = [case for _, case in sorted(self._rows.cases.items())]
        return (case for case in ordered if case.state.open or not open_only)

    def cases_of(self, customer: str) -> list[Case]:
        return [case for case in self.cases() if customer and case.customer.key == customer]

    def cases_with(self, key: str, value: str) -> list[Case]:
        if key not in MATTERS:
            raise ValueError(f"cases are not looked up by {key}")
        return [case for case in self.cases() if value and getattr(case, key) == value]

    def cases_due(self, now: datetime) -> list[Case]:
        due = [(case.next_due, case.id, case) for case in self.cases(open_only=True) if case.next_due]
        return [case for at, _, case in sorted(due, key=lambda it: it[:2]) if at <= now]

    def next_number(self, series: str) -> int:
        self._writable.counters[series] = self._rows.counters.get(series, 0) + 1
        return self._rows.counters[series]

    # handled mail
    def handled(self, content_key: str) -> HandledMail | None:
        return self._rows.handled.get(content_key)

    def handled_transport(self, transport_key: str) -> HandledMail | None:
        return self.handled(self._rows.transports.get(transport_key, ""))

    def case_of_message(self, message_id: str) -> str | None:
        ours = self.outgoing_by_message_id(message_id)
        theirs = [mail for mail in self._rows.handled.values() if message_id and mail.message_id == message_id]
        case_ids = [ours.case_id if ours else "", *(mail.case_id for mail in theirs)]
        return next(filter(None, case_ids), None)

    def put_handled(self, mail: HandledMail) -> None:
        rows, before = self._writable, self.handled(mail.content_key)
        for name in before.transport_keys if before else ():
            if rows.transports.get(name) == mail.content_key:
                del rows.transports[name]
        rows.transports.update(dict.fromkeys(mail.transport_keys, mail.content_key))
        rows.handled[mail.content_key] = mail

    def set_aside(self) -> list[HandledMail]:
        waiting = [mail for mail in self._rows.handled.values() if mail.set_aside]
        return sorted(waiting, key=lambda mail: mail.received_at)

    def acknowledgements(self, address: str, since: datetime) -> int:
        automatic = (MailClass.ACK, MailClass.QUESTION, MailClass.HELP)
        wanted = address.casefold()
        return sum(
            wanted in (recipient := mail.recipient.casefold(), _domain(recipient))
            and wanted not in ("", "@")
            and mail.mail_class in automatic
            and mail.state is not Sending.CANCELLED
            and mail.queued_at >= since
            for mail in self._rows.outgoing.values()
        )

    # outbox
    def queue(self, mail: OutgoingMail) -> bool:
        if mail.effect_key in self._writable.outgoing:
            return False
        if self.outgoing_by_message_id(mail.message_id):
            self._taken = AlreadyThere(f"another mail has the Message-ID {mail.message_id} already")
            raise self._taken
        self._rows.outgoing[mail.effect_key] = mail
        return True

    def update_outgoing(self, mail: OutgoingMail) -> None:
        before = self._writable.outgoing.get(mail.effect_key)
        if before is None:
            raise LookupError(f"no mail was queued as {mail.effect_key}")
        self._rows.outgoing[mail.effect_key] = replace(mail, raw=before.raw)

    def outgoing(self, effect_key: str) -> OutgoingMail | None:
        return self._rows.outgoing.get(effect_key)

    def outgoing_by_message_id(self, message_id: str) -> OutgoingMail | None:
        mails = self._rows.outgoing.values()
        return next((mail for mail in mails if message_id and mail.message_id == message_id), None)

    def outgoing_of(self, case_id: str) -> list[OutgoingMail]:
        return [mail for mail in self._rows.outgoing.values() if case_id and mail.case_id == case_id]

    def outgoing_in(self, *states: Sending) -> list[OutgoingMail]:
        return [mail for mail in self._rows.outgoing.values() if mail.state in states]

    def to_send(self, now: datetime, limit: int = 100) -> list[OutgoingMail]:
        first = [mail for mail in self.outgoing_in(Sending.PENDING) if mail.not_before <= now]
        again = self.outgoing_in(Sending.DEFERRED, Sending.UNKNOWN)
        ready = first + [mail for mail in again if (mail.next_at or mail.not_before) <= now]
        return [mail for mail in self._rows.outgoing.values() if mail in ready][:limit]

    def recover(self, now: datetime) -> int:
        interrupted = self.outgoing_in(Sending.SENDING)
        said = "kesu stopped while sending this mail; the server may have it already"
        for mail in interrupted:
            unknown = replace(mail, state=Sending.UNKNOWN, ambiguous=mail.ambiguous + 1)
            self.update_outgoing(replace(unknown, next_at=now, last_error=said))
        return len(interrupted)

    # document jobs and notes
    def put_job(self, job: DocumentJob) -> None:
        self._writable.jobs[job.key] = job

    def jobs(self) -> list[DocumentJob]:
        return list(self._rows.jobs.values())

    def finish_job(self, key: str) -> None:
        self._writable.jobs.pop(key, None)

    def note(self, key: str) -> str | None:
        return self._rows.notes.get(key)

    def set_note(self, key: str, value: str) -> None:
        self._writable.notes[key] = value


def _domain(address: str) -> str:
    _, at, domain = address.rpartition("@")
    return at + domain


@dataclass
class _Rows:
    """Everything a FakeStore holds, in the order it came."""

    cases: dict[str, Case] = field(default_factory=dict)
    handled: dict[str, HandledMail] = field(default_factory=dict)
    transports: dict[str, str] = field(default_factory=dict)
    outgoing: dict[str, OutgoingMail] = field(default_factory=dict)
    jobs: dict[str, DocumentJob] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def copy(self) -> _Rows:
        return _Rows(*(dict(getattr(self, each.name)) for each in fields(self)))


class FakeSpool:
    """Spool in memory."""

    def __init__(self) -> None:
        self.mails: dict[str, bytes] = {}
        self._tries: Counter[str] = Counter()

    def keep(self, raw: bytes) -> str:
        sha256 = hashlib.sha256(raw).hexdigest()
        self.mails[sha256] = raw
        hit("P2")
        return sha256

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.mails:
            raise LookupError(f"no mail with SHA-256 {sha256} was kept")
        return self.mails[sha256]

    def tries(self, sha256: str) -> int:
        self._tries[sha256] += 1
        return self._tries[sha256]

    def finished(self, sha256: str) -> None:
        del self._tries[sha256]

    def shas(self) -> Iterator[str]:
        return iter(sorted(self.mails))


class FakePapers:
    """Papers in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, name: str, content: bytes) -> str:
        self.files[self.path(name)] = content
        return hashlib.sha256(content).hexdigest()

    def get(self, name: str) -> bytes:
        if name not in self.files:
            raise LookupError(f"there is no document {name}")
        return self.files[name]

    def path(self, name: str) -> str:
        if not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)*", name):
            raise ValueError(f"{name!r} is no name of a document: CASE/FORM-REVISION.docx")
        return name
