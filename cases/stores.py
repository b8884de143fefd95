"""The doors to what must last: cases with their mail and jobs, raw mails, document files."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from cases.documents import DocumentJob
from cases.handled import HandledMail
from cases.model import Case
from cases.outgoing import OutgoingMail, Sending


class AlreadyThere(Exception):
    """A unique key (content key, effect key, case id) is taken; nothing of the transaction was kept."""


class StoreUnavailable(Exception):
    """The store cannot be opened or written; the text is one sentence for a person."""


class CaseStore(Protocol):
    """Cases, handled mail, outbox, document jobs and counters, kept together.

    Writes happen inside `transaction()`: all of them become durable at its end, or none if it raises.
    Reads inside see the writes made so far. Each look-up is indexed; none scans all cases but `cases`.
    A write outside of a transaction, or a transaction inside another, is a RuntimeError. A store that
    cannot write raises StoreUnavailable and is what it was before the transaction.
    """

    def transaction(self) -> AbstractContextManager[None]: ...

    def recover(self, now: datetime) -> int:
        """After a start: mails in state SENDING become UNKNOWN, `ambiguous` counted, due at `now`; how many."""
        ...

    def close(self) -> None: ...

    # cases
    def case(self, case_id: str) -> Case | None: ...

    def case_by_number(self, number: str) -> Case | None:
        """By desk id (K2026-00012) or the pack's number (202603-013), whatever the letter case."""
        ...

    def put_case(self, case: Case) -> None:
        """Insert or replace."""
        ...

    def cases(self, *, open_only: bool = False) -> Iterable[Case]:
        """All cases in the order of their ids, read lazily."""
        ...

    def cases_of(self, customer: str) -> list[Case]:
        """By the customer's key, in the order of their ids."""
        ...

    def cases_with(self, key: str, value: str) -> list[Case]:
        """Cases about one matter, in the order of their ids; `key` is one of Case's MATTERS. None for an empty
        `value`. Raises ValueError for another key."""
        ...

    def cases_due(self, now: datetime) -> list[Case]:
        """Open cases whose `next_due` is at or before `now`, the earliest first."""
        ...

    def next_number(self, series: str) -> int:
        """1, 2, 3 … per series, gap-free: taken back if the transaction fails."""
        ...

    # handled mail
    def handled(self, content_key: str) -> HandledMail | None: ...

    def handled_transport(self, transport_key: str) -> HandledMail | None: ...

    def case_of_message(self, message_id: str) -> str | None:
        """The case that a mail of ours or a handled one with this Message-ID belongs to."""
        ...

    def put_handled(self, mail: HandledMail) -> None:
        """Insert; replace if the same content key. Raises AlreadyThere never."""
        ...

    def set_aside(self) -> list[HandledMail]:
        """Mails that wait for a person, the oldest first."""
        ...

    def acknowledgements(self, address: str, since: datetime) -> int:
        """How many automatic answers (ack, question, help; not cancelled) were queued since then to `address`,
        or to all addresses of a domain that is given as `@domain`."""
        ...

    # outbox
    def queue(self, mail: OutgoingMail) -> bool:
        """Keep a mail to send; False (and nothing kept) if its effect key is known.

        Raises AlreadyThere if another mail has its Message-ID.
        """
        ...

    def update_outgoing(self, mail: OutgoingMail) -> None:
        """State, attempts, times and error of a queued mail; its bytes never change.

        Raises LookupError if it was never queued.
        """
        ...

    def outgoing(self, effect_key: str) -> OutgoingMail | None: ...

    def outgoing_by_message_id(self, message_id: str) -> OutgoingMail | None: ...

    def outgoing_of(self, case_id: str) -> list[OutgoingMail]:
        """In the order they were queued."""
        ...

    def outgoing_in(self, *states: Sending) -> list[OutgoingMail]: ...

    def to_send(self, now: datetime, limit: int = 100) -> list[OutgoingMail]:
        """Pending, deferred or unknown mails whose time has come, in the order of queueing."""
        ...

    # document jobs
    def put_job(self, job: DocumentJob) -> None:
        """Insert or replace by `key`."""
        ...

    def jobs(self) -> list[DocumentJob]:
        """Those still to do, in order."""
        ...

    def finish_job(self, key: str) -> None: ...

    # small facts of the desk itself
    def note(self, key: str) -> str | None: ...

    def set_note(self, key: str, value: str) -> None: ...


class Spool(Protocol):
    """Raw mail as evidence, byte for byte, named by its SHA-256; durable when `keep` returns.

    Raises StoreUnavailable if the disk does not take it, LookupError for a mail that was never kept.
    """

    def keep(self, raw: bytes) -> str: ...

    def read(self, sha256: str) -> bytes: ...

    def shas(self) -> Iterable[str]:
        """Every mail kept, for whoever looks for those that the store knows nothing of."""
        ...

    def tries(self, sha256: str) -> int:
        """How often reading this mail was begun and not finished, this time included: 1 unless it crashed."""
        ...

    def finished(self, sha256: str) -> None:
        """Reading came to an end, good or bad."""
        ...


class Papers(Protocol):
    """Document files, named by us, durable when `put` returns; kept for ever.

    Raises ValueError for a name that is no path of ours, StoreUnavailable if the disk does not take the
    file, LookupError for a document that is not there.
    """

    def put(self, name: str, content: bytes) -> str:
        """Write `content` under `name` (case/form-revision.docx); returns its SHA-256. Same name: replaced."""
        ...

    def get(self, name: str) -> bytes: ...

    def path(self, name: str) -> str: ...
