"""A mailbox and a sender without servers, for the tests of use cases; held to the same contract as the real ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cases.faults import hit
from cases.outgoing import OutgoingMail, Sending
from cases.ports import Delivery, Fetched, MailboxUnavailable

MONDAY = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@dataclass
class FakeInbox:
    """An `Inbox` in memory. Set `trouble` and every call but `wait` raises it until it is None again."""

    account: str = "desk@works.example"
    trouble: MailboxUnavailable | None = None
    folders: dict[str, list[bytes]] = field(default_factory=lambda: {"done": [], "review": [], "loop": []})
    """What was moved where, by role."""
    waiting: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    """The inbox: UID → arrival and bytes."""
    junk_folder: str = ""
    """The name of the folder for spam, if the server has one."""
    spam: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    """What is in it, as `waiting`."""
    folder: str = "INBOX"
    validity: int = 1
    _next_uid: int = 1
    _news: bool = False
    _agreed: int | None = None

    def deliver(self, raw: bytes, at: datetime = MONDAY) -> int:
        """A mail arrives; its UID."""
        uid = self._next_uid
        self._next_uid += 1
        self.waiting[uid] = (at.astimezone(UTC), raw)
        self._news = True
        return uid

    def take_for_spam(self, raw: bytes, at: datetime = MONDAY) -> int:
        """A mail arrives and the server puts it into the junk folder; its UID there."""
        uid = max(self.spam, default=0) + 1
        self.spam[uid] = (at.astimezone(UTC), raw)
        return uid

    def renumber(self) -> None:
        """The server loses its numbering: another UIDVALIDITY, and UIDs from 1 again."""
        self.validity += 1
        self.waiting = dict(enumerate(self.waiting.values(), start=1))
        self._next_uid = len(self.waiting) + 1

    def uidvalidity(self) -> int:
        self._agreed = None
        self._ask()
        return self.validity

    def uids(self, above: int = 0) -> list[int]:
        hit("P0")
        self._ask()
        self._news = False
        return sorted(uid for uid in self.waiting if uid > above)

    def fetch(self, uids: Sequence[int], max_size: int) -> Iterator[Fetched]:
        self._ask()
        for uid in sorted(set(uids) & set(self.waiting)):
            at, raw = self.waiting[uid]
            hit("P1")
            kept = raw if len(raw) <= max_size else b""
            yield Fetched(self.account, self.folder, self.validity, uid, at, len(raw), kept)

    def junk(self) -> str:
        self._ask()
        return self.junk_folder

    @contextmanager
    def within(self, folder: str) -> Iterator[None]:
        assert folder == self.junk_folder
        before = self.folder, self.waiting, self._agreed
        self.folder, self.waiting, self._agreed = folder, self.spam, None
        try:
            yield
        finally:
            self.folder, self.waiting, self._agreed = before

    def move(self, uids: Sequence[int], folder: str) -> None:
        self._ask()
        hit("P11")
        for uid in sorted(set(uids) & set(self.waiting)):
            self.folders[folder].append(self.waiting.pop(uid)[1])
        hit("P13")

    def wait(self, seconds: float) -> bool:
        """Never sleeps: True if mail came since the last listing, or if the mailbox cannot be asked."""
        return self._news or self.trouble is not None

    def wake(self) -> None:
        """Nothing to wake: `wait` does not sleep."""

    def close(self) -> None:
        """Nothing to close."""

    def _ask(self) -> None:
        if self.trouble:
            raise self.trouble
        if self._agreed is None:
            self._agreed = self.validity
        if self._agreed != self.validity:
            raise MailboxUnavailable("the mails are numbered anew; they will be listed again")


@dataclass
class FakeSender:
    """A `Sender` that keeps what it is given. `answers` are used up first; then every mail is SENT."""

    answers: list[Delivery] = field(default_factory=list)
    sent: list[OutgoingMail] = field(default_factory=list)
    """What the outside world has: accepted mails, and those whose outcome is unknown."""

    def send(self, mail: OutgoingMail) -> Delivery:
        hit("P7")
        answer = self.answers.pop(0) if self.answers else Delivery(Sending.SENT, "250 kept")
        if answer.state in (Sending.SENT, Sending.UNKNOWN):
            hit("P8")
            self.sent.append(mail)
        if answer.state == Sending.SENT:
            hit("P9")
        return answer

    def close(self) -> None:
        """Nothing to close."""
