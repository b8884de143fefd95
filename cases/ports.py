"""The doors to the outside: mailbox, submission, readers, domain names and documents, one Protocol each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cases.forms import Form
from cases.mail import IncomingMail
from cases.origin import Origin
from cases.outgoing import OutgoingMail, Sending


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail on the server. `(account, folder, uidvalidity, uid)` names it only until UIDVALIDITY changes."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    arrived_at: datetime
    """INTERNALDATE, aware."""
    size: int
    raw: bytes
    """Empty if `size` is over the limit given to `fetch`."""

    @property
    def transport_key(self) -> str:
        return transport_key(self.account, self.folder, self.uidvalidity, self.uid)


def transport_key(account: str, folder: str, uidvalidity: int, uid: int) -> str:
    """Names a mail on its server until UIDVALIDITY changes; only ever used to skip a download."""
    return f"{account}/{folder}/{uidvalidity}/{uid}"


class MailboxUnavailable(Exception):
    """The mailbox cannot be used now; the text tells a person what to do. `permanent`: retrying will not help."""

    def __init__(self, sentence: str, *, permanent: bool = False) -> None:
        super().__init__(sentence)
        self.permanent = permanent


class Inbox(Protocol):
    """The complaint mailbox (RFC 3501/9051). Reads by UID, never by \\Seen or date; deletes nothing."""

    def uidvalidity(self) -> int:
        """Of the inbox folder; connects if needed. Raises MailboxUnavailable."""
        ...

    def uids(self, above: int = 0) -> list[int]:
        """UIDs in the inbox greater than `above`, ascending, without those flagged \\Deleted."""
        ...

    def fetch(self, uids: Sequence[int], max_size: int) -> Iterable[Fetched]:
        """The mails in batches, bytes as on the server, without setting \\Seen; vanished UIDs are left out."""
        ...

    def junk(self) -> str:
        """The folder where the server puts what it takes for spam; "" if it has none. Raises MailboxUnavailable."""
        ...

    def within(self, folder: str) -> AbstractContextManager[None]:
        """The calls inside are about another folder than the inbox."""
        ...

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move to `done`, `review` or `loop` (roles, mapped to folders that are made if missing); idempotent."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait for news (IDLE, RFC 2177) up to `seconds`; True if there may be some, also after a lost link."""
        ...

    def wake(self) -> None:
        """End a `wait` now; safe in a signal handler and from another thread."""
        ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """The outcome of one SMTP transaction: `state` is SENT, DEFERRED, FAILED or UNKNOWN; `detail` for people."""

    state: Sending
    detail: str = ""
    server_away: bool = False
    """No session came about: the next mail would fare the same."""


class Sender(Protocol):
    """The submission server (RFC 5321, 6409). One recipient per transaction, connection kept between mails."""

    def send(self, mail: OutgoingMail) -> Delivery:
        """Never raises for what the server says; SENT only after its 250."""
        ...

    def close(self) -> None: ...


class DocumentWriter(Protocol):
    """Facts to a Word document."""

    def forms(self) -> Mapping[str, Form]:
        """The forms that have a template, by id."""
        ...

    def write(self, form: str, lang: str, facts: Mapping[str, object]) -> bytes: ...


class Unprinted(Exception):
    """A PDF is wanted of a document that nobody has printed yet, which takes seconds."""

    def __init__(self, docx: bytes) -> None:
        super().__init__("a document is not printed yet")
        self.docx = docx


class Printer(Protocol):
    """Word documents as PDF. Printing takes seconds, so that what may not wait only looks for what is there."""

    def printed(self, docx: bytes) -> bytes:
        """The PDF; b"" if the document could not be printed. Raises Unprinted."""
        ...

    def print(self, docx: bytes) -> None:
        """Make the PDF; never raises for what is in the document or for a program that is missing."""
        ...


class MailReader(Protocol):
    """Bytes to what the sender said; never raises for what is in the bytes (kind `unreadable` instead). What stands
    in one of the texts of `thread`, mails that this one may quote, is not new."""

    def __call__(self, raw: bytes, received_at: datetime, thread: Sequence[str] = ()) -> IncomingMail: ...


class LookupUnavailable(Exception):
    """The domain name system gives no answer now; that a name has no record is an answer."""


class TxtRecords(Protocol):
    """TXT records of the domain name system (RFC 1035)."""

    def __call__(self, name: str) -> bytes | None:
        """The record's strings joined; None if the name has none. Raises LookupUnavailable."""
        ...


class OriginCheck(Protocol):
    """Whether a mail comes from the domain of its sender; never raises for what is in the bytes."""

    def __call__(self, raw: bytes, sender: str) -> Origin:
        """`raw` as the spool keeps it; `sender` is the address that is taken for the sender's."""
        ...
